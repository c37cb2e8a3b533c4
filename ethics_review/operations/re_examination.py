"""Expert re-examination (专家复核): applied for by the unit, organised by the authority, answered by the panel."""

from collections.abc import Mapping
from typing import Any

from accounts.models import Institution, InstitutionRole, User
from committees import operations as committees
from committees.models import Committee
from ethics_review.engine.act import Act
from ethics_review.engine.missing import centre_exists, people_exist
from ethics_review.models import ReExamination
from regulations.calendar import ONE_DAY
from regulations.clocks import MONTHS_A_YEAR, add_months, local
from regulations.vocabulary import Category, CommitteeKind, Position, Role


def apply_re_examination(act: Act) -> None:
    """The unit applies; the authority in whose region it lies receives the application."""
    ReExamination.objects.create(
        case=act.case, round=act.case.round, authority=_authority(act), applied_by=act.person, applied_at=act.now
    )


def _authority(act: Act) -> Institution | None:
    officers = act.situation.people[Role.AUTHORITY]
    roles = InstitutionRole.objects.filter(user__in=officers, kind=InstitutionRole.Kind.OFFICER)
    nearest = sorted((role.institution for role in roles.select_related("institution")), key=_nearness, reverse=True)
    return nearest[0] if nearest else None


def _nearness(authority: Institution) -> int:
    """The longer the region code, the closer the authority is to the unit."""
    return len(authority.region)


def accept_re_examination(act: Act) -> None:
    centre = act.data.get("centre")
    re_examination = act.re_examination
    re_examination.centre = centre_exists("centre", centre) if centre else None
    re_examination.accepted_at = act.now
    re_examination.save(update_fields=["centre", "accepted_at"])


def form_panel(act: Act) -> None:
    """Seat the experts as a panel of their own; whoever is named no more leaves it, with the reason on record."""
    experts = act.data["experts"]
    people = people_exist("experts", [expert["person"] for expert in experts])
    panel = act.rows.panel or _establish(act)
    for seat in act.rows.panel_seats:
        if seat.person_id not in people:
            committees.end_seat(
                seat=seat,
                ended_on=local(act.now).date(),
                reason="replaced",
                actor=act.user,
                role=Role.AUTHORITY,
                at=act.now,
            )
    seated = {seat.person_id for seat in act.rows.panel_seats}
    for expert in experts:
        if expert["person"] not in seated:
            _appoint(act, panel, people[expert["person"]], expert)
    act.people[Role.EXPERT] = frozenset(people)


def _establish(act: Act) -> Committee:
    re_examination = act.re_examination
    panel = committees.establish(
        institution=re_examination.authority or act.person.institution,
        kind=CommitteeKind.EXPERT_PANEL,
        name=f"{act.case.number} 第{act.case.round}轮复核专家组",
        name_en=f"Re-examination panel {act.case.number}/{act.case.round}",
        pack_id=act.case.pack_id,
        established_on=local(act.now).date(),
        house={},
        actor=act.user,
        role=Role.AUTHORITY,
        at=act.now,
        subject=act.case.stream,
    ).row
    re_examination.panel = panel
    re_examination.save(update_fields=["panel"])
    return panel


def _appoint(act: Act, panel: Committee, person: User, expert: Mapping[str, Any]) -> None:
    """For as long as a term may last: the panel ends with its opinion, long before."""
    starts_on = local(act.now).date()
    ends_on = add_months(starts_on, MONTHS_A_YEAR * act.rules.number("committee.term_years")) - ONE_DAY
    committees.appoint(
        committee=panel,
        person=person,
        position=Position.EXPERT,
        categories=[Category(category) for category in expert["categories"]],
        sex="",
        external=True,
        starts_on=starts_on,
        ends_on=ends_on,
        rules=act.rules,
        actor=act.user,
        role=Role.AUTHORITY,
        at=act.now,
    )


def give_opinion(act: Act) -> None:
    """What two thirds of all the experts have voted for, with the panel's words on compliance and reasonableness."""
    ballot = act.facts.ballot
    re_examination = act.re_examination
    re_examination.opinion = ballot.result if ballot is not None else ""
    re_examination.compliance = act.text("compliance")
    re_examination.reasonableness = act.text("reasonableness")
    re_examination.returned_at = act.now
    re_examination.save(update_fields=["opinion", "compliance", "reasonableness", "returned_at"])
    act.recorded |= {"opinion": re_examination.opinion, "tally": dict(ballot.tally) if ballot is not None else {}}
