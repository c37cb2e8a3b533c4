"""The fault harness: a load of due time limits and messages while workers are killed and the stores fail under them.

    python -m tests.chaos.run [--store embedded] [--store servers] [--kills 160] [--seconds 1800] [--seed 1]

In the end every obligation must have been told as on a calm day, none twice in the inbox or as an event, at most one
letter twice for each kill, and the ledger must verify. Bounded in time and number, on the loopback, in a scratch
directory, a database and a Redis of its own. Prints its figures; exit code 1 where anything is amiss.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.chaos.processes import ROOT, Cast, commands
from tests.chaos.receivers import Mailbox, mailbox
from tests.chaos.stores import STORES, Store
from tests.chaos.verdict import verdict
from tests.receivers import Receiver, receiving

PACE = (0.2, 1.2)
"""Seconds from one kill to the next look at who is at work: what was killed must come to work again."""
PATIENCE = 3700
"""Seconds for one process inside the product: longer than the longest drain."""
LONGEST = 1800.0
"""Seconds for the kills on one store. Their number ends the storm: how many there are in a minute depends on the
machine, since a killed worker of the embedded store is seconds away from work. This bound is there for a product that
comes to work no more.
"""
FAULT_EVERY = 20.0
SWEEPERS = 2
WALK_KILLS = 0.4
"""How often one of two sweepers is killed on its way over the holidays."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", action="append", choices=STORES, help="default: both, one after the other")
    parser.add_argument("--kills", type=int, default=160, help="on each store")
    parser.add_argument("--seconds", type=float, default=LONGEST, help="at most, for the kills on each store")
    parser.add_argument("--cases", type=int, default=1_500, help="at most, that are filed meanwhile")
    parser.add_argument("--every", type=int, default=1, help="sweep only every so many mornings on the way")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    amiss = [name for name in asked.store or list(STORES) if not on(name, asked)]
    sys.exit(1 if amiss else 0)


def on(name: str, asked: argparse.Namespace) -> bool:
    """The whole story on one store; whether all was well."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        store = stack.enter_context(STORES[name](scratch))
        box, hook = stack.enter_context(mailbox()), stack.enter_context(receiving())
        environment = surroundings(store, scratch, box)
        cast = Cast(environment, scratch, commands(store, environment))
        stack.callback(cast.stop)
        began = time.monotonic()
        say(store, f"seed {asked.seed}, {asked.kills} kills")
        outcome = perform(store, cast, hook, asked)
        cast.stop()
        stormed = (box.letters.total(), hook.seen.total())
        drained = child(environment, "drain")
        say(store, f"in the storm: {stormed[0]:,} letters, {stormed[1]:,} events; drained after it: {drained}")
        rows = child(environment, "report")
        verified = manage(environment, "verify_ledger").returncode == 0
        figures, faults = verdict(rows, outcome["built"], box.letters, hook, cast.kills + outcome["walk_kills"])
        for line in [*figures, f"ledger verified: {verified}"]:
            say(store, line)
        faults += [] if all(stormed) else ["nobody who was killed had come to work"]
        faults += [] if verified else ["the ledger does not verify"]
        faults += [] if cast.kills >= asked.kills else [f"only {cast.kills} of {asked.kills} kills in the time"]
        for fault in faults:
            say(store, f"AMISS: {fault}")
        say(store, f"{'all is well' if not faults else 'not well'}, {time.monotonic() - began:.0f} s")
        if faults:
            tell_logs(store, scratch)
        return not faults


def surroundings(store: Store, scratch: Path, box: Mailbox) -> dict[str, str]:
    own = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(scratch / "data"),
        "DJANGO_SETTINGS_MODULE": "ethics_review.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{box.port}",
        "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8",
        "LOG_FORMAT": "console",
        "LOG_LEVEL": "ERROR",
    }
    return own | store.environment


def perform(store: Store, cast: Cast, hook: Receiver, asked: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(asked.seed)  # noqa: S311 -- the same kills again, not a secret
    manage(cast.environment, "up", "--prepare", "--no-demo").check_returncode()
    built = child(cast.environment, "build", str(max(3, asked.kills // 10)), hook.url(), str(asked.every))
    hook.secrets += built["secrets"]
    walk_kills = walk(cast, built["walk"], chance)
    say(store, f"walked over {len(built['walk'])} mornings with {SWEEPERS} sweepers at once, {walk_kills} killed")
    cast.start()
    feeder = cast.spawn("feed", [sys.executable, "-m", "tests.chaos.child", "feed", str(asked.cases)])
    try:
        done = torment(store, cast, chance, asked)
    finally:
        feeder.kill()
        feeder.wait()
    faults = ", ".join(f"{name} {times} times" for name, times in done.items()) or "none"
    say(
        store, f"{cast.kills} processes at work killed by SIGKILL, {cast.whole} of them whole workers; faults: {faults}"
    )
    return {"built": built, "walk_kills": walk_kills}


def walk(cast: Cast, mornings: list[str], chance: random.Random) -> int:
    """The clock set forward over the holidays: each morning by the product's own command, twice at once."""
    kills = 0
    for morning in mornings:
        command = [sys.executable, "manage.py", "sweep", f"--at={morning}"]
        sweepers = [cast.spawn(f"sweeper {place}", command) for place in range(SWEEPERS)]
        if chance.random() < WALK_KILLS:
            time.sleep(chance.uniform(0.8, 2.0))
            if sweepers[0].poll() is None:
                sweepers[0].kill()
                kills += 1
        for sweeper in sweepers:
            sweeper.wait(120)
    return kills


def torment(store: Store, cast: Cast, chance: random.Random, asked: argparse.Namespace) -> dict[str, int]:
    """Kill whoever works, and let the store fail now and then, until there have been enough of it or time is up."""
    until = time.monotonic() + asked.seconds
    fault_at, done = time.monotonic() + FAULT_EVERY / 2, dict.fromkeys(store.faults, 0)
    while cast.kills < asked.kills and time.monotonic() < until:
        cast.start()
        time.sleep(chance.uniform(*PACE) if cast.strike(chance) else 0.01)
        if store.faults and time.monotonic() >= fault_at:
            name = min(done, key=lambda one: done[one])
            store.faults[name]()
            done[name] += 1
            fault_at = time.monotonic() + FAULT_EVERY
    return done


def child(environment: dict[str, str], *words: str) -> Any:
    """One process inside the product; what it has to say."""
    command = [sys.executable, "-m", "tests.chaos.child", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def manage(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def tell_logs(store: Store, scratch: Path) -> None:
    for log in sorted(scratch.glob("*.log")):
        tail = log.read_text("utf-8", errors="replace").splitlines()[-15:]
        for line in tail:
            say(store, f"{log.stem}: {line}")


def say(store: Store, line: str) -> None:
    sys.stdout.write(f"{store.name}: {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
