"""The registers a body's office keeps: what each tells of, of which year, and as a file."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.urls import reverse

from ethics_review.operations import bodies, sittings
from ledger.models import Entry
from regulations import pack
from regulations.clocks import SHANGHAI
from tests.ethics_review.positions import WHY, grant_exemption
from tests.ethics_review.registering import BEGUN, conditioned, kept_out, lodged
from tests.world import MINUTE, TERM, Story, someone

COSTS = {"decisions": 9, "registrations": 10, "conditions": 11, "interests": 10, "appeals": 10}
"""How many statements each register takes."""


@pytest.fixture
def register(browse, at, world):
    """The page of one register of the unit's body."""

    def ask(story, key, who=None, language="en", **year):
        with at(story.now):
            return browse(who or world.secretary, language).get(reverse("register", args=[world.body.pk, key]), **year)

    return ask


@pytest.fixture
def file(browse, at, world):
    """The lines of the same as a file, without its head."""

    def ask(story, key, who=None, language="en", **year):
        with at(story.now):
            path = reverse("register-csv", args=[world.body.pk, key])
            answer = browse(who or world.secretary, language).get(path, **year)
        return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))[1:]

    return ask


def test_a_decision_stands_with_its_outcome_its_votes_and_who_signed_it(story, file):
    story.decided()

    assert file(story, "decisions") == [
        [
            story.number, "Triage", "川岭大学", "Decision", "round 1", "Approve", "General procedure", "2026-06-10",
            "委员1", "Approve 7 (7 on the roll, at least 5 votes needed)", "",
        ]
    ]  # fmt: skip


def test_a_preliminary_opinion_is_told_as_one_and_each_letter_can_be_read(story, register, file, browse, at, read):
    story.re_examined()

    lines = file(story, "decisions")
    page = register(story, "decisions").content.decode()
    letters = [
        reverse("letter", args=[story.number, seq]) for seq in _seqs(story, "pass_preliminary", "issue_decision")
    ]

    assert [line[3] for line in lines] == ["Decision", "Preliminary opinion"]
    assert [page.count(f'href="{letter}"') for letter in letters] == [1, 1]
    with at(story.now):
        assert "Preliminary opinion" in read(browse(story.secretary).get(letters[0]))


def _seqs(story, *actions):
    return [Entry.objects.get(stream=story.stream, action=action).seq for action in actions]


def test_a_decision_that_rests_on_a_filing_says_through_which_day(story, file):
    who, words = grant_exemption(story)
    story.does(who, "grant_exemption", **words, valid_until="2026-12-31")
    story.assigned().reviewed().found().issued()

    granted = file(story, "decisions")
    story.does(who, "grant_exemption", **words, valid_until="2027-12-31")
    renewed = file(story, "decisions")

    assert [granted[0][-1], renewed[0][-1]] == ["2026-12-31", "2027-12-31"]


def test_a_registration_is_owed_until_it_is_recorded_and_then_confirmed(story, file, world):
    story.re_examined()
    owed = file(story, "registrations")
    story.does(story.manager, "register", number="KJLL-2026-1")
    filed = file(story, "registrations")
    story.wait(days=1).does(world.officer, "confirm_registration")

    case = [story.number, "Triage", "川岭大学", "2026-06-10", "2026-07-10"]
    assert owed == [[*case, "30 days left", "", "", "", "", ""]]
    assert filed == [[*case, "met in time", "KJLL-2026-1", "2026-06-10", "主管", "", ""]]
    assert file(story, "registrations") == [
        [*case, "met in time", "KJLL-2026-1", "2026-06-10", "主管", "2026-06-11", "科技厅干事"]
    ]


