"""What members do all day: read the filing beside the worksheet, vote in two steps, turn a review general."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

import regulations
from committees.models import Seat, Training, Vote
from committees.operations import commitment
from ethics_review.models import CompletionNotice
from ethics_review.web.candidates import statements_of
from ethics_review.web.shown import ground_of
from regulations.overlay import lay
from regulations.vocabulary import Procedure
from tests.ethics_review.web.moving import FOCUSES, path, send, worksheet
from tests.regulations.overlays import LOCAL, known
from tests.world import MINIMAL, Story

BASE = 16
"""Statements of the page of any move in a review: session, person, unread count, and the situation explained."""
CHOSEN = {"position": "reject", "reason": "风险未受控"}


def shown(browse, at, story, person, move, language="en"):
    with at(story.now):
        return browse(person, language).get(path(story, move))


# The worksheet beside the filing


def test_the_filing_and_its_documents_are_read_beside_the_worksheet(browse, at, story, world, read):
    story.drafted()
    file = SimpleUploadedFile("方案.txt", "方案\n".encode())
    with at(story.now):
        browse(world.applicant).post(reverse("documents", args=[story.number]), {"kind": "plan", "file": file})
    story.does(world.applicant, "submit")
    story.in_review()

    answer = shown(browse, at, story, world.members[2], "submit_worksheet")

    words = read(answer)
    assert "提示就诊优先级，不替代诊断" in words
    assert "方案.txt Plan of the activity" in words
    link = reverse("document", args=[story.number, story.case.documents.get().pk])
    assert f'href="{link}"' in answer.content.decode()
    assert 'href="#worksheet"' in answer.content.decode()


def test_each_focus_has_its_article_and_its_three_answers(browse, at, story, world, read):
    story.in_review()

    answer = shown(browse, at, story, world.members[2], "submit_worksheet")

    whole = answer.content.decode()
    for key in FOCUSES:
        values = re.findall(rf'name="focuses.{key}.answer" value="(\w+)"', whole)
        assert values == ["yes", "no", "na"]
    groups = whole.split('<fieldset class="focus"')[1:]
    assert [group.partition("<ul")[0].count('<span class="cite">') for group in groups] == [1] * len(FOCUSES)


def test_what_the_revision_changed_is_beside_the_worksheet(browse, at, story, world):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明"}])
    story.revised(funding="企业自筹").does(world.applicant, "resubmit")
    story.in_review()

    whole = shown(browse, at, story, world.members[2], "submit_worksheet").content.decode()

    assert "Revision 1 → 2" in whole
    assert "省级科研项目" in whole
    assert "企业自筹" in whole


def test_a_worksheet_sent_back_loses_nothing_that_was_typed(browse, at, story, world, unchanged):
    story.in_review()
    typed = {"focuses.privacy.answer": "no", "focuses.privacy.comment": "脱敏方法未说明", "comment": "总体意见"}

    with unchanged():
        answer = send(browse, at, story, world.members[2], "submit_worksheet", **typed)

    whole = answer.content.decode()
    assert answer.status_code == 422
    assert "脱敏方法未说明" in whole
    assert "总体意见" in whole
    assert re.search(r'name="focuses.privacy.answer" value="no" checked', whole)


def test_the_worksheet_costs_the_same_for_one_document_and_three(browse, at, world, statements):
    def reading(files):
        story = Story(world).drafted()
        for number in range(files):
            file = SimpleUploadedFile(f"{number}.txt", f"{story.number} {number}\n".encode())
            with at(story.now):
                browse(world.applicant).post(reverse("documents", args=[story.number]), {"kind": "plan", "file": file})
        story.does(world.applicant, "submit")
        story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明"}])
        story.revised().does(world.applicant, "resubmit")
        story.in_review()
        browser = browse(world.members[2])
        with at(story.now):
            assert browser.get(path(story, "submit_worksheet")).content.decode().count(".txt</bdi></a>") == files
            return statements(browser.get, path(story, "submit_worksheet"))

    one = reading(1)

    assert reading(3) == one
    assert one <= BASE + 3  # the documents, the revision before, one's own draft


# The vote


@pytest.fixture
def voting(story):
    return story.in_review().reviewed().balloting()


def test_a_vote_is_shown_once_more_before_it_is_sent(browse, at, voting, world, read, unchanged):
    with unchanged():
        answer = send(browse, at, voting, world.members[3], "cast_vote", **CHOSEN)

    words, whole = read(answer), answer.content.decode()
    assert answer.status_code == 200
    assert "Check before you send" in words
    assert "Position Reject" in words
    assert "Once sent it stays as it is" in words
    assert 'name="position" value="reject"' in whole
    assert 'name="reason" value="风险未受控"' in whole


def test_a_vote_may_be_changed_before_it_is_sent(browse, at, voting, world, unchanged):
    with unchanged():
        answer = send(browse, at, voting, world.members[3], "cast_vote", **CHOSEN, change="yes")

    whole = answer.content.decode()
    assert re.search(r'value="reject"[^>]*checked', whole)
    assert "风险未受控" in whole
    assert "Check before you send" not in whole


def test_what_the_door_would_refuse_is_told_before_the_second_step(browse, at, voting, world, read, unchanged):
    with unchanged():
        answer = send(browse, at, voting, world.members[3], "cast_vote", position="reject")

    assert answer.status_code == 409
    assert "Check before you send" not in read(answer)


def test_the_second_step_sends_the_vote_and_leads_to_its_receipt(browse, at, voting, world, read):
    answer = send(browse, at, voting, world.members[3], "cast_vote", **CHOSEN, confirmed="yes")
    receipt = read(shown(browse, at, voting, world.members[3], "cast_vote"))

    vote = Vote.objects.get()
    assert (answer.status_code, answer.url) == (302, path(voting, "cast_vote"))
    assert "Your vote is in and stays" in receipt
    assert commitment(vote) in receipt
    assert voting.last.hash in receipt
    assert "It was made from your vote" in receipt
    assert "What you voted (shown to you alone) Reject 风险未受控" in receipt
    assert "On to check it" not in receipt
    assert "You may not do this now" not in receipt


def test_nobody_is_shown_anothers_receipt(browse, at, voting, world, read):
    voting.votes("reject", world.members[3])

    for person in (world.members[4], world.chair, world.secretary, world.applicant):
        words = read(shown(browse, at, voting, person, "cast_vote"))
        assert "Receipt of your vote" not in words
        assert commitment(Vote.objects.get()) not in words
        assert "风险未受控" not in words


def test_a_receipt_says_so_where_the_vote_kept_is_another(browse, at, voting, world, read):
    voting.votes("reject", world.members[3])
    Vote.objects.update(position="approve")

    words = read(shown(browse, at, voting, world.members[3], "cast_vote"))

    assert "It does not fit the vote that is kept." in words


def test_the_sheet_says_how_many_have_voted_not_how(browse, at, voting, world, read):
    voting.votes("reject", *world.members[:2])

    words = read(shown(browse, at, voting, world.members[4], "cast_vote"))

    assert "2 of 7 have voted" in words


def test_an_interest_is_declared_on_the_sheet_and_closes_it(browse, at, voting, world, read):
    words = read(shown(browse, at, voting, world.members[4], "cast_vote"))
    data = {"conflict": "yes", "details": "与申请人有合作"}
    answer = send(browse, at, voting, world.members[4], "declare_interest", **data)
    with at(voting.now):
        sheet = browse(world.members[4]).get(path(voting, "cast_vote"))
        desk = browse(world.members[4]).get(answer.url)

    assert "You keep an interest in this matter?" in words
    assert answer.url == reverse("desk")
    assert desk.status_code == 200
    assert sheet.status_code == 404
    assert not Vote.objects.exists()


def test_whoever_keeps_no_interest_goes_back_to_the_case(browse, at, story, world):
    story.accepted().listed()

    answer = send(browse, at, story, world.members[4], "declare_interest", conflict="no")

    assert answer.url == reverse("case", args=[story.number])


def test_the_sheet_costs_the_same_for_no_vote_and_three(browse, at, voting, world, statements):
    browser = browse(world.members[5])
    with at(voting.now):
        none = statements(browser.get, path(voting, "cast_vote"))
    voting.votes("approve", *world.members[:3])
    with at(voting.now):
        three = statements(browser.get, path(voting, "cast_vote"))

    assert none == three
    assert none <= BASE + 2  # what they owe, and their training


# From simplified to general

TRIGGERS = ["negative_finding", "doubt", "disagreement", "request"]


@pytest.fixture
def simplified(story):
    return story.in_review("simplified")


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_one_press_on_the_case_turns_the_review_general(browse, at, simplified, world, trigger):
    with at(simplified.now):
        whole = browse(world.members[2]).get(reverse("case", args=[simplified.number])).content.decode()
    assert re.findall(r'name="trigger" value="(\w+)"', whole) == TRIGGERS

    answer = send(browse, at, simplified, world.members[2], "convert_to_general", trigger=trigger)

    assert answer.status_code == 302
    assert simplified.case.procedure == Procedure.GENERAL
    assert simplified.last.data["trigger"] == trigger


def test_each_trigger_stands_with_its_article(browse, at, simplified, world, read):
    with at(simplified.now):
        words = read(browse(world.members[2], "zh-hans").get(path(simplified, "convert_to_general")))

    for told in ("审查结果为否定性意见", "对审查内容有疑义", "委员意见不一致", "委员提出转为一般程序"):
        assert f"{told} 《人工智能科技伦理审查与服务办法（试行）》第20条" in words


def test_nothing_is_turned_by_who_may_not_or_twice(browse, at, simplified, world):
    page = reverse("case", args=[simplified.number])
    with at(simplified.now):
        for person in (world.secretary, world.applicant):
            assert 'name="trigger"' not in browse(person).get(page).content.decode()
    simplified.does(world.members[2], "convert_to_general", trigger="doubt")
    with at(simplified.now):
        assert 'name="trigger"' not in browse(world.members[2]).get(page).content.decode()
        assert (
            'name="trigger"'
            not in browse(world.members[2]).get(path(simplified, "convert_to_general")).content.decode()
        )


# Who may be named


def candidates(answer):
    """Name, worksheets owed and whether the box is open, in the order of the page."""
    whole = answer.content.decode()
    found = re.findall(
        r'id="candidate-\d+"( disabled)?.*?<label[^>]*><bdi>([^<]+)</bdi></label>.*?(\d+) worksheets? owed',
        whole,
        re.DOTALL,
    )
    return [(name, int(load), not closed) for closed, name, load in found]


def test_members_are_offered_by_whether_they_may_then_by_what_they_owe(browse, at, story, world, read):
    Story(world).in_review()
    story.accepted().listed().declared(*world.members[1:5])

    answer = shown(browse, at, story, world.chair, "assign_reviewers")

    assert candidates(answer)[:4] == [("委员2", 0, True), ("委员5", 0, True), ("委员3", 1, True), ("委员4", 1, True)]
    assert [one for one in candidates(answer) if not one[2]] == [(f"委员{n}", 0, False) for n in (1, 6, 7, 8, 9)]
    assert "委员3 Member · Ethics" in read(answer)


def test_why_somebody_may_not_be_named_is_told_with_the_article(browse, at, story, world, read):
    story.accepted().listed().declared(*world.members[1:4])
    story.does(world.members[4], "declare_interest", conflict=True, details="合作者")

    words = read(shown(browse, at, story, world.chair, "assign_reviewers", "zh-hans"))

    assert "委员6" in words
    assert re.search(r"委员6[^%]*?利益.*?第\d+条.*?不得指定", words)
    assert "合作者" not in words


def speaking(answer):
    """What speaks for each who may be named, by name."""
    whole = unescape(answer.content.decode())
    parts = (part for part in whole.split('<div class="candidate')[1:] if 'class="speaking' in part)
    found = ((re.search(r"<bdi>(.*?)</bdi>", part)[1], part.split("</ul>")[0].split("<li ")[1:]) for part in parts)
    return {name: [re.sub(r"<[^>]+>", "", f"<{line}").strip() for line in lines] for name, lines in found}


def test_why_somebody_may_be_named_is_told_with_the_article(browse, at, story, world):
    story.accepted().listed().declared(*world.members[2:4])
    third, fourth = world.members[2:4]
    Seat.objects.filter(person=third).update(secrecy_signed_on=date(2026, 1, 5), interests_signed_on=date(2026, 1, 6))
    given = {
        "committee": world.body,
        "subject": "科技伦理审查",
        "provider": "学会",
        "hours": 8,
        "recorded_at": story.now,
    }
    Training.objects.create(person=third, held_on=date(2026, 6, 1), **given)
    Training.objects.create(person=fourth, held_on=date(2023, 6, 1), **given)

    told = speaking(shown(browse, at, story, world.chair, "assign_reviewers"))

    assert set(told) == {"委员3", "委员4"}
    assert told["委员3"] == [
        f"In term until {world.seat(third).ends_on} · Art. 7 parent",
        "Has declared that there is no interest · Art. 8 parent",
        "Signed: secrecy 2026-01-05, interests 2026-01-06",
        "Trained on 2026-06-01, counts through 2028-06-01 · house rule",
    ]
    assert told["委员4"][2:] == [
        "Signed statements are not on record",
        "Trained on 2023-06-01, counted through 2025-06-01 · house rule",
    ]


def test_what_a_body_knows_of_its_people_is_for_whoever_names_them(browse, at, story, world, read):
    story.accepted().listed().declared(*world.members[2:4])

    for person in (world.secretary, world.applicant, world.members[2]):
        words = read(shown(browse, at, story, person, "assign_reviewers"))
        assert "may be named" not in words
        assert "In term until" not in words
    assert "In term until" in read(shown(browse, at, story, world.chair, "assign_reviewers"))


def test_statements_stand_with_their_rule_where_one_asks_for_them():
    province = lay(LOCAL / "sichuan.toml", known).rules_for(house={})

    with translation.override("en"):
        asked = statements_of(seat=Seat(), rules=province, language="en")
        unasked = statements_of(seat=Seat(), rules=regulations.pack("ai-2026").rules_for(house={}), language="en")
        ground = ground_of(province.source("committee.signed_statements"), "en")

    assert (asked.words, asked.tone) == ("Signed statements are not on record", "waiting")
    assert asked.ground == ground
    assert (unasked.words, unasked.tone, unasked.ground) == (asked.words, "quiet", None)


def test_nobody_is_told_to_be_too_few(browse, at, story, world, read):
    story.accepted().listed().declared(*world.members[1:4])

    assert "at least 2" not in read(shown(browse, at, story, world.chair, "assign_reviewers")).partition("Reviewers")[2]


def test_a_worksheet_filed_is_owed_no_more(browse, at, story, world):
    Story(world).in_review().reviewed()
    story.accepted().listed().declared(world.members[2], world.members[3])

    answer = shown(browse, at, story, world.chair, "assign_reviewers")

    assert {load for _, load, _ in candidates(answer)} == {0}


def test_the_candidates_cost_the_same_however_many_cases_there_are(browse, at, story, world, statements):
    story.accepted().listed().declared(world.members[2], world.members[3])
    browser = browse(world.chair)
    with at(story.now):
        none = statements(browser.get, path(story, "assign_reviewers"))
    for _ in range(2):
        Story(world, story.now).in_review()
    with at(story.now):
        two = statements(browser.get, path(story, "assign_reviewers"))

    assert none == two
    assert none <= BASE + 2  # what they owe, and their training


# One completion notice


def test_what_is_missing_is_ticked_beside_the_filing(browse, at, story, world, read):
    story.submitted(funding=None, plan=None)

    answer = shown(browse, at, story, world.secretary, "request_completion")

    whole = answer.content.decode()
    ticked = whole.count('type="checkbox" id="missing-')
    assert ticked == len(re.findall(r'id="missing-\d+" checked disabled', whole)) > 1
    assert "One notice names everything that is missing" in read(answer)
    assert "误判优先级" in read(answer)


def test_of_a_complete_filing_the_office_is_told_to_name_an_item(browse, at, story, world, read):
    story.submitted(**MINIMAL)

    assert "The catalogue finds nothing missing." in read(
        shown(browse, at, story, world.secretary, "request_completion")
    )


def test_the_notice_is_read_as_it_will_be_before_it_is_sent_and_can_be_changed(
    browse, at, story, world, read, unchanged
):
    """Everything it names, in the words of the office; nothing is written, and nothing of it is lost."""
    story.drafted(conflict_statement=None)
    story.does(world.applicant, "submit")
    asked = {"extra.0.path": "funding", "extra.0.reason": "请说明来源", "note": "尽快", "version": story.case.version}
    with at(story.now), unchanged():
        browser = browse(world.secretary)
        looked = browser.post(path(story, "request_completion"), asked | {"look": "yes"})
        changed = browser.post(path(story, "request_completion"), asked | {"change": "yes"})
    with at(story.now):
        sent = browser.post(path(story, "request_completion"), asked)

    told = read(looked)
    assert "Draft, not issued" in told
    for words in ("Conflict-of-interest statement", "Source of funding", "请说明来源", "尽快"):
        assert words in told
    assert 'name="extra.0.reason" value="请说明来源"' in looked.content.decode()
    assert 'value="请说明来源"' in changed.content.decode()
    assert (looked.status_code, changed.status_code, sent.status_code) == (200, 200, 302)


def test_one_notice_has_room_for_everything_it_must_name(browse, at, story, world):
    story.submitted()
    rows = {f"extra.{row}.path": "plan" for row in range(5)} | {f"extra.{row}.reason": "补充" for row in range(5)}
    with at(story.now):
        browser = browse(world.secretary)
        more = browser.post(path(story, "request_completion"), rows | {"change": "rows", "version": story.case.version})
        seven = rows | {"extra.7.path": "funding", "extra.7.reason": "说明", "version": story.case.version}
        sent = browser.post(path(story, "request_completion"), seven)

    assert 'name="extra.9.path"' in more.content.decode()
    assert sent.status_code == 302
    assert len(CompletionNotice.objects.get().items) == 6


def test_the_answers_of_a_worksheet_still_make_one(browse, at, story, world):
    story.in_review()

    assert send(browse, at, story, world.members[2], "submit_worksheet", **worksheet()).status_code == 302
