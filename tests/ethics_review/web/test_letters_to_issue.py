"""Letters to issue: whose turn it is to write which letter, since when, until when; and nothing of anybody else's."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import InstitutionRole
from committees import operations as committees
from ethics_review.engine import explain
from ethics_review.web.move_page import option_of
from regulations.vocabulary import Position
from tests.ethics_review.positions import CHANGE, POSITIONS
from tests.world import MINIMAL, MORNING, Story, appoint

STATEMENTS = 15
LINE = re.compile(r'/cases/([^/]+)/".*?<strong>([^<]+)</strong>.*?moves/(\w+)/">[^<]*<span', re.DOTALL)


def lines(browse, at, story, person, now=None):
    """What stands on the list: number, letter, the act by which it is written."""
    with at(now or story.now):
        answer = browse(person).get(reverse("letters-to-issue"))
    assert answer.status_code == 200
    found = answer.content.decode().split('<article class="task">')[1:]
    told = (LINE.search(one) for one in found)
    return [one.groups() for one in told]


def simplified(story):
    story.in_review("simplified", **MINIMAL).reviewed()
    return story.chair


def after_the_opinion(story):
    return story.opined().found().chair


def rejected_though_listed(story):
    return story.in_review(items=(1,)).reviewed(recommendation="reject").found("reject").chair


def changed(story):
    story.decided().does(story.applicant, "report_change", **CHANGE)
    return story.chair


def position(move):
    return lambda story: POSITIONS[move](story)[0]


AWAITED = {
    "complete": (position("accept"), "Notice of acceptance", "accept"),
    "lacking": (position("request_completion"), "Completion notice", "request_completion"),
    "found": (position("issue_decision"), "Decision", "issue_decision"),
    "of one mind": (simplified, "Decision", "issue_decision"),
    "listed": (position("pass_preliminary"), "Preliminary opinion", "pass_preliminary"),
    "listed and rejected": (rejected_though_listed, "Decision", "issue_decision"),
    "panel": (position("give_opinion"), "Opinion on re-examination", "give_opinion"),
    "after the opinion": (after_the_opinion, "Decision", "issue_decision"),
    "appeal": (position("rule_on_appeal"), "Answer to the appeal", "rule_on_appeal"),
    "suspended": (position("resume"), "Notice of resumption", "resume"),
    "changed": (changed, "Opinion on the follow-up", "conclude_follow_up"),
}


@pytest.mark.parametrize("case", AWAITED)
def test_a_letter_waits_for_whoever_may_issue_it_and_for_no_other_office(browse, at, story, world, case):
    begin, title, act = AWAITED[case]
    writer = begin(story)
    found = lines(browse, at, story, writer)
    explained = explain(case=story.joined_case, user=writer, now=story.now)

    assert found == [(story.number, title, act)]
    assert option_of(explained, act).allowed
    for other in {world.secretary, world.chair, world.officer, world.members[4]} - {writer}:
        assert lines(browse, at, story, other) == []


NOT_YET = {
    "nothing submitted": lambda story: story.drafted(),
    "completion requested": lambda story: story.submitted().does(
        story.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明来源"}]
    ),
    "accepted": lambda story: story.accepted(),
    "nothing found": lambda story: story.in_review().reviewed(),
    "one has not reported": lambda story: story.in_review("simplified", **MINIMAL).reviewed(story.members[2]),
    "turned general": lambda story: story.in_review("simplified", **MINIMAL).reviewed(recommendation="reject"),
    "still voting": lambda story: story.in_review().reviewed().balloting().votes("approve", *story.members[:6]),
    "no majority": lambda story: (
        story.in_review()
        .reviewed()
        .balloting()
        .votes("approve", *story.members[:4])
        .votes("reject", *story.members[4:7])
    ),
    "panel still voting": lambda story: story.applied().panel_voting().votes("agree", *story.world.experts[:4]),
    "only voted before the opinion": lambda story: story.opined(),
    "issued": lambda story: story.decided(),
}


@pytest.mark.parametrize("case", NOT_YET)
def test_before_it_is_time_and_after_it_was_issued_no_letter_waits(browse, at, story, world, case):
    NOT_YET[case](story)

    for person in (world.secretary, world.chair, world.officer):
        assert lines(browse, at, story, person) == []


def test_a_finding_that_fell_with_an_interest_is_not_written_down(browse, at, story, world):
    story.in_review().reviewed().found()
    before = lines(browse, at, story, world.chair)
    story.does(world.members[4], "declare_interest", conflict=True, details="参股")

    assert (len(before), lines(browse, at, story, world.chair)) == (1, [])


def test_a_follow_up_waits_when_it_falls_due_soon(browse, at, story, world):
    story.decided()
    due = story.clock("follow_up").due_at

    assert lines(browse, at, story, world.chair, now=due - timedelta(days=8)) == []
    assert lines(browse, at, story, world.chair, now=due - timedelta(days=6)) == [
        (story.number, "Opinion on the follow-up", "conclude_follow_up")
    ]


def test_the_chair_keeps_the_office_where_there_is_no_secretary(browse, at, story, world):
    story.submitted()
    before = lines(browse, at, story, world.chair)
    world.end_seat(world.secretary, on=story.now.date(), at=story.now)
    story.wait(days=1)

    assert (before, lines(browse, at, story, world.chair)) == ([], [(story.number, "Notice of acceptance", "accept")])


@pytest.mark.parametrize("who", ["applicant", "manager", "stranger", "loner"])
def test_whoever_sits_on_no_body_finds_no_such_page_and_no_way_to_it(browse, at, story, world, who):
    story.submitted()
    with at(story.now):
        browser = browse(getattr(world, who))
        answer, desk = browser.get(reverse("letters-to-issue")), browser.get(reverse("desk")).content.decode()

    assert answer.status_code == 404
    assert reverse("letters-to-issue") not in desk


def test_the_office_of_another_body_sees_nothing_of_it(browse, at, story, world):
    story.submitted()

    assert lines(browse, at, story, world.centre_secretary) == []


def test_who_keeps_out_of_a_case_writes_no_letter_in_it_though_they_see_it_otherwise(browse, at, story, world):
    """The chair manages the unit as well, and so goes on seeing the case."""
    POSITIONS["rule_on_appeal"](story)
    InstitutionRole.objects.create(user=world.chair, institution=world.unit, kind="manager", starts_on=story.now.date())
    before = lines(browse, at, story, world.chair)
    committees.recuse(subject=story.stream, item=None, person=world.chair, reason="declared", at=story.now)

    with at(story.now):
        assert browse(world.chair).get(reverse("case", args=[story.number])).status_code == 200
    assert (len(before), lines(browse, at, story, world.chair)) == (1, [])


def test_each_line_says_since_when_until_when_and_what_else_it_may_be(browse, at, story, world, read):
    story.submitted()
    with at(story.now + timedelta(hours=1)):
        page = browse(world.secretary).get(reverse("letters-to-issue"))
        chinese = read(browse(world.secretary, "zh-hans").get(reverse("letters-to-issue")))

    told = read(page)
    assert "Notice of acceptance or Completion notice · Notice of non-acceptance" in told
    assert "awaited since 2026-06-10 09:01 7 days left Acceptance · 2026-06-17" in told
    assert "受理通知书 或 补正通知书 · 不予受理通知书 自2026-06-10 09:01起待发" in chinese


def test_the_limit_of_a_follow_up_far_off_is_none_of_the_letter_that_ends_a_suspension(browse, at, story, world, read):
    POSITIONS["resume"](story)
    with at(story.now):
        far = read(browse(world.chair).get(reverse("letters-to-issue")))
    with at(story.clock("follow_up").due_at - timedelta(days=3)):
        near = read(browse(world.chair).get(reverse("letters-to-issue")))

    assert "Notice of resumption or Notice of termination · Opinion on the follow-up" in far
    assert "no time limit runs" in far
    assert "3 days left Follow-up" in near


def test_since_when_is_when_it_was_found(browse, at, story, world, read):
    story.in_review().reviewed().found()
    closed = story.ballot.closed_at.astimezone(story.now.tzinfo)
    story.wait(days=2)
    with at(story.now):
        told = read(browse(world.chair).get(reverse("letters-to-issue")))

    assert f"awaited since {closed:%Y-%m-%d %H:%M}" in told


def test_the_desk_leads_an_office_there_and_back(browse, at, story, world):
    story.submitted()
    with at(story.now):
        desk, letters = (
            browse(world.secretary).get(reverse(name)).content.decode() for name in ("desk", "letters-to-issue")
        )

    assert f'href="{reverse("letters-to-issue")}">Letters to issue</a>' in desk
    assert f'href="{reverse("desk")}">Everything that waits</a>' in letters


@pytest.mark.parametrize(("who", "begin"), [("secretary", "accept"), ("chair", "issue_decision")])
def test_the_list_costs_the_same_for_one_and_for_three(browse, at, world, statements, who, begin):
    taken, browser = [], browse(getattr(world, who))
    for count in (1, 2):
        for story in [Story(world) for _ in range(count)]:
            POSITIONS[begin](story)
        with at(story.now):
            taken.append(statements(browser.get, reverse("letters-to-issue")))

    assert len(lines(browse, at, story, getattr(world, who))) == 3
    assert taken[0] == taken[1] <= STATEMENTS


def test_without_anything_to_write_the_list_says_so(browse, at, world, read):
    with at(MORNING):
        assert "No letter of yours is awaited." in read(browse(world.secretary).get(reverse("letters-to-issue")))


# Whoever could not write it


def test_nobody_who_manages_the_unit_is_asked_for_the_authoritys_opinion(browse, at, story, world):
    POSITIONS["give_opinion"](story)
    InstitutionRole.objects.create(
        user=world.manager, institution=world.authority, kind="officer", starts_on=MORNING.date()
    )

    assert lines(browse, at, story, world.manager) == []
    assert [one[2] for one in lines(browse, at, story, world.officer)] == ["give_opinion"]


def test_nobody_who_was_heard_as_an_expert_is_asked_for_the_bodys_letters(browse, at, world, story):
    """Neither on the list nor on the desk: they act for the committee no more, on the activity and on its changes."""
    story.re_examined()
    expert = world.experts[0]
    appoint(world.body, expert, Position.SECRETARY, world.manager, starts_on=story.now.date())
    change = Story(world, now=story.now).submitted(amends=story.number, change={"what": "更换模型", "reason": "性能"})
    other = Story(world, now=change.now).submitted()

    asked = {number for number, *_ in lines(browse, at, other, expert)}
    with at(other.now):
        waiting = browse(expert).get(reverse("desk")).content.decode().partition('id="waiting"')[2].partition("owed")[0]

    assert asked == {other.number}
    assert change.number not in waiting
    assert other.number in waiting
    assert {number for number, *_ in lines(browse, at, other, world.secretary)} >= {change.number, other.number}
