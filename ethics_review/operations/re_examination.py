"""Expert re-examination (专家复核): applied for by the unit, organised by the authority, answered by the panel."""

from accounts.models import Institution, InstitutionRole
from committees import operations as committees
from committees.models import Committee
from ethics_review.engine.act import Act
from ethics_review.engine.missing import centre_exists, not_found, people_exist
from ethics_review.models import ReExamination
from ethics_review.operations.undoing import supersede
from regulations.clocks import local
from regulations.vocabulary import Category, CommitteeKind, Role


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
    """Seat the experts as a panel of their own; whoever is named no more leaves it, whoever is twice brings both."""
    named: dict[int, set[str]] = {}
    for expert in act.data["experts"]:
        named.setdefault(expert["person"], set()).update(expert["categories"])
    people = people_exist("experts", list(named))
    committees.seat_experts(
        panel=act.rows.panel or _establish(act),
        experts={people[person]: [Category(one) for one in brought] for person, brought in named.items()},
        rules=act.rules,
        actor=act.user,
        role=Role.AUTHORITY,
        at=act.now,
    )
    act.people[Role.EXPERT] = frozenset(people)
    supersede(act=act)


def _establish(act: Act) -> Committee:
    re_examination = act.re_examination
    organiser = re_examination.authority or act.person.institution
    if organiser is None:
        raise not_found("authority", None)
    panel = committees.establish(
        institution=organiser,
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
