"""What a move asks, on its page: sheets, picks, instants, rows and numbers, each taken and each sent back."""

import re

from committees.models import Meeting
from ethics_review.models import Worksheet
from ledger.models import Entry
from regulations.vocabulary import State
from tests.ethics_review.web.moving import path, send, worksheet
from tests.world import Story


def test_a_worksheet_is_filled_in_focus_by_focus(browse, at, story, world, read):
    story.in_review()
    with at(story.now):
        shown = read(browse(world.members[2]).get(path(story, "submit_worksheet")))

    answer = send(
        browse,
        at,
        story,
        world.members[2],
        "submit_worksheet",
        **worksheet(
            **{"focuses.privacy.answer": "na", "focuses.privacy.comment": "不涉及个人信息", "comment": "总体可行"}
        ),
    )

    assert "1. Human well-being * " in shown
    assert "Does the activity have scientific and social value?" in shown
    assert answer.status_code == 302
    filed = Worksheet.objects.get()
    assert filed.focuses["privacy"] == {"answer": "na", "comment": "不涉及个人信息"}
    assert filed.focuses["fairness"] == {"answer": "yes"}
    assert (filed.recommendation, filed.doubt, filed.comment) == ("approve", False, "总体可行")


def test_a_worksheet_with_a_focus_left_out_is_not_filed(browse, at, story, world, unchanged):
    story.in_review()
    data = worksheet()
    del data["focuses.privacy.answer"]

    with unchanged():
        assert send(browse, at, story, world.members[2], "submit_worksheet", **data).status_code == 422


def test_a_doubt_ticked_on_the_worksheet_turns_the_review_into_a_general_one(browse, at, story, world):
    story.in_review("simplified")

    send(browse, at, story, world.members[2], "submit_worksheet", **worksheet(doubt="on"))

    assert story.case.procedure == "general"


def test_yes_or_no_must_be_said_where_it_is_asked(browse, at, story, world, unchanged):
    story.accepted()

    with unchanged():
        silent = send(browse, at, story, world.members[3], "declare_interest")
    no = send(browse, at, story, world.members[3], "declare_interest", conflict="no")
    yes = send(browse, at, story, world.members[4], "declare_interest", conflict="yes", details="参与过该项目")

    assert (silent.status_code, no.status_code, yes.status_code) == (422, 302, 302)
    assert [entry.data["conflict"] for entry in Entry.objects.filter(action="declare_interest").order_by("seq")] == [
        False,
        True,
    ]


def test_reviewers_are_picked_from_the_members_who_may(browse, at, story, world, read):
    story.accepted().listed().declared(world.members[2], world.members[3])
    with at(story.now):
        shown = read(browse(world.chair).get(path(story, "assign_reviewers")))
    chosen = [world.members[2].pk, world.members[3].pk]

    answer = send(browse, at, story, world.chair, "assign_reviewers", reviewers=chosen)

    assert re.search(r"委员4 Member · Law In term until .*? 0 worksheets owed may be named 委员", shown)
    assert "委员5 Member · AI technology No statement of interest has been made yet by 委员5" in shown
    assert answer.status_code == 302
    assert story.case.state == State.IN_REVIEW


def test_no_item_of_the_list_is_an_answer(browse, at, story, world):
    story.accepted()

    answer = send(browse, at, story, world.chair, "determine_list", reasons="不属于清单")

    assert answer.status_code == 302
    assert story.case.listed == []


def test_items_of_the_list_are_ticked(browse, at, story, world):
    story.accepted()

    send(browse, at, story, world.chair, "determine_list", items=["1", "3"], reasons="属于清单")

    assert story.case.listed == [1, 3]


def test_an_instant_is_given_in_the_time_of_shanghai(browse, at, story, world):
    story.in_review().reviewed()

    answer = send(
        browse,
        at,
        story,
        world.secretary,
        "convene",
        starts_at="2026-06-12T14:30",
        mode="in_person",
        place="一号会议室",
    )

    assert answer.status_code == 302
    assert Meeting.objects.get().starts_at.isoformat() == "2026-06-12T06:30:00+00:00"


