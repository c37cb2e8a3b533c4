"""The page of a replay: the same people as the API, figures and changed rows in both languages, and nothing written."""

import pytest

from tests.world import Story

PATH = "/rules/general-2023/replay/"


@pytest.fixture
def listed(story):
    """A listed activity that has passed its preliminary review."""
    return story.preliminary()


def test_the_secretary_reads_what_would_change(listed, world, browse, read, at):
    with at(listed.now):
        found = browse(world.secretary).get(PATH)

    words = read(found)
    assert found.status_code == 200
    assert "Figures for the cases on this page" in words
    assert f"{listed.number} 分诊助手" in words or f"{listed.number} Triage" in words
    assert "Move: Pass preliminary review" in words
    assert "Under its own rules" in words


def test_the_page_speaks_chinese(listed, world, browse, read, at):
    with at(listed.now):
        words = read(browse(world.secretary, "zh-hans").get(PATH))

    assert "假设重演" in words
    assert "程序行为：通过初步审查" in words
    assert "What if" not in words


def test_a_page_under_the_own_rules_has_no_row(listed, world, browse, read, at):
    with at(listed.now):
        words = read(browse(world.secretary).get("/rules/ai-2026/replay/"))

    assert "Would stay as it is" in words
    assert "Under its own rules" not in words


@pytest.mark.parametrize("who", ["applicant", "manager", "stranger", "adviser"])
def test_nobody_else_finds_the_page_or_the_way_to_it(listed, world, browse, read, at, who):
    with at(listed.now):
        browser = browse(getattr(world, who))
        assert browser.get(PATH).status_code == 404
        assert "What if" not in read(browser.get("/rules/general-2023/"))


@pytest.mark.parametrize("who", ["secretary", "officer", "chair"])
def test_the_page_of_the_pack_leads_there(listed, world, browse, read, at, who):
    with at(listed.now):
        browser = browse(getattr(world, who))
        assert browser.get(PATH).status_code == 200
        assert "What if: recorded cases under these rules" in read(browser.get("/rules/general-2023/"))


def test_another_committee_reads_nothing_of_it(listed, world, browse, read, at):
    with at(listed.now):
        words = read(browse(world.centre_secretary).get(PATH))

    assert (
        "There is no filed case to replay yet. Those of your bodies or your region stand here once they are submitted."
        in words
    )
    assert listed.number not in words


def test_a_pack_there_is_not_is_not_found(listed, world, browse, at):
    with at(listed.now):
        assert browse(world.secretary).get("/rules/nowhere/replay/").status_code == 404


@pytest.mark.parametrize("query", ["committee=abc", "committee=9999999999999999999999", "page=zero", "committee=²"])
def test_what_cannot_be_read_narrows_nothing(listed, world, browse, read, at, query):
    with at(listed.now):
        found = browse(world.secretary).get(f"{PATH}?{query}")

    assert found.status_code == 200
    assert listed.number in read(found)


def test_the_page_writes_nothing(listed, world, browse, at, unchanged):
    browser = browse(world.secretary)
    with at(listed.now), unchanged():
        browser.get(PATH)


def test_three_cases_take_as_many_statements_as_one(listed, world, browse, at, statements):
    browser = browse(world.secretary)
    with at(listed.now):
        browser.get(PATH)
        one = statements(browser.get, PATH)
        for _ in range(2):
            more = Story(world, now=listed.now).preliminary()
        assert more.case.state == "preliminary_passed"
    with at(more.now):
        assert statements(browser.get, PATH) == one <= 15
