"""The minutes of a meeting (会议记录), assembled from what was recorded: who came and went, kept out, voted.

Names and figures only: how anybody voted is told nowhere. Of a matter its reader may not see, the number is left out,
and what came of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import User
from committees import queries
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Declaration, Meeting, Recusal
from ethics_review import wording
from ethics_review.models import Case, Decision
from ethics_review.queries import minutes, sittings
from ethics_review.queries.rolls import rolls
from ethics_review.web.heading import heading_of
from ethics_review.web.meeting_line import MeetingLine, meeting_line
from ethics_review.web.presiding_page import arithmetic_told, reason_told, rules_of_item
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import joined, tally_told, word
from regulations.pack import Rules


@dataclass(frozen=True)
class Step:
    """Somebody came or went, and how many members were in the room from then on."""

    at: datetime
    name: str
    what: str
    kind: str
    members: int


@dataclass(frozen=True)
class Kept:
    """Somebody who keeps out of a matter; `reason` is for the office alone."""

    name: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Voted:
    """One ballot: its roll, what it came to and how that was counted; `decision` rests on it."""

    opened_at: datetime
    closed_at: datetime | None
    opened_by: str
    roll: str
    status: str
    result: str
    tally: str
    arithmetic: str
    ground: Ground | None
    """Where the majority that was asked for is written; none where the pack is gone."""
    set_aside_by: int | None
    decision: str


@dataclass(frozen=True)
class Treated:
    """One item of the agenda and what happened to it."""

    order: int
    label: str
    case: str
    kept_out: list[Kept]
    declared: str
    votes: list[Voted]
    closed_at: datetime | None


@dataclass(frozen=True)
class Minutes:
    """The whole record of one meeting."""

    meeting: MeetingLine
    steps: list[Step]
    items: list[Treated]


@dataclass(frozen=True)
class Facts:
    """What the items are told from, read once for all of them."""

    tongue: str
    office: bool
    body: Committee
    cases: Mapping[str, Case]
    recusals: Mapping[str, list[Recusal]]
    declared: Mapping[int, list[Declaration]]
    ballots: Mapping[int, list[Ballot]]
    rolls: Mapping[int, list[BallotSeat]]
    decisions: Mapping[int, Decision]
    stays: list[Attendance]


def minutes_of(*, meeting: Meeting, user: User, now: datetime, tongue: str) -> Minutes:
    """The minutes as `user` may read them. A fixed number of statements, however much happened."""
    items = sittings.agenda(meeting=meeting)
    ballots = minutes.ballots_at(items=items)
    cast = [ballot for each in ballots.values() for ballot in each]
    facts = Facts(
        tongue=tongue,
        office=sittings.keeps(meeting=meeting, user=user, now=now),
        body=meeting.committee,
        cases=sittings.cases_on(items=items, user=user, now=now),
        recusals=sittings.recused(items=items),
        declared=minutes.declared_at(items=items),
        ballots=ballots,
        rolls=rolls(ballots=cast),
        decisions=minutes.decided_by(ballots=cast),
        stays=queries.attendance_of(meeting=meeting),
    )
    return Minutes(
        meeting=meeting_line(meeting, now, tongue),
        steps=_steps(facts.stays, tongue),
        items=[_treated(item, facts) for item in items],
    )


def _steps(stays: Iterable[Attendance], tongue: str) -> list[Step]:
    """Everybody who came and went, minute by minute. Whoever leaves is told before whoever comes at that instant."""
    moves = [(stay.arrived_at, 1, stay) for stay in stays]
    moves += [(stay.left_at, -1, stay) for stay in stays if stay.left_at is not None]
    steps, members = [], 0
    for at, change, stay in sorted(moves, key=lambda move: (move[0], move[1], move[2].pk)):
        members += change if stay.kind == Attendance.Kind.MEMBER else 0
        what = gettext("comes") if change > 0 else gettext("leaves")
        steps.append(Step(at, str(stay.person), what, _as(stay, tongue), members))
    return steps


def _as(stay: Attendance, tongue: str) -> str:
    kind = word(stay.kind, tongue)
    return f"{kind} · {gettext('by video')}" if stay.by_video else kind


def _treated(item: AgendaItem, facts: Facts) -> Treated:
    case, recusals = facts.cases.get(item.subject), facts.recusals.get(item.subject, [])
    seen = facts.office and case is not None
    kept = [_kept(one, seen=seen) for one in recusals if _concerns(one, item)]
    declared = joined(dict.fromkeys(str(one.person) for one in facts.declared[item.pk]), facts.tongue)
    rules, _ = rules_of_item(body=facts.body, case=case, tongue=facts.tongue)
    ballots = facts.ballots[item.pk] if case is not None else []
    return Treated(
        order=item.order,
        label=f"{case.number} {heading_of(case, facts.tongue).title}" if case else item.label,
        case=case.number if case else "",
        kept_out=kept,
        declared=declared,
        votes=[_voted(ballot, recusals, rules, facts) for ballot in ballots],
        closed_at=item.closed_at,
    )


def _concerns(recusal: Recusal, item: AgendaItem) -> bool:
    """Whether it had come about by the time the item was dealt with."""
    return item.closed_at is None or recusal.recused_at <= item.closed_at


def _kept(recusal: Recusal, *, seen: bool) -> Kept:
    return Kept(str(recusal.person), recusal.recused_at, reason_told(recusal.reason) if seen else "")


def _voted(ballot: Ballot, recusals: Iterable[Recusal], rules: Rules | None, facts: Facts) -> Voted:
    roll, tongue = facts.rolls[ballot.pk], facts.tongue
    closed = ballot.status == Ballot.Status.CLOSED
    return Voted(
        opened_at=ballot.opened_at,
        closed_at=ballot.closed_at,
        opened_by=str(ballot.opened_by),
        roll=joined((str(seat.person) for seat in roll), tongue),
        status=ballot.status,
        result=wording.item_label("decision.outcomes", ballot.result, tongue) if closed and ballot.result else "",
        tally=tally_told(ballot.tally, tongue) if closed else "",
        arithmetic=arithmetic_told(ballot=ballot, roll=len(roll), stays=facts.stays, recusals=recusals, tongue=tongue),
        ground=ground_of(rules.source("decision.majority"), tongue) if rules else None,
        set_aside_by=ballot.set_aside_by.seq if ballot.set_aside_by is not None else None,
        decision=_decision(facts.decisions.get(ballot.pk), tongue),
    )


def _decision(decision: Decision | None, tongue: str) -> str:
    if decision is None:
        return ""
    outcome = wording.item_label("decision.outcomes", decision.outcome, tongue)
    return f"{outcome} · {decision.signed_by}"
