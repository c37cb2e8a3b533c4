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
    assert "May be told" in words
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


# What the chair signs


def signing(browse, at, story, person, move="issue_decision", language="en"):
    with at(story.now):
        return browse(person, language).get(path(story, move))


def test_the_outcome_and_the_sum_of_the_vote_stand_beside_the_form(browse, at, story, world, read):
    story.in_review().reviewed().balloting().votes("approve", *world.members[:5]).votes("reject", *world.members[5:7])

    words = read(signing(browse, at, story, world.chair))
    chinese = read(signing(browse, at, story, world.chair, language="zh-hans"))

    assert "What you sign Approve votes: Approve 5, Reject 2" in words
    assert "7 present, 0 recused, 7 counted, needs 5, has 5: carried" in words
    assert "Art. 16" in words
    assert "到会7人，回避0人，计入7人，需5票，得5票：通过" in chinese


def test_a_preliminary_opinion_is_signed_with_its_sum(browse, at, story, world, read):
    story.in_review(items=(1,)).reviewed().found()

    words = read(signing(browse, at, story, world.chair, "pass_preliminary"))

    assert "What you sign Approve" in words
    assert "needs 5, has 7: carried" in words


def test_a_simplified_decision_says_how_many_recommend_it(browse, at, story, world, read):
    story.in_review("simplified").reviewed()

    words = read(signing(browse, at, story, world.chair))

    assert "What you sign Approve All 2 members named recommend it." in words


def test_while_nothing_was_found_nothing_is_signed(browse, at, story, world, read):
    story.in_review().reviewed().balloting().votes("approve", world.members[0])

    words = read(signing(browse, at, story, world.chair))

    assert "What you sign" not in words
    assert "You may not do this now" in words


@pytest.mark.parametrize("who", ["secretary", "vice", "applicant"])
def test_to_whoever_does_not_sign_the_sum_is_not_shown(browse, at, story, world, read, who):
    story.in_review().reviewed().found()

    assert "What you sign" not in read(signing(browse, at, story, getattr(world, who)))


def test_the_signature_is_the_chairs(browse, at, story, world):
    story.in_review().reviewed().found()
    answer = send(browse, at, story, world.chair, "issue_decision", reasons="依据表决结果")

    assert answer.status_code == 302
    assert story.case.decisions.get().signed_by == world.chair