def test_an_instant_that_is_none_is_said_to_be_none(browse, at, story, world, unchanged):
    story.in_review().reviewed()

    with unchanged():
        assert send(browse, at, story, world.secretary, "convene", starts_at="tomorrow").status_code == 422


def test_an_existing_meeting_is_picked_from_those_to_come(browse, at, story, world):
    story.in_review().reviewed()
    other = Story(world, now=story.now).in_review().reviewed().convened()
    story.now = other.now
    meeting = Meeting.objects.get()

    with at(story.now):
        shown = browse(world.secretary).get(path(story, "convene")).content.decode()
    answer = send(browse, at, story, world.secretary, "convene", meeting=meeting.pk)

    assert f'<option value="{meeting.pk}">#1' in shown
    assert answer.status_code == 302
    assert meeting.items.count() == 2


def test_a_panel_is_named_row_by_row(browse, at, story, world, read):
    story.applied().does(world.officer, "accept_re_examination")
    data = {}
    for row, expert in enumerate(world.experts[:5]):
        data[f"experts.{row}.person"] = expert.pk
        data[f"experts.{row}.categories"] = ["field", "ethics", "law"][row % 3]

    with at(story.now):
        shown = browse(world.officer).get(path(story, "form_panel")).content.decode()
    answer = send(browse, at, story, world.officer, "form_panel", **data)

    assert f'<option value="{world.experts[0].pk}">专家1' in shown
    assert not [person for person in world.members if f'<option value="{person.pk}"' in shown]
    assert answer.status_code == 302
    assert story.entries()[-1] == ("form_panel", "authority")


def test_a_panel_too_small_is_refused_with_its_figures(browse, at, story, world, read, unchanged):
    story.applied().does(world.officer, "accept_re_examination")

    with unchanged():
        answer = send(
            browse,
            at,
            story,
            world.officer,
            "form_panel",
            **{"experts.0.person": world.experts[0].pk, "experts.0.categories": "law"},
        )

    assert answer.status_code == 409
    assert "5" in read(answer)


def test_an_expert_without_a_field_is_said_to_lack_one(browse, at, story, world, read, unchanged):
    story.applied().does(world.officer, "accept_re_examination")

    with unchanged():
        answer = send(browse, at, story, world.officer, "form_panel", **{"experts.0.person": world.experts[0].pk})

    assert answer.status_code == 422
    assert "at least 1" in read(answer)


def test_further_items_of_a_notice_are_named_row_by_row(browse, at, story, world):
    story.submitted()
    data = {"extra.0.path": "plan.testing", "extra.0.reason": "请补充盲测", "note": "尽快"}

    answer = send(browse, at, story, world.secretary, "request_completion", **data)

    assert answer.status_code == 302
    assert story.case.completion_notices_issued.get().items == [{"path": "plan.testing", "reason": "请补充盲测"}]


def test_a_further_item_without_its_wish_is_sent_back(browse, at, story, world, unchanged):
    story.submitted()

    with unchanged():
        answer = send(browse, at, story, world.secretary, "request_completion", **{"extra.0.path": "plan.testing"})

    assert answer.status_code == 422


def test_a_clock_is_picked_from_those_that_may_be_extended(browse, at, story, world, read):
    story.accepted()
    with at(story.now):
        shown = browse(world.secretary).get(path(story, "extend")).content.decode()

    answer = send(
        browse, at, story, world.secretary, "extend", clock="decision", new_date="2026-08-10", reasons="委员出差"
    )

    assert "Decision · 2026-07-10" in shown
    assert "Acceptance" not in shown
    assert answer.status_code == 302
    assert str(story.running()["decision"]) == "2026-08-10"


def test_months_are_a_whole_number(browse, at, story, world, unchanged):
    story.in_review().reviewed().found()

    with unchanged():
        refused = send(browse, at, story, world.chair, "issue_decision", follow_up_months="soon")
    issued = send(browse, at, story, world.chair, "issue_decision", follow_up_months="3")

    assert (refused.status_code, issued.status_code) == (422, 302)
    assert str(story.running()["follow_up"]) == "2026-09-10"
