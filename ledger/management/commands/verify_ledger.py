"""Recompute every hash of the ledger and name the first entry that does not hold: the ledger's own fsck.

What it proves: no entry was changed, inserted, reordered or taken from the middle of its stream. What it cannot see
by itself: a stream whose last entries, or which as a whole, disappeared, and a ledger recomputed from end to end.
"""

from argparse import ArgumentParser
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from ledger import chain
from ledger.models import Entry

CHUNK = 5_000
NOTHING_TO_VERIFY = 2
FAULTS = {
    chain.Fault.SEQUENCE: (
        "此处应为第 {expected} 条，实为第 {found} 条（有条目缺失、重复或改号）",
        "entry {expected} belongs here, entry {found} stands here (one is missing, doubled or renumbered)",
    ),
    chain.Fault.PREV: (
        "所指的前一条哈希应为 {expected}，实为 {found}",
        "it should point back to the hash {expected}, it points back to {found}",
    ),
    chain.Fault.HASH: (
        "内容与哈希不符：按内容应为 {expected}，所存为 {found}",
        "its content does not match its hash: the content calls for {expected}, {found} is stored",
    ),
}


class Command(BaseCommand):
    help = "Verify the ledger's chains. Exit code 1 and the first bad entry where one does not hold."
    requires_system_checks: list[str] = []  # it must run when nothing else does

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stream", metavar="NAME", help="verify this stream only, e.g. case:2026-0001")

    def handle(self, *_args: Any, stream: str | None, **_options: Any) -> None:
        with closing(_rows(stream)) as found:
            rows = Counted(found)
            try:
                bad = chain.verify(rows)
            except DatabaseError as error:
                raise CommandError(_unreadable(rows, error), returncode=1) from error
        if bad is not None:
            raise CommandError(_sentence(bad), returncode=1)
        if stream is not None and not rows.entries:
            raise CommandError(f"没有名为 {stream} 的留痕。 There is no stream {stream}.", returncode=NOTHING_TO_VERIFY)
        self.stdout.write(
            f"留痕完整：{rows.streams} 个流，{rows.entries} 条。 "
            f"The ledger holds: {rows.streams} streams, {rows.entries} entries."
        )


class Counted:
    """Rows that pass through, counted, so that the whole ledger is never in memory."""

    def __init__(self, rows: Iterable[chain.Stored]) -> None:
        self.rows = rows
        self.entries = self.streams = 0
        self.last: chain.Stored | None = None

    def __iter__(self) -> Iterator[chain.Stored]:
        for row in self.rows:
            self.entries += 1
            if self.last is None or self.last[0] != row[0]:
                self.streams += 1
            self.last = row
            yield row


def _rows(stream: str | None) -> Generator[chain.Stored, None, None]:
    """Bare tuples through a server-side cursor: constant memory, and no model is made of any row."""
    entries = Entry.objects.filter(stream=stream) if stream is not None else Entry.objects.all()
    query = entries.order_by("stream", "seq").values_list(*chain.Row._fields).query
    with connection.chunked_cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.itersize = CHUNK  # psycopg would fetch a hundred rows at a time
        cursor.execute(*query.sql_with_params())
        yield from cursor


def _sentence(bad: chain.Bad) -> str:
    zh, en = (text.format(expected=bad.expected, found=bad.found) for text in FAULTS[bad.fault])
    return f"流 {bad.stream} 第 {bad.seq} 条：{zh}。 Stream {bad.stream}, entry {bad.seq}: {en}."


def _unreadable(rows: Counted, error: Exception) -> str:
    zh, en = ("开头", "from the start")
    if rows.last is not None:
        zh, en = f"流 {rows.last[0]} 第 {rows.last[1]} 条之后", f"after stream {rows.last[0]}, entry {rows.last[1]}"
    return f"账本自{zh}无法读取。 The ledger cannot be read {en}: {error}"
