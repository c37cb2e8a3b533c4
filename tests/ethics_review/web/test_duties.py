"""The page of duties, what is owed on the desk, and what will be told in the days to come."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ethics_review.operations import bodies
from regulations import pack
from tests.world import Story, someone

STATEMENTS = 20
CONDITIONS = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}]


def test_the_page_says_what_is_owed_what_settles_it_and_what_follows(browse, read, at, story):
    story.decided_with(CONDITIONS)
    with at(story.now):
        page = read(browse(story.applicant).get(reverse("duties")))

    assert "Condition of the approval 1 2026-0001 Triage 上线前完成偏差检验" in page
    assert "Settled by The evidence reported by the responsible person and confirmed by the committee" in page
    assert "83 days left" in page


def test_what_is_overseen_is_shown_where_it_is_asked_for(browse, read, at, story):
    story.in_review()
    with at(story.now):
        own = read(browse(story.secretary).get(reverse("duties")))
        every = read(browse(story.secretary).get(reverse("duties"), of="all"))

    assert "You owe nothing that a time limit runs for." in own
    assert "2026-0001 Triage" in every
    assert "委员1" in every


def test_the_desk_shows_what_a_body_owes(browse, read, at, world, story):
    bodies.establish(
        institution=world.bare_unit, kind="ethics", name="新委员会", name_en="New body", pack_id="ai-2026",
        established_on=story.now.date(), house={}, actor=world.bare_manager, role="unit", now=story.now,
    )  # fmt: skip
    body = world.bare_unit.committees.get()
    secretary = someone("新秘书", world.bare_unit)
    bodies.appoint(
        committee=body, person=secretary, position="secretary", categories=(), sex="", external=False,
        starts_on=story.now.date(), ends_on=story.now.date() + timedelta(days=365), actor=world.bare_manager,
        rules=pack(body.pack_id).rules_for(house={}), role="unit", now=story.now,
    )  # fmt: skip
    with at(story.now):
        page = read(browse(secretary).get("/"))

    assert "Committee registration 30 days left New body" in page


def test_the_office_sees_what_will_be_told_and_by_which_rule(browse, read, at, story, everything):
    story.in_review()
    with at(story.now):
        browser = browse(story.secretary)
        browser.get(reverse("duties"))
        before = everything()
        page = read(browser.get(reverse("duties-ahead")))

    assert "Nothing is overdue." in page
    assert "2026-07-03" in page
    assert "7 calendar days before the end Chair 1 person" in page
    assert "at the end Chair, Secretary" not in page  # on the thirtieth day after today, not before
    assert everything() == before


def test_what_is_overdue_stands_first(browse, read, at, story):
    story.in_review()
    with at(story.now + timedelta(days=40)):
        page = read(browse(story.secretary).get(reverse("duties-ahead")))

    assert "Overdue 1" in page
    assert "9 days overdue" in page or "10 days overdue" in page


@pytest.mark.parametrize("who", ["applicant", "manager", "officer", "stranger"])
def test_whoever_keeps_no_office_finds_no_such_page(browse, at, world, story, who):
    story.in_review()
    with at(story.now):
        answer = browse(getattr(world, who)).get(reverse("duties-ahead"))
        page = browse(getattr(world, who)).get(reverse("duties")).content.decode()

    assert answer.status_code == 404
    assert reverse("duties-ahead") not in page


def test_the_office_of_another_body_sees_nothing_of_it(browse, at, world, story):
    story.in_review()
    with at(story.now):
        page = browse(world.centre_secretary).get(reverse("duties-ahead")).content.decode()

    assert story.number not in page


@pytest.mark.parametrize("address", ["duties", "duties-ahead", "desk"])
def test_pages_take_the_same_statements_for_one_and_for_three(browse, at, world, statements, address):
    taken = []
    for count in (1, 3):
        stories = [Story(world).in_review() for _ in range(count)]
        with at(stories[-1].now):
            browser = browse(stories[-1].chair)
            browser.get(reverse(address))
            taken.append(statements(browser.get, reverse(address)))

    assert taken[0] == taken[1]
    assert taken[0] <= STATEMENTS


def test_conditions_are_asked_for_evidenced_and_confirmed_on_pages(browse, read, at, story):
    story.in_review().reviewed().found()
    path = reverse("move", args=[story.number, "issue_decision"])
    with at(story.now):
        chair, applicant = browse(story.chair), browse(story.applicant)
        version = story.case.version
        answer = chair.post(path, {
            "version": version, "reasons": "符合要求",
            "conditions.0.text": "上线前完成偏差检验", "conditions.0.due_on": "2026-09-01",
        })  # fmt: skip
        assert answer.status_code == 302, read(answer)
        report = reverse("move", args=[story.number, "report_progress"])
        assert "1. 上线前完成偏差检验" in read(applicant.get(report))
        answer = applicant.post(report, {
            "version": story.case.version, "execution": "按计划", "risk_controls": "落实", "effects": "无",
            "evidence.0.text": "检验报告见附件",
        })  # fmt: skip
        assert answer.status_code == 302, read(answer)
        case = read(chair.get(reverse("case", args=[story.number])))
        assert "Conditions 1. 上线前完成偏差检验 · by 2026-09-01" in case
        assert "检验报告见附件" in case
        conclude = reverse("move", args=[story.number, "conclude_follow_up"])
        answer = chair.post(conclude, {
            "version": story.case.version, "outcome": "continue", "reasons": "已核对", "conditions_met": ["1"],
        })  # fmt: skip
        assert answer.status_code == 302, read(answer)

    assert "condition" not in story.running()
