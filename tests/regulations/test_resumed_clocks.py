"""What was left of a limit that stood still, counted anew: days, working days, months, hours."""

from datetime import date, datetime, timedelta

import pytest

from regulations.calendar import Calendar, built_in
from regulations.clocks import SHANGHAI, Length, Unit, due, end_of, ending, explain, resumed


def at(month, day, hour=10, *, year=2026):
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def again(length, start, stopped, resumption, **options):
    return resumed(
        start=start, length=length, stopped_at=stopped, resumed_at=resumption, calendar=built_in(), **options
    )


@pytest.mark.parametrize(
    ("start", "stopped", "resumption", "expected"),
    [
        # ten of the thirty days are spent; the twenty left end on a working day
        (at(6, 10), at(6, 20), at(6, 25), date(2026, 7, 15)),
        # the end would be Saturday 11 July: the day after the days off end
        (at(6, 10), at(6, 12), at(6, 13), date(2026, 7, 13)),
        # one more day and it is Sunday, another and it is that Monday itself
        (at(6, 10), at(6, 12), at(6, 14), date(2026, 7, 13)),
        (at(6, 10), at(6, 12), at(6, 15), date(2026, 7, 13)),
        # 19 June is a holiday and the first end 22 June; what was left never counted the days it rolled
        (at(5, 20), at(6, 10), at(6, 15), date(2026, 6, 24)),
        # paused and resumed on one day: as if nothing had been
        (at(5, 20), at(6, 10, 9), at(6, 10, 17), date(2026, 6, 22)),
        # paused on the last day: the day of the resumption is the last, or the next working day after days off
        (at(6, 10), at(7, 10), at(7, 14), date(2026, 7, 14)),
        (at(6, 10), at(7, 10), at(7, 18), date(2026, 7, 20)),
        # paused while the end was rolling: nothing is left, and nothing less
        (at(5, 20), at(6, 21), at(6, 23), date(2026, 6, 23)),
        # into the National Day holidays
        (at(8, 20), at(9, 1), at(9, 13), date(2026, 10, 8)),
    ],
)
def test_calendar_days_left_are_counted_from_the_resumption_and_roll(start, stopped, resumption, expected):
    result = again(Length(30, Unit.DAYS), start, stopped, resumption)

    assert (result.due_on, result.due_at, result.provisional) == (expected, end_of(expected), False)


def test_a_clock_that_does_not_roll_ends_on_the_day_off():
    result = again(Length(30, Unit.DAYS), at(6, 10), at(6, 12), at(6, 13), roll_last_day=False)

    assert result.due_on == date(2026, 7, 11)


@pytest.mark.parametrize(
    ("start", "stopped", "resumption", "expected"),
    [
        # ten from Wednesday 10 June: the 11th and 12th are spent on Friday, eight are left
        (at(6, 10), at(6, 12), at(6, 15), date(2026, 6, 26)),
        # a weekend in between spends nothing
        (at(6, 10), at(6, 14), at(6, 15), date(2026, 6, 26)),
        (at(6, 10), at(6, 12), at(6, 13), date(2026, 6, 25)),
        # over National Day, its make-up day 10 October included
        (at(9, 18), at(9, 24), at(9, 30), date(2026, 10, 13)),
        # none is left on the last day: the day of the resumption, or the next working day
        (at(6, 10), at(6, 25), at(6, 30), date(2026, 6, 30)),
        (at(6, 10), at(6, 25), at(6, 27), date(2026, 6, 29)),
    ],
)
def test_working_days_left_are_counted_from_the_resumption(start, stopped, resumption, expected):
    result = again(Length(10, Unit.WORKING_DAYS), start, stopped, resumption)

    assert (result.due_on, result.due_at, result.provisional) == (expected, end_of(expected), False)


def test_of_months_the_calendar_days_are_left():
    result = again(Length(1, Unit.MONTHS), at(1, 31), at(2, 10), at(3, 1))

    assert (result.length, result.due_on) == (Length(18, Unit.DAYS), date(2026, 3, 19))


