"""The draft of a worksheet: its reviewer's alone, kept across sessions and windows, and gone when it is filed."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from ethics_review.models import Worksheet, WorksheetDraft
from ledger.models import Entry
from regulations.vocabulary import Procedure
from tests.ethics_review.web.moving import path, send, worksheet
from tests.world import Story

SECRET = "训练数据来源存疑，拟不予批准"
TYPED = {"focuses.privacy.answer": "no", "focuses.privacy.comment": SECRET, "doubt": "on", "comment": ""}


@pytest.fixture
def reviewing(story):
    return story.in_review()


@pytest.fixture
def reviewer(world):
    return world.members[2]


@pytest.fixture
def keeping(browse, at, reviewing):
    """What comes of keeping what was typed, in one of the person's windows."""

    def send(person, *, part=False, draft=0, **data):
        address = reverse("worksheet-draft", args=[reviewing.number])
        headers = {"HX-Request": "true"} if part else {}
        with at(reviewing.now):
            return browse(person).post(address, {"draft": draft} | (data or TYPED), **headers)

    return send


def page_of(browse, at, story, person):
    with at(story.now):
        return browse(person).get(path(story, "submit_worksheet")).content.decode()


def test_what_was_kept_stands_there_in_the_next_session(browse, at, reviewing, keeping, reviewer):
    answer = keeping(reviewer)
    whole = page_of(browse, at, reviewing, reviewer)

    assert (answer.status_code, answer["Location"]) == (302, path(reviewing, "submit_worksheet"))
    assert re.search(r'name="focuses.privacy.answer" value="no" checked', whole)
    assert SECRET in whole
    assert re.search(r'name="doubt"[^>]*checked', whole)
    assert re.search(r'name="draft" id="draft" value="1"', whole)
    assert "Draft kept 2026-06-10" in whole


def test_the_law_hears_nothing_of_a_draft(keeping, reviewing, reviewer):
    entries, version = Entry.objects.count(), reviewing.case.version

    keeping(reviewer)

    assert Entry.objects.count() == entries
    assert reviewing.case.version == version
    assert not Worksheet.objects.exists()


def test_without_a_script_there_is_a_button_and_with_one_it_keeps_itself(browse, at, reviewing, reviewer):
    whole = page_of(browse, at, reviewing, reviewer)
    address = reverse("worksheet-draft", args=[reviewing.number])

    assert f'formaction="{address}" formnovalidate>Keep draft' in whole
    assert f'hx-post="{address}"' in whole
    assert "data-saves-itself" in whole


def test_a_part_is_answered_with_when_it_was_kept_and_the_next_revision(keeping, reviewer):
    first = keeping(reviewer, part=True).content.decode()
    second = keeping(reviewer, part=True, draft=1, comment="更多").content.decode()

    assert "Draft kept 2026-06-10" in first
    assert 'value="1" hx-swap-oob="true"' in first
    assert 'value="2" hx-swap-oob="true"' in second


def test_what_has_not_changed_is_not_written(keeping, reviewer, unchanged):
    keeping(reviewer)

    with unchanged():
        assert keeping(reviewer, draft=1).status_code == 302


# Whose it is


@pytest.mark.parametrize(
    "who", ["applicant", "secretary", "chair", "colleague", "other_reviewer", "manager", "officer", "stranger"]
)
def test_nobody_else_finds_it(browse, at, reviewing, keeping, reviewer, world, unchanged, who):
    keeping(reviewer)
    people = {"colleague": world.members[5], "other_reviewer": world.members[3]}
    person = people.get(who) or getattr(world, who)

    with at(reviewing.now):
        browser = browse(person)
        pages = [
            browser.get(address).content.decode()
            for address in (
                path(reviewing, "submit_worksheet"),
                reverse("case", args=[reviewing.number]),
                reverse("search") + f"?q={SECRET[:4]}",
                f"/api/v1/cases/{reviewing.number}/",
                f"/api/v1/cases/{reviewing.number}/history/",
                f"/api/v1/cases/{reviewing.number}/explain/",
            )
        ]
    assert not any(SECRET in page or "Draft kept" in page for page in pages)
    if who == "other_reviewer":
        assert keeping(person).status_code == 302  # a draft of their own
        return
    with unchanged():
        assert keeping(person).status_code == 404


