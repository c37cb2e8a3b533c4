"""What is written for many subjects at once is what would have been written for each, or nothing."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import chain, operations
from ledger.models import Deadline, Entry, Message

STREAMS = [f"case:2026-000{number}" for number in range(1, 4)]


def written():
    """Every entry, deadline and message, without the numbers the database gave them."""
    entries = Entry.objects.order_by("stream", "seq").values_list("stream", "seq", "action", "prev", "hash")
    deadlines = Deadline.objects.order_by("stream").values_list("stream", "missed_at", "next_at", "settled_by__seq")
    messages = Message.objects.order_by("dedupe").values_list("dedupe", "entry__stream", "entry__seq", "recipient")
    return list(entries), list(deadlines), list(messages)


@pytest.fixture
def running(start, clock):
    """A clock on each stream."""
    return lambda: [start(clock(), stream=stream) for stream in STREAMS]


def miss(append, person, deadlines, at):
    for deadline in deadlines:
        entry = append(stream=deadline.stream, action="deadline_missed", actor=None, role="system", at=at)
        operations.miss(deadline=deadline, at=at)
        operations.post(entry=entry, notice="clock_missed", recipients=[person.pk], params={})
        append(stream=deadline.stream, action="noted", actor=None, role="system", at=at)


def test_the_same_is_written_together_as_one_by_one(running, append, person, noon):
    late = noon + timedelta(days=40)
    deadlines = running()
    apart = transaction.savepoint()
    miss(append, person, deadlines, late)
    one_by_one = written()
    transaction.savepoint_rollback(apart)

    deadlines = list(Deadline.objects.order_by("stream"))
    with operations.together(streams=STREAMS):
        miss(append, person, deadlines, late)
        assert Entry.objects.filter(action="noted").count() == 0

    assert written() == one_by_one
    assert chain.verify(Entry.objects.order_by("stream", "seq").values_list(*chain.Row._fields)) is None


def test_it_takes_the_same_statements_for_one_stream_as_for_three(running, append, person, noon):
    deadlines = running()
    taken = []
    for some in (deadlines[:1], deadlines[1:]):
        with (
            CaptureQueriesContext(connection) as statements,
            operations.together(streams=[one.stream for one in some]),
        ):
            miss(append, person, some, noon + timedelta(days=40))
        taken.append(len(statements))

    assert taken == [4, 4]  # heads, entries, deadlines, messages


def test_deadlines_that_change_differently_keep_each_its_own(running, append, noon):
    deadlines = running()
    with operations.together(streams=STREAMS):
        for days, deadline in enumerate(deadlines):
            operations.advance(deadline=deadline, now=deadline.due_at - timedelta(days=6 - 2 * days))

    looks = Deadline.objects.order_by("stream").values_list("due_at", "next_at")
    assert [(due_at - next_at).days for due_at, next_at in looks] == [3, 3, 1]


def test_deadlines_settled_together_name_the_entry_that_settled_them(running, append, noon):
    running()
    with operations.together(streams=STREAMS):
        for stream in STREAMS:
            entry = append(stream=stream, action="decided")
            operations.settle(stream=stream, clocks=["decision"], entry=entry, at=noon)

    settled = Deadline.objects.order_by("stream").values_list("settled_by__stream", "settled_by__action")
    assert list(settled) == [(stream, "decided") for stream in STREAMS]


def test_a_clock_started_inside_points_at_its_entry(append, start, clock):
    with operations.together(streams=STREAMS[:1]):
        deadline = start(clock())

    assert deadline.started_by == Entry.objects.get()
    assert Deadline.objects.get().started_by.action == "case.submit"


def test_what_fails_inside_leaves_nothing(running, append, person, noon):
    deadlines = running()
    before = written()
    with pytest.raises(operations.NotRunning), operations.together(streams=STREAMS):
        miss(append, person, [*deadlines, deadlines[0]], noon + timedelta(days=40))

    assert written() == before
    append(stream=STREAMS[0], action="afterwards")
    assert Entry.objects.filter(action="afterwards").count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_must_run_in_a_transaction():
    with pytest.raises(operations.OutsideTransaction), operations.together(streams=STREAMS):
        pass