def test_the_body_itself_registers_each_change(story, file, world):
    bodies.appoint(
        committee=world.body, person=someone("新委员", world.unit), position="member", categories=("law",),
        sex="female", external=False, starts_on=story.now.date(), ends_on=TERM[1], actor=world.manager, role="unit",
        rules=pack("ai-2026").rules_for(house={}), now=story.now,
    )  # fmt: skip
    story.wait(days=40)
    owed = file(story, "registrations")
    sittings.register_committee(committee=world.body.pk, number="WYH-7", user=world.secretary, now=story.now)

    itself = ["The body itself", "Appoint to a seat", "川岭大学", "2026-06-10", "2026-07-10"]
    assert owed == [[*itself, "10 days overdue", "", "", "", "", ""]]
    assert file(story, "registrations") == [[*itself, "met late", "WYH-7", "2026-07-20", "秘书", "", ""]]


def test_how_the_body_itself_is_registered_is_said_whichever_the_year(story, register, read, world):
    none = read(register(story, "registrations", year="2024"))
    sittings.register_committee(committee=world.body.pk, number="WYH-7", user=world.secretary, now=story.now)
    under = read(register(story, "registrations", year="2024"))

    assert "No registration of the body itself is on record." in none
    assert "The body itself is registered under WYH-7, last recorded on 2026-06-10." in under
    assert "WYH-7" not in read(register(story, "decisions"))


def test_a_condition_is_met_by_evidence_that_was_confirmed(story, file):
    conditioned(story).wait(days=250)

    second, first = file(story, "conditions", year="2026")

    assert first[3:] == [
        "1. 上线前完成偏差检验", "2026-06-10", "2026-09-01", "met in time", "2026-06-10", "委员1",
        "2026-06-10 报告见附件",
    ]  # fmt: skip
    assert second[3:] == ["2. 公开评估结果", "2026-06-10", "2026-12-10", "67 days overdue", "", "", ""]


def test_what_ended_with_the_activity_was_not_met(story, file):
    conditioned(story).does(story.chair, "terminate", **WHY)

    assert [line[6] for line in file(story, "conditions")] == ["ended by: Terminate", "met in time"]


def test_who_keeps_out_stands_with_how_that_came_about(story, file, register):
    kept_out(story)

    by_chair, declared = file(story, "interests")

    assert declared[3:] == ["委员8", "2026-06-10", "declared by themselves", "Before assignment", "与申请人合著论文"]
    assert by_chair[3:] == ["委员7", "2026-06-10", "decided by 委员1", "meeting no. 1", "持有股份"]
    assert reverse("meeting", args=[story.meeting.pk]) in register(story, "interests").content.decode()


def test_a_member_who_applies_is_kept_out_by_the_rule(world, file):
    story = Story(world, applicant=world.members[5]).accepted()

    assert file(story, "interests")[0][3:] == [
        "委员6",
        "2026-06-10",
        "by the rule, at acceptance",
        "",
        "their own matter",
    ]


def test_an_expert_who_keeps_out_is_not_of_the_body(story, world, file):
    kept_out(story, by_chair=False)
    other = Story(world).applied().panelled()
    other.does(world.experts[0], "declare_interest", conflict=True, details="同一课题组")

    assert [line[3] for line in file(other, "interests")] == ["委员8"]


def test_an_appeal_stands_with_its_answer(story, file):
    lodged(story)
    waiting = file(story, "appeals")
    story.does(story.chair, "rule_on_appeal", ruling="dismissed", **WHY)

    case = [story.number, "Triage", "川岭大学", "2026-06-10", "沈若水", "Rejected", "2026-07-10"]
    assert waiting == [[*case, "30 days left", "", "", ""]]
    assert file(story, "appeals") == [[*case, "met in time", "Dismissed", "2026-06-10", "委员1"]]


