"""Gather a case into a situation: a fixed number of queries for each stage, whatever the size of the database.

Groups of facts that cannot bear on the stage are left empty: nobody asks for a ballot before acceptance, nor for
reports before approval. `regather_ballot` reads again only what a vote changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

import regulations
from accounts.models import InstitutionRole
from committees import composition, queries
from committees.models import AgendaItem, Attendance, Ballot, Committee, Declaration, Meeting, Recusal, Seat
from ethics_review.engine.independence import heard_on, independence_of
from ethics_review.engine.roles import people_of
from ethics_review.engine.situation import Rows, Situation
from ethics_review.models import (
    Assignment,
    Case,
    Decision,
    Exemption,
    Filing,
    ReExamination,
    Registration,
    Report,
    Worksheet,
)
from ethics_review.relations import offices_over
from ledger.models import Deadline
from ledger.queries import history, running
from regulations import materials
from regulations.clocks import local
from regulations.facts import (
    AfterFact,
    BallotFact,
    BodyFact,
    CaseFact,
    ClockFact,
    Facts,
    FilingFact,
    InterestFact,
    LatestFact,
    MeetingFact,
    PanelFact,
    ReviewerFact,
)
from regulations.pack import Resolved, Rules
from regulations.packs.writing import HOUSE
from regulations.procedures import NEGATIVE
from regulations.quorum import SeatFact, counted
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import (
    VOTING_POSITIONS,
    Category,
    ChairGround,
    CommitteeKind,
    Outcome,
    Position,
    Procedure,
    Role,
    State,
)

REVIEWING = frozenset({State.ACCEPTED, State.IN_REVIEW})
HEARING = frozenset({State.IN_REVIEW, State.OPINION_RETURNED})
WITH_PANEL = frozenset({State.RE_EXAMINATION_APPLIED, State.RE_EXAMINATION, State.OPINION_RETURNED})
IN_FORCE = frozenset({State.ACTIVE, State.SUSPENDED})
DECIDED = frozenset({State.MODIFICATION_REQUIRED})
EXAMINED = WITH_PANEL | IN_FORCE | DECIDED | {State.UNDER_APPEAL}
"""Where it matters whether experts have been heard: what an exemption no longer covers may rest on their opinion."""


def pack_of(case: Case) -> Resolved:
    """The pack that binds the case: until acceptance its committee's, then the one it was accepted under, for life.

    Raises `Refused` (`pack.gone`, `committee.pack_gone`) where it is not installed: nothing is done under another one.
    """
    if case.pinned_at is None:
        return adopted(case.committee)
    try:
        return regulations.pinned(case.pack_id, case.pack_version)
    except LookupError as gone:
        figures = {"pack": case.pack_id, "version": case.pack_version}
        raise Refused((Refusal("pack.gone", HOUSE, figures),)) from gone


def adopted(committee: Committee) -> Resolved:
    """The pack the body has adopted. Raises `Refused` (`committee.pack_gone`) where it is not installed."""
    try:
        return regulations.pack(committee.pack_id)
    except KeyError as gone:
        raise Refused((Refusal("committee.pack_gone", HOUSE, {"pack": committee.pack_id}),)) from gone


def rules_of(case: Case) -> Rules:
    """The case's pack under its committee's own settings."""
    return pack_of(case).rules_for(house=case.committee.house)


def rules_of_body(committee: Committee) -> Rules:
    """The pack the body has adopted, under its own settings."""
    return adopted(committee).rules_for(house=committee.house)


def gather(case: Case, now: datetime) -> Situation:
    """Everything the rules may look at, read once. The caller holds the case's lock when it is about to write."""
    at, rules = local(now), rules_of(case)
    state = State(case.state)
    seats = tuple(queries.acting_on(committee=case.committee, on=at.date()))
    recused = frozenset(Recusal.objects.filter(subject=case.stream).values_list("person_id", flat=True))
    before, newest, submitted = _filings(case)
    voting = frozenset(seat.person_id for seat in seats if seat.votes)
    assignments = _assignments(case, voting - recused) if state in REVIEWING else ()
    item = _open_item(case) if state in HEARING else None
    re_examination = _re_examination(case) if state in EXAMINED else None
    panel = re_examination.panel if re_examination is not None else None
    panel_seats = tuple(queries.acting_on(committee=panel, on=at.date())) if panel is not None else ()
    experts = frozenset(seat.person_id for seat in panel_seats)
    heard = heard_on(case) if state in EXAMINED or case.round > 1 or case.activity_id else frozenset()
    out = recused | heard | {case.applicant_id}
    decision = _decision(case) if state in DECIDED else None
    rows = Rows(case, before, newest, seats, assignments, item, None, re_examination, panel, panel_seats, decision)
    offices = _institution_roles(case, at)
    independence = independence_of(case, offices)
    declared, declared_here = _declared(case, item) if state in REVIEWING | WITH_PANEL else (frozenset(), frozenset())
    body = body_fact(case, seats, out, rules, at, mandated=_mandated(case, at))
    people = people_of(
        case=case,
        seats=seats,
        chairs=body.chair.holders,
        recused=recused,
        reviewers=frozenset(assignment.person_id for assignment in assignments),
        experts=experts,
        heard=heard,
        side=frozenset(independence.reviewing_side),
        offices=offices,
    )
    decided = decision.filing_revision if decision is not None else 0
    filing = filing_fact(before, newest, submitted, decided, rules.pack)
    facts = Facts(
        now=at,
        rules=rules,
        case=_case_fact(case, _exemption(case, filing, re_examination), at),
        filing=filing,
        body=body,
        interests=InterestFact(declared, recused),
        reviewers=tuple(
            reviewer_fact(assignment.person_id, getattr(assignment, "worksheet", None)) for assignment in assignments
        ),
        meeting=_meeting(item, seats, out, people[Role.UNIT], declared_here, at) if item is not None else None,
        panel=panel_fact(re_examination.opinion, panel_seats, recused, declared)
        if re_examination is not None
        else None,
        independence=independence,
        holders={role: len(holders) for role, holders in people.items()},
        clocks=tuple(_clock_fact(deadline, at) for deadline in running(stream=case.stream)),
        after=_after_fact(case) if state in IN_FORCE | {State.UNDER_APPEAL} else AfterFact(),
        latest=_latest_fact(case),
    )
    situation = Situation(facts, people, rows, overseen=bool(case.listed or heard))
    return regather_ballot(situation) if state in REVIEWING | HEARING | {State.RE_EXAMINATION} else situation


