"""Look at every clock whose moment has come: remind before the end, record it, and go on telling until it is settled.
And count again every provisional end whose year the calendar knows by now; let last year's reports fall due; and begin
to watch the terms of members that nobody watches yet.

Whoever slept through several rungs of a ladder tells the latest alone, and says which were passed over.

Nothing is decided by the passing of time: overdue is flagged and told, never deemed. Idempotent: the ids are read
unlocked, each subject is locked (or left to whoever holds it), the deadline is read again, then acted upon. A handful
of subjects share a transaction; where one of them fails, each is dealt with alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from committees import queries as committees
from committees.models import Committee, Meeting
from committees.operations import invitations
from ethics_review.engine.people import foresee
from ethics_review.models import Case
from ethics_review.operations import convening, reporting, rosters
from ethics_review.operations.found import Found, described
from ethics_review.operations.lapsing import ACTS
from ethics_review.operations.recounting import recount, recountable
from ethics_review.operations.subjects import apart, lock_subjects
from ethics_review.queries import annual, roster
from ledger import operations as ledger
from ledger import queries
from ledger.models import Deadline
from ledger.queries import Waiting
from regulations import clocks
from regulations.clocks import local

BATCH = 500
TOGETHER = 250
"""So many subjects at most are dealt with in one transaction: whoever waits for one of them waits for no more."""
AGAIN = timedelta(minutes=10)
"""After how long a deadline that could not be dealt with is tried again."""


def sweep(*, now: datetime, limit: int = BATCH, only: str = "") -> list[Found]:
    """Deal with up to `limit` deadlines whose moment came before `now`. Safe to run anywhere, at once, twice.

    `only` names one subject by its stream. Provisional ends come first: what a notice has moved is not missed on the
    day that was a guess.
    """
    owing = _narrowed(annual.owing(now=now), "committee", only)[:limit]
    found = [apart(stream=body.stream, act=partial(_owe, body, now)) for body in owing]
    found += recount(now=now, limit=limit, only=only)
    unwatched = _narrowed(roster.unwatched(now=now), "committee", only)[:limit]
    found += [apart(stream=body.stream, act=partial(_watch, body, now)) for body in unwatched]
    for waiting in _handfuls(queries.due(now=now, limit=limit, stream=only)):
        found += _together(waiting, now)
    meetings = _narrowed(committees.to_look_at(now=now), "meeting", only)[:limit]
    found += _meetings(meetings.values_list("pk", flat=True), now)
    return [one for one in found if one is not None]


def passes(*, now: datetime) -> Iterator[list[Found]]:
    """Sweep batch after batch until nothing is left whose moment came before `now`, forgetting each batch."""
    while found := sweep(now=now):
        yield found


def subjects_waiting(*, now: datetime, limit: int = BATCH) -> list[str]:
    """The streams about which a sweep at `now` would do something, up to `limit` of each kind. Read without a lock."""
    bodies = [*annual.owing(now=now)[:limit], *roster.unwatched(now=now)[:limit]]
    meetings = committees.to_look_at(now=now).values_list("pk", flat=True)[:limit]
    streams = [body.stream for body in bodies]
    streams += recountable(limit=limit)
    streams += [one.stream for one in queries.due(now=now, limit=limit)]
    streams += [f"meeting:{pk}" for pk in meetings]
    return list(dict.fromkeys(streams))


def _narrowed(rows: QuerySet[Any], kind: str, only: str) -> QuerySet[Any]:
    """Those of the one subject, where one is named."""
    if not only:
        return rows
    of, _, key = only.partition(":")
    return rows.filter(pk=key) if of == kind else rows.none()


def _meetings(waiting: Iterable[int], now: datetime) -> list[Found | None]:
    """Remind of the meetings to come, and warn where the answers leave nothing to decide."""
    later = partial(invitations.look_later, until=now + AGAIN)
    return [
        apart(stream=f"meeting:{pk}", act=partial(_look_at, pk, now), otherwise=partial(later, meeting=pk))
        for pk in waiting
    ]


def _look_at(pk: int, now: datetime) -> Found | None:
    acts = convening.look(meeting=pk, now=now)
    starts_at = Meeting.objects.values_list("starts_at", flat=True).get(pk=pk)
    return Found(f"meeting:{pk}", "meeting", starts_at, acts[0]) if acts else None


def _handfuls(waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """In their order, `TOGETHER` at most, and no subject twice: what is done about one clock may end another of it."""
    handful: dict[str, Waiting] = {}
    for one in waiting:
        if one.stream in handful or len(handful) == TOGETHER:
            yield list(handful.values())
            handful = {}
        handful[one.stream] = one
    if handful:
        yield list(handful.values())


def _together(waiting: list[Waiting], now: datetime) -> list[Found | None]:
    """One transaction for all of them; where that fails, one for each, so that only whoever fails is left behind."""
    try:
        return [*_deal_with(waiting, now)]
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 -- which of them it was is found out, and logged, apart
        return [_alone(one, now) for one in waiting]


def _alone(one: Waiting, now: datetime) -> Found | None:
    later = partial(ledger.postpone, deadline=one.deadline, until=now + AGAIN)
    return apart(stream=one.stream, act=lambda: next(iter(_deal_with([one], now)), None), otherwise=later)


def _deal_with(waiting: list[Waiting], now: datetime) -> list[Found]:
    """What was done, in order. A deadline that is settled or was dealt with by now is passed over."""
    with transaction.atomic():
        subjects = lock_subjects([one.stream for one in waiting])
        ids = [one.deadline for one in waiting if one.stream in subjects]
        rows = Deadline.objects.filter(pk__in=ids, settled_at__isnull=True, next_at__lt=now)
        deadlines = list(rows.select_related("started_by").order_by("next_at", "pk"))
        held = [subjects[deadline.stream] for deadline in deadlines]
        foresee([subject for subject in held if isinstance(subject, Case)], now)
        found = [described(deadline=deadline, now=now) for deadline in deadlines]
        with ledger.together(streams=[deadline.stream for deadline in deadlines]):
            told = [
                ACTS[one.act](deadline, subject, one, now)
                for deadline, subject, one in zip(deadlines, held, found, strict=True)
            ]
        for deadline, subject in zip(deadlines, held, strict=True):
            if isinstance(subject, Committee) and deadline.clock == roster.TERM:
                rosters.watch(body=subject, now=now, since=deadline.due_on)
        return [replace(one, people=len(people)) for one, people in zip(found, told, strict=True)]


def _watch(body: Committee, now: datetime) -> Found | None:
    """The terms of a body's members, and what hangs on them, begin to be watched."""
    if not rosters.begin(committee=body.pk, now=now):
        return None
    day = local(now).date()
    ends = min(roster.term_ends(found=roster.seats(body=body, day=day), day=day))
    return Found(body.stream, roster.TERM, clocks.end_of(ends), "watch")


def _owe(body: Committee, now: datetime) -> Found | None:
    """Last year's report of one body falls due."""
    deadline = reporting.owe(committee=body.pk, now=now)
    return Found(body.stream, annual.CLOCK, deadline.due_at, "owe") if deadline is not None else None