def test_it_is_in_no_admin(admin_client, reviewing, keeping, reviewer):
    keeping(reviewer)

    assert WorksheetDraft not in admin.site._registry
    assert SECRET not in admin_client.get(f"/admin/ethics_review/case/{reviewing.case.pk}/change/").content.decode()


# Two windows


def test_another_window_is_never_overwritten(keeping, reviewer, read, unchanged):
    keeping(reviewer)

    with unchanged():
        answer = keeping(reviewer, draft=0, **TYPED | {"focuses.privacy.comment": "没有问题", "comment": "总体"})

    words, whole = read(answer), answer.content.decode()
    assert answer.status_code == 412
    assert "This was changed in another window" in words
    assert SECRET in words
    assert "没有问题" in words
    assert 'name="take.focuses.privacy.comment" value="theirs"' in whole
    assert 'name="take.focuses.privacy.answer"' not in whole
    assert "some fields must be corrected" not in words
    assert "hx-post" not in whole.partition('id="move"')[2].partition(">")[0]


def test_a_window_that_keeps_itself_is_told_and_offered_both(keeping, reviewer, unchanged):
    keeping(reviewer)

    with unchanged():
        answer = keeping(reviewer, part=True, draft=0, comment="另一窗口")

    assert answer.status_code == 200
    assert "Not kept: this was changed in another window." in answer.content.decode()
    assert "See both" in answer.content.decode()


def test_the_answer_that_was_chosen_is_kept(keeping, reviewer):
    keeping(reviewer)
    both = {"focuses.privacy.comment": "没有问题", "comment": "总体"}
    chosen = {"take.focuses.privacy.comment": "theirs", "take.comment": "mine", "take.doubt": "theirs"}

    answer = keeping(reviewer, draft=1, **both, **chosen)

    kept = WorksheetDraft.objects.get()
    assert answer.status_code == 302
    assert kept.revision == 2
    assert kept.answers == {"focuses.privacy.comment": SECRET, "comment": "总体", "doubt": "on"}


def test_two_windows_that_say_the_same_do_not_meet(keeping, reviewer):
    keeping(reviewer)

    assert keeping(reviewer, draft=0).status_code == 302


def test_an_older_window_does_not_file_over_a_newer_draft(browse, at, reviewing, keeping, reviewer, unchanged):
    keeping(reviewer)

    with unchanged():
        answer = send(browse, at, reviewing, reviewer, "submit_worksheet", **worksheet(), draft=0)

    assert answer.status_code == 412
    assert SECRET in answer.content.decode()


# How it ends


def test_it_is_gone_once_the_worksheet_is_filed(browse, at, reviewing, keeping, reviewer, world):
    keeping(reviewer)
    keeping(world.members[3], comment="另一位的草稿")

    answer = send(browse, at, reviewing, reviewer, "submit_worksheet", **worksheet(), draft=1)

    assert answer.status_code == 302
    assert [draft.assignment.person for draft in WorksheetDraft.objects.all()] == [world.members[3]]


def test_a_worksheet_that_is_refused_keeps_its_draft(browse, at, reviewing, keeping, reviewer, unchanged):
    keeping(reviewer)

    with unchanged():
        answer = send(browse, at, reviewing, reviewer, "submit_worksheet", **TYPED, draft=1)

    assert answer.status_code == 422
    assert WorksheetDraft.objects.count() == 1


def test_it_is_gone_once_its_reviewer_is_released(reviewing, keeping, reviewer, world):
    keeping(reviewer)
    keeping(world.members[3], comment="另一位的草稿")

    reviewing.declared(world.members[4])
    reviewing.does(world.chair, "assign_reviewers", reviewers=[world.members[3].pk, world.members[4].pk])

    assert [draft.assignment.person for draft in WorksheetDraft.objects.all()] == [world.members[3]]