def regather_ballot(situation: Situation) -> Situation:
    """The same situation with the latest ballot of this stage read afresh. Two queries.

    A result in which somebody took part who has been recused since, or who belongs to both bodies by now, counts for
    nothing: the body votes again.
    """
    rows = situation.rows
    ballot = _ballot(rows)
    fact = _ballot_fact(ballot, situation.facts) if ballot is not None else None
    fallen = None
    if ballot is not None and fact is not None and not fact.open and fact.roll & unfit(situation.facts):
        fallen = ballot if ballot.set_aside_by_id is None else None
        ballot = fact = None
    rows = replace(rows, ballot=ballot, fallen=fallen)
    return replace(situation, facts=replace(situation.facts, ballot=fact), rows=rows)


def unfit(facts: Facts) -> frozenset[int]:
    """Whose part in a vote undoes its result."""
    if facts.case.state is State.RE_EXAMINATION and facts.panel is not None:
        return facts.interests.recused | facts.independence.near.keys()
    return facts.interests.recused


def _case_fact(case: Case, exemption: Exemption | None, at: datetime) -> CaseFact:
    lapsed = exemption is not None and exemption.valid_until is not None and exemption.valid_until < at.date()
    original = case.amends if case.amends is not None and State(case.amends.state) in IN_FORCE else None
    return CaseFact(
        number=case.number,
        state=State(case.state),
        round=case.round,
        procedure=Procedure(case.procedure) if case.procedure else None,
        ground=case.ground,
        listed=tuple(case.listed) if case.listed is not None else None,
        exempt_until=exemption.valid_until if exemption is not None else None,
        exempt=exemption is not None and not lapsed,
        applicant=case.applicant_id,
        completion_notices=case.completion_notices,
        prior_state=State(case.prior_state) if case.prior_state else None,
        amendment=original is not None,
        original_listed=original is not None and bool(original.listed),
    )


