"""A move on its page: asked in full, made once, refused with every reason, and told who was faster."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

import regulations
from ethics_review import operations
from ethics_review.engine import explain
from ethics_review.engine.input import validate
from ethics_review.models import Case
from ethics_review.web.move_page import WHERE_OFFERED, move_form, option_of
from regulations.vocabulary import State
from tests.ethics_review.web.moving import path, send, worksheet
from tests.world import MINIMAL, Story, acceptance

MOVES = sorted(regulations.pack("ai-2026").moves)


def test_every_move_has_a_form_that_asks_for_everything_it_asks(world, story):
    """Also where it may not be made: what it would ask is the same. Where nothing could be chosen, nothing is asked:
    no condition is open and no meeting is called, but there is another centre.
    """
    story.in_review()
    explained = explain(case=story.case, user=world.chair, now=story.now)

    for option in explained.options:
        form = move_form(explained=explained, option=option, language="en", data=None)
        asks = [ask for ask in option.line.asks if ask.name not in WHERE_OFFERED - {"centre"}]
        assert [part.name for part in form.parts] == [ask.name for ask in asks]
        assert all(part.label and part.fields and part.rows for part in form.parts)
        for part, ask in zip(form.shown(), asks, strict=True):
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


def test_of_several_rows_that_ask_the_same_the_one_left_out_is_named(browse, at, story, world, read, unchanged):
    story.in_review()
    answers = worksheet()
    del answers["focuses.privacy.answer"]

    with unchanged():
        answer = send(browse, at, story, world.members[2], "submit_worksheet", **answers)

    assert answer.status_code == 422
    assert "must be corrected Privacy protection · Finding : This field is required." in read(answer)
    assert read(answer).count("· Finding :") == 1


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


def test_what_was_written_stands_there_to_be_copied_though_the_step_is_gone(browse, at, story, world, read):
    story.submitted()
    old = story.case.version
    story.does(world.chair, "decline", ground="out_of_scope", reasons="不属于审查范围")

    with at(story.now):
        sent = {"version": old, "procedure": "general", "reason": "写了很久的理由", "scope": ["life_health"]}
        answer = browse(world.secretary).post(path(story, "accept"), sent)

    assert "写了很久的理由" in answer.content.decode()
    assert "This step is no longer open." in read(answer)
    assert '<button class="btn btn-primary">Accept</button>' not in answer.content.decode()


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
        data = {"version": old, "position": "approve", "confirmed": "yes"}
        answer = browse(world.members[4]).post(path(story, "cast_vote"), data)

    assert answer.status_code == 302
    assert story.entries()[-1] == ("cast_vote", "member")


def test_a_vote_is_cast_once(browse, at, story, world, read, unchanged):
    story.in_review().reviewed().balloting()
    first = send(browse, at, story, world.members[3], "cast_vote", position="approve", confirmed="yes")

    with unchanged():
        again = {"position": "reject", "reason": "改变主意", "confirmed": "yes"}
        second = send(browse, at, story, world.members[3], "cast_vote", **again)

    assert first.status_code == 302
    assert second.status_code == 409


def test_a_vote_may_only_be_cast_for_what_was_put_to_the_vote(browse, at, story, world, unchanged):
    story.in_review().reviewed().balloting()

    with unchanged():
        answer = send(browse, at, story, world.members[3], "cast_vote", position="maybe")

    assert answer.status_code == 422


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


@pytest.mark.parametrize("who", ["applicant", "manager", "secretary"])
@pytest.mark.parametrize("sent", [{"again": "yes"}, {"change": "yes"}, {"reviewers": ["colleagues"]}, {}])
def test_a_form_that_is_not_the_readers_is_not_drawn_whatever_is_sent(browse, at, world, read, unchanged, who, sent):
    story = Story(world).in_review()
    story.does(world.members[5], "declare_interest", conflict=True, details="合作研究")
    if "reviewers" in sent:
        sent = {"reviewers": [world.members[3].pk, world.members[4].pk]}
    with unchanged(), at(story.now):
        answer = browse(getattr(world, who)).post(
            path(story, "assign_reviewers"), sent | {"version": story.case.version, "typed": "写好的话"}
        )

    words, whole = read(answer), answer.content.decode()
    assert answer.status_code == 409
    assert not any(str(member) in whole for member in world.members[1:])
    assert "写好的话" in whole
    assert "Nothing can be done here" in words
