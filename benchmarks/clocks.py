"""How fast one pass of the sweeper is, what memory it takes, and what looking for work costs among settled rows.

.venv/bin/python benchmarks/clocks.py [--deadlines 100000] [--due 2000]

The full size is --deadlines 1000000 --due 10000. Runs on the database of DATABASE_URL, in a database made for the
purpose. Every due clock belongs to a case of its own, which is the dearest they can be.
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
django.setup()

from django.db import connection  # noqa: E402 -- after the set-up
from django.db.models import Count  # noqa: E402

from benchmarks.cases import SEEDED_IN, ground_of  # noqa: E402
from benchmarks.ledger import figure, peak_memory, say, scratch_database, timed  # noqa: E402
from benchmarks.seeding.many_cases import seed  # noqa: E402
from ethics_review.demo import cast, direction, script  # noqa: E402
from ethics_review.operations.sweeping import passes  # noqa: E402
from ledger import queries  # noqa: E402
from ledger.models import Deadline, Message  # noqa: E402

LIMIT = 500
TRIES = 20
STEPS = (10_000, 100_000, 1_000_000)
RUNNING_ON = 20
"""Every twentieth of the other deadlines still runs and is not due; the rest is settled."""
FAR = timedelta(days=3650)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deadlines", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=2_000)
    asked, _ = parser.parse_known_args()  # every benchmark is given the same words
    with scratch_database():
        now = prepare(asked.due)
        for size in sorted({min(step, asked.deadlines) for step in STEPS} | {asked.deadlines}):
            fill(size)
            look(now)
        plan(now)
        sweep_all(now)


def prepare(due: int):
    """So many cases with one clock each that ran out; returns an instant after the last of them."""
    stage = cast.enter(now=script.instant("2026-01-05 09:00"))
    direction.perform(stage, cast.set_up())
    seed(ground_of(stage), due)
    return Deadline.objects.filter(stream__startswith=f"case:{SEEDED_IN}-").latest("due_at").due_at + timedelta(days=1)


def fill(size: int) -> None:
    """Lay down settled deadlines, and some that run on, until there are `size` in all; copies of one that is there."""
    have = Deadline.objects.count()
    changed = {
        "stream": "'case:1999-' || (n.i + %s)",
        "settled_at": f"CASE WHEN n.i %% {RUNNING_ON} = 0 THEN NULL ELSE d.due_at END",
        "settled_by_id": f"CASE WHEN n.i %% {RUNNING_ON} = 0 THEN NULL ELSE d.started_by_id END",
        "next_at": f"CASE WHEN n.i %% {RUNNING_ON} = 0 THEN %s ELSE NULL END",
    }
    fields = Deadline._meta.concrete_fields  # noqa: SLF001 -- Django's own name for it
    columns = [field.column for field in fields if not field.primary_key]
    values = ", ".join(changed.get(column, f"d.{column}") for column in columns)
    pattern = Deadline.objects.order_by("pk").last()
    arguments = {"stream": have, "next_at": pattern.due_at + FAR}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"  # noqa: S608 -- columns of a model
            f" INSERT INTO ledger_deadline ({', '.join(columns)})"
            f" SELECT {values} FROM n CROSS JOIN ledger_deadline d WHERE d.id = %s",
            [size - have, *(arguments[column] for column in columns if column in arguments), pattern.pk],
        )
        cursor.execute("ANALYZE ledger_deadline")


def look(now) -> None:
    settled = Deadline.objects.filter(settled_at__isnull=False).count()
    seconds = statistics.median(timed(lambda: queries.due(now=now, limit=LIMIT)) for _ in range(TRIES))
    say(f"looking for due clocks among {settled:,} settled rows: {seconds * 1000:.2f} ms (median of {TRIES})")


def plan(now) -> None:
    waiting = Deadline.objects.filter(settled_at__isnull=True, next_at__lt=now).order_by("next_at", "pk")
    for line in waiting.values_list("pk", "stream")[:LIMIT].explain().splitlines():
        say(f"  {line}")


def sweep_all(now) -> None:
    acts: dict[str, int] = {}
    memory = []

    def work() -> None:
        for found in passes(now=now):
            for one in found:
                acts[one.act] = acts.get(one.act, 0) + 1
            memory.append(peak_memory())

    worked = time.process_time()
    seconds = timed(work)
    figure("one pass of one sweeper", sum(acts.values()), seconds)
    say(f"  of which this process worked {time.process_time() - worked:.2f} s; the rest is the database's, and others'")
    say(f"  {', '.join(f'{act} {count:,}' for act, count in sorted(acts.items()))}; {told()}")
    say(f"  peak memory {memory[0]} MB after the first {LIMIT}, {memory[-1]} MB after the last")


def told() -> str:
    notices = Message.objects.values_list("notice").annotate(Count("pk")).order_by("notice")
    return ", ".join(f"{notice} told {count:,} times" for notice, count in notices)


if __name__ == "__main__":
    main()
