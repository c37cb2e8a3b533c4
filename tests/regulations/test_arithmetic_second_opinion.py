"""Every way of counting, counted again by somebody who only knows how to turn a wall calendar's pages.

The second opinion takes its days from `chinesecalendar`, not from the arrangement files, and shares no
line with `regulations.clocks`: it ticks day by day, month by month, hour by hour.
"""

import random
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from regulations.calendar import built_in
from regulations.clocks import Length, Unit, due

CASES = 25_000
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
EIGHT_HOURS = timedelta(hours=8)
WALL = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKED = {day for day in WALL if chinese_calendar.is_workday(day)}
MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
AMOUNTS = {Unit.HOURS: 2000, Unit.DAYS: 200, Unit.WORKING_DAYS: 60, Unit.MONTHS: 14, Unit.FIXED_DATE: 1}


def length_of(month, year):
    return 29 if month == 2 and year in {2024, 2028} else MONTHS[month - 1]


def tomorrow(day):
    year, month, number = day.year, day.month, day.day + 1
    if number > length_of(month, year):
        month, number = month + 1, 1
    return date(year, month, number) if month <= 12 else date(year + 1, 1, 1)


def worked(day):
    return day in WORKED if day <= LAST else day.isoweekday() <= 5


def last_day(start, length, *, rolls):
    """The last day before and after rolling, and whether a page was missing."""
    day = start
    if length.unit is Unit.FIXED_DATE:
        while (day.month, day.day) != length.month_day:
            day = tomorrow(day)
        return day, day, False
    if length.unit is Unit.WORKING_DAYS:
        left = length.amount
        while left:
            day = tomorrow(day)
            left -= worked(day)
        return day, day, day > LAST
    if length.unit is Unit.DAYS:
        for _ in range(length.amount):
            day = tomorrow(day)
    else:
        day = months_on(start, length.amount)
    ended = day
    while rolls and day <= LAST and not worked(day):
        day = tomorrow(day)
    return ended, day, rolls and day > LAST


def months_on(day, amount):
    year, month = day.year, day.month
    for _ in range(amount):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, min(day.day, length_of(month, year)))


def second_opinion(start, length, *, rolls):
    """Due instant in UTC, days off passed, and whether the answer is only provisional."""
    if length.unit is Unit.HOURS:
        return start + length.amount * timedelta(minutes=60), [], False
    began = (start + EIGHT_HOURS).date()
    ended, day, provisional = last_day(began, length, rolls=rolls)
    first_looked_at = tomorrow(began) if length.unit is Unit.WORKING_DAYS else ended
    passed = []
    while first_looked_at < day:
        if not worked(first_looked_at):
            passed.append(first_looked_at)
        first_looked_at = tomorrow(first_looked_at)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=24) - EIGHT_HOURS
    return midnight - timedelta(microseconds=1), passed, provisional


def random_cases():
    dice = random.Random(20260320)  # noqa: S311 -- a repeatable sample, no secret
    opening = datetime(2024, 12, 31, 16, tzinfo=UTC)  # the first instant of 2025 in Shanghai
    instants = len(WALL) * 24 * 3600 * 10
    for _ in range(CASES):
        start = opening + dice.randrange(instants) * timedelta(milliseconds=100)
        unit = dice.choice(list(Unit))
        month = dice.randint(1, 12)
        month_day = (month, dice.randint(1, MONTHS[month - 1])) if unit is Unit.FIXED_DATE else None
        yield start, Length(dice.randint(1, AMOUNTS[unit]), unit, month_day), dice.random() < 0.5


def test_due_agrees_with_turning_the_pages():
    calendar = built_in()
    provisional = rolled = 0
    for start, length, rolls in random_cases():
        due_at, passed, doubtful = second_opinion(start, length, rolls=rolls)

        ours = due(start=start, clock=length, calendar=calendar, roll_last_day=rolls)

        assert (ours.due_at, [off.day for off in ours.skipped], ours.provisional) == (due_at, passed, doubtful), (
            start,
            length,
            rolls,
        )
        provisional += doubtful
        rolled += bool(passed)
    assert provisional > CASES // 50
    assert rolled > CASES // 10


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.WORKING_DAYS])
def test_every_start_day_of_both_years_agrees(unit):
    calendar = built_in()
    for began in WALL:
        start = datetime(began.year, began.month, began.day, 12, tzinfo=UTC) - EIGHT_HOURS
        for amount in (1, 5, 10, 30):
            due_at, passed, doubtful = second_opinion(start, Length(amount, unit), rolls=True)

            ours = due(start=start, clock=Length(amount, unit), calendar=calendar)

            assert (ours.due_at, [off.day for off in ours.skipped], ours.provisional) == (due_at, passed, doubtful)