def _exemption(case: Case, filing: FilingFact, re_examination: ReExamination | None) -> Exemption | None:
    """The exemption of this round, while the filing it rests on is still named in the application.

    None is looked for where nothing is listed, or where experts have been heard: it stands in for them, not beside.
    """
    if not case.listed or (re_examination is not None and re_examination.opinion):
        return None
    granted = Exemption.objects.filter(case=case, round=case.round, lifted_at__isnull=True).order_by("-pk").first()
    return granted if granted is not None and (granted.regime, granted.number) in filing.exempting_references else None


def _filings(case: Case) -> tuple[Filing, Filing, int]:
    """The revision before the committee (the latest while none is), the latest, and the number of the former or 0."""
    own = Filing.objects.filter(case=OuterRef("case")).order_by("-revision")
    latest, submitted = own.values("pk")[:1], own.filter(submitted_at__isnull=False).values("pk")[:1]
    both = case.filings.filter(Q(pk=Subquery(latest)) | Q(pk=Subquery(submitted))).order_by("-revision")
    newest, *older = both
    before = newest if newest.submitted_at is not None or not older else older[0]
    return before, newest, before.revision if before.submitted_at is not None else 0


def filing_fact(before: Filing, newest: Filing, submitted: int, decided: int, pack: Resolved) -> FilingFact:
    """What lies `before` the committee and what is `newest`; `submitted` and `decided` are revisions, 0 for none."""
    claims = materials.claims(before.body)
    return FilingFact(
        revision=newest.revision,
        submitted_revision=submitted,
        decided_revision=decided,
        missing=_lacking(before, pack),
        minimal_risk_claimed=claims.minimal_risk_claimed,
        listed_claim=claims.listed_claim,
        leaves_risk_unchanged=claims.leaves_risk_unchanged,
        urgent=claims.urgent,
        exempting_references=claims.exempting_references,
        draft_missing=_lacking(newest, pack),
    )


def _lacking(filing: Filing, pack: Resolved) -> tuple[str, ...]:
    return tuple(item.path for item in materials.missing(filing.body, materials.further(pack)))


def body_fact(
    case: Case, seats: tuple[Seat, ...], out: frozenset[int], rules: Rules, at: datetime, *, mandated: bool
) -> BodyFact:
    """The committee of the case with `seats` acting on it. `mandated` says that it is not the unit's own, and may."""
    kind, own = CommitteeKind(case.committee.kind), is_own(case)
    voting = tuple(seat for seat in seats if seat.position in VOTING_POSITIONS)
    return BodyFact(
        committee=case.committee_id,
        kind=kind,
        own=own,
        mandated=mandated,
        defects=composition.examine(kind=kind, seats=seats, on=at.date(), rules=rules).refusals,
        voting=frozenset(seat.person_id for seat in voting),
        names={seat.person_id: str(seat.person) for seat in seats},
        serving=queries.serving(seats),
        out=out,
    )


def is_own(case: Case) -> bool:
    """Whether the committee is the unit's own."""
    return case.institution_id == case.committee.institution_id and case.committee.kind == CommitteeKind.ETHICS


def _mandated(case: Case, at: datetime) -> bool:
    if is_own(case):
        return False
    mandate = queries.mandate_in_force(
        centre=case.committee,
        institution=case.institution,
        person=None if case.institution_id else case.applicant,
        scope="review",
        on=at.date(),
    )
    return mandate is not None


