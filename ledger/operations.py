"""The only writers of entries, deadlines and messages. Each runs inside the transaction of the change it records.

The caller holds the lock on the subject's row, which puts everything on one stream in order; nothing is locked
here. What the law allows was examined before: these functions refuse only what would make the record untrue.
No wording, no sending, no reading of the clock: every instant is an argument.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from ledger import chain, queries
from ledger.models import Deadline, Entry, Message
from regulations import clocks as counting
from regulations import ladder
from regulations.units import Unit


class OutsideTransaction(RuntimeError):
    """A record was to be written apart from the change it records. Open `transaction.atomic()` around both."""


class NotRunning(ValueError):
    """A deadline is not in the state the operation needs: settled already, paused already, not paused, in time."""


Head = tuple[int, str]
"""Number and hash of the last entry of a stream."""


@dataclass
class _Batch:
    """What is written inside one `together`, until it is laid down."""

    heads: dict[str, Head | None]
    entries: list[Entry] = field(default_factory=list)
    deadlines: dict[tuple[str, ...], list[Deadline]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def lay_down(self) -> None:
        """Entries first: the others point at them. One statement a kind, and a kind of change."""
        Entry.objects.bulk_create(self.entries)
        for fields, changed in self.deadlines.items():
            _update(changed, fields)
        Message.objects.bulk_create(self.messages, ignore_conflicts=True)
        self.entries, self.deadlines, self.messages = [], {}, []


_open: ContextVar[_Batch | None] = ContextVar("ledger_batch", default=None)


@contextmanager
def together(*, streams: Collection[str]) -> Iterator[None]:
    """Lay down whatever is written inside at the end, for all these streams by the same few statements.

    The caller holds the locks of all of them and reads nothing back before the end. An exception leaves nothing.
    """
    _require_transaction("together")
    heads = queries.heads().filter(stream__in=streams)
    batch = _Batch(dict.fromkeys(streams) | {stream: (seq, link) for stream, seq, link in heads})
    token = _open.set(batch)
    try:
        yield
    finally:
        _open.reset(token)
    batch.lay_down()


def append(
    *, stream: str, action: str, body: Mapping[str, object], actor: User | None, role: str, at: datetime
) -> Entry:
    """Write the next entry of `stream`. One select for the head, one insert; inside `together`, neither.

    `actor` is None for the system, whose role is "system". If another entry took the same place meanwhile, because
    the subject was not locked, the database refuses with IntegrityError and this transaction is lost.
    """
    _require_transaction("append")
    batch = _open.get()
    head = batch.heads[stream] if batch is not None else _head(stream)
    entry = Entry(
        stream=stream,
        seq=head[0] + 1 if head else 0,
        action=action,
        body=chain.canonical(body),
        actor=actor,
        role=str(role),
        at=chain.moment_text(at),
        prev=head[1] if head else chain.GENESIS,
    )
    entry.hash = chain.link(
        stream=entry.stream,
        seq=entry.seq,
        action=entry.action,
        body=entry.body,
        actor_id=entry.actor_id,
        role=entry.role,
        at=entry.at,
        prev=entry.prev,
    )
    if batch is None:
        entry.save(force_insert=True)
    else:
        batch.entries.append(entry)
        batch.heads[stream] = (entry.seq, entry.hash)
    return entry


def start(*, entry: Entry, clocks: Iterable[tuple[counting.Clock, counting.Due]], at: datetime) -> list[Deadline]:
    """Start every clock with its computed end, at `at`, on the stream of `entry`. One insert for all of them.

    Of several under one clock each has its number: the first is 0. One that is counted from before `at` started then.
    """
    _require_transaction("start")
    if (batch := _open.get()) is not None:
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
    _require_transaction("settle")
    named = queries.running(stream=stream).filter(clock__in=clocks)
    named = named if started_at is None else named.filter(started_at=started_at)
    settled = list(named if only is None else named.filter(only))
    for deadline in settled:
        deadline.paused_seconds = deadline.seconds_paused(until=at)
        deadline.paused_at = deadline.next_at = None
        deadline.settled_at, deadline.settled_by = at, entry
    _change(settled, "paused_at", "paused_seconds", "next_at", "settled_at", "settled_by")
    return settled


def extend(*, deadline: Deadline, due: counting.Due, entry: Entry) -> Deadline:
    """Give a running deadline a later end, stated by `entry`, and count the extension. Reminders move with the end.

    An end that has already been missed may still be extended; `missed_at` keeps the record of it.
    """
    _require_transaction("extend")
    _require_running(deadline)
    if not deadline.extendable or due.due_at <= deadline.due_at:
        raise NotRunning(f"{deadline} cannot be extended to {due.due_on}: it must be extendable, and the new end later")
    deadline.extensions += 1
    return _move_end(deadline, due, since=entry.moment)


def recompute(*, deadline: Deadline, due: counting.Due, entry: Entry) -> Deadline:
    """Give a running deadline the end it has by a calendar loaded since, stated by `entry`. No extension is counted."""
    _require_transaction("recompute")
    _require_running(deadline)
    return _move_end(deadline, due, since=entry.moment)


def pause(*, deadline: Deadline, entry: Entry, at: datetime) -> Deadline:
    """Stop the count of a running deadline at `at`, for the reasons `entry` gives. Nothing is due while it stands.

    One that has run out cannot be paused: that would hide that it was missed.
    """
    _require_transaction("pause")
    _require_running(deadline)
    if deadline.paused_at or not deadline.pausable or deadline.is_overdue(now=at):
        raise NotRunning(f"{deadline} cannot be paused by {entry}: it must be pausable, in time and not paused already")
    deadline.paused_at, deadline.next_at = at, None
    _change([deadline], "paused_at", "next_at")
    return deadline


def resume(*, deadline: Deadline, due: counting.Due, entry: Entry, at: datetime) -> Deadline:
    """Let a paused deadline run on from `at` to the end the law counts out from what was left (`clocks.resumed`).

    A reminder whose moment came while nothing ran has not fired: where its new moment has passed too, it is owed
    at once. Those that had fired before the pause stay silent.
    """
    _require_transaction("resume")
    _require_running(deadline)
    if deadline.paused_at is None or at < deadline.paused_at:
        raise NotRunning(f"{deadline} cannot be resumed by {entry}: it must be paused, and since before then")
    fired_until = deadline.paused_at + (due.due_at - deadline.due_at)
    deadline.paused_seconds = deadline.seconds_paused(until=at)
    deadline.paused_at = None
    return _move_end(deadline, due, since=fired_until)


def miss(*, deadline: Deadline, at: datetime) -> Deadline:
    """Record that a running deadline was found overdue at `at`. Nothing is decided by it; its ladder goes on."""
    _require_transaction("miss")
    _require_running(deadline)
    if deadline.is_missed or not deadline.is_overdue(now=at):
        raise NotRunning(f"{deadline} was not missed at {chain.moment_text(at)}: in time, paused or missed before")
    deadline.missed_at = at
    deadline.next_at = deadline.next_look(now=at)
    _change([deadline], "missed_at", "next_at")
    return deadline


def advance(*, deadline: Deadline, now: datetime) -> Deadline:
    """Set when the sweeper must look at the deadline again, after it has dealt with everything up to `now`."""
    _require_transaction("advance")
    deadline.next_at = deadline.next_look(now=now)
    _change([deadline], "next_at")
    return deadline


def postpone(*, deadline: int, until: datetime) -> None:
    """Let the sweeper look at a deadline again only after `until`: dealing with it failed, others wait behind it."""
    _require_transaction("postpone")
    Deadline.objects.filter(pk=deadline, settled_at__isnull=True, next_at__isnull=False).update(next_at=until)


def post(
    *,
    entry: Entry,
    notice: str,
    recipients: Iterable[User],
    params: Mapping[str, object],
    suffix: str = "",
    at: datetime | None = None,
) -> list[Message]:
    """Leave one message of `notice` about `entry` for each recipient, never a second one. One insert.

    `suffix` tells apart repeated notices about one entry, such as the reminders of a deadline, and `at` is when such a
    one is posted: without it, the entry's own instant. The returned
    messages carry no id: where one had been posted before, the earlier row stands.
    """
    _require_transaction("post")
    key = f"{notice}:{entry.stream}:{entry.seq}"
    end = f":{suffix}" if suffix else ""
    messages = [
        Message(
            notice=notice,
            entry=entry,
            recipient_id=person,
            params=dict(params),
            dedupe=f"{key}:{person}{end}",
            created_at=at or entry.moment,
        )
        for person in sorted({recipient.pk for recipient in recipients})
    ]
    if (batch := _open.get()) is not None:
        batch.messages += messages
        return messages
    return Message.objects.bulk_create(messages, ignore_conflicts=True)


def mark_read(*, recipient: User, messages: Collection[int], at: datetime) -> int:
    """Mark the recipient's own messages of these ids as read at `at`; how many were unread until now."""
    return queries.unread(user=recipient).filter(pk__in=messages).update(read_at=at)


