"""Real workers on a Redis of their own: they go on after it was restarted, and one that consumes nothing ends."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone

from ethics_review.operating.models import Kind, Sign
from ethics_review.operating.working import HUNG
from tests.infrastructure.quick_worker import SILENT
from tests.infrastructure.test_broker import child_environment, numbers

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds
LIKE_COMPOSE = ["--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
pytestmark = [
    pytest.mark.subprocess,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs a redis-server to start and stop"),
]


class Redis:
    """A server of this test alone, which can be taken away and come back empty."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = ["redis-server", "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        assert eventually(self.answers)

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as talk:
                talk.sendall(b"PING\r\n")
                return talk.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


@pytest.fixture
def redis(tmp_path):
    server = Redis(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def environment(redis, tmp_path):
    own = {"DJANGO_SETTINGS_MODULE": "ethics_review.settings", "REDIS_URL": redis.url, "DATA_DIR": str(tmp_path / "d")}
    return child_environment() | own | {"LOG_LEVEL": "INFO"}


@pytest.fixture
def start(environment, tmp_path):
    running = []

    def begin(*options):
        command = [sys.executable, "-m", "celery", "--app=tests.infrastructure.quick_worker", "worker", *options]
        with (tmp_path / "log").open("ab") as log:
            worker = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, start_new_session=True)
        running.append(worker)
        return worker

    yield begin
    for worker in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@pytest.fixture
def start_beat(environment, tmp_path):
    """As `docker-compose.yml` starts it."""
    running = []

    def begin():
        command = [sys.executable, "-m", "celery", "--app=ethics_review", "beat", "--pidfile="]
        with (tmp_path / "log").open("ab") as log:
            running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log))
        return running[-1]

    yield begin
    for beat in running:
        beat.kill()
        beat.wait()


@pytest.fixture
def send(environment):
    def publish(call):
        program = f"from tests.infrastructure import quick_worker as tasks; import django; django.setup(); tasks.{call}"
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, timeout=PATIENCE)

    return publish


def eventually(condition, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def last_sign(worker):
    return Sign.objects.filter(kind=Kind.WORKER, pid=worker.pid).values_list("seen_at", flat=True).first()


def test_a_worker_goes_on_after_redis_was_restarted(redis, start, send, tmp_path):
    trace, worker = tmp_path / "trace", start(*LIKE_COMPOSE)
    send(f"mark.delay(number=1, path={str(trace)!r}, seconds=0)")
    assert eventually(lambda: numbers(trace) == [1])

    redis.stop()
    time.sleep(2)
    redis.start()
    since = timezone.now()
    send(f"mark.delay(number=2, path={str(trace)!r}, seconds=0)")

    assert eventually(lambda: numbers(trace) == [1, 2])
    assert eventually(lambda: (last_sign(worker) or since) > since)
    assert worker.poll() is None


def test_the_doctor_sends_a_probe_and_a_worker_finds_it(start, environment):
    worker = start(*LIKE_COMPOSE)
    assert eventually(lambda: last_sign(worker) is not None)
    command = [sys.executable, "manage.py", "doctor", "--json", "--language=en"]

    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    found = {row["area"]: row for row in json.loads(ended.stdout)}

    assert [found[area]["level"] for area in ("broker", "broker.clock", "broker.round_trip", "worker")] == ["ok"] * 4
    assert found["broker.round_trip"]["what"].startswith("A probe was dealt with in ")
    assert (found["beat"]["level"], ended.returncode) == ("broken", 1)
    assert not Sign.objects.filter(kind=Kind.PROBE).exists()


def test_a_worker_that_consumes_nothing_ends_to_be_started_anew(start, send):
    worker = start("--pool=solo", *LIKE_COMPOSE)
    assert eventually(lambda: last_sign(worker) is not None)

    send("deafen.delay()")

    assert eventually(lambda: worker.poll() is not None)
    assert worker.returncode == HUNG


def test_a_worker_is_not_blamed_for_a_broker_that_is_away(redis, start):
    worker = start("--pool=solo", *LIKE_COMPOSE)
    assert eventually(lambda: last_sign(worker) is not None)

    redis.stop()
    time.sleep(SILENT + 2)
    assert worker.poll() is None

    redis.start()
    since = timezone.now()
    assert eventually(lambda: (last_sign(worker) or since) > since)


def test_a_worker_at_a_long_task_lives(start, send, tmp_path):
    trace, worker = tmp_path / "trace", start("--pool=solo", *LIKE_COMPOSE)
    send(f"mark.delay(number=1, path={str(trace)!r}, seconds={SILENT + 2})")

    assert eventually(lambda: numbers(trace) == [1])
    assert worker.poll() is None


def test_beat_gives_a_sign_when_the_broker_has_taken_what_it_published(redis, start_beat):
    redis.stop()
    beat = start_beat()
    time.sleep(20)  # the first task falls due after fifteen
    assert not Sign.objects.exists()

    redis.start()

    assert eventually(lambda: Sign.objects.filter(kind=Kind.BEAT, pid=beat.pid).exists())
    beat.terminate()
    assert beat.wait(timeout=PATIENCE) == 0
    assert not Sign.objects.exists()


def test_a_worker_that_ends_takes_leave(start):
    worker = start(*LIKE_COMPOSE)
    assert eventually(lambda: last_sign(worker) is not None)

    worker.terminate()

    assert worker.wait(timeout=PATIENCE) == 0
    assert last_sign(worker) is None
