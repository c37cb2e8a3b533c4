"""What a case costs, alone and among many: statements and milliseconds of a submission, a vote, a decision, a desk.

.venv/bin/python benchmarks/cases.py [--cases 10000]

Runs on the database of DATABASE_URL, in a database made for the purpose; then starts a web process of its own in a
scratch directory and reads what memory it holds at rest (Linux only).
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.ledger import figure, say, scratch_database, timed  # noqa: E402
from benchmarks.seeding.many_cases import Ground, reviewed_by, seed  # noqa: E402
from ethics_review.demo import cast, direction, script  # noqa: E402
from ethics_review.demo.matters import Matter  # noqa: E402
from ethics_review.queries.queues import desk  # noqa: E402
from ledger.models import Entry  # noqa: E402

NAME = "01-customer-service-llm"
BODIES = (("qinghe", "lin.ruoan"), ("nuanyang", "bai.xiaolu"), ("yunfan", "shen.yanqiu"), ("centre", "gao.yu"))
REVIEWER = "lu.xingzhou"
QUEUE = 50
TRIES = 20
SEEDED_IN = 2025
"""The seeded numbers belong to another year than those the benchmark's own cases take."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    asked, _ = parser.parse_known_args()  # every benchmark is given the same words
    with scratch_database():
        stage = cast.enter(now=script.instant("2026-01-05 09:00"))
        direction.perform(stage, cast.set_up())
        moves(stage, "with no other case")
        fill(stage, asked.cases)
        moves(stage, f"among {asked.cases:,} cases")
        full_desk(stage)
        entries = Entry.objects.count()
        figure("verify_ledger", entries, timed(lambda: call_command("verify_ledger")))
    memory_at_rest()


def ground_of(stage: cast.Stage) -> Ground:
    """Where seeded cases lie: the bodies of the demo, each with an applicant and its secretary."""
    bodies = script.bodies()
    return Ground(
        bodies=[
            (stage.committees[key], stage.people[applicant], stage.people[bodies[key].secretary])
            for key, applicant in BODIES
        ],
        filing=dict(script.filing(NAME)),
        begin=script.instant(f"{SEEDED_IN}-01-06 09:00"),
        year=SEEDED_IN,
    )


def fill(stage: cast.Stage, count: int) -> None:
    ground = ground_of(stage)
    made = 0

    def lay() -> None:
        nonlocal made
        made = seed(ground, count)

    figure("cases seeded", count, timed(lay))
    say(f"  with {made:,} entries, chained through the triggers")
    say(f"  {reviewed_by(stage.people[REVIEWER], QUEUE, stage.now)} of them wait for one reviewer")


def moves(stage: cast.Stage, where: str) -> None:
    """The three moves an interface is judged by, on a case told up to them."""
    stage.now = max(stage.now, script.instant("2026-05-29 09:20"))
    matter = Matter(stage, NAME, applicant="lin.ruoan", body="qinghe")
    matter.draft()
    cost(f"submit, {where}", lambda: matter.move("submit", matter.applicant))
    matter.accept("general", "适用一般程序", scope=["life_health"])
    matter.determine([], "不属于清单")
    matter.declare()
    matter.assign("miao.qinglan", "jiang.caiwei")
    matter.worksheet("miao.qinglan")
    matter.worksheet("jiang.caiwei")
    matter.convene(stage.now.isoformat())
    matter.sit()
    matter.move("open_ballot", matter.body.chair)
    first, *between, last = matter.members_but()
    cost(f"vote, {where}", lambda: matter.move("cast_vote", first, position="approve"))
    for username in between:
        matter.move("cast_vote", username, position="approve")
    cost(f"last vote, which closes the ballot, {where}", lambda: matter.move("cast_vote", last, position="approve"))
    cost(f"decide, {where}", lambda: matter.decide(reasons="批准"))


def cost(what: str, work) -> None:
    with CaptureQueriesContext(connection) as queries:
        seconds = timed(work)
    say(f"{what}: {statements(queries)} statements, {seconds * 1000:.1f} ms")


def statements(queries) -> int:
    """What was asked of the database; where a transaction or savepoint begins and ends is not counted."""
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in queries)


def full_desk(stage: cast.Stage) -> None:
    reviewer = stage.people[REVIEWER]

    def look() -> list:
        return desk(user=reviewer, now=stage.now, limit=QUEUE)

    with CaptureQueriesContext(connection) as queries:
        found = look()
    seconds = statistics.median(timed(look) for _ in range(TRIES))
    spent = f"{statements(queries)} statements, {seconds * 1000:.1f} ms (median of {TRIES})"
    say(f"a reviewer's desk of {len(found)}: {spent}")


def memory_at_rest() -> None:
    """Resident memory of the embedded web process, once it has answered the pages anybody may see."""
    if not Path("/proc/self/status").exists():
        say("memory of the web process: only read where there is /proc")
        return
    with tempfile.TemporaryDirectory(prefix="web-benchmark-") as directory, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "DATA_DIR": directory, "PORT": str(port)}
        for name in ("DATABASE_URL", "REDIS_URL"):
            environment.pop(name, None)
        subprocess.run(
            [sys.executable, "manage.py", "up", "--prepare", "--no-demo"], cwd=ROOT, env=environment, check=True
        )
        command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=8"]
        command += ["ethics_review.wsgi:application"]
        web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for path in ("/healthz", "/login/", "/api/v1/schema/", "/"):
                answered(f"http://127.0.0.1:{port}{path}")
            say(f"memory of the web process at rest: {resident(web.pid)} MB")
        finally:
            web.terminate()
            web.wait()


def answered(address: str) -> None:
    """Wait until the address answers anything at all."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=30).read()  # noqa: S310 -- an address of this machine
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def resident(pid: int) -> int:
    """Megabytes; Linux counts in kilobytes."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) // 1024


if __name__ == "__main__":
    main()