def _assignments(case: Case, able: frozenset[int]) -> tuple[Assignment, ...]:
    """Who reviews in this round. Whose term has ended or who has been recused counts no longer, nor what they filed."""
    current = Assignment.objects.filter(review__case=case, review__round=case.round, released_at__isnull=True)
    return tuple(current.filter(person__in=able).select_related("person", "worksheet").order_by("pk"))


def reviewer_fact(person: int, worksheet: Worksheet | None) -> ReviewerFact:
    """A reviewer, and what the worksheet says once it is filed."""
    if worksheet is None:
        return ReviewerFact(person, submitted=False)
    recommendation = Outcome(worksheet.recommendation)
    negative = any(focus["answer"] == "no" for focus in worksheet.focuses.values())
    return ReviewerFact(
        person=person,
        submitted=True,
        recommendation=recommendation,
        negative=negative or recommendation in NEGATIVE,
        doubt=worksheet.doubt,
        asks_general=worksheet.asks_general,
    )


def _declared(case: Case, item: AgendaItem | None) -> tuple[frozenset[int], frozenset[int]]:
    """Who has declared in this round, and who of them at the open agenda item."""
    rows = list(Declaration.objects.filter(subject=case.stream, round=case.round).values_list("person_id", "item_id"))
    here = frozenset(person for person, at_item in rows if item is not None and at_item == item.pk)
    return frozenset(person for person, _ in rows), here


def _open_item(case: Case) -> AgendaItem | None:
    items = AgendaItem.objects.filter(subject=case.stream, closed_at__isnull=True)
    return items.select_related("meeting__presider", "meeting__committee").first()


def _meeting(
    item: AgendaItem,
    seats: tuple[Seat, ...],
    out: frozenset[int],
    unit: frozenset[int],
    declared: frozenset[int],
    at: datetime,
) -> MeetingFact:
    return meeting_fact(item.meeting, queries.in_room(meeting=item.meeting, at=at), seats, out, unit, declared)


def meeting_fact(
    meeting: Meeting,
    room: Sequence[Attendance],
    seats: tuple[Seat, ...],
    out: frozenset[int],
    unit: frozenset[int],
    declared: frozenset[int],
) -> MeetingFact:
    """The room with who stays in it. Whoever is `out` (recused, the applicant, an expert of the panel) is not counted.

    Nobody who manages the unit is heard as an adviser on its activity.
    """
    members = frozenset(stay.person_id for stay in room if stay.kind == "member")
    facts = seat_facts(seats, present=members, recused=out, declared=declared)
    advised = [set(stay.categories) for stay in room if stay.kind == "adviser" and stay.person_id not in out | unit]
    brought = [set(seat.categories) for seat in seats if seat.person_id in members - out]
    return MeetingFact(
        meeting=meeting.pk,
        starts_at=local(meeting.starts_at),
        presider=meeting.presider_id,
        seats=facts,
        field_expert=any(Category.FIELD in categories for categories in advised + brought),
        undeclared=tuple(seat.person for seat in facts if seat.present and not seat.recused and not seat.declared),
        ground=ChairGround(meeting.presider_ground),
        field_adviser=any(Category.FIELD in categories for categories in advised),
        room=frozenset(one.person for one in counted(facts)),
    )


def seat_facts(
    seats: tuple[Seat, ...], *, present: frozenset[int], recused: frozenset[int], declared: frozenset[int]
) -> tuple[SeatFact, ...]:
    """Facts of the voting seats, all of which are in term."""
    return tuple(
        SeatFact(
            person=seat.person_id,
            name=str(seat.person),
            position=Position(seat.position),
            categories=frozenset(Category(category) for category in seat.categories),
            voting=True,
            in_term=True,
            present=seat.person_id in present,
            recused=seat.person_id in recused,
            declared=seat.person_id in declared,
            sex=seat.sex,
            external=seat.external,
        )
        for seat in seats
        if seat.position in VOTING_POSITIONS
    )


