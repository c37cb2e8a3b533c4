"""The form of a decision asks what the outcome that was found needs, and says before it is sent what must be stated."""

import re

import pytest

from tests.ethics_review.web.moving import path, send

FIELDS = ("reasons", "requirements", "conditions.0.text", "follow_up_months")
MUST = "With this outcome it must be stated"
ASKED = {
    "approve": (["reasons", "conditions.0.text", "follow_up_months"], []),
    "approve_after_modification": (
        ["reasons", "requirements", "conditions.0.text", "follow_up_months"],
        ["requirements"],
    ),
    "revise_and_re_review": (["reasons", "requirements"], ["reasons"]),
    "reject": (["reasons"], ["reasons"]),
}


def form(browse, at, story, language="en"):
    with at(story.now):
        return browse(story.chair, language).get(path(story, "issue_decision"))


def asked(answer):
    shown = answer.content.decode()
    controls = {name: re.search(rf'<(?:textarea|input)[^>]* name="{re.escape(name)}"[^>]*>', shown) for name in FIELDS}
    there = [name for name, control in controls.items() if control]
    return there, [name for name in there if 'aria-required="true"' in controls[name][0]]


@pytest.mark.parametrize("outcome", ASKED)
def test_only_what_the_outcome_needs_is_asked(browse, at, story, read, outcome):
    story.in_review().reviewed().found(outcome)
    answer = form(browse, at, story)

    assert asked(answer) == ASKED[outcome]
    assert read(answer).count(MUST) == len(ASKED[outcome][1])


def test_it_says_where_it_is_written_in_either_language(browse, at, story, read):
    story.in_review().reviewed().found("reject")

    assert re.search(rf"{re.escape(MUST)} \(.*Art\. 16.*\)", read(form(browse, at, story)))
    assert "按此审查决定应当写明（" in read(form(browse, at, story, "zh-hans"))


def test_one_condition_stands_open_and_the_others_where_more_are_wanted(browse, at, story):
    story.in_review().reviewed().found()
    shown = form(browse, at, story).content.decode()
    first, _, others = shown.partition("<details>")

    assert 'name="conditions.0.text"' in first
    assert 'name="conditions.4.text"' in others


def test_what_was_refused_stands_open_with_all_conditions(browse, at, story, unchanged):
    story.in_review().reviewed().found()
    late = {"conditions.0.text": "标识", "conditions.3.text": "复测", "conditions.3.due_on": "2020-01-01"}
    with unchanged():
        answer = send(browse, at, story, story.chair, "issue_decision", reasons="依据", **late)

    assert answer.status_code == 409
    assert "<details open>" in answer.content.decode()
    assert "复测" in answer.content.decode()


@pytest.mark.parametrize(
    ("outcome", "missing"), [("reject", "Reasons"), ("approve_after_modification", "modification")]
)
def test_the_door_still_refuses_what_is_missing(browse, at, story, unchanged, read, outcome, missing):
    story.in_review().reviewed().found(outcome)
    with unchanged():
        answer = send(browse, at, story, story.chair, "issue_decision")

    assert answer.status_code == 409
    assert missing in read(answer)


def test_what_is_sent_in_spite_of_it_is_not_dropped_in_silence(browse, at, story, unchanged):
    story.in_review().reviewed().found("reject")
    sent = {"reasons": "风险过高", "conditions.0.text": "完成标识"}
    with unchanged():
        answer = send(browse, at, story, story.chair, "issue_decision", **sent)

    assert answer.status_code == 409
    assert "完成标识" in answer.content.decode()


def test_another_move_asks_what_it_always_asked(browse, at, story, world):
    """A preliminary pass is not the decision; its form has no such marks."""
    story.in_review(items=(1,)).reviewed().found()
    with at(story.now):
        shown = browse(world.chair).get(path(story, "pass_preliminary")).content.decode()

    assert 'name="opinion"' in shown
    assert MUST not in shown
