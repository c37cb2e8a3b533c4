"""The supervisor with real, small children: they come back when they die, and go when it goes."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from ethics_review import supervisor as supervising
from ethics_review.supervisor import AlreadyRunning, Supervisor, directory_lock

pytestmark = [
    pytest.mark.subprocess,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc about processes"),
]

SLEEP = "import time; time.sleep(600)"


@pytest.fixture
def supervisor():
    deaths = []
    made = Supervisor(on_death=lambda name, code: deaths.append((name, code)))
    made.deaths = deaths
    yield made
    made.in_a_hurry = True
    made.shut_down()


def add(supervisor, name, program, **options):
    supervisor.add(name=name, command=[sys.executable, "-c", program], environment=dict(os.environ), **options)
    return supervisor.children[-1]


def exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_dead_child_is_reported_and_started_again(supervisor, monkeypatch):
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.01)
    child = add(supervisor, "sleeper", SLEEP)
    child.pause = 0.01
    supervisor.tick()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    came_back = supervisor.run_until(condition=lambda: child.alive and child.process.pid != first, seconds=30)

    assert came_back is True
    assert supervisor.deaths == [("sleeper", -signal.SIGKILL)]
    assert not exists(first)


def test_child_that_lives_and_does_nothing_is_killed_and_started_again(supervisor, monkeypatch):
    monkeypatch.setattr(supervising, "EXAMINED_EVERY", 0.05)
    working, hung = add(supervisor, "working", SLEEP), add(supervisor, "hung", SLEEP)
    hung.pause = 0.01
    supervisor.tick()
    steady, first = working.process.pid, hung.process.pid
    os.kill(first, signal.SIGSTOP)
    supervisor.is_hung = lambda name, pid: (name, pid) == ("hung", first)

    assert supervisor.run_until(condition=lambda: hung.alive and hung.process.pid != first, seconds=30)

    assert supervisor.deaths == [("hung", -signal.SIGKILL)]
    assert working.process.pid == steady
    assert not exists(first)


def test_child_that_keeps_dying_is_started_later_and_later(supervisor, monkeypatch):
    child = add(supervisor, "short", "pass")
    pauses = []
    for _ in range(7):
        child.started_at = time.monotonic()
        child.schedule()
        pauses.append(child.pause)

    assert pauses == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0]


def test_death_after_a_long_life_is_forgiven(supervisor):
    child = add(supervisor, "old", "pass")
    child.pause, child.started_at = 15.0, time.monotonic() - supervising.SETTLED - 1

    child.schedule()

    assert child.pause == supervising.FIRST_PAUSE


def test_stop_ends_every_child(supervisor):
    children = [add(supervisor, "one", SLEEP), add(supervisor, "two", SLEEP, stop_signal=signal.SIGINT)]
    supervisor.tick()
    pids = [child.process.pid for child in children]

    supervisor.shut_down()

    assert [exists(pid) for pid in pids] == [False, False]
    assert [child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGINT]


def test_child_that_does_not_listen_is_killed_with_its_offspring(supervisor, monkeypatch, tmp_path):
    monkeypatch.setattr(supervising, "PATIENCE", 0.2)
    told = tmp_path / "pid"
    offspring = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); "
    offspring += f"open({str(told)!r}, 'w').write(str(p.pid)); "
    child = add(supervisor, "stubborn", "import signal; signal.signal(15, signal.SIG_IGN); " + offspring + SLEEP)
    assert supervisor.run_until(condition=lambda: told.exists() and told.read_text() != "", seconds=30)
    grandchild = int(told.read_text())

    supervisor.shut_down()

    assert child.process.returncode == -signal.SIGKILL
    assert is_dead(grandchild)


def is_dead(pid):
    """Gone, or a zombie nobody has reaped yet (in a container there may be no init that does)."""
    deadline = time.monotonic() + 30
    while exists(pid) and state(pid) != "Z":
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def test_second_holder_of_a_directory_is_refused_until_the_first_lets_go(tmp_path):
    with directory_lock(directory=tmp_path):  # noqa: SIM117 -- the second must meet the first
        with pytest.raises(AlreadyRunning), directory_lock(directory=tmp_path):
            pass

    with directory_lock(directory=tmp_path):
        assert (tmp_path / "up.lock").exists()