def mark_unread(*, recipient: User, messages: Collection[int]) -> int:
    """Mark the recipient's own messages of these ids as unread again; how many were read until now."""
    read = Message.objects.filter(recipient=recipient, pk__in=messages, read_at__isnull=False)
    return read.update(read_at=None)


def mark_all_read(*, recipient: User, at: datetime) -> int:
    """Mark everything the recipient has been told as read at `at`; how many were unread until now."""
    return Message.objects.filter(recipient=recipient, read_at__isnull=True).update(read_at=at)


def _head(stream: str) -> Head | None:
    return Entry.objects.filter(stream=stream).order_by("-seq").values_list("seq", "hash").first()


def _change(deadlines: list[Deadline], *fields: str) -> None:
    """Write these fields. One update, however many there are; inside `together`, at its end."""
    if (batch := _open.get()) is not None:
        batch.deadlines.setdefault(fields, []).extend(deadlines)
    elif deadlines:
        _update(deadlines, fields)


def _update(deadlines: list[Deadline], fields: tuple[str, ...]) -> None:
    """What changes alike in all of them is written far more cheaply than what does not."""
    alike, *others = ({name: getattr(deadline, name) for name in fields} for deadline in deadlines)
    if all(other == alike for other in others):
        Deadline.objects.filter(pk__in=[deadline.pk for deadline in deadlines]).update(**alike)
    else:
        Deadline.objects.bulk_update(deadlines, fields)


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
    _change([deadline], *ends, "paused_at", "paused_seconds", "next_at")
    return deadline


def _require_transaction(name: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"ledger.operations.{name} must run in the transaction of the change it records")


def _require_running(deadline: Deadline) -> None:
    if deadline.settled_at is not None:
        raise NotRunning(f"{deadline} was settled at {chain.moment_text(deadline.settled_at)}")
