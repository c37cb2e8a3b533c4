"""Provisional ends counted again, once the arrangement of their year is known."""

from datetime import datetime
from functools import partial

from django.db import transaction

from ethics_review.operations.found import Found, source_of, which
from ethics_review.operations.reaching import tell
from ethics_review.operations.subjects import apart, lock_subjects
from ledger import operations as ledger
from ledger import queries
from ledger.models import Deadline, Entry
from regulations import calendar, clocks
from regulations.vocabulary import Role

BATCH = 500


def recount(*, now: datetime, limit: int = BATCH, only: str = "") -> list[Found]:
    """Count again up to `limit` provisional ends whose year is known by now, of the one subject if one is named."""
    due = queries.provisional(years=calendar.built_in().years, limit=limit, stream=only)
    found = [apart(stream=stream, act=partial(_recount, pk, stream, now)) for pk, stream in due]
    return [one for one in found if one is not None]


def recountable(*, limit: int = BATCH) -> list[str]:
    """The streams of up to `limit` provisional ends that would be counted again now. Read without a lock."""
    waiting = [pk for pk, _ in queries.provisional(years=calendar.built_in().years, limit=limit)]
    rows = Deadline.objects.filter(pk__in=waiting).order_by("pk")
    return [one.stream for one in rows if _settles_something(one, _count_again(one))]


def _recount(pk: int, stream: str, now: datetime) -> Found | None:
    with transaction.atomic():
        subject = lock_subjects([stream]).get(stream)
        rows = Deadline.objects.filter(pk=pk, settled_at__isnull=True, paused_at__isnull=True, provisional=True)
        deadline = rows.first()
        if subject is None or deadline is None or not _settles_something(deadline, due := _count_again(deadline)):
            return None
        was_due_at = deadline.due_at
        entry = _record_recount(deadline, due, now)
        ledger.recompute(deadline=deadline, due=due, entry=entry)
        people = tell(
            deadline=deadline,
            subject=subject,
            entry=entry,
            notice="clock_recomputed",
            roles=[deadline.owner],
            now=now,
            suffix=deadline.clock,
        )
        return Found(
            stream,
            deadline.clock,
            was_due_at,
            "recount",
            to=(deadline.owner,),
            source=source_of(deadline),
            people=len(people),
        )


def _count_again(deadline: Deadline) -> clocks.Due:
    """The end by the calendar of today, from where the count began, in the length it has always had."""
    days, rolls = calendar.built_in(), deadline.rolls
    return clocks.due(start=deadline.counted_from, clock=deadline.length, calendar=days, roll_last_day=rolls)


def _settles_something(deadline: Deadline, due: clocks.Due) -> bool:
    """Another end, or a certain one. An end that needs a further year yet stays as it is, without a word."""
    return not due.provisional or due.due_on != deadline.due_on


def _record_recount(deadline: Deadline, due: clocks.Due, now: datetime) -> Entry:
    body = {
        "clock": deadline.clock,
        "was_due_on": deadline.due_on,
        "due_on": due.due_on,
        "provisional": due.provisional,
        "documents": list(calendar.built_in().documents(due.years)),
        "started_by": deadline.started_by.seq,
    } | which(deadline)
    action = "deadline_recomputed"
    return ledger.append(stream=deadline.stream, action=action, body=body, actor=None, role=Role.SYSTEM, at=now)
