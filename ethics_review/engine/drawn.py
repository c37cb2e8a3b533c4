"""Facts drawn from rows (事实的构成): pure functions from what was read to what the rules may look at. No statement.

The replay draws past facts from past rows by the same functions.
"""

from collections.abc import Sequence
from datetime import datetime

from committees import composition, queries
from committees.models import Attendance, Ballot, BallotSeat, Meeting, Seat
from ethics_review.engine.case_file import IN_FORCE, is_own
from ethics_review.models import Case, Exemption, Filing, Registration, Report, Worksheet
from ledger.models import Deadline, Entry
from regulations import materials
from regulations.clocks import local
from regulations.facts import (
    AfterFact,
    BallotFact,
    BodyFact,
    CaseFact,
    ClockFact,
    FilingFact,
    LatestFact,
    MeetingFact,
    PanelFact,
    ReviewerFact,
)
from regulations.pack import Resolved, Rules
from regulations.procedures import NEGATIVE
from regulations.quorum import SeatFact, counted
from regulations.vocabulary import (
    VOTING_POSITIONS,
    Category,
    ChairGround,
    CommitteeKind,
    Outcome,
    Position,
    Procedure,
    State,
)


def case_fact(case: Case, exemption: Exemption | None, at: datetime) -> CaseFact:
    """The case itself as it stands. A lapsed exemption is told with its end, and exempts no more."""
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


def exemption_of(case: Case, granted: Exemption | None, filing: FilingFact, opinion: str) -> Exemption | None:
    """The exemption of this round, while the filing it rests on is still named in the application.

    There is none where nothing is listed, or where experts have been heard: it stands in for them, not beside.
    """
    if granted is None or not case.listed or opinion:
        return None
    return granted if (granted.regime, granted.number) in filing.exempting_references else None


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


def panel_fact(opinion: str, seats: tuple[Seat, ...], recused: frozenset[int], declared: frozenset[int]) -> PanelFact:
    """The panel as it is seated, and the opinion it has come to, if any."""
    everyone = frozenset(seat.person_id for seat in seats)
    return PanelFact(
        experts=seat_facts(seats, present=everyone, recused=recused, declared=declared),
        opinion=opinion,
    )


def ballot_fact(ballot: Ballot, roll: Sequence[BallotSeat], meeting: MeetingFact | None) -> BallotFact:
    """A ballot with its roll, each seat with its vote if it has been cast."""
    room = {seat.person for seat in meeting.seats if seat.present} if meeting is not None else set()
    return BallotFact(
        open=ballot.status == Ballot.Status.OPEN,
        roll=frozenset(seat.person_id for seat in roll),
        voted=frozenset(seat.person_id for seat in roll if hasattr(seat, "vote")),
        in_room=frozenset(room),
        options=tuple(ballot.options),
        tally=ballot.tally,
        result=ballot.result,
        counted=len(roll),
    )


def clock_fact(deadline: Deadline, at: datetime) -> ClockFact:
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


def after_fact(reports: Sequence[Report], registration: Registration | None) -> AfterFact:
    """What was reported and is not assessed yet, and the latest registration of this round."""
    open_reports = [report.major for report in reports if report.kind != Report.Kind.PROGRESS]
    evidence = [one for report in reports for one in report.body.get("evidence") or ()]
    return AfterFact(
        open_reports=len(open_reports),
        major_change_open=any(open_reports),
        registration_filed=registration is not None,
        registration_confirmed=registration is not None and registration.confirmed_at is not None,
        evidenced=frozenset(one["condition"] for one in evidence),
    )


def latest_fact(entry: Entry | None) -> LatestFact | None:
    """What was done last, by whom."""
    if entry is None:
        return None
    return LatestFact(entry.action, str(entry.actor) if entry.actor else "system", entry.role, entry.at)