@pytest.mark.parametrize("key", BEGUN)
def test_the_page_says_the_same_as_the_file(story, register, file, read, key):
    BEGUN[key](story)

    shown = read(register(story, key))

    assert file(story, key) != []
    assert [cell for line in file(story, key) for cell in line if " ".join(cell.split()) not in shown] == []


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("decisions", "审查决定书 第1轮 批准 一般程序 2026-06-10 委员1"),
        ("registrations", "按期办结 KJLL-DJ-2026-001 2026-06-10 主管 2026-06-10 科技厅干事"),
        ("conditions", "按期办结 2026-06-10 委员1 2026-06-10 报告见附件"),
        ("interests", "委员8 2026-06-10 本人声明 指定前 与申请人合著论文"),
        ("appeals", "不予批准 2026-07-10 按期办结 驳回 2026-06-10 委员1"),
    ],
)
def test_it_is_told_in_chinese(story, register, read, key, told):
    BEGUN[key](story)

    assert told in read(register(story, key, language="zh-hans"))


@pytest.mark.parametrize("key", BEGUN)
def test_a_line_belongs_to_the_year_in_which_it_began(story, register, file, read, key):
    BEGUN[key](story)

    held = {year: len(file(story, key, year=year)) for year in ("2025", "2026", "every")}
    empty = read(register(story, key, year="2025"))

    assert held["2026"] == held["every"] > held["2025"] == 0
    assert "This register has no line of that year. A line is added when" in empty
    assert "Look at every year" in empty


def test_a_year_ends_at_midnight_in_shanghai(world, file):
    midnight = datetime(2027, 1, 1, tzinfo=SHANGHAI)
    before, after = (Story(world, now=midnight - timedelta(days=9)).decided("reject") for _ in range(2))
    for story, at in ((before, midnight - MINUTE), (after, midnight)):
        story.now = at - MINUTE
        story.does(story.applicant, "appeal", **WHY, support="附件")

    held = {year: [line[0] for line in file(after, "appeals", year=year)] for year in ("2026", "2027")}

    assert held == {"2026": [before.number], "2027": [after.number]}


@pytest.mark.parametrize("year", ["1999", "2999", "soon", "-1", ""])
def test_what_is_no_year_is_this_one(story, file, year):
    story.decided()

    assert len(file(story, "decisions", year=year)) == 1


def test_the_latest_comes_first_and_fifty_are_shown_at_once(story, world, register, read, file, monkeypatch):
    monkeypatch.setattr("ethics_review.web.registers.ON_PAGE", 2)
    numbers = [
        story.decided().number,
        *(Story(world, now=story.now + timedelta(days=n)).decided().number for n in (1, 2)),
    ]
    story.wait(days=3)

    first, second = read(register(story, "decisions")), read(register(story, "decisions", page=2))

    assert "Page 1 of 2, 3 in all" in first
    assert [number in first for number in numbers] == [False, True, True]
    assert [number in second for number in numbers] == [True, False, False]
    assert [line[0] for line in file(story, "decisions")] == numbers[::-1]


def test_the_file_is_called_after_the_register_and_its_year(browse, at, world, story):
    with at(story.now):
        browser, path = browse(world.chair), reverse("register-csv", args=[world.body.pk, "appeals"])
        names = [browser.get(path, **year)["Content-Disposition"] for year in ({}, {"year": "every"})]

    assert names == ['attachment; filename="appeals-2026.csv"', 'attachment; filename="appeals-every.csv"']


def test_words_that_would_be_computed_are_only_words(story, file):
    story.accepted().listed()
    story.does(story.members[7], "declare_interest", conflict=True, details='=HYPERLINK("https://elsewhere.example")')

    assert file(story, "interests")[0][-1] == '\'=HYPERLINK("https://elsewhere.example")'


@pytest.mark.parametrize("key", BEGUN)
def test_a_register_costs_the_same_with_one_line_and_with_three(browse, at, world, story, statements, key):
    browser, path = browse(world.secretary), reverse("register", args=[world.body.pk, key])
    BEGUN[key](story)

    with at(story.now + timedelta(days=2)):
        browser.get(path)
        one = statements(browser.get, path)
        for _ in range(2):
            BEGUN[key](Story(world))
        three = statements(browser.get, path)

    assert (one, three) == (COSTS[key], COSTS[key])
