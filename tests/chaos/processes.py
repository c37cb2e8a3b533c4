"""The product's processes, started by the very commands it is started by, and killed while they work."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.chaos.stores import Store

ROOT = Path(__file__).resolve().parents[2]
LOOK = 0.02
"""Seconds in which a process that works has used the processor."""
WHOLE = 0.05
"""The share of kills that take a whole worker instead of one of its processes."""
READY = 2.0
"""Seconds a process of a pool takes to get ready: killed before, it would end the whole worker."""
AT_WORK = 3.0
"""Seconds at most for which a worker that does all itself is left at work, from its first sign of life on: each is
struck at a point of its own, not all of them at the first task they take.
"""


def composed(service: str) -> list[str]:
    """How docker-compose.yml starts it."""
    file = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    program, *arguments = file["services"][service]["command"]
    return [sys.executable, "-m", program, *arguments]


def up(name: str, environment: dict[str, str]) -> list[str]:
    """How `manage.py up` starts it."""
    asked = f"import django; django.setup(); from ethics_review.management.commands import up; print(*up.{name}())"
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()


def commands(store: Store, environment: dict[str, str]) -> dict[str, list[str]]:
    """Several workers and a beat, by the commands of `up` on the embedded store and of the compose file on the other.

    A worker of `up` does all work itself: it is killed as a whole, and seconds pass until it is back, hence four.
    (Celery's forking pool is not for the embedded broker: killed while it waits for work, a child takes the lock of
    the pool's one queue with it, and the others wait for ever. That is why `up` starts none.)
    """
    if store.name == "embedded":
        alone = up("worker", environment)
        return {f"worker {number}": alone for number in range(1, 5)} | {"beat": up("beat", environment)}
    return {"worker 1": composed("worker"), "worker 2": composed("worker"), "beat": composed("beat")}


@dataclass
class Cast:
    """The running processes; whoever is found dead is started again."""

    environment: dict[str, str]
    scratch: Path
    words: dict[str, list[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0
    whole: int = 0
    spared: dict[int, float] = field(default_factory=dict)
    """Until when each worker that has come to work is left alone, by the monotonic clock."""

    def start(self) -> None:
        """Start whoever does not run."""
        for name, command in self.words.items():
            process = self.running.get(name)
            if process is None or process.poll() is not None:
                self.running[name] = self.spawn(name, command)

    def spawn(self, name: str, command: list[str], **options: int) -> subprocess.Popen[bytes]:
        with (self.scratch / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=options.get("stdout", log),
                stderr=log,
                start_new_session=True,
            )

    def strike(self, chance: random.Random) -> bool:
        """Kill one process that is at work, with nothing but SIGKILL; whether there was one.

        One that has only just been started is spared: it would never come to work, and nothing would be proved.
        """
        workers = [name for name in self.running if name != "beat" and self.running[name].poll() is None]
        chance.shuffle(workers)
        for name in workers:
            process, alone = self.running[name], self.is_alone(name)
            if alone:
                able = [process.pid] if self.is_ripe(process.pid, chance) else []
            else:
                able = [pid for pid in children_of(process.pid) if age_of(pid) > READY]
            busy = [pid for pid in able if works(pid)]
            if busy:
                self._kill(process, chance.choice(busy), whole=alone or chance.random() < WHOLE)
                return True
        return False

    def is_ripe(self, pid: int, chance: random.Random) -> bool:
        """Whether it has come to work, as its own sign of life says, and worked for as long as it was to."""
        if pid not in self.spared and self.has_signed(pid):
            self.spared[pid] = time.monotonic() + chance.uniform(0, AT_WORK)
        return time.monotonic() > self.spared.get(pid, float("inf"))

    def has_signed(self, pid: int) -> bool:
        """Whether the worker has given a sign of life, which it does when it begins to consume."""
        asked = "SELECT 1 FROM operating_sign WHERE kind = 'worker' AND pid = ?"
        address = f"file:{self.environment['DATA_DIR']}/ethics.sqlite3?mode=ro"
        with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True, timeout=1)) as database:
            return database.execute(asked, [pid]).fetchone() is not None
        return False

    def is_alone(self, name: str) -> bool:
        """Whether the worker does all work itself, and is gone for seconds when it is killed."""
        return "--pool=solo" in self.words[name]

    def _kill(self, process: subprocess.Popen[bytes], pid: int, *, whole: bool) -> None:
        self.kills += 1
        with suppress(ProcessLookupError):
            if whole:
                self.whole += 1
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            else:
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask everybody to end, and take the stubborn by force."""
        for process in self.running.values():
            with suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + 15
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def children_of(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    return []


def age_of(pid: int) -> float:
    """Seconds since the process began; 0 where it is no more."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def works(pid: int) -> bool:
    """Whether the process runs, would if it could, waits for the disk, or has used the processor a moment ago."""
    before = _state(pid)
    if before is None or before[0] in "RD":
        return before is not None
    time.sleep(LOOK)
    after = _state(pid)
    return after is not None and (after[0] in "RD" or after[1] > before[1])


def _state(pid: int) -> tuple[str, int] | None:
    """What the system says it does, and for how many ticks it has used the processor."""
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return fields[0], int(fields[11]) + int(fields[12])
    return None
