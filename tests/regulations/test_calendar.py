"""The days worked, against two libraries that know them from elsewhere; and files that may not be relied on."""

import re
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from regulations.arrangement_words import SAID
from regulations.calendar import Arrangement, Calendar, CalendarError, built_in, load
from regulations.words import Words

NOTICE_2025 = "国办发明电〔2024〕12号"
NOTICE_2026 = "国办发明电〔2025〕7号"


def days_of(*years):
    for year in years:
        first = date(year, 1, 1)
        yield from (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def arrangement(year, *, off=(), worked=(), document="测试〔2026〕1号"):
    return Arrangement(
        year=year,
        document=document,
        issuer="国务院办公厅",
        issued_on=date(year - 1, 11, 1),
        days_off={day: Words("假", "Holiday") for day in off},
        workdays=frozenset(worked),
    )


def test_every_day_of_both_years_agrees_with_chinesecalendar():
    calendar = built_in()

    differing = [day for day in days_of(2025, 2026) if calendar.is_working_day(day) != chinese_calendar.is_workday(day)]

    assert differing == []


def test_every_day_of_both_years_agrees_with_holidays():
    calendar = built_in()
    china = holidays.country_holidays("CN", years=(2025, 2026))

    differing = [day for day in days_of(2025, 2026) if calendar.is_working_day(day) != china.is_working_day(day)]

    assert differing == []


def test_2026_has_248_working_days():
    assert sum(map(built_in().is_working_day, days_of(2026))) == 248


def test_built_in_carries_the_notices_it_was_entered_from():
    known = [(one.year, one.document, one.issuer, one.issued_on) for one in built_in().arrangements]

    assert known == [
        (2025, NOTICE_2025, "国务院办公厅", date(2024, 11, 12)),
        (2026, NOTICE_2026, "国务院办公厅", date(2025, 11, 4)),
    ]
    assert built_in() is built_in()


def test_only_the_loaded_years_are_covered():
    assert built_in().years == (2025, 2026)
    assert [built_in().covers(year) for year in (2024, 2025, 2026, 2027)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("day", "zh", "en", "document"),
    [
        (date(2026, 2, 16), "春节", "Spring Festival", NOTICE_2026),
        (date(2026, 2, 15), "春节", "Spring Festival", NOTICE_2026),
        (date(2025, 10, 6), "国庆节、中秋节", "National Day and Mid-Autumn Festival", NOTICE_2025),
        (date(2026, 6, 13), "星期六", "Saturday", None),
        (date(2026, 6, 14), "星期日", "Sunday", None),
    ],
)
def test_why_off_names_the_holiday_and_its_notice_or_the_weekend(day, zh, en, document):
    off = built_in().why_off(day)

    assert (off.day, off.reason, off.document) == (day, Words(zh, en), document)


def test_a_make_up_day_is_worked_by_order_of_its_notice():
    saturday = date(2026, 2, 14)

    assert built_in().why_off(saturday) is None
    assert (built_in().why_worked(saturday).day, built_in().why_worked(saturday).document) == (saturday, NOTICE_2026)


def test_an_ordinary_working_day_needs_no_notice():
    assert built_in().why_off(date(2026, 6, 10)) is None
    assert built_in().why_worked(date(2026, 6, 10)) is None


def test_an_uncovered_year_is_guessed_monday_to_friday():
    week = [date(2027, 10, 1) + timedelta(days=n) for n in range(7)]  # Friday to Thursday; National Day unknown

    assert [built_in().is_working_day(day) for day in week] == [True, False, False, True, True, True, True]


def test_roll_stays_on_a_working_day_and_leaves_a_holiday():
    calendar = built_in()

    assert calendar.roll(date(2026, 9, 30)) == date(2026, 9, 30)
    assert calendar.roll(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    assert calendar.next_working_day(date(2026, 10, 8)) == date(2026, 10, 9)


def test_add_working_days_leaves_the_start_out():
    calendar = built_in()

    assert calendar.add_working_days(date(2026, 9, 18), 0) == date(2026, 9, 18)
    assert calendar.add_working_days(date(2026, 9, 18), 1) == date(2026, 9, 20)  # a Sunday made up
    assert calendar.add_working_days(date(2026, 9, 18), 10) == date(2026, 10, 9)


def test_add_working_days_refuses_to_count_backwards():
    with pytest.raises(ValueError, match="-1"):
        built_in().add_working_days(date(2026, 9, 18), -1)


def test_with_years_covers_the_new_year_and_leaves_the_old_calendar_alone():
    friday, saturday = date(2027, 1, 1), date(2027, 1, 9)

    longer = built_in().with_years(arrangement(2027, off=[friday], worked=[saturday]))

    assert longer.years == (2025, 2026, 2027)
    assert (longer.is_working_day(friday), longer.is_working_day(saturday)) == (False, True)
    assert (built_in().is_working_day(friday), built_in().is_working_day(saturday)) == (True, False)


def test_with_years_replaces_a_notice_that_was_corrected():
    corrected = built_in().with_years(arrangement(2026, document="更正"))

    assert [one.document for one in corrected.arrangements] == [NOTICE_2025, "更正"]
    assert corrected.is_working_day(date(2026, 10, 1))


def test_a_calendar_refuses_two_notices_for_one_year():
    with pytest.raises(CalendarError) as caught:
        Calendar((arrangement(2027), arrangement(2026), arrangement(2027)))

    assert caught.value.problems == (Words("2027年有两份安排", "2027 is arranged twice"),)


def test_an_arrangement_does_not_change_with_the_mapping_it_was_made_from():
    days = {date(2027, 1, 1): Words("元旦", "New Year's Day")}
    made = Arrangement(2027, "号", "国务院办公厅", date(2026, 11, 1), days, frozenset())

    days.clear()

    assert list(made.days_off) == [date(2027, 1, 1)]
    with pytest.raises(TypeError):
        made.days_off[date(2027, 1, 2)] = Words("假", "Holiday")


GOOD = """
year = 2019
document = "国办发明电〔2018〕15号"
issuer = "国务院办公厅"
issued_on = 2018-12-06

[[holiday]]
zh = "元旦"
en = "New Year's Day"
first = 2018-12-30
last = "2019-01-01"
working = [2018-12-29]
"""


def written(folder, text):
    file = folder / "cn_2019.toml"
    file.write_text(text, "utf-8")
    return file


def problems_of(folder, text):
    with pytest.raises(CalendarError) as caught:
        load(written(folder, text))
    assert caught.value.file.endswith("cn_2019.toml")
    return tuple(one.en for one in caught.value.problems)


def test_whatever_is_wrong_is_told_in_both_languages_with_the_same_figures(tmp_path):
    for said in SAID.values():
        assert re.search(r"[\u4e00-\u9fff]", said.zh)
        assert re.search(r"[a-z]{3}", said.en)
        assert sorted(re.findall(r"{\w+", said.zh)) == sorted(re.findall(r"{\w+", said.en))

    file = tmp_path / "cn_2019.toml"
    file.write_text(GOOD.replace("issuer", "isuer"), encoding="utf-8")
    with pytest.raises(CalendarError) as caught:
        load(file)
    assert "issuer：应写明，而不是 None。 issuer: must be written out, not None." in str(caught.value)


def test_load_reads_a_new_year_holiday_that_begins_in_december(tmp_path):
    calendar = Calendar((load(written(tmp_path, GOOD)),))
    last_days = [date(2018, 12, 28) + timedelta(days=n) for n in range(6)]

    assert [calendar.is_working_day(day) for day in last_days] == [
        chinese_calendar.is_workday(day) for day in last_days
    ]
    assert calendar.years == (2019,)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('document = "国办发明电〔2018〕15号"', "", "document: must be written out, not None"),
        ('"国办发明电〔2018〕15号"', '"  "', "document: must be written out, not '  '"),
        ('issuer = "国务院办公厅"', "issuer = 7", "issuer: must be written out, not 7"),
        ('en = "New Year\'s Day"', "", "holiday[1].en: must be written out, not None"),
        ("issued_on = 2018-12-06", "", "issued_on: must be a date such as 2026-10-01, not None"),
        ("year = 2019", "year = true", "year: must be a year such as 2026, not True"),
        ("year = 2019", "year = 0", "year: must be a year such as 2026, not 0"),
        ("working =", "workng =", "holiday[1].workng: unknown; known are en, first, last, working, zh"),
        (
            "year = 2019",
            "year = 2019\nregion = 1",
            "region: unknown; known are document, holiday, issued_on, issuer, year",
        ),
        (
            'last = "2019-01-01"',
            'last = "2019-02-30"',
            "holiday[1].last: must be a date such as 2026-10-01, not '2019-02-30'",
        ),
        (
            'last = "2019-01-01"',
            "last = 2019-01-01T08:00:00",
            "holiday[1].last: must be a date such as 2026-10-01, not datetime.datetime(2019, 1, 1, 8, 0)",
        ),
        (
            'last = "2019-01-01"',
            "last = 2018-12-29",
            "holiday[1].last: 2018-12-29 lies before the first day, 2018-12-30",
        ),
        ('last = "2019-01-01"', "last = 2020-01-01", "holiday[1].last: 2020-01-01 does not lie in 2019"),
        ("first = 2018-12-30", "first = 2018-11-30", "holiday[1].first: 2018-11-30 does not lie in 2019"),
        (
            "[2018-12-29]",
            "[2018-12-28]",
            "holiday[1].working: 2018-12-28 is not a Saturday or Sunday; only those are made up",
        ),
        ("[2018-12-29]", "[2018-12-30]", "holiday[1].working: 2018-12-30 is a day off for 元旦 and cannot be worked"),
        ("[2018-12-29]", "[2018-12-29, 2018-12-29]", "holiday[1].working: 2018-12-29 is named twice"),
        ("[2018-12-29]", "2018-12-29", "holiday[1].working: must be a list of dates, not datetime.date(2018, 12, 29)"),
        ("[2018-12-29]", '["soon"]', "holiday[1].working[1]: must be a date such as 2026-10-01, not 'soon'"),
        ("[2018-12-29]", "[2026-10-10]", "holiday[1].working[1]: 2026-10-10 does not lie in 2019"),
    ],
)
def test_load_refuses_one_fault_with_one_problem(tmp_path, old, new, problem):
    assert old in GOOD
    assert problems_of(tmp_path, GOOD.replace(old, new)) == (problem,)