def test_it_is_gone_once_its_reviewer_keeps_out(reviewing, keeping, reviewer):
    keeping(reviewer)

    reviewing.does(reviewer, "declare_interest", conflict=True, details="合作研究")

    assert not WorksheetDraft.objects.exists()
    assert keeping(reviewer).status_code == 404


def test_it_is_gone_once_the_review_is_over(reviewing, keeping, reviewer, world):
    keeping(reviewer)

    reviewing.does(world.applicant, "withdraw", reasons="不再开展")

    assert not WorksheetDraft.objects.exists()


def test_it_can_be_thrown_away(browse, at, reviewing, keeping, reviewer, world):
    keeping(reviewer)
    keeping(world.members[3], comment="另一位的草稿")

    answer = keeping(reviewer, discard="yes")

    left = {draft.assignment.person: draft.answers for draft in WorksheetDraft.objects.all()}
    assert answer.status_code == 302
    assert left == {reviewer: {}, world.members[3]: {"comment": "另一位的草稿"}}
    assert "Draft kept" not in page_of(browse, at, reviewing, reviewer)


def test_after_the_filing_nothing_is_kept_any_more(browse, at, reviewing, keeping, reviewer, read, unchanged):
    send(browse, at, reviewing, reviewer, "submit_worksheet", **worksheet())

    with unchanged():
        answer, part = keeping(reviewer), keeping(reviewer, part=True)

    assert answer.status_code == 409
    assert SECRET in answer.content.decode()
    assert "Not kept:" in part.content.decode()


def test_too_much_is_not_cut_but_told(keeping, reviewer, read, unchanged):
    with unchanged():
        answer = keeping(reviewer, comment="字" * 100_001)

    assert answer.status_code == 422
    assert "more than a draft can hold" in read(answer)
    assert keeping(reviewer, comment="字" * 100_000).status_code == 302


def test_a_field_the_worksheet_does_not_have_is_not_kept(keeping, reviewer):
    keeping(reviewer, comment="意见", smuggled="x", version="7")

    assert WorksheetDraft.objects.get().answers == {"comment": "意见"}


def test_a_session_that_has_ended_loses_nothing(browse, at, reviewing):
    with at(reviewing.now):
        answer = browse().post(reverse("worksheet-draft", args=[reviewing.number]), TYPED)

    assert answer.status_code == 403
    assert SECRET in answer.content.decode()


def test_a_simplified_review_is_kept_too(browse, at, world):
    story = Story(world).in_review(Procedure.SIMPLIFIED)
    reviewer = story.case.reviews.get().assignments.first().person
    with at(story.now):
        browse(reviewer).post(reverse("worksheet-draft", args=[story.number]), TYPED)

    assert SECRET in page_of(browse, at, story, reviewer)


@pytest.mark.parametrize("text", ["甲\x00乙", "\x00", "\u202eمراجعة\u202c 👩‍💻"])
def test_what_no_column_holds_is_left_out_and_the_rest_is_kept(browse, at, reviewing, keeping, reviewer, text):
    answer = keeping(reviewer, comment=text, doubt="on")

    assert answer.status_code == 302
    assert WorksheetDraft.objects.get().answers.get("comment", "") == text.replace("\x00", "")
    assert 'name="doubt"' in page_of(browse, at, reviewing, reviewer)


def test_a_window_from_before_the_draft_was_thrown_away_overwrites_no_later_one(keeping, reviewer, unchanged):
    keeping(reviewer, comment="第一稿")
    keeping(reviewer, discard="yes", draft=1)
    keeping(reviewer, draft=2, comment="第二稿")

    with unchanged():
        answer = keeping(reviewer, draft=1, comment="第一稿，另一窗口")

    assert answer.status_code == 412
    assert WorksheetDraft.objects.get().answers == {"comment": "第二稿"}
