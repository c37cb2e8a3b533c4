"""Signs of life: one row a process, written seldom, gone when the process has gone; and what a container is asked."""

import os
import socket
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ethics_review.operating import signs
from ethics_review.operating.models import FORGOTTEN, INTERVAL, SILENT, Kind, Sign
from ethics_review.operating.signs import Process
from tests.world import MORNING

SECOND = timedelta(seconds=1)
NOBODY = 2**22 + 1  # above the largest process number of Linux


def rows():
    return list(Sign.objects.order_by("pk").values_list("kind", "host", "pid"))


def test_a_process_appears_under_its_host_and_number(db):
    Process(Kind.WORKER).give(now=MORNING)

    assert rows() == [("worker", socket.gethostname(), os.getpid())]


def test_signs_in_between_write_nothing(db, django_assert_num_queries):
    process = Process(Kind.WORKER)
    process.give(now=MORNING)
    with django_assert_num_queries(0):
        process.give(now=MORNING + INTERVAL - SECOND)
    with django_assert_num_queries(1):
        process.give(now=MORNING + INTERVAL)

    assert Sign.objects.get().seen_at == MORNING + INTERVAL
    assert Sign.objects.get().started_at == MORNING


def test_a_process_that_was_forgotten_appears_again(db):
    process = Process(Kind.BEAT)
    process.give(now=MORNING)
    Sign.objects.all().delete()

    process.give(now=MORNING + INTERVAL)

    assert Sign.objects.get().seen_at == MORNING + INTERVAL


def test_the_dead_of_this_host_go_when_another_appears_and_the_rest_stays(db):
    here = socket.gethostname()
    for kind, host, pid in (
        (Kind.WORKER, here, NOBODY),
        (Kind.WORKER, here, os.getppid()),
        (Kind.BEAT, here, NOBODY),
        (Kind.WORKER, "elsewhere", NOBODY),
    ):
        Sign.objects.create(kind=kind, host=host, pid=pid, started_at=MORNING, seen_at=MORNING)

    Process(Kind.WORKER).appear(now=MORNING)

    assert rows() == [
        ("worker", here, os.getppid()),
        ("beat", here, NOBODY),
        ("worker", "elsewhere", NOBODY),
        ("worker", here, os.getpid()),
    ]


@pytest.mark.parametrize(("age", "left"), [(FORGOTTEN, 2), (FORGOTTEN + SECOND, 1)])
def test_whoever_is_silent_for_an_hour_is_forgotten(db, age, left):
    Sign.objects.create(kind=Kind.WORKER, host="gone", pid=1, started_at=MORNING, seen_at=MORNING - age)

    Process(Kind.WORKER).appear(now=MORNING)

    assert Sign.objects.count() == left


def test_a_clean_end_leaves_the_others(db):
    mine, other = Process(Kind.WORKER), Process(Kind.WORKER, host="other")
    mine.give(now=MORNING)
    other.give(now=MORNING)

    mine.leave()

    assert rows() == [("worker", "other", os.getpid())]


@pytest.mark.parametrize(("age", "silent"), [(SILENT, False), (SILENT + SECOND, True)])
def test_two_minutes_of_silence_are_too_many(db, age, silent):
    Process(Kind.WORKER, host="h", pid=1).give(now=MORNING)
    Process(Kind.WORKER, host="h", pid=2).give(now=MORNING + age)

    asked = {"kind": Kind.WORKER, "host": "h", "now": MORNING + age}

    assert (signs.is_silent(pid=1, **asked), signs.is_silent(pid=2, **asked)) == (silent, False)


def test_a_process_that_has_given_no_sign_yet_is_not_silent(db):
    assert not signs.is_silent(kind=Kind.WORKER, host="h", pid=3, now=MORNING)


## What a container is asked


@pytest.mark.parametrize("kind", ["worker", "beat"])
def test_a_process_of_this_host_that_works_is_alive(db, kind):
    Process(Kind(kind)).give(now=timezone.now())

    call_command("alive", kind)


HERE = socket.gethostname()


@pytest.mark.parametrize(
    ("kind", "host", "seconds"), [("worker", HERE, 121), ("worker", "other", 0), ("beat", HERE, 0)]
)
def test_a_silent_process_and_one_of_another_container_are_not(db, kind, host, seconds):
    Process(Kind(kind), host=host).give(now=timezone.now() - seconds * SECOND)

    with pytest.raises(CommandError, match="no sign of life for 120 seconds"):
        call_command("alive", "worker")


@pytest.fixture
def answering():
    """A server that answers every request with the status it is given; the port."""
    servers = []

    def start(status):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status if self.path == "/readyz" else 500)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_web_server_that_is_ready_is_alive(answering):
    call_command("alive", "web", port=answering(200))


def test_a_web_server_that_turns_people_away_or_does_not_answer_is_not(answering):
    for port in (answering(503), 9):
        with pytest.raises(CommandError, match="not ready"):
            call_command("alive", "web", port=port)
