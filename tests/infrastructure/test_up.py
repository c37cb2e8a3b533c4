"""`manage.py up` as a newcomer meets it: real processes, a fresh directory, signals."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ethics_review.management.commands.up import hung
from ethics_review.operating.models import Sign
from tests.regulations.overlays import law, written

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.subprocess,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds children by /proc"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def start(tmp_path, port):
    """Starts `up` in a fresh directory; whatever a test leaves running is ended."""
    running = []

    def begin(*arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", f"--port={port}", *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    return pytest.fail(f"ended before it said {words!r}:\n{''.join(lines)}")


def children(process):
    """Name of the child (web, worker, beat) → pid."""
    pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    found = {}
    for pid in pids:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        found |= {name: int(pid) for name, word in NAMES.items() if word in words}
    return found


NAMES = {"web": "waitress", "worker": "worker", "beat": "beat"}


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.read() == b"ok"
    except (urllib.error.URLError, OSError):
        return False


def eventually(condition):
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def gone(pids):
    return not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids)


def test_up_serves_restarts_the_dead_and_stops_cleanly(start, port):
    process = start()
    said = read_until(process, "Ctrl-C")
    first = children(process)

    assert f"http://127.0.0.1:{port}/" in said
    assert answers(port)
    assert sorted(first) == ["beat", "web", "worker"]

    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: sorted(children(process)) == ["beat", "web", "worker"] and answers(port))
    second = children(process)
    assert not set(second.values()) & set(first.values())

    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "已停止。 Stopped." in rest
    assert "Traceback" not in rest
    assert gone(second.values())
    assert not answers(port)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "seconds", "expected"), [("worker", 121, True), ("worker", 119, False), ("web", 999, False)]
)
def test_child_whose_sign_of_life_is_old_is_hung(name, seconds, expected):
    seen = timezone.now() - timedelta(seconds=seconds)
    Sign.objects.create(kind=name, host=socket.gethostname(), pid=77, started_at=seen, seen_at=seen)
    Sign.objects.create(kind=name, host=socket.gethostname(), pid=78, started_at=seen, seen_at=timezone.now())

    assert [hung(name, pid) for pid in (77, 78, 79)] == [expected, False, False]


def test_up_takes_its_children_along_when_it_is_killed(start):
    process = start()
    read_until(process, "Ctrl-C")
    pids = children(process).values()

    process.kill()
    process.wait()

    assert eventually(lambda: gone(pids))


def test_check_starts_and_stops(start, port):
    process = start("--check")

    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert not answers(port)


def test_taken_port_is_a_sentence_in_two_languages(start, port, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = start()
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said.splitlines() == [
        f"端口 {port} 已被占用。请停止占用它的程序，或换一个端口：make run PORT={port + 1}",
        f"Port {port} is taken. Stop the program that uses it, or: make run PORT={port + 1}",
    ]
    assert not (tmp_path / "data" / "ethics.sqlite3").exists()


def test_second_up_on_the_same_directory_is_refused(start, port):
    first = start()
    read_until(first, "Ctrl-C")

    second = start()
    said, _ = second.communicate(timeout=60)

    assert second.returncode == 2
    assert "Another instance is running" in said
    assert answers(port)


@pytest.mark.parametrize(
    ("name", "address"),
    [("DATABASE_URL", "postgres://nobody:secret@127.0.0.1:9/none"), ("REDIS_URL", "redis://:secret@127.0.0.1:9/0")],
)
def test_unreachable_server_is_a_sentence(start, name, address):
    process = start(**{name: address})

    said, _ = process.communicate(timeout=60)

    assert process.returncode == 2
    assert name in said
    assert "Traceback" not in said
    assert "secret" not in said


@pytest.mark.parametrize("command", [["manage.py", "up", "--check"], ["-c", "import ethics_review.wsgi"]])
def test_nothing_starts_under_rules_that_are_looser(tmp_path, command):
    """The command by its system check, a server by itself: with the file, the line, the reason and the remedy."""
    loose = written(tmp_path, law('[[rule]]\nkey = "meeting.min_present"\nvalue = 3'))
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), "OVERLAYS": str(loose)}
    environment |= {"DJANGO_SETTINGS_MODULE": "ethics_review.settings"}
    ended = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    line = loose.read_text("utf-8").splitlines().index("value = 3") + 1

    assert ended.returncode != 0
    assert f"{loose}:{line}: " in ended.stderr
    assert "meeting.min_present goes from 5 to 3, which is looser" in ended.stderr
    assert "An overlay may only be stricter: it may only be raised" in ended.stderr
    assert "ready" not in ended.stdout
