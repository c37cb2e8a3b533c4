"""How rows are laid down: one by one, or those of many streams together, by the same few statements."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Field, Value, When
from django.db.models.functions import Cast

from ledger import queries
from ledger.models import Deadline, Entry, Message


class OutsideTransaction(RuntimeError):
    """A record was to be written apart from the change it records. Open `transaction.atomic()` around both."""


Head = tuple[int, str]
"""Number and hash of the last entry of a stream."""


@dataclass
class Batch:
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


_open: ContextVar[Batch | None] = ContextVar("ledger_batch", default=None)


@contextmanager
def together(*, streams: Collection[str]) -> Iterator[None]:
    """Lay down whatever is written inside at the end, for all these streams by the same few statements.

    The caller holds the locks of all of them and reads nothing back before the end. An exception leaves nothing.
    """
    require_transaction("together")
    heads = queries.heads().filter(stream__in=streams)
    batch = Batch(dict.fromkeys(streams) | {stream: (seq, link) for stream, seq, link in heads})
    token = _open.set(batch)
    try:
        yield
    finally:
        _open.reset(token)
    batch.lay_down()


def open_batch() -> Batch | None:
    """What is gathered now, inside `together`; None outside."""
    return _open.get()


def change(deadlines: list[Deadline], *fields: str) -> None:
    """Write these fields. One update, however many there are; inside `together`, at its end."""
    if (batch := _open.get()) is not None:
        batch.deadlines.setdefault(fields, []).extend(deadlines)
    elif deadlines:
        _update(deadlines, fields)


def _update(deadlines: list[Deadline], fields: tuple[str, ...]) -> None:
    """One statement, in which what many have alike is named once: days end at one instant for many of them."""
    rows = Deadline.objects.filter(pk__in=[deadline.pk for deadline in deadlines])
    rows.update(**{name: _said(deadlines, name) for name in fields})


def _said(deadlines: list[Deadline], name: str) -> object:
    """What a field becomes: one value for all of them, or each value for those that have it."""
    column: Field[Any, Any] = Deadline._meta.get_field(name)  # type: ignore[assignment] # noqa: SLF001 -- a column of its own
    holders: dict[object, list[int]] = {}
    for deadline in deadlines:
        value = getattr(deadline, name)  # an entry of this batch has its key only by now
        holders.setdefault(getattr(value, "pk", value), []).append(deadline.pk)
    if len(holders) == 1:
        return next(iter(holders))
    values = (When(pk__in=those, then=Value(value, output_field=column)) for value, those in holders.items())
    chosen = Case(*values, output_field=column)
    return Cast(chosen, column) if connection.features.requires_casted_case_in_updates else chosen


def require_transaction(name: str) -> None:
    """Refuse to write a record apart from the change it records."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"ledger.operations.{name} must run in the transaction of the change it records")
