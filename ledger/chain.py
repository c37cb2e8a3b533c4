"""The chain: the canonical text of a body, the hash that ties an entry to the one before it, the verdict on a run.

Pure: no Django, no database, no clock, no wording. One chain per stream. What is hashed is always the text as it
was stored; nothing here ever parses a body and writes it again, because two writers of JSON need not agree.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

GENESIS = "0" * 64
"""What the first entry of a stream points back to. The stream's name is itself hashed, so it binds that entry too."""


class Row(NamedTuple):
    """An entry as stored. The order of the first eight values is the order in which they are hashed."""

    stream: str
    seq: int
    action: str
    body: str
    actor_id: int | None
    role: str
    at: str
    prev: str
    hash: str


Stored = tuple[str, int, str, str, int | None, str, str, str, str]
"""What a database cursor yields for a `Row`: the same nine values without the names."""


class Fault(StrEnum):
    """What can be wrong with an entry: its number, its pointer back, or its own content."""

    SEQUENCE = "sequence"
    PREV = "prev"
    HASH = "hash"


@dataclass(frozen=True)
class Bad:
    """The first entry of a run that does not hold, with the value the chain demands and the value found."""

    stream: str
    seq: int
    fault: Fault
    expected: str
    found: str


def _plain(value: object) -> str:
    """Moments and dates as the ledger writes them. Any other type has no canonical text and is refused."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical text")


_body_text = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode
_link_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def canonical(body: Mapping[str, object]) -> str:
    """The one text of `body`: JSON with sorted keys, no spaces and characters as they are.

    Raises TypeError or ValueError for what JSON or UTF-8 cannot hold (NaN, half a surrogate pair, foreign types).
    """
    text = _body_text(dict(body))
    text.encode()
    return text


def moment_text(moment: datetime) -> str:
    """`moment` in UTC with microseconds, e.g. 2026-06-10T01:30:00.000000Z: 27 characters that sort by time."""
    if moment.tzinfo is None:
        raise ValueError("a moment of the ledger needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def link(*, stream: str, seq: int, action: str, body: str, actor_id: int | None, role: str, at: str, prev: str) -> str:
    """The hash of an entry: SHA-256, in hex, over the JSON array of its stored values and the previous hash."""
    return _hash((stream, seq, action, body, actor_id, role, at, prev))


def verify(rows: Iterable[Stored]) -> Bad | None:
    """The first entry that does not hold, or None. `rows` come by stream and then seq, as `Row`s or bare tuples."""
    stream: str | None = None
    seq, prev = 0, GENESIS
    for row in rows:
        if row[0] != stream:
            stream, seq, prev = row[0], 0, GENESIS
        bad = _examine(row, seq, prev)
        if bad is not None:
            return bad
        seq, prev = seq + 1, row[8]
    return None


def _examine(row: Stored, seq: int, prev: str) -> Bad | None:
    if row[1] != seq:
        return Bad(row[0], seq, Fault.SEQUENCE, expected=str(seq), found=str(row[1]))
    if row[7] != prev:
        return Bad(row[0], seq, Fault.PREV, expected=prev, found=str(row[7]))
    computed = _hash_of_found(row)
    return None if row[8] == computed else Bad(row[0], seq, Fault.HASH, expected=computed, found=str(row[8]))


def _hash_of_found(row: Stored) -> str:
    """The hash the stored values call for; empty where a tampered value (SQLite keeps any type) cannot be hashed."""
    try:
        return _hash(row[:8])
    except (TypeError, ValueError):
        return ""


def _hash(values: tuple[object, ...]) -> str:
    return hashlib.sha256(_link_text(values).encode()).hexdigest()
