"""What is owed: time limits started, settled, moved, paused, missed and looked at again.

Nothing is decided here. What the law allows was examined before; refused is only what would make the record untrue.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from ledger import chain, queries
from ledger.models import Deadline, Entry
from ledger.operations.writing import change, open_batch, require_transaction
from regulations import clocks as counting
from regulations import ladder
from regulations.units import Unit


class NotRunning(ValueError):
    """A deadline is not in the state the operation needs: settled already, paused already, not paused, in time."""


def start(*, entry: Entry, clocks: Iterable[tuple[counting.Clock, counting.Due]], at: datetime) -> list[Deadline]:
    """Start every clock with its computed end, at `at`, on the stream of `entry`. One insert for all of them.

    Of several under one clock each has its number: the first is 0. One that is counted from before `at` started then.
    """
    require_transaction("start")
    if (batch := open_batch()) is not None:
        batch.lay_down()
    items: Counter[str] = Counter()
    rows = []
    for clock, due in clocks:
        rows.append(_deadline(entry, clock, due, at, item=items[clock.name]))
        items[clock.name] += 1
    return Deadline.objects.bulk_create(rows)


def settle(
    *,
    stream: str,
    clocks: Collection[str],
    entry: Entry,
    at: datetime,
    started_at: datetime | None = None,
    only: Q | None = None,
) -> list[Deadline]:
    """End every running deadline of `stream` whose clock is named, and return them. One select, one update.

    `started_at` tells apart those of one clock that is owed again each year, `only` narrows them further. Settling
    late is possible and stays visible: `missed_at` is kept. A pause ends with the deadline.
    """
    require_transaction("settle")
    named = queries.running(stream=stream).filter(clock__in=clocks)
    named = named if started_at is None else named.filter(started_at=started_at)
    return _settle(list(named if only is None else named.filter(only)), entry, at)


def lapse(*, deadline: Deadline, entry: Entry, at: datetime) -> Deadline:
    """End one running deadline that the caller has read under the lock: a window that has closed. One update."""
    require_transaction("lapse")
    _require_running(deadline)
    return _settle([deadline], entry, at)[0]


def _settle(deadlines: list[Deadline], entry: Entry, at: datetime) -> list[Deadline]:
    for deadline in deadlines:
        deadline.paused_seconds = deadline.seconds_paused(until=at)
        deadline.paused_at = deadline.next_at = None
        deadline.settled_at, deadline.settled_by = at, entry
    change(deadlines, "paused_at", "paused_seconds", "next_at", "settled_at", "settled_by")
    return deadlines


def extend(*, deadline: Deadline, due: counting.Due, entry: Entry) -> Deadline:
    """Give a running deadline a later end, stated by `entry`, and count the extension. Reminders move with the end.

    An end that has already been missed may still be extended; `missed_at` keeps the record of it.
    """
    require_transaction("extend")
    _require_running(deadline)
    if not deadline.extendable or due.due_at <= deadline.due_at:
        raise NotRunning(f"{deadline} cannot be extended to {due.due_on}: it must be extendable, and the new end later")
    deadline.extensions += 1
    return _move_end(deadline, due, since=entry.moment)


def recompute(*, deadline: Deadline, due: counting.Due, entry: Entry) -> Deadline:
    """Give a running deadline the end it has by a calendar loaded since, stated by `entry`. No extension is counted."""
    require_transaction("recompute")
    _require_running(deadline)
    return _move_end(deadline, due, since=entry.moment)


def pause(*, deadline: Deadline, entry: Entry, at: datetime) -> Deadline:
    """Stop the count of a running deadline at `at`, for the reasons `entry` gives. Nothing is due while it stands.

    One that has run out cannot be paused: that would hide that it was missed.
    """
    require_transaction("pause")
    _require_running(deadline)
    if deadline.paused_at or not deadline.pausable or deadline.is_overdue(now=at):
        raise NotRunning(f"{deadline} cannot be paused by {entry}: it must be pausable, in time and not paused already")
    deadline.paused_at, deadline.next_at = at, None
    change([deadline], "paused_at", "next_at")
    return deadline


def resume(*, deadline: Deadline, due: counting.Due, entry: Entry, at: datetime) -> Deadline:
    """Let a paused deadline run on from `at` to the end the law counts out from what was left (`clocks.resumed`).

    A reminder whose moment came while nothing ran has not fired: where its new moment has passed too, it is owed
    at once. Those that had fired before the pause stay silent.
    """
    require_transaction("resume")
    _require_running(deadline)
    if deadline.paused_at is None or at < deadline.paused_at:
        raise NotRunning(f"{deadline} cannot be resumed by {entry}: it must be paused, and since before then")
    fired_until = deadline.paused_at + (due.due_at - deadline.due_at)
    deadline.paused_seconds = deadline.seconds_paused(until=at)
    deadline.paused_at = None
    return _move_end(deadline, due, since=fired_until)


def miss(*, deadline: Deadline, at: datetime) -> Deadline:
    """Record that a running deadline was found overdue at `at`. Nothing is decided by it; its ladder goes on."""
    require_transaction("miss")
    _require_running(deadline)
    if deadline.is_missed or not deadline.is_overdue(now=at):
        raise NotRunning(f"{deadline} was not missed at {chain.moment_text(at)}: in time, paused or missed before")
    deadline.missed_at = at
    deadline.next_at = deadline.next_look(now=at)
    change([deadline], "missed_at", "next_at")
    return deadline


def advance(*, deadline: Deadline, now: datetime) -> Deadline:
    """Set when the sweeper must look at the deadline again, after it has dealt with everything up to `now`."""
    require_transaction("advance")
    deadline.next_at = deadline.next_look(now=now)
    change([deadline], "next_at")
    return deadline


def postpone(*, deadline: int, until: datetime) -> None:
    """Let the sweeper look at a deadline again only after `until`: dealing with it failed, others wait behind it."""
    require_transaction("postpone")
    Deadline.objects.filter(pk=deadline, settled_at__isnull=True, next_at__isnull=False).update(next_at=until)


def _deadline(entry: Entry, clock: counting.Clock, due: counting.Due, at: datetime, *, item: int) -> Deadline:
    """The one place that knows how the law describes a clock."""
    deadline = Deadline(
        stream=entry.stream,
        clock=clock.name,
        started_by=entry,
        started_at=min(at, due.started_at),
        due_at=due.due_at,
        due_on=due.due_on,
        original_due_at=due.due_at,
        provisional=due.provisional,
        exact=due.length.unit is Unit.HOURS,
        counted_from=due.started_at,
        amount=due.length.amount,
        unit=due.length.unit.value,
        rolls=clock.roll_last_day,
        instrument=clock.source.cite.instrument,
        article=clock.source.cite.article,
        certain=clock.source.cite.certain,
        basis=clock.source.basis.value,
        owner=clock.owner.value,
        escalate=[role.value for role in clock.escalate],
        rungs=ladder.plainly(clock.ladder),
        item=item,
        extendable=clock.extendable,
        pausable=clock.pausable,
    )
    deadline.next_at = deadline.next_look(now=at)
    return deadline


def _move_end(deadline: Deadline, due: counting.Due, *, since: datetime) -> Deadline:
    """The end moves and the ladder with it; the rungs that now lie before `since` are not owed any more."""
    deadline.due_at, deadline.due_on, deadline.provisional = due.due_at, due.due_on, due.provisional
    deadline.counted_from, deadline.amount, deadline.unit = due.started_at, due.length.amount, due.length.unit.value
    deadline.next_at = deadline.next_look(now=since)
    ends = ("due_at", "due_on", "provisional", "counted_from", "amount", "unit", "extensions")
    change([deadline], *ends, "paused_at", "paused_seconds", "next_at")
    return deadline


def _require_running(deadline: Deadline) -> None:
    if deadline.settled_at is not None:
        raise NotRunning(f"{deadline} was settled at {chain.moment_text(deadline.settled_at)}")
