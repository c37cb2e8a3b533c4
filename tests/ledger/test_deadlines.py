from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from ledger import operations, queries
from ledger.models import Deadline
from regulations import clocks as counting
from regulations.calendar import Calendar, built_in
from regulations.citation import Cite, Source
from regulations.ladder import Rung
from regulations.vocabulary import Basis, Role

JULY = datetime(2026, 7, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def stored(deadline):
    return Deadline.objects.get(pk=deadline.pk)


def values(deadline):
    return Deadline.objects.filter(pk=deadline.pk).values().get()


def test_start_keeps_what_the_clock_says(start, clock, noon, append):
    deadline = stored(start(clock()))

    assert (deadline.stream, deadline.clock, deadline.started_by.seq) == ("case:2026-0001", "decision", 0)
    assert (deadline.started_at, deadline.due_on) == (noon, date(2026, 7, 10))
    assert deadline.due_at == deadline.original_due_at == counting.end_of(date(2026, 7, 10))
    assert (deadline.instrument, deadline.article, deadline.certain, deadline.basis) == (
        "general-2023",
        17,
        True,
        "read",
    )
    assert (deadline.owner, deadline.escalate) == ("chair", ["unit", "authority"])
    assert (deadline.extendable, deadline.pausable, deadline.provisional, deadline.exact) == (True, True, False, False)
    assert deadline.ladder == clock().ladder
    assert deadline.rungs[0] == {"offset": -7, "unit": "days", "to": [], "every": 0}
    assert deadline.rungs[-1] == {"offset": 0, "unit": "days", "to": ["unit", "authority"], "every": 0}
    assert deadline.next_at == deadline.due_at - timedelta(days=7)


def test_start_keeps_that_a_rule_is_the_house_s_own_and_an_end_provisional(append, clock, noon):
    rule = clock(amount=9, unit=counting.Unit.MONTHS, source=Source(Cite("house", None, certain=False), Basis.HOUSE))
    due = counting.due(start=noon, clock=rule, calendar=Calendar())

    (deadline,) = operations.start(entry=append(), clocks=[(rule, due)], at=noon)

    deadline = stored(deadline)
    assert (deadline.instrument, deadline.article, deadline.certain, deadline.basis) == ("house", None, False, "house")
    assert deadline.provisional


def test_start_of_several_clocks_is_one_insert(append, clock, noon, django_assert_num_queries):
    entry = append()
    clocks = [clock(name) for name in ("decision", "registration", "follow_up")]
    pairs = [(each, counting.due(start=noon, clock=each, calendar=built_in())) for each in clocks]

    with django_assert_num_queries(1):
        deadlines = operations.start(entry=entry, clocks=pairs, at=noon)

    assert [deadline.pk is not None for deadline in deadlines] == [True, True, True]
    assert list(queries.running(stream=entry.stream)) == deadlines


def test_start_of_nothing_asks_nothing(append, noon, django_assert_num_queries):
    entry = append()

    with django_assert_num_queries(0):
        assert operations.start(entry=entry, clocks=[], at=noon) == []


def test_a_clock_is_started_once_by_one_entry(append, clock, noon):
    entry, rule = append(), clock()
    pair = (rule, counting.due(start=noon, clock=rule, calendar=built_in()))
    operations.start(entry=entry, clocks=[pair], at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        operations.start(entry=entry, clocks=[pair], at=noon)

    operations.start(entry=append(), clocks=[pair], at=noon)
    assert Deadline.objects.count() == 2


def test_reminders_before_the_start_are_not_owed(start, clock):
    deadline = start(clock(amount=5))

    assert deadline.due_at - timedelta(days=7) < deadline.started_at
    assert deadline.next_at == deadline.due_at - timedelta(days=3)


def test_without_a_reminder_the_end_is_what_to_look_at(start, clock):
    deadline = start(clock(reminders=()))

    assert deadline.next_at == deadline.due_at


def test_settle_ends_the_named_clocks_only(start, clock, append, noon, day, django_assert_num_queries):
    decision, appeal = start(clock("decision")), start(clock("appeal"))
    elsewhere = start(clock("decision"), stream="case:2026-0002")
    entry = append(action="case.approve", role="chair")

    with django_assert_num_queries(2):
        settled = operations.settle(
            stream="case:2026-0001", clocks={"decision", "registration"}, entry=entry, at=noon + day
        )

    assert settled == [decision]
    decision = stored(decision)
    assert (decision.settled_at, decision.settled_by, decision.next_at) == (noon + day, entry, None)
    assert [stored(other).settled_at for other in (appeal, elsewhere)] == [None, None]


def test_settle_of_nothing_is_one_query(append, noon, django_assert_num_queries):
    entry = append()

    with django_assert_num_queries(1):
        assert operations.settle(stream=entry.stream, clocks={"decision"}, entry=entry, at=noon) == []


def test_settled_once_is_settled(start, clock, append, noon, day):
    start(clock())
    operations.settle(stream="case:2026-0001", clocks=["decision"], entry=append(), at=noon)

    assert operations.settle(stream="case:2026-0001", clocks=["decision"], entry=append(), at=noon + day) == []
    assert Deadline.objects.get().settled_at == noon


def test_late_settlement_keeps_that_it_was_missed(start, clock, append, day):
    deadline = start(clock())
    late = deadline.due_at + day
    operations.miss(deadline=deadline, at=late)

    operations.settle(stream=deadline.stream, clocks=["decision"], entry=append(), at=late + day)

    deadline = stored(deadline)
    assert (deadline.missed_at, deadline.settled_at) == (late, late + day)
    assert deadline.is_overdue(now=late)


def test_settlement_in_the_last_instant_is_in_time(start, clock, append):
    deadline = start(clock())

    operations.settle(stream=deadline.stream, clocks=["decision"], entry=append(), at=deadline.due_at)

    assert not stored(deadline).is_overdue(now=deadline.due_at + timedelta(days=9))


def test_settlement_just_after_the_end_is_late_before_any_sweeper_came(start, clock, append):
    deadline = start(clock())

    operations.settle(stream=deadline.stream, clocks=["decision"], entry=append(), at=deadline.due_at + MICROSECOND)

    assert stored(deadline).missed_at is None
    assert stored(deadline).is_overdue(now=deadline.due_at)


def test_extension_moves_end_and_reminders(start, clock, append, stated):
    deadline = start(clock())
    new_end = counting.end_of(date(2026, 7, 31))
    due = stated(deadline, date(2026, 7, 31), uncovered_years=(2026,))

    operations.extend(deadline=deadline, due=due, entry=append(role="secretary"))

    deadline = stored(deadline)
    assert (deadline.due_at, deadline.due_on, deadline.provisional) == (new_end, date(2026, 7, 31), True)
    assert (deadline.extensions, deadline.original_due_at) == (1, counting.end_of(date(2026, 7, 10)))
    assert deadline.next_at == new_end - timedelta(days=7)


def test_extension_brings_reminders_into_reach_that_lay_before_the_start(start, clock, append, day, stated):
    deadline = start(clock(amount=5))

    operations.extend(deadline=deadline, due=stated(deadline, date(2026, 6, 25)), entry=append())

    assert stored(deadline).next_at == stored(deadline).due_at - 7 * day


def test_extension_after_the_end_gives_a_new_end_to_miss(start, clock, append, day, stated):
    deadline = start(clock())
    first = deadline.due_at + day
    operations.miss(deadline=deadline, at=first)

    operations.extend(deadline=deadline, due=stated(deadline, date(2026, 7, 15)), entry=append(at=first))

    deadline = stored(deadline)
    assert (deadline.missed_at, deadline.is_missed) == (first, False)
    assert deadline.next_at == deadline.due_at - 3 * day
    operations.miss(deadline=deadline, at=deadline.due_at + day)
    assert stored(deadline).is_missed


@pytest.mark.parametrize("later", [timedelta(0), -MICROSECOND])
def test_extension_to_no_later_end_is_refused(start, clock, append, refused, stated, later):
    deadline = start(clock())
    due = stated(deadline, deadline.due_on, due_at=deadline.due_at + later)

    refused(deadline, operations.extend, due=due, entry=append())


def test_extension_of_a_clock_that_knows_none_is_refused(start, clock, append, refused, stated):
    deadline = start(clock(extendable=False))

    refused(deadline, operations.extend, due=stated(deadline, date(2026, 7, 11)), entry=append())


def test_settled_deadlines_are_left_alone(start, clock, append, refused, noon, day, stated):
    deadline, entry = start(clock()), append()
    operations.settle(stream=deadline.stream, clocks=["decision"], entry=entry, at=noon)
    end = {"due": stated(deadline, date(2026, 7, 11)), "entry": entry}

    for operation, arguments in [
        (operations.extend, end),
        (operations.recompute, end),
        (operations.pause, {"entry": entry, "at": noon}),
        (operations.resume, end | {"at": noon}),
        (operations.miss, {"at": deadline.due_at + day}),
    ]:
        assert "was settled" in refused(deadline, operation, **arguments)


def test_recomputation_may_move_an_end_either_way_and_counts_no_extension(start, clock, append, day, stated):
    deadline = start(clock(extendable=False))

    operations.recompute(deadline=deadline, due=stated(deadline, date(2026, 7, 9)), entry=append())

    deadline = stored(deadline)
    assert (deadline.due_on, deadline.extensions) == (date(2026, 7, 9), 0)
    assert deadline.original_due_at == deadline.due_at + day


def test_miss_is_recorded_once_and_only_after_the_end(start, clock, refused):
    deadline = start(clock())

    refused(deadline, operations.miss, at=deadline.due_at)
    operations.miss(deadline=deadline, at=deadline.due_at + MICROSECOND)
    refused(deadline, operations.miss, at=deadline.due_at + timedelta(days=1))

    deadline = stored(deadline)
    assert (deadline.missed_at, deadline.next_at) == (deadline.due_at + MICROSECOND, None)
    assert deadline.settled_at is None


def test_advance_goes_from_reminder_to_reminder_to_the_end_and_stays_there(start, clock):
    deadline = start(clock())
    seen = []

    for _ in range(5):
        seen.append(deadline.next_at)
        operations.advance(deadline=deadline, now=deadline.next_at + MICROSECOND)

    assert seen == [*(deadline.due_at - timedelta(days=days) for days in (7, 3, 1)), deadline.due_at, deadline.due_at]
    assert stored(deadline).next_at == deadline.due_at


def test_a_reminder_is_owed_after_its_instant_not_in_it(start, clock):
    deadline = start(clock())
    rung = deadline.next_at

    operations.advance(deadline=deadline, now=rung)

    assert stored(deadline).next_at == rung
    assert queries.due(now=rung, limit=9) == []


REPEATED = (Rung(0, to=(Role.UNIT,)), Rung(3), Rung(7, every=7), Rung(30, to=(Role.AUTHORITY,), every=7))


@pytest.mark.parametrize(
    ("since", "micro", "day_after"),
    [(0, 1, 3), (3, 0, 3), (3, 1, 7), (7, 1, 14), (14, 1, 21), (28, 1, 30), (30, 0, 30), (30, 1, 37), (400, 0, 401)],
)
def test_a_missed_deadline_is_told_again_and_again_until_it_is_settled(
    start, clock, append, day, since, micro, day_after
):
    """A repetition ends where the next rung begins; the last one has no end of its own."""
    deadline = start(clock(ladder=REPEATED))
    operations.miss(deadline=deadline, at=deadline.due_at + MICROSECOND)
    assert deadline.next_at == deadline.due_at + 3 * day

    operations.advance(deadline=deadline, now=deadline.due_at + since * day + micro * MICROSECOND)
    assert stored(deadline).next_at == deadline.due_at + day_after * day

    operations.settle(stream=deadline.stream, clocks=["decision"], entry=append(), at=deadline.due_at + 400 * day)
    assert stored(deadline).next_at is None


def test_the_ladder_is_the_one_of_the_day_on_which_the_clock_was_started(start, clock):
    deadline = start(clock(ladder=REPEATED))

    assert stored(deadline).ladder == REPEATED
    assert stored(deadline).ladder != clock().ladder


def test_several_obligations_under_one_clock_are_told_apart(append, clock, noon):
    entry, rule = append(), clock("condition")
    pair = (rule, counting.due(start=noon, clock=rule, calendar=built_in()))

    first, second = operations.start(entry=entry, clocks=[pair, pair], at=noon)
    operations.settle(stream=entry.stream, clocks=["condition"], entry=append(), at=noon, only=Q(item=1))

    assert (stored(first).item, stored(first).settled_at) == (0, None)
    assert (stored(second).item, stored(second).settled_at) == (1, noon)


def test_advance_leaves_a_missed_deadline_unwatched_where_its_ladder_ends_with_it(start, clock, day):
    deadline = start(clock())
    operations.miss(deadline=deadline, at=deadline.due_at + day)

    operations.advance(deadline=deadline, now=deadline.due_at + day)

    assert stored(deadline).next_at is None


def test_advance_skips_reminders_that_passed_while_nobody_looked(start, clock, day):
    deadline = start(clock())

    operations.advance(deadline=deadline, now=deadline.due_at - 2 * day)

    assert stored(deadline).next_at == deadline.due_at - day


def test_due_lists_what_must_be_looked_at_longest_waiting_first(start, clock, append):
    later = start(clock("decision"))
    sooner = start(clock("acceptance", amount=5, reminders=()))
    settled = start(clock("appeal", amount=4, reminders=()))
    operations.settle(stream=settled.stream, clocks=["appeal"], entry=append(), at=settled.started_at)

    assert queries.due(now=sooner.next_at, limit=9) == []
    assert queries.due(now=sooner.next_at + MICROSECOND, limit=9) == [(sooner.pk, sooner.stream)]
    both = [(sooner.pk, sooner.stream), (later.pk, later.stream)]
    assert queries.due(now=later.due_at, limit=9) == both
    assert queries.due(now=later.due_at, limit=1) == both[:1]


def test_running_of_many_streams_is_one_query(start, clock, append, django_assert_num_queries):
    later, sooner = start(clock("decision")), start(clock("acceptance", amount=5))
    other = start(clock("decision"), stream="case:2026-0002")
    done = start(clock("decision"), stream="case:2026-0003")
    operations.settle(stream=done.stream, clocks=["decision"], entry=append(), at=done.started_at)
    streams = [f"case:2026-000{number}" for number in range(1, 5)]

    with django_assert_num_queries(1):
        found = queries.running_by_stream(streams=streams)

    assert found == {"case:2026-0001": [sooner, later], "case:2026-0002": [other]}


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("deadline_settled_by_whom", {"settled_at": JULY, "next_at": None}),
        ("deadline_watched_while_running", {"paused_at": JULY}),
        ("deadline_paused_if_pausable", {"paused_at": JULY, "next_at": None, "pausable": False}),
        ("deadline_extended_if_extendable", {"extensions": 1, "extendable": False}),
        ("deadline_basis_known", {"basis": "guess"}),
        ("deadline_ends_after_start", {"due_at": datetime(2026, 6, 1, tzinfo=UTC)}),
    ],
)  # fmt: skip
def test_the_database_keeps_deadlines_consistent(start, clock, constraint, changed):
    deadline = start(clock())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(**changed)

    assert stored(deadline).next_at == deadline.next_at


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(start, clock, append, noon, person, stated):
    with transaction.atomic():
        deadline = start(clock())
    assert not connection.in_atomic_block
    before, entry = values(deadline), deadline.started_by
    end = {"due": stated(deadline, deadline.due_on), "entry": entry}

    for operation, arguments in [
        (operations.start, {"entry": entry, "clocks": [], "at": noon}),
        (operations.settle, {"stream": entry.stream, "clocks": ["decision"], "entry": entry, "at": noon}),
        (operations.extend, {"deadline": deadline} | end),
        (operations.recompute, {"deadline": deadline} | end),
        (operations.pause, {"deadline": deadline, "entry": entry, "at": noon}),
        (operations.resume, {"deadline": deadline, "at": noon} | end),
        (operations.miss, {"deadline": deadline, "at": noon}),
        (operations.advance, {"deadline": deadline, "now": noon}),
        (operations.post, {"entry": entry, "notice": "n", "recipients": [person], "params": {}}),
    ]:
        with pytest.raises(operations.OutsideTransaction, match=operation.__name__):
            operation(**arguments)

    assert values(deadline) == before
    assert entry.messages.count() == 0
