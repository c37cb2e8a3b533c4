"""The reminder ladder: which rung is told when, on both sides of every instant, and what makes a ladder stricter."""

from datetime import date, timedelta

import pytest

from regulations.calendar import built_in
from regulations.clocks import SHANGHAI, end_of
from regulations.ladder import (
    Rung,
    as_strict,
    between,
    check_ladder,
    escalation,
    first_from,
    from_plain,
    house,
    laid_in,
    latest,
    ordered,
    plainly,
    reminders,
    with_reminders,
)
from regulations.units import Unit
from regulations.vocabulary import Role

MICRO, DAY, HOUR = timedelta(microseconds=1), timedelta(days=1), timedelta(hours=1)
END = end_of(date(2026, 7, 10))
OFFICE = (Role.SECRETARY, Role.CHAIR)
LADDER = house(Unit.DAYS, escalate=OFFICE, higher=(Role.UNIT,))


def days(found):
    return None if found is None else ((found.moment - END) / DAY, found.rung.offset)


def test_the_house_reminds_the_owner_then_the_office_then_those_above_it_every_week():
    assert (
        Rung(-7),
        Rung(-3),
        Rung(-1),
        Rung(0, to=OFFICE),
        Rung(3, to=OFFICE),
        Rung(7, to=(*OFFICE, Role.UNIT), every=7),
    ) == LADDER
    assert (reminders(LADDER), escalation(LADDER)) == ((7, 3, 1), OFFICE)


def test_an_emergency_is_told_by_the_hour_and_a_right_ends_quietly():
    by_hours = house(Unit.HOURS, escalate=OFFICE)

    assert [(rung.offset, rung.every) for rung in by_hours] == [(-24, 0), (-6, 0), (-1, 0), (0, 0), (6, 0), (24, 24)]
    assert {rung.unit for rung in by_hours} == {Unit.HOURS}
    assert house(Unit.DAYS) == (Rung(-7), Rung(-3), Rung(-1))


@pytest.mark.parametrize(
    ("since", "micro", "found"),
    [
        (-30, 0, (-7, -7)),
        (-7, 0, (-7, -7)),
        (-7, 1, (-3, -3)),
        (-1, 1, (0, 0)),
        (0, 0, (0, 0)),
        (0, 1, (3, 3)),
        (3, 1, (7, 7)),
        (7, 0, (7, 7)),
        (7, 1, (14, 7)),
        (14, 0, (14, 7)),
        (14, 1, (21, 7)),
        (700, 1, (707, 7)),
    ],
)
def test_the_next_rung_from_an_instant_on(since, micro, found):
    assert days(first_from(LADDER, END, END + since * DAY + micro * MICRO, built_in())) == found


@pytest.mark.parametrize(
    ("until", "micro", "found"),
    [(-7, 0, None), (-7, 1, (-7, -7)), (0, 0, (-1, -1)), (0, 1, (0, 0)), (7, 0, (3, 3)), (7, 1, (7, 7)),
     (14, 0, (7, 7)), (14, 1, (14, 7)), (20, 0, (14, 7)), (366, 0, (364, 7))],
)  # fmt: skip
def test_the_latest_rung_before_an_instant(until, micro, found):
    assert days(latest(LADDER, END, built_in(), until=END + until * DAY + micro * MICRO)) == found


def test_a_repetition_ends_where_the_next_rung_begins():
    ladder = (Rung(0), Rung(3, every=3), Rung(10, every=7))
    told = between(ladder, END, built_in(), since=END, until=END + 25 * DAY)

    assert [days(one) for one in told] == [(0, 0), (3, 3), (6, 3), (9, 3), (10, 10), (17, 10), (24, 10)]
    assert days(latest(ladder, END, built_in(), until=END + 10 * DAY)) == (9, 3)
    assert days(latest(ladder, END, built_in(), until=END + 10 * DAY + MICRO)) == (10, 10)


def test_a_ladder_without_a_repetition_is_at_its_end_one_day():
    assert first_from((Rung(-1), Rung(0)), END, END + MICRO, built_in()) is None
    assert first_from((), END, END - DAY, built_in()) is None


def test_working_days_before_the_end_leave_out_the_days_off():
    """Of 8 October 2026: the national holiday runs from the 1st to the 7th, and the 25th to 27th are off too."""
    end = end_of(date(2026, 10, 8))
    found = first_from((Rung(-2, Unit.WORKING_DAYS),), end, end - 30 * DAY, built_in())

    assert found.moment == end_of(date(2026, 9, 29))


@pytest.mark.parametrize(
    "rung",
    [
        {"offset": -1, "every": 1},
        {"offset": 0, "every": 1},
        {"offset": 1, "every": -1},
        {"offset": 1, "unit": Unit.HOURS, "every": 5},
        {"offset": 1, "unit": Unit.WORKING_DAYS},
        {"offset": 1, "unit": Unit.MONTHS},
    ],
)
def test_what_is_no_rung_is_refused(rung):
    with pytest.raises(ValueError, match=r"rung|reminder"):
        Rung(**rung)


