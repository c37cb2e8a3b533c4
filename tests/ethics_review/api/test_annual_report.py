"""The annual report over the API: by the office of the body, once, in the shape that is asked for."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest

from committees.models import Committee
from ledger.models import Deadline, Entry
from regulations.clocks import SHANGHAI
from tests.world import TERM

NEW_YEAR = datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI)
REPORT = {"year": 2026, "summary": "全年工作情况"}


@pytest.fixture
def reports(world, calls, at):
    """Sends a report of the unit's body on New Year's morning."""

    def send(who, data, pk=None):
        with at(NEW_YEAR):
            return calls(who).post(f"committees/{pk or world.body.pk}/annual-report/", data)

    return send


def test_the_office_reports_on_a_year_that_has_ended(world, reports):
    answer = reports(world.secretary, REPORT | {"document_sha256": "A" * 64})

    assert (answer.status_code, answer.json()["id"]) == (200, world.body.pk)
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert (entry.action, entry.data["year"], entry.data["document_sha256"]) == (
        "annual_report.submitted",
        2026,
        "a" * 64,
    )
    assert not Deadline.objects.filter(stream=world.body.stream, clock="annual_report", settled_at=None).exists()


@pytest.mark.parametrize(
    ("who", "year", "code"),
    [
        ("manager", 2026, "role.not_yours"),
        ("stranger", 2026, "role.not_yours"),
        ("secretary", 2027, "report.year_open"),
        ("secretary", 2023, "report.before_body"),
    ],
)
def test_a_report_that_may_not_be_made_is_refused(world, reports, unchanged, who, year, code):
    with unchanged():
        answer = reports(getattr(world, who), REPORT | {"year": year})
    assert answer.status_code == 409
    assert [refusal["code"] for refusal in answer.json()["refusals"]] == [code]


def test_a_second_report_on_the_year_is_refused_with_its_article(world, reports):
    reports(world.secretary, REPORT)
    (refusal,) = reports(world.chair, REPORT).json()["refusals"]

    assert (refusal["code"], refusal["cite"]["article"]) == ("report.filed", 30)
    assert "2026" in refusal["sentence"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"year": 2026},
        {"summary": "概要"},
        REPORT | {"year": "2026"},
        REPORT | {"year": 9999},
        REPORT | {"summary": " "},
        REPORT | {"document_sha256": "a" * 63},
        REPORT | {"figures": {}},
    ],
)
def test_a_report_of_another_shape_is_refused(world, reports, unchanged, data):
    with unchanged():
        assert reports(world.secretary, data).status_code == 422


def test_a_panel_is_unknown_to_others(world, story, reports):
    panel = story.applied().panelled().case.re_examinations.get().panel

    assert reports(world.secretary, REPORT, pk=panel.pk).status_code == 404


@pytest.fixture
def figures(calls, at):
    """What the list of a year's reports says to a person."""

    def ask(who, year=2026, query=""):
        with at(NEW_YEAR):
            return calls(who).get(f"reports/annual/{year}/{query}")

    return ask


def test_the_authority_reads_figures_and_words_of_its_bodies(world, story, reports, figures):
    story.decided()
    reports(world.secretary, REPORT | {"document_sha256": "a" * 64})
    body, centre = figures(world.officer).json()["results"]

    counted = {"accepted": 1, "listed": 0, "decided": {"approve": 1}, "re_examined": 0, "overdue": 0}
    assert (body["committee"]["id"], body["institution"]["id"], body["figures"]) == (
        world.body.pk,
        world.unit.pk,
        counted,
    )
    assert body["report"] == {
        "at": "2027-01-01T09:00:00+08:00",
        "role": "secretary",
        "figures": counted,
        "summary": "全年工作情况",
        "document_sha256": "a" * 64,
    }
    assert (centre["committee"]["id"], centre["report"]) == (world.centre.pk, None)


@pytest.mark.parametrize(
    ("who", "reads"), [("secretary", ["body"]), ("manager", ["body"]), ("applicant", []), ("bare_manager", [])]
)
def test_nobody_reads_of_a_body_that_is_not_theirs(world, story, reports, figures, who, reads):
    story.decided()
    reports(world.secretary, REPORT)
    answer = figures(getattr(world, who))

    assert [row["committee"]["id"] for row in answer.json()["results"]] == [getattr(world, name).pk for name in reads]
    assert ("全年工作情况" in answer.content.decode()) is bool(reads)


@pytest.mark.parametrize(("year", "rows"), [(2023, 0), (2024, 2), (2027, 2)])
def test_a_body_has_figures_from_the_year_in_which_it_was_set_up(world, figures, year, rows):
    found = figures(world.officer, year=year).json()["results"]

    assert len(found) == rows
    assert all(row["figures"]["accepted"] == 0 and row["report"] is None for row in found)


@pytest.mark.parametrize("year", ["1999", "2200", "20260", "abc", "-1", "0"])
def test_a_year_that_is_none_is_not_found(world, figures, year):
    assert figures(world.officer, year=year).status_code == 404


def test_the_list_has_pages_of_one_price(world, figures, statements):
    one = statements(figures, world.officer, query="?page_size=1")
    for number in range(2):
        Committee.objects.create(
            kind="ethics", name=f"委员会{number}", institution=world.unit, pack_id="ai-2026", established_on=TERM[0]
        )
    whole = statements(figures, world.officer)
    first = figures(world.officer, query="?page_size=3").json()
    cursor = urlsplit(first["next"]).query

    assert one == whole
    assert len(first["results"]) == 3
    assert len(figures(world.officer, query=f"?{cursor}").json()["results"]) == 1
    assert figures(world.officer, query="?year=2026").status_code == 422
