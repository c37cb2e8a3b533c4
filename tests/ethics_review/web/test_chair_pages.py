"""What the chair does to an approved activity by page: it stands still, goes on, and ends, each with its reasons."""

import pytest

from tests.ethics_review.web.moving import path, send

STEPS = (
    ("suspend", "active", "suspended"),
    ("resume", "suspended", "active"),
    ("terminate", "active", "terminated"),
)


@pytest.fixture
def approved(story):
    return story.decided()


def test_the_chair_suspends_resumes_and_terminates(browse, at, approved, world):
    for move, source, target in STEPS:
        assert approved.case.state == source
        approved.wait(minutes=5)
        answer = send(browse, at, approved, world.chair, move, reasons="出现新的风险")
        assert (answer.status_code, approved.case.state) == (302, target)

    assert [role for action, role in approved.entries() if action in [one[0] for one in STEPS]] == ["chair"] * 3


@pytest.mark.parametrize("move", ["suspend", "terminate"])
def test_the_page_says_on_what_it_stands_and_who_is_told(browse, at, approved, world, read, move):
    with at(approved.now):
        answer = browse(world.chair).get(path(approved, move))

    words = read(answer)
    assert "Art. 19" in words
    assert "Is told to" in words
    assert "Applicant" in words
    assert "Reasons*" in words.replace(" *", "*")


@pytest.mark.parametrize("reasons", ["", "   "])
def test_without_reasons_nothing_is_suspended(browse, at, approved, world, unchanged, reasons):
    with unchanged():
        answer = send(browse, at, approved, world.chair, "suspend", reasons=reasons)

    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["secretary", "vice", "applicant", "manager"])
def test_nobody_else_suspends(browse, at, approved, world, unchanged, who):
    with unchanged():
        answer = send(browse, at, approved, getattr(world, who), "suspend", reasons="出现新的风险")

    assert answer.status_code == 409


def test_what_the_chair_signs_is_told_with_the_sum_of_the_vote(browse, at, story, world, read):
    story.in_review().reviewed().found()
    answer = send(browse, at, story, world.chair, "issue_decision", reasons="依据表决结果")
    with at(story.now):
        shown = read(browse(world.secretary).get(f"/cases/{story.number}/"))

    assert answer.status_code == 302
    assert story.case.decisions.get().signed_by == world.chair
    assert "7" in shown
