"""The vectors of the specification, both sides of midnight, and what a limit says of how it was counted."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulations.calendar import Arrangement, Calendar, built_in
from regulations.citation import Cite, Source
from regulations.clocks import (
    SHANGHAI,
    Clock,
    Length,
    Step,
    Unit,
    add_months,
    due,
    end_of,
    explain,
    local,
    next_occurrence,
)
from regulations.ladder import Rung
from regulations.vocabulary import Basis, Role
from regulations.words import Words

NOTICE_2026 = "国办发明电〔2025〕7号"
ANNUAL = Length(1, Unit.FIXED_DATE, month_day=(3, 31))
A_MICROSECOND = timedelta(microseconds=1)


def at(year, month, day, hour=10, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def ends(start, amount, unit, **options):
    return due(start=start, clock=Length(amount, unit), calendar=built_in(), **options)


def clock(amount=30, unit=Unit.DAYS, **changes):
    facts = {
        "name": "decision",
        "amount": amount,
        "unit": unit,
        "source": Source(Cite("ai-2026", 16), Basis.REPORTED),
        "label": Words("审查决定", "Decision"),
        "owner": Role.CHAIR,
    }
    return Clock(**{**facts, **changes})


@pytest.mark.parametrize(
    ("amount", "unit", "start", "expected", "provisional"),
    [
        (30, Unit.DAYS, at(2026, 6, 10), date(2026, 7, 10), False),
        (30, Unit.DAYS, at(2026, 1, 15), date(2026, 2, 14), False),
        (30, Unit.DAYS, at(2026, 1, 16), date(2026, 2, 24), False),
        (30, Unit.DAYS, at(2026, 3, 5), date(2026, 4, 7), False),
        (30, Unit.DAYS, at(2026, 5, 20), date(2026, 6, 22), False),
        (30, Unit.DAYS, at(2026, 8, 21), date(2026, 9, 20), False),
        (30, Unit.DAYS, at(2026, 9, 1), date(2026, 10, 8), False),
        (10, Unit.WORKING_DAYS, at(2026, 9, 18), date(2026, 10, 9), False),
        (10, Unit.WORKING_DAYS, at(2026, 2, 10), date(2026, 3, 2), False),
        (12, Unit.MONTHS, at(2024, 2, 29), date(2025, 2, 28), False),
        (6, Unit.MONTHS, at(2026, 8, 31), date(2027, 2, 28), True),
    ],
)
def test_vectors_of_the_specification(amount, unit, start, expected, provisional):
    result = ends(start, amount, unit)

    assert (result.due_on, result.due_at, result.provisional) == (expected, end_of(expected), provisional)


def test_a_limit_in_days_is_overdue_only_after_its_last_instant():
    result = ends(at(2026, 6, 10), 30, Unit.DAYS)

    assert result.due_at == datetime(2026, 7, 10, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=8)))
    assert not result.is_overdue(now=result.due_at)
    assert result.is_overdue(now=result.due_at + A_MICROSECOND)
    assert result.is_overdue(now=datetime(2026, 7, 10, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize("hour", [0, 23])
def test_the_hour_of_the_start_does_not_matter_to_days(hour):
    assert ends(at(2026, 6, 10, hour), 30, Unit.DAYS).due_on == date(2026, 7, 10)


def test_the_start_day_is_the_day_in_shanghai():
    before_midnight = datetime(2026, 6, 9, 15, 59, 59, 999999, tzinfo=UTC)

    before = ends(before_midnight, 30, Unit.DAYS)
    after = ends(before_midnight + A_MICROSECOND, 30, Unit.DAYS)

    assert (before.started_on, before.due_on) == (date(2026, 6, 9), date(2026, 7, 9))
    assert (after.started_on, after.due_on) == (date(2026, 6, 10), date(2026, 7, 10))
    assert after.started_at.utcoffset() == timedelta(hours=8)


def test_hours_run_from_the_exact_instant_through_days_off():
    start = datetime(2026, 9, 30, 9, 15, 30, 250, tzinfo=UTC)

    result = ends(start, 72, Unit.HOURS)

    assert result.due_at == start + timedelta(hours=72)
    assert (result.due_on, result.counted_to, result.skipped) == (date(2026, 10, 3), date(2026, 10, 3), ())
    assert not result.is_overdue(now=start + timedelta(hours=72))
    assert result.is_overdue(now=start + timedelta(hours=72) + A_MICROSECOND)


def test_hours_into_a_year_without_a_notice_are_certain():
    assert not ends(at(2026, 12, 31), 72, Unit.HOURS).provisional


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (at(2026, 1, 1), date(2026, 3, 31)),
        (at(2026, 3, 31, 23, 59), date(2026, 3, 31)),
        (at(2026, 4, 1, 0), date(2027, 3, 31)),
        (at(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_a_fixed_date_is_the_next_one_on_or_after_the_start(start, expected):
    result = due(start=start, clock=ANNUAL, calendar=built_in())

    assert (result.due_on, result.due_at, result.provisional) == (expected, end_of(expected), False)


def test_a_fixed_date_never_rolls():
    sunday = due(start=at(2025, 12, 1), clock=Length(1, Unit.FIXED_DATE, month_day=(2, 15)), calendar=built_in())

    assert (sunday.due_on, sunday.skipped) == (date(2026, 2, 15), ())


def test_rolling_names_every_day_off_it_passed():
    result = ends(at(2026, 1, 16), 30, Unit.DAYS)

    assert result.counted_to == date(2026, 2, 15)
    assert [off.day for off in result.skipped] == [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
    assert {off.document for off in result.skipped} == {NOTICE_2026}


def test_rolling_can_be_switched_off_by_the_clock_or_the_caller():
    start, calendar = at(2026, 9, 1), built_in()

    by_caller = due(start=start, clock=clock(), calendar=calendar, roll_last_day=False)
    by_clock = due(start=start, clock=clock(roll_last_day=False), calendar=calendar)
    by_neither = due(start=start, clock=clock(), calendar=calendar)

    assert [one.due_on.isoformat() for one in (by_caller, by_clock, by_neither)] == [
        "2026-10-01",
        "2026-10-01",
        "2026-10-08",
    ]
    assert by_caller.skipped == ()


def test_a_make_up_day_is_named_where_a_limit_ends_on_it():
    result = ends(at(2026, 1, 15), 30, Unit.DAYS)

    assert [(one.day, one.document) for one in result.made_up] == [(date(2026, 2, 14), NOTICE_2026)]
    assert result.skipped == ()


def test_working_days_name_the_days_off_and_the_make_up_days_counted():
    result = ends(at(2026, 9, 18), 10, Unit.WORKING_DAYS)

    off = [
        date(2026, 9, 19),
        *(date(2026, 9, day) for day in (25, 26, 27)),
        *(date(2026, 10, day) for day in range(1, 8)),
    ]
    assert [one.day for one in result.skipped] == off
    assert [one.day for one in result.made_up] == [date(2026, 9, 20)]
    assert (result.started_on, result.counted_to) == (date(2026, 9, 18), date(2026, 10, 9))


def test_one_working_day_from_a_day_off_is_the_next_working_day():
    assert ends(at(2026, 10, 3), 1, Unit.WORKING_DAYS).due_on == date(2026, 10, 8)


def test_an_uncovered_sunday_is_kept_and_marked():
    result = ends(at(2026, 8, 31), 6, Unit.MONTHS)

    assert (result.due_on.weekday(), result.skipped, result.uncovered_years) == (6, (), (2027,))


def test_a_limit_without_rolling_does_not_depend_on_a_missing_notice():
    result = ends(at(2026, 8, 31), 6, Unit.MONTHS, roll_last_day=False)

    assert (result.due_on, result.provisional) == (date(2027, 2, 28), False)


def test_a_limit_that_only_crosses_an_uncovered_year_is_certain():
    only_2025 = Calendar(built_in().arrangements[:1])

    assert not due(start=at(2024, 12, 1), clock=Length(60, Unit.DAYS), calendar=only_2025).provisional
    assert due(start=at(2024, 12, 1), clock=Length(40, Unit.WORKING_DAYS), calendar=only_2025).uncovered_years == (
        2024,
    )


def test_the_day_left_out_may_lie_in_an_uncovered_year():
    result = ends(at(2024, 12, 31), 3, Unit.WORKING_DAYS)

    assert (result.due_on, result.provisional) == (date(2025, 1, 6), False)


def test_the_last_covered_day_is_certain_and_the_first_uncovered_one_is_not():
    assert ends(at(2026, 12, 1), 30, Unit.DAYS).uncovered_years == ()
    assert ends(at(2026, 12, 2), 30, Unit.DAYS).uncovered_years == (2027,)


def test_working_days_into_an_uncovered_year_count_monday_to_friday_and_say_so():
    within = ends(at(2026, 12, 30), 1, Unit.WORKING_DAYS)
    beyond = ends(at(2026, 12, 30), 3, Unit.WORKING_DAYS)

    assert (within.due_on, within.uncovered_years) == (date(2026, 12, 31), ())
    assert (beyond.due_on, beyond.uncovered_years) == (date(2027, 1, 4), (2027,))
    assert [off.reason.en for off in beyond.skipped] == ["Saturday", "Sunday"]


def test_rolling_stops_where_the_notices_stop():
    sunday = date(2028, 12, 31)
    only_2028 = Calendar((Arrangement(2028, "号", "国务院办公厅", date(2027, 11, 1), {}, frozenset()),))

    result = due(start=at(2028, 12, 1), clock=Length(30, Unit.DAYS), calendar=only_2028)

    assert [off.day for off in result.skipped] == [sunday]
    assert (result.due_on, result.uncovered_years) == (date(2029, 1, 1), (2029,))


def test_loading_the_missing_year_settles_a_provisional_end():
    spring = {date(2027, 2, 28): Words("假", "Holiday"), date(2027, 3, 1): Words("假", "Holiday")}
    loaded = built_in().with_years(Arrangement(2027, "号", "国务院办公厅", date(2026, 11, 1), spring, frozenset()))

    result = due(start=at(2026, 8, 31), clock=Length(6, Unit.MONTHS), calendar=loaded)

    assert (result.due_on, result.provisional) == (date(2027, 3, 2), False)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 3, 31), 25, date(2028, 4, 30)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(day, months, expected):
    assert add_months(day, months) == expected


def test_a_leap_day_recurs_on_the_last_of_february():
    assert next_occurrence(date(2026, 3, 1), (2, 29)) == date(2027, 2, 28)
    assert next_occurrence(date(2027, 3, 1), (2, 29)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "call",
    [lambda now: ends(now, 1, Unit.DAYS), local, lambda now: ends(at(2026, 6, 10), 1, Unit.DAYS).is_overdue(now=now)],
)
def test_an_instant_without_a_zone_is_refused(call):
    with pytest.raises(ValueError, match="no time zone"):
        call(datetime(2026, 6, 10, 10))  # noqa: DTZ001 -- the fault under test


@pytest.mark.parametrize(
    "length",
    [
        Length(48, Unit.HOURS),
        Length(2, Unit.DAYS),
        Length(2, Unit.WORKING_DAYS),
        Length(1, Unit.MONTHS),
        ANNUAL,
    ],
)
def test_a_limit_beyond_the_last_year_is_refused(length):
    with pytest.raises(ValueError, match="leave the calendar"):
        due(start=at(9999, 12, 30), clock=length, calendar=Calendar())


@pytest.mark.parametrize(
    ("amount", "unit", "month_day"),
    [
        (-1, Unit.HOURS, None),
        (1, Unit.FIXED_DATE, None),
        (30, Unit.DAYS, (3, 31)),
        (1, Unit.FIXED_DATE, (2, 30)),
        (1, Unit.FIXED_DATE, (13, 1)),
    ],
)
def test_a_length_that_means_nothing_is_refused(amount, unit, month_day):
    with pytest.raises(ValueError, match=r"fixed date|less than 0|day is out of range|day 30 must be|month must be"):
        Length(amount, unit, month_day)
    with pytest.raises(ValueError, match=r"fixed date|less than 0|day is out of range|day 30 must be|month must be"):
        clock(amount, unit, month_day=month_day)


def test_nothing_may_be_left_of_a_limit_but_a_clock_lasts_at_least_one_of_its_unit():
    assert Length(0, Unit.DAYS).words().en == "0 calendar days"
    with pytest.raises(ValueError, match="at least 1"):
        clock(0)


def test_a_house_setting_replaces_the_amount_and_nothing_else():
    house = Source(Cite("house"), Basis.HOUSE)
    acceptance = clock(5, Unit.WORKING_DAYS, source=house, setting="acceptance_days", ladder=(Rung(-1),))

    assert acceptance.lasting(8) == clock(
        8, Unit.WORKING_DAYS, source=house, setting="acceptance_days", ladder=(Rung(-1),)
    )
    with pytest.raises(ValueError, match="at least 1"):
        acceptance.lasting(0)


def test_no_setting_replaces_what_an_instrument_fixes():
    with pytest.raises(ValueError, match="instrument"):
        clock(setting="decision_days")
    with pytest.raises(ValueError, match="no setting"):
        clock().lasting(60)


def test_a_clock_says_who_is_told_by_its_ladder():
    told = clock(ladder=(Rung(-7), Rung(-1, to=(Role.SECRETARY,)), Rung(0, to=(Role.UNIT,)), Rung(3, every=7)))

    assert (told.reminders, told.escalate) == ((7, 1), (Role.UNIT,))
    assert (clock().reminders, clock().escalate) == ((), ())
    with pytest.raises(ValueError, match="rise"):
        clock(ladder=(Rung(0), Rung(-7)))


def lines(start, length, **options):
    return [
        (line.kind, line.on, line.note.zh, line.note.en, line.document)
        for line in explain(due(start=start, clock=length, calendar=built_in(), **options))
    ]


def test_explain_days_that_roll_over_the_weekend():
    assert lines(at(2026, 8, 28), Length(1, Unit.DAYS)) == [
        (
            Step.START,
            date(2026, 8, 28),
            "当日不计入（民法典第201条）",
            "the day of the start is not counted (Civil Code art. 201)",
            None,
        ),
        (Step.COUNTED_TO, date(2026, 8, 29), "1日的最后一日", "the last of 1 calendar day", None),
        (
            Step.DAY_OFF,
            date(2026, 8, 29),
            "星期六，顺延（民法典第203条）",
            "Saturday, moves the end (Civil Code art. 203)",
            None,
        ),
        (
            Step.DAY_OFF,
            date(2026, 8, 30),
            "星期日，顺延（民法典第203条）",
            "Sunday, moves the end (Civil Code art. 203)",
            None,
        ),
        (
            Step.DUE,
            date(2026, 8, 31),
            "当日24时届满（民法典第203条）",
            "ends at 24:00 of this day (Civil Code art. 203)",
            None,
        ),
    ]


def test_explain_working_days_puts_days_off_and_make_up_days_in_order():
    explained = lines(at(2026, 9, 18), Length(6, Unit.WORKING_DAYS))

    assert [(kind, on.day, zh, document) for kind, on, zh, _, document in explained] == [
        (Step.START, 18, "当日不计入（民法典第201条）", None),
        (Step.DAY_OFF, 19, "星期六，不计入", None),
        (Step.MADE_UP, 20, "调休上班，是工作日", NOTICE_2026),
        (Step.DAY_OFF, 25, "中秋节，不计入", NOTICE_2026),
        (Step.DAY_OFF, 26, "中秋节，不计入", NOTICE_2026),
        (Step.DAY_OFF, 27, "中秋节，不计入", NOTICE_2026),
        (Step.DUE, 28, "当日24时届满（民法典第203条）", None),
    ]


def test_explain_months_without_a_corresponding_day_and_without_a_notice():
    explained = lines(at(2026, 8, 31), Length(6, Unit.MONTHS))

    assert [(kind, on, en) for kind, on, _, en, _ in explained[1:]] == [
        (Step.COUNTED_TO, date(2027, 2, 28), "the month's last day after 6 months (Civil Code art. 202)"),
        (
            Step.PROVISIONAL,
            date(2027, 2, 28),
            "no holiday notice for 2027 is loaded: provisional, to be counted again once it is",
        ),
        (Step.DUE, date(2027, 2, 28), "ends at 24:00 of this day (Civil Code art. 203)"),
    ]


def test_explain_months_with_a_corresponding_day():
    explained = lines(at(2025, 6, 30), Length(12, Unit.MONTHS))

    assert explained[1][2:4] == (
        "12个月后的对应日（民法典第202条）",
        "the day corresponding after 12 months (Civil Code art. 202)",
    )


def test_explain_hours_in_instants():
    assert [(kind, on, zh) for kind, on, zh, _, _ in lines(at(2026, 9, 30), Length(72, Unit.HOURS))] == [
        (Step.START, at(2026, 9, 30), "自此刻起按小时计算（民法典第201条）"),
        (Step.DUE, at(2026, 10, 3), "此刻届满"),
    ]


def test_explain_a_fixed_date():
    assert [(kind, on, zh, en) for kind, on, zh, en, _ in lines(at(2026, 1, 1), ANNUAL)] == [
        (Step.START, date(2026, 1, 1), "此日或其后的第一个3月31日", "the first 03-31 on or after this day"),
        (
            Step.DUE,
            date(2026, 3, 31),
            "当日24时届满（民法典第203条）",
            "ends at 24:00 of this day (Civil Code art. 203)",
        ),
    ]


INSTANTS = st.datetimes(datetime(2024, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.builds(
    Length, st.integers(1, 120), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.HOURS])
)


@settings(deadline=None)
@given(INSTANTS, LENGTHS)
def test_a_limit_ends_after_it_starts_and_on_a_working_day_of_a_covered_year(start, length):
    result = due(start=start, clock=length, calendar=built_in())

    assert result.due_at > start
    assert result.counted_to <= result.due_on
    if length.unit is not Unit.HOURS and built_in().covers(result.due_on.year):
        assert built_in().is_working_day(result.due_on)


@settings(deadline=None)
@given(INSTANTS, LENGTHS, st.integers(0, 10_000))
def test_starting_later_never_ends_earlier(start, length, minutes):
    earlier = due(start=start, clock=length, calendar=built_in())
    later = due(start=start + timedelta(minutes=minutes), clock=length, calendar=built_in())

    assert later.due_at >= earlier.due_at


@settings(deadline=None)
@given(INSTANTS, LENGTHS, st.integers(-12, 14))
def test_the_zone_an_instant_is_written_in_does_not_matter(start, length, offset):
    elsewhere = start.astimezone(timezone(timedelta(hours=offset)))

    assert due(start=elsewhere, clock=length, calendar=built_in()) == due(
        start=start, clock=length, calendar=built_in()
    )
