"""A meeting as those who sit in it see it: the room, and for every matter still open whether it may be voted on now.

Who counts is asked of the same functions that the door asks, at this instant: the page shows what a ballot would meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import User
from committees import queries
from committees.models import AgendaItem, Attendance, Ballot, Meeting, Recusal, Seat
from ethics_review import wording
from ethics_review.engine.forecast import forecasts
from ethics_review.models import Case
from ethics_review.operations.convening import figures_of
from ethics_review.queries import sittings
from ethics_review.web.heading import heading_of, pack_shown
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import joined, word
from ethics_review.wording import meetings as words
from regulations import quorum
from regulations.clocks import local
from regulations.forecast import Forecast
from regulations.pack import Rules
from regulations.quorum import SeatFact
from regulations.vocabulary import Position

OFFICE = frozenset({Position.SECRETARY, Position.CHAIR})


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    id: int
    number: int
    body: str
    starts_at: datetime
    ended_at: datetime | None
    status: str
    mode: str
    place: str
    presider: str
    matters: int
    begun: bool
    cancelled: bool
    reason: str


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
class Promise:
    """What the answers to the invitation promise for a matter: with its figures, and whether it can be voted on."""

    sentence: str
    standing: str
    tone: str


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


@dataclass(frozen=True)
class Matter:
    """One item of the agenda. `case` is the number where this reader may see the case.

    `gone` says that the rules it goes by are not installed: nothing can be counted then.
    """

    id: int
    order: int
    label: str
    case: str
    closed: bool
    recused: list[str]
    quorum: Quorum | None
    vote: Vote | None
    gone: str
    promise: Promise | None = None


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


def meeting_line(meeting: Meeting, now: datetime, tongue: str) -> MeetingLine:
    body = meeting.committee
    return MeetingLine(
        id=meeting.pk,
        number=meeting.number,
        body=body.name_en if tongue.startswith("en") and body.name_en else body.name,
        starts_at=meeting.starts_at,
        ended_at=meeting.ended_at,
        status=_status(meeting, now),
        mode=word(meeting.mode, tongue),
        place=meeting.place,
        presider=str(meeting.presider),
        matters=getattr(meeting, "matters", 0),
        begun=meeting.has_begun(now=now),
        cancelled=meeting.cancelled_at is not None,
        reason=meeting.cancel_reason,
    )


def _status(meeting: Meeting, now: datetime) -> str:
    if meeting.cancelled_at:
        return gettext("Cancelled")
    if meeting.ended_at:
        return gettext("Ended")
    return gettext("Under way") if meeting.starts_at <= now else gettext("Planned")


def room(*, meeting: Meeting, user: User, now: datetime, tongue: str) -> Room:
    """The room at `now`. Four statements for each matter still open, and a fixed number for the rest."""
    items = sittings.agenda(meeting=meeting)
    cases = sittings.cases_on(items=items, user=user, now=now)
    recusals, ballots = sittings.recused(items=items), sittings.ballots(items=items)
    stays = queries.attendance_of(meeting=meeting)
    promised = forecasts(meeting=meeting, items=items) if not meeting.has_begun(now=now) else {}
    seats = queries.seats_on(committee=meeting.committee, on=local(meeting.ended_at or now).date())
    return Room(
        at=now,
        matters=[
            _matter(
                item,
                meeting,
                cases.get(item.subject),
                recusals.get(item.subject, []),
                ballots.get(item.pk),
                now,
                tongue,
                _promise(promised.get(item.pk), tongue),
            )
            for item in items
        ],
        members=_members(meeting, seats, stays, tongue),
        stays=[_stay(stay, tongue) for stay in stays],
    )


def _matter(
    item: AgendaItem,
    meeting: Meeting,
    case: Case | None,
    recusals: list[Recusal],
    ballot: Ballot | None,
    now: datetime,
    tongue: str,
    promise: Promise | None,
) -> Matter:
    waiting = item.closed_at is None and meeting.ended_at is None
    rules, gone = _rules(meeting, case, tongue)
    return Matter(
        id=item.pk,
        order=item.order,
        label=f"{case.number} {heading_of(case, tongue).title}" if case else item.label,
        case=case.number if case else "",
        closed=not waiting,
        recused=[str(recusal.person) for recusal in recusals],
        quorum=_quorum(item, meeting, case, now, rules, tongue) if waiting and rules and not promise else None,
        vote=_vote(ballot, rules, tongue) if ballot and rules else None,
        gone=gone,
        promise=promise if case is not None else None,
    )


def _promise(forecast: Forecast | None, tongue: str) -> Promise | None:
    if forecast is None:
        return None
    figures = figures_of(forecast=forecast)
    tone = "met" if forecast.assured else "short" if forecast.possible else "lost"
    return Promise(words.forecast(figures, tongue), words.standing(figures, tongue), tone)


def _quorum(item: AgendaItem, meeting: Meeting, case: Case | None, now: datetime, rules: Rules, tongue: str) -> Quorum:
    facts = queries.seat_facts(
        committee=meeting.committee, item=item, subject=item.subject, round=case.round if case else 0, at=now
    )
    return _counted(facts, rules, tongue)


def _rules(meeting: Meeting, case: Case | None, tongue: str) -> tuple[Rules | None, str]:
    """The pack that binds the case, under the body's own settings; else why there is none."""
    body = meeting.committee
    pack, gone = pack_shown(case or body, tongue)
    return pack.rules_for(house=body.house) if pack else None, gone


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


def _vote(ballot: Ballot, rules: Rules, tongue: str) -> Vote:
    entitled: int = ballot.entitled  # type: ignore[attr-defined] # annotated by the query
    opened = ballot.status == Ballot.Status.OPEN
    tally = (
        f"{wording.item_label('decision.outcomes', key, tongue)} {count}"
        for key, count in ballot.tally.items()
        if count
    )
    return Vote(
        open=opened,
        voted=ballot.voted,  # type: ignore[attr-defined] # annotated by the query
        of=entitled,
        need=queries.needed(ballot=ballot, of=entitled),
        result=wording.item_label("decision.outcomes", ballot.result, tongue) if ballot.result else "",
        tally="" if opened else joined(tally, tongue),
        set_aside_by=ballot.set_aside_by.seq if ballot.set_aside_by is not None else None,
        ground=ground_of(rules.source("decision.majority"), tongue),
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
