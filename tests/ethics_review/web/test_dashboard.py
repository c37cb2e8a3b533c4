"""The dashboard as it is read: charts with their tables, a period of one's choice, and the tables as files."""

import csv
import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from accounts.models import User
from ethics_review.web.spreadsheet import as_csv
from tests.world import MORNING, Story

CHARTS = ["turnaround", "overdue", "outcomes", "focuses", "rounds"]


@pytest.fixture
def dashboard(browse, at, world):
    """The page of the unit's body for a person."""

    def ask(person, language="en", **days):
        with at(MORNING + timedelta(hours=8)):
            return browse(person, language).get(reverse("dashboard", args=[world.body.pk]), **days)

    return ask


@pytest.fixture
def file(browse, at, world):
    """One of its tables as a file."""

    def ask(person, chart, language="en", **days):
        with at(MORNING + timedelta(hours=8)):
            return browse(person, language).get(reverse("dashboard-csv", args=[world.body.pk, chart]), **days)

    return ask


def drawn(answer):
    """What the script is given, by chart."""
    data = re.search(r'<script id="charts-data" type="application/json">(.*?)</script>', answer.content.decode())
    return {one["key"]: one for one in json.loads(data.group(1))}


def rows(answer):
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_every_chart_says_the_same_as_its_table(dashboard, world, read):
    Story(world).decided()

    answer = dashboard(world.vice)

    assert drawn(answer)["outcomes"] == {
        "key": "outcomes",
        "labels": ["Approve"],
        "series": [{"label": "Decisions", "values": [1]}],
        "stacked": False,
    }
    assert "Turnaround by procedure CSV" in read(answer)
    assert "Procedure Decisions Median days Longest, days General procedure 1 0 0" in read(answer)


def test_it_is_told_in_chinese(dashboard, world, read):
    Story(world).decided()

    shown = read(dashboard(world.vice, "zh-hans"))

    assert "2025-06-10至2026-06-10" in shown
    assert "结论 决定数 批准 1" in shown


@pytest.mark.parametrize(("who", "shown"), [("secretary", True), ("chair", True), ("vice", False), ("manager", False)])
def test_the_load_of_a_member_is_for_the_office_alone(dashboard, file, world, read, who, shown):
    Story(world).decided()
    person = getattr(world, who)

    assert ("Load by member" in read(dashboard(person)), "委员5" in read(dashboard(person))) == (shown, shown)
    assert file(person, "loads").status_code == (200 if shown else 404)


@pytest.mark.parametrize("who", ["applicant", "officer", "centre_secretary", "stranger"])
def test_to_anybody_else_there_is_none(dashboard, file, world, who):
    Story(world).decided()
    person = getattr(world, who)

    assert [dashboard(person).status_code, file(person, "outcomes").status_code] == [404, 404]


def test_the_way_to_it_is_shown_to_whom_it_is_open(browse, at, world):
    path, way = reverse("committee", args=[world.body.pk]), reverse("dashboard", args=[world.body.pk])

    with at(MORNING):
        offered = {
            who: way in browse(getattr(world, who)).get(path).content.decode()
            for who in ("vice", "manager", "applicant", "centre_secretary")
        }

    assert offered == {"vice": True, "manager": True, "applicant": False, "centre_secretary": False}


def test_a_period_without_anything_says_what_to_do(dashboard, world, read):
    Story(world).decided()

    answer = dashboard(world.vice, since="2030-01-01", until="2030-12-31")

    assert read(answer).count("There is nothing to count in this period. Choose a longer one above.") == len(CHARTS)
    assert drawn(answer) == {}


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"since": "2026-06-10", "until": "2026-06-09"}, "The last day lies before the first."),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"until": "2026-02-30"}, "Enter a valid date."),
    ],
)
def test_days_that_make_no_period_are_told_and_the_usual_ones_shown(dashboard, world, read, days, told):
    shown = read(dashboard(world.chair, **days))

    assert told in shown
    assert "From 2025-06-10 through 2026-06-10" in shown


def test_the_file_is_the_table_of_the_same_days(file, world):
    Story(world).decided()

    answer = file(world.vice, "outcomes", since="2026-06-10", until="2026-06-10")

    assert answer["Content-Disposition"] == 'attachment; filename="outcomes-2026-06-10-2026-06-10.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert rows(answer) == [["Outcome", "Decisions"], ["Approve", "1"]]
    assert rows(file(world.vice, "outcomes", since="2026-06-11", until="2026-06-12")) == [["Outcome", "Decisions"]]


def test_a_table_nobody_knows_is_not_there(file, world):
    assert file(world.chair, "votes").status_code == 404


def test_a_name_that_would_be_computed_is_only_a_name(file, world):
    User.objects.filter(pk=world.members[2].pk).update(name='=HYPERLINK("https://elsewhere.example")')
    Story(world).decided()

    assert rows(file(world.chair, "loads"))[1] == ['\'=HYPERLINK("https://elsewhere.example")', "1", "0"]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_computed_and_numbers_stay_numbers(begins):
    (cells,) = csv.reader(StringIO(as_csv([[f"{begins}1+1", -1]]).removeprefix("\ufeff"), newline=""))

    assert cells == [f"'{begins}1+1", "-1"]


def test_the_page_costs_the_same_with_one_case_and_with_three(browse, at, world, statements):
    browser, path = browse(world.chair), reverse("dashboard", args=[world.body.pk])
    Story(world).decided()

    with at(MORNING + timedelta(hours=8)):
        browser.get(path)
        one = statements(browser.get, path)
        Story(world).decided()
        Story(world).decided("reject")
        three = statements(browser.get, path)

    assert (one, three) == (11, 11)