def test_nobody_is_told_more_often_than_every_six_hours():
    assert Rung(1, Unit.HOURS, every=6).every == 6


@pytest.mark.parametrize(
    "ladder",
    [
        (Rung(0), Rung(-1)),
        (Rung(-1), Rung(-1)),
        (Rung(-1), Rung(3)),
        (Rung(-1), Rung(-24, Unit.HOURS)),
        (Rung(0), Rung(1), Rung(24, Unit.HOURS, every=24)),
    ],
)
def test_what_is_no_ladder_is_refused(ladder):
    with pytest.raises(ValueError, match=r"ladder rise|at the end too"):
        check_ladder(ladder)


@pytest.mark.parametrize(
    ("changed", "strict"),
    [
        (LADDER, True),
        (ordered([*LADDER, Rung(-14)]), True),
        (LADDER[1:], False),
        (LADDER[:-1], False),
        ((*LADDER[:-1], Rung(7, to=(*OFFICE, Role.UNIT), every=6)), True),
        ((*LADDER[:-1], Rung(7, to=(*OFFICE, Role.UNIT), every=8)), False),
        ((*LADDER[:-1], Rung(7, to=OFFICE, every=7)), False),
        ((*LADDER, Rung(30, to=(*OFFICE, Role.UNIT, Role.AUTHORITY), every=7)), True),
        ((*LADDER, Rung(30, to=(*OFFICE, Role.UNIT, Role.AUTHORITY))), False),
        ((*LADDER, Rung(30, to=(Role.AUTHORITY,), every=7)), False),
    ],
)
def test_a_ladder_is_as_strict_where_nobody_is_told_less(changed, strict):
    assert as_strict(LADDER, changed) is strict


def test_a_day_stands_where_24_hours_do_and_silences_nobody():
    base = house(Unit.HOURS, escalate=OFFICE)
    quiet = laid_in(base, [Rung(1, Unit.DAYS)])

    assert quiet == (*base[:-1], Rung(1, Unit.DAYS))
    assert not as_strict(base, quiet)
    assert as_strict(base, laid_in(base, [Rung(1, Unit.DAYS, OFFICE, 1)]))


def test_two_rungs_that_fall_on_one_moment_are_told_as_one_to_the_people_of_both():
    """Three working days before Friday, 10 July 2026, are three days before it; before the 13th they are five."""
    ladder = (Rung(-5, to=(Role.UNIT,)), Rung(-3), Rung(-3, Unit.WORKING_DAYS, OFFICE), Rung(0, to=OFFICE))
    for end, told in (
        (END, [(-5, (Role.UNIT,)), (-3, OFFICE)]),
        (end_of(date(2026, 7, 13)), [(-5, (Role.UNIT, *OFFICE)), (-3, ())]),
    ):
        found = [*between(ladder, end, built_in(), since=end - 9 * DAY, until=end)]

        assert [((one.moment - end) / DAY, one.rung.to) for one in found] == told
        assert latest(ladder, end, built_in(), until=found[-1].moment + MICRO) == found[-1]
        assert latest(ladder, end, built_in(), until=found[0].moment + MICRO) == found[0]


def test_reminders_are_set_and_the_rest_of_the_ladder_stays():
    changed = with_reminders((Rung(-7, to=(Role.UNIT,)), *LADDER[1:]), [14, 7], Unit.DAYS)

    assert changed == (Rung(-14), Rung(-7, to=(Role.UNIT,)), *LADDER[3:])
    assert with_reminders((Rung(-24, Unit.HOURS, OFFICE),), [1], Unit.DAYS) == (Rung(-24, Unit.HOURS, OFFICE),)


def test_a_ladder_is_kept_and_read_back():
    assert from_plain(plainly(LADDER)) == LADDER


@pytest.mark.parametrize(
    ("rung", "zh", "en"),
    [
        (Rung(-1), "届满前1日", "1 calendar day before the end"),
        (Rung(-2, Unit.WORKING_DAYS), "届满前2个工作日", "2 working days before the end"),
        (Rung(0), "届满时", "at the end"),
        (Rung(6, Unit.HOURS), "届满后6小时", "6 hours after the end"),
        (
            Rung(7, every=7),
            "届满后7日，其后每7日",
            "7 calendar days after the end, then every 7 calendar days",
        ),
    ],
)
def test_a_rung_is_said_in_both_languages(rung, zh, en):
    assert (rung.words().zh, rung.words().en) == (zh, en)


def test_instants_keep_their_zone():
    assert first_from(LADDER, END, END, built_in()).moment.tzinfo == SHANGHAI
    assert first_from(house(Unit.HOURS, escalate=OFFICE), END, END + HOUR, built_in()).moment == END + 6 * HOUR