def test_load_refuses_a_holiday_that_overlaps_another_and_a_make_up_day_inside_another(tmp_path):
    second = """
[[holiday]]
zh = "长假"
en = "Long Holiday"
first = 2018-12-29
last = 2018-12-30
"""

    assert problems_of(tmp_path, GOOD + second) == (
        "holiday[2].first: 2018-12-30 is already a day off for 元旦",
        "holiday[1].working: 2018-12-29 is a day off for 长假 and cannot be worked",
    )


def test_load_names_every_problem_at_once(tmp_path):
    text = (
        GOOD.replace('document = "国办发明电〔2018〕15号"', "")
        .replace("2018-12-29", "2018-12-28")
        .replace("issued_on", "on")
    )

    assert problems_of(tmp_path, text) == (
        "on: unknown; known are document, holiday, issued_on, issuer, year",
        "document: must be written out, not None",
        "issued_on: must be a date such as 2026-10-01, not None",
        "holiday[1].working: 2018-12-28 is not a Saturday or Sunday; only those are made up",
    )


@pytest.mark.parametrize("holiday", ["", "holiday = []", "holiday = 3"])
def test_load_refuses_a_year_without_holidays(tmp_path, holiday):
    text = GOOD[: GOOD.index("[[holiday]]")] + holiday

    assert problems_of(tmp_path, text) == (
        "holiday: at least one [[holiday]] table is needed, or the year would count as having none",
    )


def test_load_refuses_a_holiday_that_is_no_table(tmp_path):
    text = GOOD[: GOOD.index("[[holiday]]")] + "holiday = [1]"

    assert problems_of(tmp_path, text) == ("holiday[1]: must be a table, not 1",)


@pytest.mark.parametrize("content", [b"year = ", b"issued_on = 2026-13-01", b"year = '\xff'"])
def test_load_refuses_what_is_not_toml(tmp_path, content):
    file = tmp_path / "broken.toml"
    file.write_bytes(content)

    with pytest.raises(CalendarError, match="not valid TOML") as caught:
        load(file)

    assert len(caught.value.problems) == 1


def test_load_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CalendarError, match="cannot be read") as caught:
        load(tmp_path / "cn_2031.toml")

    assert [one.en for one in caught.value.problems] == ["the file cannot be read: No such file or directory"]


def test_shipped_files_say_their_year_in_their_name():
    folder = Path(load.__code__.co_filename).parent / "calendars"

    assert {file.name: load(file).year for file in folder.glob("*.toml")} == {
        "cn_2025.toml": 2025,
        "cn_2026.toml": 2026,
    }
