"""The annual report over the API: by the office of the body, once, in the shape that is asked for."""

from datetime import datetime

import pytest

from ledger.models import Deadline, Entry
from regulations.clocks import SHANGHAI

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
