"""Days from left to right: where instants stand, which days are named, which are shaded."""

import itertools
from datetime import date, datetime, timedelta

import pytest

from ethics_review.web.time_scale import APART, LEFT, WIDTH, Scale
from regulations.calendar import built_in
from regulations.clocks import SHANGHAI, end_of

FIRST = date(2026, 6, 10)


def scale(days):
    return Scale(FIRST, FIRST + timedelta(days=days - 1))


@pytest.mark.parametrize("days", [1, 5, 30, 400])
def test_the_first_instant_stands_left_and_the_last_right(days):
    line = scale(days)

    assert line.x(datetime.combine(FIRST, datetime.min.time(), SHANGHAI)) == LEFT
    assert line.x(end_of(line.last)) == LEFT + WIDTH
    assert line.x(end_of(line.last) + timedelta(days=9)) == LEFT + WIDTH
    assert line.x(datetime(2020, 1, 1, tzinfo=SHANGHAI)) == LEFT


@pytest.mark.parametrize("days", [1, 2, 9, 10, 30, 90, 400, 1200, 9000])
def test_dates_are_readable_and_there_are_some(days):
    marks = scale(days).marks()

    assert 0 < len(marks) <= 12
    assert all(later.x - sooner.x >= APART - 8 for sooner, later in itertools.pairwise(marks))
    assert marks[-1].x + APART <= LEFT + WIDTH + 8 or len(marks) == 1


def test_days_off_are_shaded_with_the_holiday_and_without_the_day_made_up_for():
    """The Dragon Boat festival of 2026 is Friday, 19 June, to Sunday; then come weekends."""
    spans = scale(14).days_off(built_in())

    width = WIDTH / 14
    assert [(round((span.x - LEFT) / width), round(span.width / width)) for span in spans] == [(3, 2), (9, 3)]


def test_on_a_long_line_single_weekends_are_not_shaded():
    assert len(scale(400).days_off(built_in())) < 10 < len(scale(200).days_off(built_in()))