def _re_examination(case: Case) -> ReExamination | None:
    return ReExamination.objects.filter(case=case, round=case.round).select_related("panel", "centre").first()


def panel_fact(opinion: str, seats: tuple[Seat, ...], recused: frozenset[int], declared: frozenset[int]) -> PanelFact:
    """The panel as it is seated, and the opinion it has come to, if any."""
    everyone = frozenset(seat.person_id for seat in seats)
    return PanelFact(
        experts=seat_facts(seats, present=everyone, recused=recused, declared=declared),
        opinion=opinion,
    )


def _ballot(rows: Rows) -> Ballot | None:
    """The latest ballot that counts at this stage: of the committee before or after the opinion, or of the panel."""
    case, on_panel = rows.case, rows.case.state == State.RE_EXAMINATION
    body = rows.panel.pk if on_panel and rows.panel is not None else case.committee_id
    if on_panel and rows.panel is None:
        return None
    ballots = Ballot.objects.filter(subject=case.stream, committee=body, round=case.round)
    if case.state == State.OPINION_RETURNED and rows.re_examination is not None:
        ballots = ballots.filter(opened_at__gt=rows.re_examination.returned_at)
    return ballots.exclude(status=Ballot.Status.VOID).select_related("item__meeting").order_by("-pk").first()


def _ballot_fact(ballot: Ballot, facts: Facts) -> BallotFact:
    roll = list(ballot.roll.values_list("person_id", "vote__position"))
    room = {seat.person for seat in facts.meeting.seats if seat.present} if facts.meeting is not None else set()
    return BallotFact(
        open=ballot.status == Ballot.Status.OPEN,
        roll=frozenset(person for person, _ in roll),
        voted=frozenset(person for person, position in roll if position is not None),
        in_room=frozenset(room),
        options=tuple(ballot.options),
        tally=ballot.tally,
        result=ballot.result,
        counted=len(roll),
    )


def _clock_fact(deadline: Deadline, at: datetime) -> ClockFact:
    """A clock that has run out is not paused any more: that would hide that it was missed."""
    return ClockFact(
        name=deadline.clock,
        due_at=local(deadline.due_at),
        due_on=deadline.due_on,
        missed=deadline.missed_at is not None,
        paused=deadline.paused_at is not None,
        extendable=deadline.extendable,
        pausable=deadline.pausable and not deadline.is_overdue(now=at),
        item=deadline.item,
    )


def _after_fact(case: Case) -> AfterFact:
    reports = list(Report.objects.filter(case=case, assessed_at__isnull=True).only("kind", "major", "body"))
    open_reports = [report.major for report in reports if report.kind != Report.Kind.PROGRESS]
    evidence = [one for report in reports for one in report.body.get("evidence") or ()]
    registration = Registration.objects.filter(case=case, round=case.round).order_by("-pk").first()
    return AfterFact(
        open_reports=len(open_reports),
        major_change_open=any(open_reports),
        registration_filed=registration is not None,
        registration_confirmed=registration is not None and registration.confirmed_at is not None,
        evidenced=frozenset(one["condition"] for one in evidence),
    )


def _decision(case: Case) -> Decision | None:
    return Decision.objects.filter(case=case, round=case.round, kind=Decision.Kind.FINAL).first()


def _latest_fact(case: Case) -> LatestFact | None:
    entry = history(stream=case.stream).last()
    if entry is None:
        return None
    return LatestFact(entry.action, str(entry.actor) if entry.actor else "system", entry.role, entry.at)


def _institution_roles(case: Case, at: datetime) -> tuple[InstitutionRole, ...]:
    """The managers of the unit, and the officers of the authorities in whose region the unit lies."""
    region = (case.institution or case.committee.institution).region
    return offices_over(unit=case.institution_id, region=region, day=at.date())
