"""The list of cases and the page of one: who sees what, in words, at a price that does not grow."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

import regulations
from ethics_review import wording
from ethics_review.engine import explain
from ethics_review.operations.sweeping import sweep
from regulations.clocks import local
from tests.world import EXEMPTING, MORNING, Story, worksheet


def page(browse, person, number, language="en"):
    return browse(person, language).get(reverse("case", args=[number]))


def test_the_list_holds_what_the_person_may_see_and_nothing_else(browse, read, at, world, story):
    mine = story.submitted().number
    other = Story(world, applicant=world.bare_applicant, committee=world.centre).submitted().number

    with at(story.now):
        applicant, secretary, stranger = (
            read(browse(person).get(reverse("cases"))) for person in (world.applicant, world.secretary, world.stranger)
        )

    assert mine in applicant
    assert other not in applicant
    assert (mine in secretary, other in secretary) == (True, False)
    assert "There is no case you take part in yet." in stranger


MEASURES = regulations.pack("ai-2026").title.en
NARROWED = (
    ({"q": "triage"}, {"2026-0001", "2026-0002"}),
    ({"q": "0002"}, {"2026-0002"}),
    ({"q": "分诊助手", "state": "draft"}, {"2026-0002"}),
    ({"state": "accepted"}, {"2026-0001"}),
    ({"procedure": "general"}, {"2026-0001"}),
    ({"procedure": "simplified"}, set()),
    ({"state": "no such state"}, {"2026-0001", "2026-0002"}),
    ({"q": "%"}, set()),
    ({"page": "99"}, {"2026-0001", "2026-0002"}),
)


def test_the_list_is_narrowed_by_state_procedure_and_words(browse, at, world, story):
    story.accepted()
    Story(world).drafted()
    browser = browse(world.applicant)

    with at(story.now):
        for asked, found in NARROWED:
            answer = browser.get(reverse("cases"), **asked)
            assert set(re.findall(r"/cases/(\d{4}-\d{4})/", answer.content.decode())) == found, asked


def test_a_list_that_is_narrowed_to_nothing_says_so(browse, read, at, world, story):
    story.submitted()

    with at(story.now):
        answer = read(browse(world.applicant).get(reverse("cases"), q="nothing like it"))

    assert "No case fits." in answer


def test_the_list_turns_its_pages(browse, read, at, world):
    for _ in range(26):
        Story(world).drafted()
    browser = browse(world.applicant)

    with at(MORNING):
        first, second = browser.get(reverse("cases")), browser.get(reverse("cases"), page=2, state="draft")

    assert "Page 1 of 2, 26 in all" in read(first)
    assert "2026-0001" in read(second)
    assert "?page=1&amp;state=draft" in second.content.decode()


def test_htmx_is_given_the_rows_alone(browse, at, world, story):
    story.submitted()

    with at(story.now):
        part = browse(world.applicant).part(reverse("cases")).content.decode()

    assert story.number in part
    assert "<html" not in part


def test_the_list_costs_the_same_however_long_it_is(browse, at, world, statements):
    Story(world).submitted()
    browser = browse(world.secretary)

    with at(MORNING):
        one = statements(browser.get, reverse("cases"))
        for _ in range(2):
            Story(world).submitted()
        three = statements(browser.get, reverse("cases"))

    assert one == three


@pytest.mark.parametrize("number", ["2026-0001", "2026-9999", "nonsense"])
def test_what_one_may_not_see_is_not_there(browse, read, at, world, story, number):
    story.submitted()

    with at(story.now):
        answer = page(browse, world.stranger, number)

    assert answer.status_code == 404
    assert "There is no such page, or none that you may see." in read(answer)


def test_the_page_tells_what_the_case_is(browse, read, at, world, story):
    story.accepted("simplified").listed()

    with at(story.now):
        shown = read(page(browse, world.secretary, story.number))

    for words in (
        "2026-0001 · Accepted",
        "Triage 分诊助手",
        "Procedure Simplified procedure Ground: Risk not above minimal",
        "On the list no",
        f"version 1 · {story.case.pack_digest[:12]}",
        f"Decision 30 days left until 2026-07-10 owed by: chair · day 0 · {MEASURES}, Art. 16 reported",
        "Applicant 沈若水",
        "Background 基层诊所分诊压力大",
        "误判优先级 Application risk Low Medium 候诊者 人工复核 Low 算法组",
        "Own view of the list of activities for re-examination None of them",
    ):
        assert words in shown


def test_the_page_speaks_chinese(browse, read, at, world, story):
    story.accepted("simplified").listed()

    with at(story.now):
        shown = read(page(browse, world.secretary, story.number, "zh-hans"))

    for words in (
        "已受理",
        "审查程序 简易程序 情形：风险不大于最低风险",
        "清单判定 不属于清单",
        "现在可以办理",
        "还有30天",
    ):
        assert words in shown


def test_items_of_the_list_and_an_exemption_are_told_in_words(browse, read, at, world, story):
    story.accepted(cross_references=[EXEMPTING]).listed(2)
    story.does(
        world.chair, "grant_exemption", regime="algorithm-filing", number=EXEMPTING["number"], legal_basis="算法备案"
    )

    with at(story.now):
        shown = read(page(browse, world.chair, story.number))

    item = wording.item_label("list.items", "2", "en")
    assert f"On the list 2. {item}" in shown
    assert "Re-examination not needed: exempt" in shown


def test_the_applicant_learns_neither_who_reviews_nor_how_anyone_voted(browse, read, at, world, story):
    story.decided()
    reviewers = [str(person) for person in world.members[1:9]]

    with at(story.now):
        applicant, member = (read(page(browse, person, story.number)) for person in (world.applicant, world.members[4]))

    assert not [name for name in reviewers if name in applicant]
    assert "name withheld · Member" in applicant
    assert "Cast vote" in applicant
    assert "Signed by 委员1" in applicant
    assert all(name in member for name in reviewers)


def test_moves_that_may_be_made_are_buttons_and_the_rest_say_why_not(browse, read, at, world, story):
    story.submitted()

    with at(story.now):
        answer = page(browse, world.secretary, story.number)

    shown = answer.content.decode()
    buttons = re.findall(r'class="btn[^"]*" href="/cases/2026-0001/moves/(\w+)/"', shown)
    assert buttons == ["accept", "request_completion", "decline"]
    assert 'btn-primary" href="/cases/2026-0001/moves/accept/"' in shown
    assert 'btn-outline-danger" href="/cases/2026-0001/moves/decline/"' in shown
    refused = [
        option for option in explain(case=story.case, user=world.secretary, now=story.now).options if not option.allowed
    ]
    words = read(answer)
    assert len(refused) > 30
    for option in refused:
        assert f"{option.line.label.en} " in words
    withdraw = next(option for option in refused if option.line.name == "withdraw")
    assert f"Withdraw {wording.sentence(withdraw.refusals[0], 'en')} house" in words


def greyed(answer):
    """The moves that stand greyed in the open, each with the first reason beside it."""
    whole = answer.content.decode().partition('id="moves"')[2].partition("</section>")[0]
    for folded in (r"<details><summary>.*?</details>", r"<details class.*?</details>"):  # the inner ones first
        whole = re.sub(folded, "", whole, flags=re.DOTALL)
    found = re.findall(r"disabled>([^<]+)</button>(.*?)</li>", whole, re.DOTALL)
    return {label: unescape(re.sub(r"<[^>]+>|\s+", " ", reason)).strip() for label, reason in found}


def test_what_is_ones_own_but_not_now_stands_greyed_with_the_first_reason(browse, at, world, story):
    story.in_review()
    options = explain(case=story.case, user=world.chair, now=story.now).options
    sentences = {one.line.label.en: wording.sentence(one.refusals[0], "en") for one in options if one.refusals}

    with at(story.now):
        told = greyed(page(browse, world.chair, story.number))

    assert list(told) == ["Cast vote", "Issue decision", "Pass preliminary review", "Open ballot"]
    assert all(re.sub(r"\s+", " ", reason).startswith(sentences[label]) for label, reason in told.items())


def test_what_is_for_others_to_do_is_folded(browse, at, world, story):
    story.in_review()

    with at(story.now):
        answer = page(browse, world.manager, story.number)

    assert greyed(answer) == {}
    assert "16 steps of this state are for others" in answer.content.decode()


def test_why_not_names_nobody_who_acted(browse, read, at, world, story):
    """Who acted last is among the figures of a refusal, and may be a reviewer whom the applicant may not know."""
    story.in_review().reviewed()

    with at(story.now):
        shown = read(page(browse, world.applicant, story.number))

    assert "委员4" not in shown
    assert "made the step" not in shown


def test_a_reader_with_nothing_to_do_is_told_so(browse, read, at, world, story):
    story.submitted()

    with at(story.now):
        shown = read(page(browse, world.manager, story.number))

    assert "Nothing at the moment." in shown


def test_everything_the_applicant_owes_stands_on_top(browse, read, at, world, story):
    story.submitted(conflict_statement=None)
    story.does(
        world.secretary, "request_completion", extra=[{"path": "plan.testing", "reason": "请补充盲测"}], note="尽快"
    )

    with at(story.now):
        shown = read(page(browse, world.applicant, story.number))

    assert "To be supplied Notice of 2026-06-10 09:02 Conflict-of-interest statement" in shown
    assert "Test and evaluation methods · 请补充盲测" in shown
    assert "Edit the filing" in shown


def test_a_decision_is_shown_with_its_reasons_votes_and_follow_up(browse, read, at, world, story):
    story.decided("approve_after_modification")

    with at(story.now):
        shown = read(page(browse, world.applicant, story.number))

    assert (
        "Decision · Approve after modification 2026-06-10 10:24 Reasons 依据表决结果 "
        "Required modifications 补充偏差检验 Votes "
        "Approve after modification 7 (7 on the roll, at least 5 votes needed) Follow-up in 12 months Signed by 委员1"
    ) in shown


def test_a_long_record_is_folded_and_whole(browse, at, world, story):
    story.decided()

    with at(story.now):
        shown = page(browse, world.secretary, story.number).content.decode()

    assert len(re.findall(r">#(\d+) [0-9a-f]{8}<", shown)) == len(story.entries())
    assert re.search(r"<summary>\s*\d+ earlier entries", shown)


def test_the_page_costs_the_same_however_long_its_record_is(browse, at, world, statements):
    def reported(times):
        story = Story(world, now=MORNING).decided()
        for _ in range(times):
            story.does(world.applicant, "report_progress", execution="正常", risk_controls="到位", effects="无")
        with at(story.now):
            return statements(browse(world.secretary).get, reverse("case", args=[story.number]))

    assert reported(1) == reported(3)


def test_worksheets_are_blind_to_each_other_until_the_ballot_opens(browse, read, at, world, story):
    story.in_review()
    for person, words in ((world.members[2], "甲的意见"), (world.members[3], "乙的意见")):
        story.does(person, "submit_worksheet", **worksheet(comment=words))
    people = {"own": world.members[2], "chair": world.chair, "applicant": world.applicant}

    def seen():
        with at(story.now):
            pages = {name: read(page(browse, person, story.number)) for name, person in people.items()}
        return {name: ("甲的意见" in shown, "乙的意见" in shown) for name, shown in pages.items()}

    before = seen()
    story.balloting()
    after = seen()

    assert before == {"own": (True, False), "chair": (False, False), "applicant": (False, False)}
    assert after == {"own": (True, True), "chair": (True, True), "applicant": (False, False)}


def test_the_committee_sees_who_is_still_awaited(browse, read, at, world, story):
    story.in_review().reviewed(world.members[2])

    with at(story.now):
        shown = read(page(browse, world.chair, story.number))

    assert "Worksheets 委员3 · is in 委员4 · is awaited" in shown


def test_the_opinion_of_the_experts_stands_beside_the_decision(browse, read, at, world, story):
    story.re_examined("disagree", "reject")

    with at(story.now):
        shown = read(page(browse, world.applicant, story.number))

    assert "Opinion of the experts · Disagree" in shown
    assert "On compliance 符合 On reasonableness 合理" in shown
    assert shown.index("Decision · Reject") < shown.index("Opinion of the experts") < shown.index("Preliminary opinion")


def test_a_revision_not_yet_submitted_is_the_applicants_own(browse, read, at, world, story):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明"}])
    story.revised(conflict_statement="尚未提交的话")

    with at(story.now):
        applicant, secretary = (
            read(page(browse, person, story.number)) for person in (world.applicant, world.secretary)
        )

    assert "尚未提交的话" in applicant
    assert "尚未提交的话" not in secretary


@pytest.mark.parametrize(("micro", "runs"), [(0, True), (1, False)])
def test_a_window_is_over_after_its_last_instant_even_before_the_sweeper_comes(browse, read, at, story, micro, runs):
    story.decided("reject")
    last = story.clock("appeal_window").due_at

    with at(last + micro * timedelta(microseconds=1)):
        shown = read(page(browse, story.applicant, story.number))
        listed = read(browse(story.applicant).get(reverse("cases")))

    assert ("due today" in shown, "closed unused" in shown) == (runs, not runs)
    assert (local(last).date().isoformat() in listed) is runs
    assert "overdue" not in shown + listed


def test_a_clock_that_ended_says_how(browse, read, at, story):
    story.decided("reject")
    with at(story.now):
        assert "met in time" in read(page(browse, story.applicant, story.number))

    story.does(story.applicant, "appeal", reasons="有新的论证", support="论证报告一份")
    with at(story.now):
        assert "ended early" in read(page(browse, story.applicant, story.number))
    sweep(now=story.now + timedelta(days=90))
    with at(story.now + timedelta(days=90)):
        assert "closed unused" not in read(page(browse, story.applicant, story.number))
