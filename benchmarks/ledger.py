"""How fast the ledger is written and verified, on the database of DATABASE_URL, in a database made for the purpose.

.venv/bin/python benchmarks/ledger.py [--entries 200000] [--stream-length 100] [--appends 1000]
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.db import connection, transaction  # noqa: E402

from ledger import chain, operations  # noqa: E402
from ledger.models import Entry  # noqa: E402

BATCH = 5_000
START = datetime(2026, 3, 20, tzinfo=UTC)
BODY = {"pack": "ai-2026", "digest": "0" * 64, "to": "in_review", "figures": {"have": 5, "need": 4}, "题": "智能客服"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--stream-length", type=int, default=100)
    parser.add_argument("--appends", type=int, default=1_000)
    asked = parser.parse_args()
    with scratch_database():
        figure("append, one transaction each", asked.appends, timed(lambda: append_singly(asked.appends)))
        figure(
            "bulk insert through the triggers", asked.entries, timed(lambda: seed(asked.entries, asked.stream_length))
        )
        unmap()
        before = peak_memory()
        figure("verify_ledger", asked.entries + asked.appends, timed(lambda: call_command("verify_ledger")))
        say(f"verify_ledger, growth of peak memory: {peak_memory() - before} MB")


@contextmanager
def scratch_database() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="ledger-benchmark-") as directory:
        name = "ledger_benchmark" if connection.vendor == "postgresql" else str(Path(directory) / "ledger.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name
        old = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(old, verbosity=0)


def append_singly(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            operations.append(
                stream="case:append", action="case.note", body=BODY | {"n": number}, actor=None, role="system", at=START
            )


def seed(count: int, length: int) -> None:
    entries = linked(count, length)
    while batch := list(islice(entries, BATCH)):
        with transaction.atomic():
            Entry.objects.bulk_create(batch)


def linked(count: int, length: int) -> Iterator[Entry]:
    """Rightly chained entries of streams of `length`."""
    prev = chain.GENESIS
    for number in range(count):
        stream, seq = divmod(number, length)
        values = {
            "stream": f"case:2026-{stream:06}",
            "seq": seq,
            "action": "case.note",
            "body": chain.canonical(BODY | {"n": number}),
            "actor_id": None,
            "role": "system",
            "at": chain.moment_text(START + timedelta(seconds=number)),
            "prev": prev if seq else chain.GENESIS,
        }
        prev = chain.link(**values)
        yield Entry(**values, hash=prev)


def unmap() -> None:
    """SQLite maps the file into memory, which would be counted as if the command had kept the rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")


def timed(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def figure(what: str, count: int, seconds: float) -> None:
    say(f"{what}: {count:,} in {seconds:.2f} s = {count / seconds:,.0f}/s")


def peak_memory() -> int:
    """Megabytes; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(line: str) -> None:
    sys.stdout.write(f"{connection.vendor}: {line}\n")


if __name__ == "__main__":
    main()
