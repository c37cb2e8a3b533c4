"""A meeting as those who sit in it see it: the room, and for every matter still open whether it may be voted on now.

Who counts is asked of the same functions that the door asks, at this instant: the page shows what a ballot would meet.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from committees import joined as joined_rows
from committees import queries
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Meeting, Recusal, Seat
from committees.terms import is_in_term
from ethics_review import wording
from ethics_review.engine.forecast import forecasts_of
from ethics_review.models import Case
from ethics_review.queries import sittings
from ethics_review.queries.rolls import rolls
from ethics_review.relations import Relations, relations_of
from ethics_review.web.heading import Heading, heading_of
from ethics_review.web.invitation_page import Invitation
from ethics_review.web.meeting_stage import Stage, stage_of
from ethics_review.web.presiding_page import Taking, arithmetic_told, guests_at, rules_of_item, taking_part, voters
from ethics_review.web.promise import Promise, promise_of
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import joined, tally_told, word
from regulations import quorum
from regulations.clocks import local
from regulations.forecast import Forecast
from regulations.pack import Rules
from regulations.quorum import SeatFact
from regulations.vocabulary import Position

MOST_WAITING = 20
"""So many cases at most are offered for the agenda."""
OFFICE = frozenset({Position.SECRETARY, Position.CHAIR})


@dataclass(frozen=True)
class Quorum:
    """Whether a matter may be voted on now: who counts, how many are needed, what is missing."""

    have: int
    need: int
    present: str
    missing: str
    undeclared: str
    met: bool
    ground: Ground


@dataclass(frozen=True)
class Vote:
    """The ballot at an item: the roll, who has voted, how many must agree; and what came of it."""

    open: bool
    voted: int
    of: int
    need: int
    result: str
    tally: str
    set_aside_by: int | None
    ground: Ground
    arithmetic: str
    done: str
    awaited: str


@dataclass(frozen=True)
class Matter:
    """One item of the agenda. `case` is the number where this reader may see the case.

    `gone` says that the rules it goes by are not installed: nothing can be counted then. Where the reader keeps out of
    it, `out` is the rule they keep out by.
    """

    id: int
    order: int
    label: str
    case: str
    closed: bool
    recused: str
    quorum: Quorum | None
    vote: Vote | None
    gone: str
    promise: Promise | None = None
    taking: tuple[Taking, ...] = ()
    out: Ground | None = None


@dataclass(frozen=True)
class Stay:
    """One stay in the room."""

    person: int
    name: str
    kind: str
    by_video: bool
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class Member:
    """Somebody seated with a vote, and whether they are in the room, or came to a meeting that has ended."""

    person: int
    name: str
    position: str
    brings: str
    in_room: bool


@dataclass(frozen=True)
class Room:
    """The agenda with its quorums, and who is in the room."""

    at: datetime
    matters: list[Matter]
    members: list[Member]
    stays: list[Stay]
    queue: list[Heading]
    more_wait: bool
    """Cases that wait for a meeting are for the office alone, while the meeting goes on; more wait than are shown."""
    takes_attendance: bool
    may_be_ended: bool
    first: int
    last: int
    """The matters still open that stand first and last; 0 where none is open."""


@dataclass(frozen=True)
class Sitting:
    """What the matters of one meeting are told from, read once for all of them."""

    meeting: Meeting
    now: datetime
    reader: int
    tongue: str
    office: bool
    cases: Mapping[str, Case]
    recusals: Mapping[str, list[Recusal]]
    ballots: Mapping[int, Ballot]
    rolls: Mapping[int, list[BallotSeat]]
    facts: Mapping[int, tuple[SeatFact, ...]]
    promised: Mapping[int, Forecast]
    stays: list[Attendance]


def room(
    *, meeting: Meeting, user: User, seats: Collection[Seat], invited: Invitation, now: datetime, tongue: str
) -> Room:
    """The room at `now`. `seats` are all the body has had. A fixed number of statements, however long the agenda is."""
    office = invited.office
    items, declared = joined_rows.agenda(meeting=meeting)
    ballots, recusals = sittings.ballots(items=items), sittings.recused(items=items)
    out = {subject: frozenset(one.person_id for one in found) for subject, found in recusals.items()}
    stays = queries.attendance_of(meeting=meeting)
    me = relations_of(user, now)
    waiting = [item for item in items if _waits(item, meeting)]
    cases = sittings.cases_on(items=items, user=user, now=now, me=me)
    sitting = Sitting(
        meeting=meeting,
        now=now,
        reader=user.pk,
        tongue=tongue,
        office=office,
        cases=cases,
        recusals=recusals,
        ballots=ballots,
        rolls=rolls(ballots=ballots.values()),
        facts=queries.facts_by_item(items=waiting, seats=seats, stays=stays, recused=out, declared=declared, at=now),
        promised=forecasts_of(
            meeting=meeting, items=waiting, cases=cases.values(), seats=seats, comes=invited.comes, recused=out
        )
        if not meeting.has_begun(now=now)
        else {},
        stays=stays,
    )
    day = local(meeting.ended_at or now).date()
    stage = stage_of(meeting=meeting, come=bool(stays), now=now)
    queue = _queue(meeting, me, tongue) if office and meeting.ended_at is None else []
    return Room(
        at=now,
        matters=[_matter(item, sitting) for item in items],
        members=_members(meeting, (seat for seat in seats if is_in_term(seat, day)), sitting.stays, tongue),
        stays=[_stay(stay, tongue) for stay in sitting.stays],
        queue=queue[:MOST_WAITING],
        more_wait=len(queue) > MOST_WAITING,
        takes_attendance=stage >= Stage.ITS_DAY,
        may_be_ended=stage is Stage.BEGUN,
        first=waiting[0].pk if waiting else 0,
        last=waiting[-1].pk if waiting else 0,
    )


def _queue(meeting: Meeting, me: Relations, tongue: str) -> list[Heading]:
    """One more than are shown, if there are so many."""
    found = sittings.awaiting_a_meeting(committee=meeting.committee_id, me=me, limit=MOST_WAITING + 1)
    return [heading_of(case, tongue) for case in found]


def _waits(item: AgendaItem, meeting: Meeting) -> bool:
    return item.closed_at is None and meeting.ended_at is None


def _matter(item: AgendaItem, sitting: Sitting) -> Matter:
    meeting, tongue = sitting.meeting, sitting.tongue
    case, ballot = sitting.cases.get(item.subject), sitting.ballots.get(item.pk)
    rules, gone = rules_of_item(body=meeting.committee, case=case, tongue=tongue)
    promise, facts = promise_of(sitting.promised.get(item.pk), rules, tongue), sitting.facts.get(item.pk, ())
    recusals = sitting.recusals.get(item.subject, [])
    heard = _waits(item, meeting) and meeting.has_begun(now=sitting.now)
    counting = _waits(item, meeting) and not _foreseen(item, sitting)
    return Matter(
        id=item.pk,
        order=item.order,
        label=f"{case.number} {heading_of(case, tongue).title}" if case else item.label,
        case=case.number if case else "",
        closed=not _waits(item, meeting),
        recused=joined((str(recusal.person) for recusal in recusals), tongue),
        quorum=_counted(facts, rules, tongue) if counting and rules else None,
        vote=_vote(ballot, rules, sitting, recusals) if ballot and rules else None,
        gone=gone,
        promise=promise,
        taking=tuple(_taking(facts, recusals, case, sitting)) if heard else (),
        out=ground_of(rules.source("interest.recusal"), tongue)
        if rules and sitting.reader in {recusal.person_id for recusal in recusals}
        else None,
    )


def _taking(facts: Iterable[SeatFact], recusals: list[Recusal], case: Case | None, sitting: Sitting) -> list[Taking]:
    guests = guests_at(
        stays=sitting.stays,
        at=sitting.now,
        applicant=case.applicant_id if case else None,
        out={recusal.person_id for recusal in recusals},
        tongue=sitting.tongue,
    )
    return taking_part(facts=facts, recusals=recusals, guests=guests, office=sitting.office and case is not None)


def _foreseen(item: AgendaItem, sitting: Sitting) -> bool:
    """Whether it is the answers that tell of the matter, and not yet the room; to those who may see the case."""
    return item.subject.startswith("case:") and not sitting.meeting.has_begun(now=sitting.now)


def _counted(facts: tuple[SeatFact, ...], rules: Rules, tongue: str) -> Quorum:
    counted, need = quorum.counted(facts), rules.number("meeting.min_present")
    missing = quorum.missing_categories(counted, rules.items("meeting.categories"))
    silent = quorum.undeclared(facts)
    return Quorum(
        have=len(counted),
        need=need,
        present=joined((one.name for one in counted), tongue),
        missing=joined(
            (wording.item_label("meeting.categories", key, tongue, pack=rules.pack) for key in missing), tongue
        ),
        undeclared=joined((one.name for one in silent), tongue),
        met=len(counted) >= need and not missing and not silent,
        ground=ground_of(rules.source("meeting.min_present"), tongue),
    )


def _vote(ballot: Ballot, rules: Rules, sitting: Sitting, recusals: list[Recusal]) -> Vote:
    tongue, roll = sitting.tongue, sitting.rolls[ballot.pk]
    opened = ballot.status == Ballot.Status.OPEN
    done, awaited = voters(roll)
    return Vote(
        open=opened,
        voted=len(done),
        of=len(roll),
        need=queries.needed(ballot=ballot, of=len(roll)),
        result=wording.item_label("decision.outcomes", ballot.result, tongue) if ballot.result else "",
        tally="" if opened else tally_told(ballot.tally, tongue),
        set_aside_by=ballot.set_aside_by.seq if ballot.set_aside_by is not None else None,
        ground=ground_of(rules.source("decision.majority"), tongue),
        arithmetic=arithmetic_told(
            ballot=ballot, roll=len(roll), stays=sitting.stays, recusals=recusals, tongue=tongue
        ),
        done=joined(done, tongue) if opened else "",
        awaited=joined(awaited, tongue) if opened else "",
    )


def _members(meeting: Meeting, seats: Iterable[Seat], stays: Iterable[Attendance], tongue: str) -> list[Member]:
    """Who is in the room; once the meeting has ended, who came."""
    here = {stay.person_id for stay in stays if stay.left_at is None or meeting.ended_at is not None}
    return [
        Member(
            person=seat.person_id,
            name=str(seat.person),
            position=word(seat.position, tongue),
            brings=joined((word(category, tongue) for category in seat.categories), tongue),
            in_room=seat.person_id in here,
        )
        for seat in seats
        if seat.votes
    ]


def _stay(stay: Attendance, tongue: str) -> Stay:
    return Stay(stay.person_id, str(stay.person), word(stay.kind, tongue), stay.by_video, stay.arrived_at, stay.left_at)
