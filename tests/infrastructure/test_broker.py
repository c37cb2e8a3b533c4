"""The contract of the embedded broker: what a task queue must do, on whichever database the run uses."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from kombu import Connection, Consumer, Queue

import ethics_review.celery  # noqa: F401 -- registers the transport
from ethics_review.broker.models import Message
from ethics_review.broker.transport import release_all

QUEUE = "contract"


@pytest.fixture
def broker():
    with Connection("djdb://localhost", transport_options={"polling_interval": 0.01}) as opened:
        yield opened


def publish(broker, *bodies):
    with broker.SimpleQueue(QUEUE) as queue:
        for body in bodies:
            queue.put(body)


def take(channel):
    return channel.basic_get(QUEUE)


def body(message):
    return message.decode()


@pytest.mark.django_db(transaction=True)
def test_publish_in_a_rolled_back_transaction_leaves_nothing(broker):
    with transaction.atomic():
        publish(broker, 1)
        written = Message.objects.count()
        transaction.set_rollback(True)

    assert (written, Message.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_publish_is_unseen_by_others_until_the_transaction_commits(broker):
    seen = []

    def look():
        with Connection("djdb://localhost") as other:
            seen.append(take(other.channel()))
        connection.close()

    with transaction.atomic():
        publish(broker, 1)
        in_thread(look)

    assert seen == [None]
    assert body(take(broker.channel())) == 1


@pytest.mark.django_db
def test_messages_come_in_the_order_of_publication_and_go_when_acknowledged(broker):
    publish(broker, "a", "b")
    channel = broker.channel()

    first, second, third = take(channel), take(channel), take(channel)

    assert (body(first), body(second), third) == ("a", "b", None)
    first.ack()
    assert [row.claimed_at is not None for row in Message.objects.all()] == [True]
    second.ack()
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_reject_with_requeue_gives_the_message_back_at_once(broker):
    publish(broker, "a", "b")
    channel = broker.channel()

    take(channel).reject(requeue=True)

    assert body(take(broker.channel())) == "a"
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_reject_without_requeue_drops_the_message(broker):
    publish(broker, "a", "b")
    channel = broker.channel()

    take(channel).reject()

    assert body(take(channel)) == "b"
    assert Message.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "returned"), [(599, False), (601, True)])
def test_held_message_returns_after_the_visibility_timeout(broker, seconds, returned):
    publish(broker, "a")
    take(broker.channel())
    Message.objects.update(claimed_at=timezone.now() - timedelta(seconds=seconds))

    again = take(broker.channel())

    assert (again is not None) is returned


@pytest.mark.django_db
def test_acknowledging_after_somebody_else_claimed_the_message_leaves_it_to_them(broker):
    publish(broker, "a")
    late = take(broker.channel())
    Message.objects.update(claimed_at=timezone.now() - timedelta(seconds=601))
    current = take(broker.channel())

    late.ack()

    assert Message.objects.count() == 1
    current.ack()
    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_closing_a_channel_gives_back_what_was_not_acknowledged(broker):
    publish(broker, "a")
    channel = broker.channel()
    message = take(channel)

    channel.close()
    message.ack()  # too late: it belongs to nobody now

    assert body(take(broker.channel())) == "a"


@pytest.mark.django_db
def test_release_all_gives_back_what_dead_workers_hold(broker):
    publish(broker, "a", "b", "c")
    channel = broker.channel()
    take(channel), take(channel)

    assert release_all() == 2
    assert body(take(broker.channel())) == "a"


@pytest.mark.django_db
def test_purge_removes_what_nobody_holds_and_counts_it(broker):
    publish(broker, "a", "b", "c")
    channel = broker.channel()
    held = take(channel)

    assert channel.queue_declare(QUEUE).message_count == 2
    assert channel.queue_purge(QUEUE) == 2

    assert channel.queue_declare(QUEUE).message_count == 0
    held.reject(requeue=True)
    assert body(take(channel)) == "a"


@pytest.mark.django_db
def test_queues_do_not_see_each_other(broker):
    publish(broker, "a")

    assert broker.channel().basic_get("another") is None
    assert broker.channel().queue_purge("another") == 0
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_consumer_without_acknowledgement_takes_at_most_once(broker):
    publish(broker, "a", "b")
    seen = []

    got = broker.channel().basic_get(QUEUE, no_ack=True)
    with Consumer(broker.channel(), Queue(QUEUE), callbacks=[lambda body, _: seen.append(body)], no_ack=True):
        broker.drain_events(timeout=5)

    assert (body(got), seen) == ("a", ["b"])
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_empty_poll_does_not_wait_for_a_writer(broker):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    channel, go, done = broker.channel(), threading.Event(), threading.Event()

    def write():
        with transaction.atomic():  # BEGIN IMMEDIATE: holds the write lock
            go.set()
            done.wait(20)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    go.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        assert take(channel) is None
        with pytest.raises(OperationalError):  # the writer was really there
            publish(broker, "a")
    finally:
        done.set()
        writer.join()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_consumer_passes_over_a_row_another_one_is_claiming(broker):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL locks rows")
    publish(broker, "a", "b")
    locked, done = threading.Event(), threading.Event()

    def claim_slowly():
        with transaction.atomic():
            list(Message.objects.select_for_update().order_by("id")[:1])
            locked.set()
            done.wait(20)
        connection.close()

    rival = threading.Thread(target=claim_slowly)
    rival.start()
    locked.wait(20)
    try:
        assert body(take(broker.channel())) == "b"
    finally:
        done.set()
        rival.join()


@pytest.mark.django_db(transaction=True)
def test_consumer_recovers_when_the_database_drops_the_connection(broker):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could restart")
    publish(broker, "a")
    channel = broker.channel()
    terminate(connection)

    with pytest.raises(broker.connection_errors):
        take(channel)

    assert body(take(channel)) == "a"


def terminate(victim):
    """End the session of `victim` from another one, as a restart of the server would."""
    with victim.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def kill():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        connection.close()

    in_thread(kill)


def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_racing_consumers_get_every_message_exactly_once(broker):
    publish(broker, *range(200))
    seen, lock = [], threading.Lock()

    def consume():
        with Connection("djdb://localhost") as own:
            channel = own.channel()
            while (message := take(channel)) is not None:
                with lock:
                    seen.append(body(message))
                message.ack()
        connection.close()

    consumers = [threading.Thread(target=consume) for _ in range(4)]
    for consumer in consumers:
        consumer.start()
    for consumer in consumers:
        consumer.join()

    assert sorted(seen) == list(range(200))
    assert Message.objects.count() == 0


@pytest.fixture
def start_worker():
    """Starts real workers on the database of this test; whatever a test leaves running is ended."""
    running = []

    def start():
        command = [sys.executable, "-m", "celery", "-A", "tests.infrastructure.worker", "worker", "--pool=solo"]
        worker = subprocess.Popen([*command, "--loglevel=WARNING"], env=child_environment(), start_new_session=True)
        running.append(worker)
        return worker

    yield start
    for worker in running:
        worker.kill()
        worker.wait()


@pytest.mark.subprocess
@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_loses_no_task(start_worker, tmp_path):
    trace, total = tmp_path / "trace", 8
    send = f"[mark.delay(number=n, path={str(trace)!r}, seconds=0.15) for n in range({total})]"
    program = f"from tests.infrastructure.worker import mark; import django; django.setup(); {send}"
    subprocess.run([sys.executable, "-c", program], env=child_environment(), check=True)

    victim = start_worker()
    wait_for(lambda: len(numbers(trace)) >= 2, victim)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    assert Message.objects.exists()
    release_all()
    second = start_worker()
    wait_for(lambda: not Message.objects.exists(), second)
    second.terminate()

    assert second.wait(timeout=60) == 0
    assert set(numbers(trace)) == set(range(total))


def child_environment():
    """The environment in which a child process works on the database of this test."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{at['NAME']}"
    else:
        user, password = quote(at["USER"], safe=""), quote(at["PASSWORD"], safe="")
        address = f"postgres://{user}:{password}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"
    environment = {key: value for key, value in os.environ.items() if key != "REDIS_URL"}
    return environment | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def numbers(path: Path):
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def wait_for(condition, worker):
    deadline = time.monotonic() + 90
    while not condition():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "waited 90 s in vain"
        time.sleep(0.05)
