"""A move on its page: asked in full, made once, refused with every reason, and told who was faster."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

import regulations
from committees.models import Meeting
from ethics_review import operations
from ethics_review.engine import explain
from ethics_review.engine.input import validate
from ethics_review.models import Case, Worksheet
from ethics_review.web.move_page import move_form, option_of
from ledger.models import Entry
from regulations.vocabulary import State
from tests.world import MINIMAL, Story, acceptance

MOVES = sorted(regulations.pack("ai-2026").moves)
FOCUSES = regulations.pack("ai-2026").rules_for(house={}).items("review.focuses")


def path(story, move):
    return reverse("move", args=[story.number, move])


def send(browse, at, story, person, move, language="en", **data):
    with at(story.now):
        return browse(person, language).post(path(story, move), {"version": story.case.version} | data)


def worksheet(recommendation="approve", **data):
    answers = {f"focuses.{key}.answer": "yes" for key in FOCUSES}
    return answers | {"recommendation": recommendation} | data


def test_every_move_has_a_form_that_asks_for_everything_it_asks(world, story):
    """Also where it may not be made: what it would ask is the same."""
    story.in_review()
    explained = explain(case=story.case, user=world.chair, now=story.now)

    for option in explained.options:
        form = move_form(explained=explained, option=option, language="en", data=None)
        assert [part.name for part in form.parts] == [ask.name for ask in option.line.asks]
        assert all(part.label and part.fields and part.rows for part in form.parts)
        for part, ask in zip(form.shown(), option.line.asks, strict=True):
            assert part.required == (ask.required and ask.name not in {"items", "experts"})


def test_every_move_has_a_page(browse, at, story, world):
    story.in_review()
    browser = browse(world.chair)

    with at(story.now):
        for move in MOVES:
            answer = browser.get(path(story, move))
            assert answer.status_code == 200
            assert regulations.pack("ai-2026").moves[move].label.en in answer.content.decode()


def test_a_move_nobody_knows_is_not_there(browse, at, story, world):
    story.submitted()

    with at(story.now):
        assert browse(world.secretary).get(path(story, "approve_everything")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_move_in_a_case_one_may_not_see_is_not_there(browse, at, story, world, unchanged, method):
    story.submitted()

    with at(story.now), unchanged():
        assert getattr(browse(world.stranger), method)(path(story, "accept")).status_code == 404


def test_a_move_made_by_its_form_leads_back_to_the_case(browse, at, story, world, read):
    story.submitted()

    answer = send(
        browse, at, story, world.secretary, "accept", procedure="general", reason="风险中等", scope=["life_health"]
    )

    assert (answer.status_code, answer.url) == (302, reverse("case", args=[story.number]))
    assert story.case.state == State.ACCEPTED
    assert story.entries()[-1] == ("accept", "secretary")


def test_a_move_is_made_by_post_only(browse, at, story, world, unchanged):
    story.submitted()

    with at(story.now), unchanged():
        browse(world.secretary).get(path(story, "accept"), **acceptance())


def test_a_move_without_questions_is_confirmed_by_its_button(browse, at, story, world, read):
    story.drafted()

    with at(story.now):
        shown = read(browse(world.applicant).get(path(story, "submit")))
    answer = send(browse, at, story, world.applicant, "submit")

    assert "Nothing more is asked. Confirm the step." in shown
    assert answer.status_code == 302
    assert story.case.state == State.SUBMITTED


def test_what_is_left_out_is_said_at_its_field_and_nothing_is_written(browse, at, story, world, read, unchanged):
    story.submitted()

    with unchanged():
        answer = send(browse, at, story, world.secretary, "accept", reason="写好的理由", scope=["no such thing"])

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This field is required." in shown
    assert "Nothing was saved: some fields must be corrected" in shown
    assert "no such thing is not one of the available choices" in shown
    assert "写好的理由" in shown


def test_a_refusal_names_every_reason_with_its_article_and_keeps_what_was_typed(
    browse, at, story, world, read, unchanged
):
    story.submitted()

    with unchanged():
        answer = send(
            browse,
            at,
            story,
            world.secretary,
            "accept",
            "zh-hans",
            procedure="simplified",
            reason="写好的理由",
            scope=["life_health"],
        )

    assert answer.status_code == 409
    assert "不予办理，没有写入任何内容" in read(answer)
    assert re.search(r"《人工智能科技伦理审查与服务办法（试行）》第19条.{0,9}。 转述", read(answer))
    assert "写好的理由" in answer.content.decode()


def test_a_move_that_may_not_be_made_shows_why_instead_of_a_form(browse, at, story, world, read):
    story.submitted()

    with at(story.now):
        answer = browse(world.chair).get(path(story, "cast_vote"))

    assert "You may not do this now" in read(answer)
    assert "<textarea" not in answer.content.decode()


def test_whoever_comes_second_is_told_who_was_faster(browse, at, story, world, read, unchanged):
    story.submitted()
    old = story.case.version
    story.does(world.chair, "decline", ground="out_of_scope", reasons="不属于审查范围")

    with at(story.now), unchanged():
        answer = browse(world.secretary).post(
            path(story, "accept"), {"version": old, "procedure": "general", "reason": "x", "scope": ["life_health"]}
        )

    assert answer.status_code == 412
    assert "Somebody was faster" in read(answer)
    assert "The last step was: Decline (委员1 · Chair)." in read(answer)
    assert f'href="{path(story, "accept")}"' in answer.content.decode()


def test_whoever_may_not_know_the_name_is_told_the_role(browse, at, story, world, read):
    story.in_review()
    old = story.case.version
    story.reviewed(world.members[2])

    with at(story.now):
        answer = browse(world.applicant).post(path(story, "withdraw"), {"version": old, "reasons": "不再开展"})

    assert answer.status_code == 412
    assert "The last step was: Submit worksheet (Reviewer)." in read(answer)


def test_a_colleague_who_voted_first_is_no_reason_not_to_vote(browse, at, story, world):
    story.in_review().reviewed().balloting()
    old = story.case.version
    story.votes("approve", world.members[3])

    with at(story.now):
        answer = browse(world.members[4]).post(path(story, "cast_vote"), {"version": old, "position": "approve"})

    assert answer.status_code == 302
    assert story.entries()[-1] == ("cast_vote", "member")


def test_a_vote_is_cast_once(browse, at, story, world, read, unchanged):
    story.in_review().reviewed().balloting()
    first = send(browse, at, story, world.members[3], "cast_vote", position="approve")

    with unchanged():
        second = send(browse, at, story, world.members[3], "cast_vote", position="reject", reason="改变主意")

    assert first.status_code == 302
    assert second.status_code == 409


def test_a_vote_may_only_be_cast_for_what_was_put_to_the_vote(browse, at, story, world, unchanged):
    story.in_review().reviewed().balloting()

    with unchanged():
        answer = send(browse, at, story, world.members[3], "cast_vote", position="maybe")

    assert answer.status_code == 422


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

    assert "1. Human well-being Does the activity have scientific and social value?" in shown
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

    assert "委员4 · Member · Law" in shown
    assert "委员5 · Member · AI technology · has not declared interests yet" in shown
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


def test_pressing_twice_makes_the_move_once(browse, at, story, world):
    story.submitted()
    data = {"version": story.case.version, "procedure": "general", "reason": "x", "scope": ["life_health"]}

    with at(story.now):
        browser = browse(world.secretary)
        first, second = (browser.post(path(story, "accept"), data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 412)
    assert [action for action, _ in story.entries()].count("accept") == 1


def test_a_form_without_the_version_is_sent_back(browse, at, story, world, unchanged):
    story.drafted()

    with at(story.now), unchanged():
        assert browse(world.applicant).post(path(story, "submit")).status_code == 422


def test_the_form_says_what_the_move_brings_about(browse, at, story, world, read):
    story.submitted()

    with at(story.now):
        shown = read(browse(world.secretary).get(path(story, "accept")))

    assert "Leads to Accepted" in shown
    assert "May start Decision · Simplified review · Emergency decision" in shown
    assert "May end Acceptance" in shown
    assert "Art. 13 read" in shown


def test_a_simplified_review_is_walked_from_draft_to_approval_through_the_pages(browse, at, story, world):
    """What the browser tests walk again with a real browser."""
    story.drafted(**MINIMAL)
    steps = [
        (world.applicant, "submit", {}),
        (
            world.secretary,
            "accept",
            {"procedure": "simplified", "ground": "minimal_risk", "reason": "最低风险", "scope": ["life_health"]},
        ),
        (world.chair, "determine_list", {"reasons": "不属于清单"}),
        (world.members[2], "declare_interest", {"conflict": "no"}),
        (world.members[3], "declare_interest", {"conflict": "no"}),
        (world.chair, "assign_reviewers", {"reviewers": [world.members[2].pk, world.members[3].pk]}),
        (world.members[2], "submit_worksheet", worksheet()),
        (world.members[3], "submit_worksheet", worksheet()),
        (world.chair, "issue_decision", {"reasons": "两名委员一致同意"}),
    ]

    for person, move, data in steps:
        story.now += timedelta(minutes=1)
        answer = send(browse, at, story, person, move, **data)
        assert answer.status_code == 302, (move, answer.content.decode())

    assert story.case.state == State.ACTIVE


def test_an_answer_from_the_form_is_what_the_api_takes(world, story):
    """The form's answer has the shape of the move's schema."""
    story.accepted().listed().declared(world.members[2], world.members[3])
    explained = explain(case=story.case, user=world.chair, now=story.now)
    option = option_of(explained, "assign_reviewers")
    data = {"version": story.case.version, "reviewers": [world.members[2].pk, world.members[3].pk]}
    form = move_form(explained=explained, option=option, language="en", data=_query(data))

    assert form.is_valid()
    validate(regulations.pack("ai-2026"), option.line, form.answer())
    operations.make_move(
        number=story.number, move="assign_reviewers", user=world.chair, data=form.answer(), now=story.now
    )
    assert Case.objects.get(number=story.number).state == State.IN_REVIEW


def _query(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return query


def test_a_voter_is_told_before_voting_that_the_vote_stays(browse, at, story, read):
    story.in_review().reviewed().balloting(7)
    with at(story.now):
        shown = [
            read(browse(who).get(reverse("move", args=[story.number, move])))
            for who, move in ((story.members[1], "cast_vote"), (story.chair, "close_ballot"))
        ]

    assert ["Once sent it stays as it is" in words for words in shown] == [True, False]
