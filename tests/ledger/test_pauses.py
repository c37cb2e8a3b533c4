from datetime import date, datetime, timedelta

import pytest

from ledger import operations, queries
from ledger.models import Deadline
from regulations import clocks as counting

MICROSECOND = timedelta(microseconds=1)


def stored(deadline):
    return Deadline.objects.get(pk=deadline.pk)


def test_pause_stops_everything(start, clock, append, noon, day):
    deadline = start(clock())

    operations.pause(deadline=deadline, entry=append(), at=noon + day)

    deadline = stored(deadline)
    assert (deadline.paused_at, deadline.next_at) == (noon + day, None)
    assert not deadline.is_overdue(now=deadline.due_at + day)
    assert queries.due(now=deadline.due_at + day, limit=9) == []


def test_resumption_of_hours_moves_the_end_by_the_very_time(start, emergency, append, noon, resumed):
    deadline = start(emergency)
    stood = timedelta(hours=5, minutes=7, seconds=3, microseconds=250)
    operations.pause(deadline=deadline, entry=append(), at=noon + timedelta(hours=1))

    resumed(deadline, append(), noon + timedelta(hours=1) + stood)

    deadline = stored(deadline)
    assert deadline.due_at == noon + timedelta(hours=72) + stood
    assert deadline.due_on == date(2026, 6, 13)
    assert (deadline.paused_at, deadline.paused_seconds) == (None, 5 * 3600 + 7 * 60 + 3)
    assert deadline.next_at == deadline.due_at - timedelta(hours=24)


@pytest.mark.parametrize(
    ("paused", "again", "due_on"),
    [
        ("2026-06-12T00:00:00+08:00", "2026-06-12T23:59:59+08:00", date(2026, 7, 10)),
        ("2026-06-12T23:59:59+08:00", "2026-06-13T00:00:00+08:00", date(2026, 7, 13)),
        ("2026-06-12T07:59:00+08:00", "2026-06-15T00:01:00+08:00", date(2026, 7, 13)),
    ],
)
def test_what_is_left_of_days_is_counted_in_whole_days_of_shanghai(
    start, clock, append, resumed, paused, again, due_on
):
    """A pause from Friday to Saturday leaves an end on Saturday 11 July, which rolls to Monday."""
    deadline = start(clock())
    operations.pause(deadline=deadline, entry=append(), at=datetime.fromisoformat(paused))

    resumed(deadline, append(), datetime.fromisoformat(again))

    deadline = stored(deadline)
    assert (deadline.due_on, deadline.due_at) == (due_on, counting.end_of(due_on))


def test_pauses_add_up(start, emergency, append, noon, resumed):
    deadline, hour = start(emergency), timedelta(hours=1)

    for begin in (1, 5):
        operations.pause(deadline=deadline, entry=append(), at=noon + begin * hour)
        resumed(deadline, append(), noon + (begin + 2) * hour)

    assert (stored(deadline).paused_seconds, stored(deadline).due_at) == (4 * 3600, noon + 76 * hour)


def test_a_pause_ends_when_the_deadline_is_settled(start, clock, append, noon, day):
    deadline = start(clock())
    operations.pause(deadline=deadline, entry=append(), at=noon)

    operations.settle(stream=deadline.stream, clocks=["decision"], entry=append(), at=noon + day)

    deadline = stored(deadline)
    assert (deadline.paused_at, deadline.paused_seconds, deadline.settled_at) == (None, 86400, noon + day)


def test_pause_is_refused_twice_where_unknown_and_once_run_out(start, clock, append, refused, noon):
    deadline, entry = start(clock()), append()
    never = start(clock("appeal", pausable=False))

    refused(never, operations.pause, entry=entry, at=noon)
    refused(deadline, operations.pause, entry=entry, at=deadline.due_at + MICROSECOND)
    operations.pause(deadline=deadline, entry=entry, at=deadline.due_at)
    refused(deadline, operations.pause, entry=entry, at=deadline.due_at)


def test_resumption_is_refused_without_a_pause_and_before_it(start, clock, append, refused, noon, stated):
    deadline, entry = start(clock()), append()
    due = stated(deadline, deadline.due_on)

    refused(deadline, operations.resume, due=due, entry=entry, at=noon)
    operations.pause(deadline=deadline, entry=entry, at=noon)
    refused(deadline, operations.resume, due=due, entry=entry, at=noon - MICROSECOND)


def test_a_paused_deadline_cannot_be_missed(start, clock, append, refused, noon, day):
    deadline = start(clock())
    operations.pause(deadline=deadline, entry=append(), at=noon)

    refused(deadline, operations.miss, at=deadline.due_at + day)


def test_a_reminder_that_came_due_while_nothing_ran_is_owed_at_once(start, clock, append, resumed):
    """Nine days from 10 June end on Friday 19 June, a holiday, and so on Monday the 22nd: as they do a day later."""
    deadline = start(clock(amount=9))
    rung = counting.end_of(date(2026, 6, 15))
    operations.advance(deadline=deadline, now=rung)
    assert stored(deadline).next_at == rung
    operations.pause(deadline=deadline, entry=append(), at=datetime.fromisoformat("2026-06-15T10:00:00+08:00"))

    resumed(deadline, append(), datetime.fromisoformat("2026-06-16T10:00:00+08:00"))

    assert (stored(deadline).due_on, stored(deadline).next_at) == (date(2026, 6, 22), rung)


def test_a_reminder_that_fired_before_the_pause_stays_silent(start, clock, append, resumed):
    deadline = start(clock(amount=9))
    operations.advance(deadline=deadline, now=datetime.fromisoformat("2026-06-16T09:00:00+08:00"))
    operations.pause(deadline=deadline, entry=append(), at=datetime.fromisoformat("2026-06-16T10:00:00+08:00"))

    resumed(deadline, append(), datetime.fromisoformat("2026-06-23T10:00:00+08:00"))

    assert stored(deadline).due_on == date(2026, 6, 26)
    assert stored(deadline).next_at == counting.end_of(date(2026, 6, 23))