@pytest.mark.parametrize("stood", [timedelta(0), timedelta(hours=5, minutes=7, microseconds=250), timedelta(days=9)])
def test_hours_move_by_the_very_time(stood):
    result = again(Length(72, Unit.HOURS), at(9, 29), at(9, 30), at(9, 30) + stood)

    assert (result.due_at, result.provisional) == (at(9, 29) + timedelta(hours=72) + stood, False)


def test_a_fixed_date_stays():
    annual = Length(1, Unit.FIXED_DATE, month_day=(3, 31))

    assert again(annual, at(1, 1), at(2, 1), at(3, 20)) == due(start=at(1, 1), clock=annual, calendar=built_in())


@pytest.mark.parametrize(
    ("resumption", "expected", "provisional"),
    [(at(12, 11), date(2026, 12, 31), False), (at(12, 12), date(2027, 1, 1), True)],
)
def test_an_end_in_a_year_without_a_notice_is_provisional(resumption, expected, provisional):
    """Twenty calendar days are left."""
    result = again(Length(30, Unit.DAYS), at(11, 25), at(12, 5), resumption)

    assert (result.due_on, result.provisional) == (expected, provisional)


def test_working_days_into_a_year_without_a_notice_are_provisional():
    result = again(Length(16, Unit.WORKING_DAYS), at(12, 1), at(12, 3), at(12, 14))

    assert (result.due_on, result.provisional, result.uncovered_years) == (date(2027, 1, 1), True, (2027,))


def test_the_last_day_resumed_in_a_year_without_a_notice_is_provisional():
    nothing_known = resumed(
        start=at(6, 10),
        length=Length(10, Unit.WORKING_DAYS),
        stopped_at=at(6, 24),
        resumed_at=at(6, 26),
        calendar=Calendar(),
    )

    assert (nothing_known.due_on, nothing_known.uncovered_years) == (date(2026, 6, 26), (2026,))


def test_two_pauses_leave_what_one_of_their_length_leaves():
    once = again(Length(30, Unit.DAYS), at(5, 20), at(5, 25), at(6, 1))
    twice = again(once.length, once.started_at, at(6, 3), at(6, 5))

    assert twice.due_on == again(Length(30, Unit.DAYS), at(5, 20), at(5, 25), at(6, 3)).due_on == date(2026, 6, 29)


@pytest.mark.parametrize(
    ("unit", "day", "amount"),
    [
        (Unit.DAYS, date(2026, 7, 11), 31),
        (Unit.MONTHS, date(2026, 7, 11), 31),
        (Unit.WORKING_DAYS, date(2026, 6, 26), 11),
        (Unit.DAYS, date(2026, 6, 10), 0),
        (Unit.DAYS, date(2029, 7, 11), 1127),
    ],
)
def test_a_stated_end_is_neither_rolled_nor_provisional(unit, day, amount):
    stated = ending(start=at(6, 10), day=day, unit=unit, calendar=built_in())

    assert (stated.due_on, stated.due_at, stated.length.amount) == (day, end_of(day), amount)
    assert not stated.provisional


def test_what_is_left_of_a_stated_end_is_counted_like_the_rest():
    stated = ending(start=at(6, 10), day=date(2026, 7, 31), unit=Unit.DAYS, calendar=built_in())

    assert again(stated.length, stated.started_at, at(7, 1), at(7, 10)).due_on == date(2026, 8, 10)


def test_the_account_of_a_resumed_limit_starts_with_the_resumption():
    lines = explain(again(Length(30, Unit.DAYS), at(6, 10), at(6, 12), at(6, 13)))

    assert [(line.kind, line.on) for line in lines] == [
        ("start", date(2026, 6, 13)),
        ("counted_to", date(2026, 7, 11)),
        ("day_off", date(2026, 7, 11)),
        ("day_off", date(2026, 7, 12)),
        ("due", date(2026, 7, 13)),
    ]
    assert lines[1].note.en == "the last of 28 calendar days"
