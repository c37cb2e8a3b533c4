"""The catalogues through the API: each whole with its source, and those of a case's filing."""

import pytest

from regulations.catalogue import catalogues
from tests.world import filing

ROAD = {"plan": filing()["plan"] | {"fields_of_use": "辅助驾驶"}}


@pytest.fixture
def asks(calls, at, story):
    def ask(who, path):
        with at(story.now):
            return calls(who).get(path)

    return ask


def test_catalogues_are_listed_with_source_date_version_and_digest(world, asks):
    rows = asks(world.stranger, "catalogues/").json()["results"]

    assert [row["key"] for row in rows] == ["focuses", "risks", "government", "driving"]
    assert [row["sha256"] for row in rows] == [one.sha256 for one in catalogues()]
    assert (rows[1]["issued_on"], rows[1]["basis"]) == ("2025-09-15", "reported")
    assert rows[1]["document"]["zh"] == "《人工智能安全治理框架》2.0版"


def test_a_catalogue_has_its_grades_and_entries(world, asks):
    whole = asks(world.stranger, "catalogues/driving/").json()

    assert [grade["key"] for grade in whole["grades"]] == ["assisted", "restricted", "unrestricted"]
    assert {entry["group"] for entry in whole["entries"]} == {"", "assisted", "restricted", "unrestricted"}
    assert asks(world.stranger, "catalogues/focuses/").json()["entries"][0]["questions"]


def test_a_catalogue_nobody_knows_is_not_found(world, asks):
    assert asks(world.stranger, "catalogues/weather/").status_code == 404


def test_a_case_tells_which_catalogues_apply_to_its_filing(story, world, asks):
    story.drafted(**ROAD)

    found = {one["key"]: one for one in asks(world.applicant, f"cases/{story.number}/").json()["catalogues"]}

    assert set(found) == {"focuses", "risks", "driving"}
    assert found["driving"]["grades"] == ["assisted"]
    assert "driver_responsible" in found["driving"]["entries"]
    assert "takeover" not in found["driving"]["entries"]


def test_a_catalogue_is_read_under_the_digest_a_submission_recorded(story, world, asks):
    story.submitted()
    closed = story.last.data["catalogues"]["risks"]["sha256"]

    assert (
        asks(world.stranger, f"catalogues/risks/?sha256={closed}").json()
        == asks(world.stranger, "catalogues/risks/").json()
    )
    for digest in ("0" * 64, "nonsense", story.last.data["catalogues"]["focuses"]["sha256"]):
        assert asks(world.stranger, f"catalogues/risks/?sha256={digest}").status_code == 404
    assert asks(world.stranger, "catalogues/risks/?version=1").status_code == 422
