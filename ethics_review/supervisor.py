"""Keep a handful of child processes running. Knows nothing of what they do: `up` says which they are.

A child that dies is started again, later and later when it keeps dying; one that lives and does nothing is killed and
started again. When the supervisor ends, so do the children: asked first, killed after `PATIENCE`; on Linux also when
the supervisor itself is killed. Only the process that calls this module waits here, so wall-clock time is read here and
nowhere handed in.
"""

import ctypes
import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: no lock; the port is what two of them would quarrel about
    fcntl = None  # type: ignore[assignment]

PATIENCE = 15.0  # seconds a child has for a clean end
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0  # seconds before a dead child is started again
SETTLED = 60.0  # seconds after which a child counts as healthy and its past deaths are forgotten
TICK = 0.2
EXAMINED_EVERY = 10.0  # seconds between two looks at whether the living do anything
PR_SET_PDEATHSIG = 1


class AlreadyRunning(Exception):
    """Somebody else holds the lock of this data directory."""


@contextmanager
def directory_lock(*, directory: Path) -> Iterator[None]:
    """Hold the data directory; the system lets go when the process ends, however it ends."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "up.lock").open("a", encoding="ascii") as file:
        take_lock(file)
        yield


def take_lock(file: IO[str]) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise AlreadyRunning from error


def prepare_child(parent: int) -> None:
    """In the child, before the program starts: end when the supervisor ends, and listen to Ctrl-C's signal again.

    A shell that starts a job in the background makes it ignore SIGINT, and children would inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)


@dataclass
class Child:
    """One program, its present process, and when to start it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_signal: signal.Signals
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        posix = os.name == "posix"
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=posix,  # Ctrl-C reaches the supervisor alone, which then stops the children in order
            preexec_fn=functools.partial(prepare_child, os.getpid()) if posix else None,  # noqa: PLW1509 -- one thread
        )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def schedule(self) -> None:
        """Note a death: the next start waits, twice as long each time, unless the child had lived well."""
        now = time.monotonic()
        self.pause = FIRST_PAUSE if now - self.started_at > SETTLED else min(self.pause * 2, LONGEST_PAUSE)
        self.start_again_at = now + self.pause
        self.process = None

    def send(self, number: int) -> None:
        """Signal the child and whatever it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(self.process.pid, number)
            else:
                self.process.terminate()


@dataclass
class Supervisor:
    """Runs children until `stop` is set. `on_death` hears the name and exit code of each child that died by itself.

    `is_hung` is asked of each living child, by name and process number, whether it has stopped doing its work.
    """

    on_death: Callable[[str, int], None]
    is_hung: Callable[[str, int], bool] = lambda _name, _pid: False
    children: list[Child] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    in_a_hurry: bool = False
    examined_at: float = field(default_factory=time.monotonic)

    def add(
        self,
        *,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """Children are started in the order in which they are added, and stopped in the opposite order."""
        self.children.append(Child(name=name, command=command, environment=environment, stop_signal=stop_signal))

    def listen(self) -> None:
        """Stop on Ctrl-C and on the signals of shells and service managers; at once on the second one."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._on_signal)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self.in_a_hurry = self.stop.is_set()
        self.stop.set()

    def tick(self) -> None:
        """Notice the dead, end the hung, and start those whose time has come."""
        if time.monotonic() - self.examined_at >= EXAMINED_EVERY:
            self.examine()
        for child in self.children:
            if child.process is not None and not child.alive:
                code = child.process.returncode
                child.schedule()
                self.on_death(child.name, code)
            if child.process is None and time.monotonic() >= child.start_again_at:
                child.start()

    def examine(self) -> None:
        """Kill every child that lives and does nothing: it would not listen to anything milder."""
        for child in self.children:
            if child.alive and child.process is not None and self.is_hung(child.name, child.process.pid):
                child.send(getattr(signal, "SIGKILL", signal.SIGTERM))
                child.process.wait()
        self.examined_at = time.monotonic()

    def run_until(self, *, condition: Callable[[], bool], seconds: float | None = None) -> bool:
        """Keep the children running until the condition holds; False when stopped, or out of time, before it does."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self.stop.is_set():
            self.tick()
            if condition():
                return True
            if deadline is not None and time.monotonic() >= deadline:
                return False
            self.stop.wait(TICK)
        return False

    def shut_down(self) -> None:
        """Ask every child to end, last added first; kill whoever has not ended after `PATIENCE`, and its offspring."""
        self.stop.set()
        for child in reversed(self.children):
            child.send(child.stop_signal)
        deadline = time.monotonic() + PATIENCE
        while any(child.alive for child in self.children) and time.monotonic() < deadline and not self.in_a_hurry:
            time.sleep(TICK / 4)
        for child in self.children:
            child.send(getattr(signal, "SIGKILL", signal.SIGTERM))
            if child.process is not None:
                child.process.wait()
