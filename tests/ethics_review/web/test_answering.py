"""A completion notice is answered item by item: what was filed beside what is filed now, or why it stays."""

import pytest
from django.urls import reverse

from tests.world import filing

ITEMS = [
    {"path": "plan.testing", "reason": "请补充外部验证"},
    {"path": "funding", "reason": "请说明项目编号"},
    {"path": "plan", "reason": "整体说明"},
    {"path": "附件", "reason": "附件不清晰"},
]


@pytest.fixture
def asked(story, world):
    """The office asks for four things: two answers, a part, and something that is no part of the form."""
    story.submitted()
    story.does(world.secretary, "request_completion", extra=ITEMS)
    return story


@pytest.fixture
def path(asked):
    return reverse("filing-answer", args=[asked.number])


def answers(story, **changed):
    """What the page sends: its own fields only."""
    newest = story.case.filings.latest("revision")
    stands = {"plan.testing": newest.body["plan"]["testing"], "funding": newest.body["funding"]}
    given = stands | {name.replace("__", "."): value for name, value in changed.items()}
    asked_for = {f"asked.{name}": "1" for name in stands}
    return given | asked_for | {"revision": newest.revision}


def test_each_item_stands_with_its_article_its_old_answer_and_a_field_for_the_new_one(
    browse, at, asked, world, path, read
):
    with at(asked.now):
        answer = browse(world.applicant).get(path)

    page, shown = answer.content.decode(), read(answer)
    assert "1. Test and evaluation methods open 请补充外部验证" in shown
    assert f"Before the committee {filing()['plan']['testing']}" in shown
    assert 'name="plan.testing"' in page
    assert 'name="plan.purpose"' not in page
    assert f'href="{reverse("filing-step", args=[asked.number, "plan"])}"' in page
    assert f'href="{reverse("filing-step", args=[asked.number, "documents"])}"' in page
    assert page.count('name="left.') == 4


def test_the_case_page_leads_the_applicant_there_and_nobody_else(browse, at, asked, world, path):
    with at(asked.now):
        pages = {
            name: browse(getattr(world, name)).get(reverse("case", args=[asked.number])).content.decode()
            for name in ("applicant", "secretary")
        }

    assert {name: path in page for name, page in pages.items()} == {"applicant": True, "secretary": False}


def test_saving_keeps_answers_and_reasons(browse, at, asked, world, path, read):
    data = answers(asked, plan__testing="外部验证三家医院") | {"go": "save", "left.1": "编号尚未下达"}

    with at(asked.now):
        browser = browse(world.applicant)
        saved = browser.post(path, data)
        shown = read(browser.get(path))

    assert (saved.status_code, saved.url) == (302, path)
    assert asked.case.filings.latest("revision").body["plan"]["testing"] == "外部验证三家医院"
    assert "1. Test and evaluation methods answered" in shown
    assert "2. Source of funding left, with a reason" in shown
    assert "编号尚未下达" in shown
    assert asked.case.state == "completion_requested"


def test_it_is_not_resubmitted_while_an_item_is_open(browse, at, asked, world, path, read):
    data = answers(asked, plan__testing="外部验证三家医院") | {"go": "resubmit", "left.1": "编号尚未下达"}

    with at(asked.now):
        answer = browse(world.applicant).post(path, data)

    shown = read(answer)
    assert answer.status_code == 422
    assert "an item below is neither answered nor left with a reason" in shown
    assert "3. Plan of the activity answered" in shown
    assert "4. 附件 open" in shown
    assert asked.case.state == "completion_requested"
    assert asked.entries()[-1] == ("revise", "applicant")


def test_it_is_resubmitted_with_the_reasons_once_no_item_is_open(browse, at, asked, world, path):
    reasons = {"left.1": "编号尚未下达", "left.3": "附件已在纸质件中提交", "left.0": "已经改了，不再说明"}
    data = answers(asked, plan__testing="外部验证三家医院") | reasons | {"go": "resubmit"}

    with at(asked.now):
        browser = browse(world.applicant)
        answer = browser.post(path, data)
        gone = browser.get(path)

    assert (answer.status_code, answer.url) == (302, reverse("case", args=[asked.number]))
    assert asked.case.state == "submitted"
    assert asked.entries()[-1] == ("resubmit", "applicant")
    assert "编号尚未下达" not in str(asked.last.body)
    assert gone.status_code == 404


def test_the_laws_own_condition_is_told_where_nothing_has_changed(browse, at, asked, world, path, read):
    """Reasons alone are no resubmission: the door says so, and what was typed stays."""
    data = answers(asked) | {f"left.{number}": "维持不变" for number in range(4)} | {"go": "resubmit"}

    with at(asked.now):
        answer = browse(world.applicant).post(path, data)

    assert answer.status_code == 409
    assert "This was refused; your answers are saved" in read(answer)
    assert read(answer).count("维持不变") == 4
    assert asked.case.state == "completion_requested"


def test_a_wrong_answer_is_told_and_nothing_is_written(browse, at, asked, world, path):
    with at(asked.now):
        answer = browse(world.applicant).post(path, answers(asked, funding="x" * 20_001) | {"go": "resubmit"})

    assert answer.status_code == 422
    assert asked.case.filings.count() == 1


def test_two_windows_on_the_notice_overwrite_nothing(browse, at, asked, world, path, read):
    late = answers(asked, funding="乙") | {"go": "resubmit"}

    with at(asked.now):
        browser = browse(world.applicant)
        browser.post(path, answers(asked, funding="甲") | {"go": "save"})
        answer = browser.post(path, late)
        chosen = browser.post(path, late | {"revision": "2", "take.funding": "theirs", "go": "save"})

    assert (answer.status_code, chosen.status_code) == (412, 302)
    assert "Saved in the other window 甲" in read(answer)
    assert asked.case.filings.latest("revision").body["funding"] == "甲"


@pytest.mark.parametrize("who", ["secretary", "chair", "stranger"])
def test_nobody_but_the_applicant_answers(browse, at, asked, world, path, who):
    with at(asked.now):
        browser = browse(getattr(world, who))
        assert [browser.get(path).status_code, browser.post(path, answers(asked)).status_code] == [404, 404]


def test_without_a_notice_there_is_nothing_to_answer(browse, at, story, world):
    story.drafted()

    with at(story.now):
        assert browse(world.applicant).get(reverse("filing-answer", args=[story.number])).status_code == 404


def test_the_page_costs_the_same_however_much_is_asked(browse, at, story, world, statements):
    def cost(items):
        story.submitted()
        story.does(world.secretary, "request_completion", extra=ITEMS[:items])
        with at(story.now):
            return statements(browse(world.applicant).get, reverse("filing-answer", args=[story.number]))

    one, three = cost(1), cost(3)
    assert one == three
    assert one <= 15
