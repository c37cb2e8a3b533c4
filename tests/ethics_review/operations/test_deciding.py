"""Decisions in four kinds, modifications confirmed, and the rounds that follow."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Decision
from ledger.models import Entry
from tests.world import Story


@pytest.fixture
def found(story):
    """A meeting of seven has come to `outcome`."""
    return lambda outcome="approve", **changed: story.in_review(**changed).reviewed().found(outcome)


@pytest.mark.parametrize(
    ("outcome", "state", "clocks"),
    [
        ("approve", "active", {"follow_up": date(2027, 6, 10)}),
        (
            "approve_after_modification",
            "modification_required",
            {"modification": date(2026, 7, 10), "appeal_window": date(2026, 7, 10)},
        ),
        (
            "revise_and_re_review",
            "revision_required",
            {"revision": date(2026, 8, 10), "appeal_window": date(2026, 7, 10)},
        ),
        ("reject", "rejected", {"appeal_window": date(2026, 7, 10)}),
    ],
)
def test_a_decision_is_what_the_vote_came_to(found, outcome, state, clocks):
    story = found(outcome).issued()

    case = story.case
    assert (case.state, case.decided_at) == (state, story.now)
    assert story.settled() == {"decision"}
    assert story.started() == clocks == story.running()
    assert story.told() == {"decision_issued": ["主管", "沈若水", "秘书"]}
    decision = Decision.objects.get()
    assert (decision.kind, decision.outcome, decision.signed_by) == ("final", outcome, story.chair)
    assert (decision.ballot, decision.tally[outcome], decision.filing_revision) == (story.ballot, 7, 1)
    assert (story.last.data["outcome"], story.last.data["tally"][outcome]) == (outcome, 7)
    assert story.last.role == "chair"


@pytest.mark.parametrize(
    ("outcome", "lacking", "reason"),
    [
        ("reject", "reasons", ("decision.reasons_missing", "ai-2026#16")),
        ("revise_and_re_review", "reasons", ("decision.reasons_missing", "ai-2026#16")),
        ("approve_after_modification", "requirements", ("decision.requirements_missing", "ai-2026#16")),
    ],
)
def test_a_decision_states_what_its_kind_demands(found, refused, outcome, lacking, reason):
    story = found(outcome)

    with refused(reason):
        story.issued(**{lacking: "  "})
    assert story.issued().case.state != "in_review"


def test_an_approval_needs_no_reasons(found):
    assert found().issued(reasons="", requirements="").case.state == "active"


def test_nothing_is_decided_without_a_vote(story, refused):
    story.in_review().reviewed()

    with refused(("decision.no_finding", "ai-2026#16")):
        story.issued()


def test_nothing_is_decided_while_the_vote_is_open(story, refused):
    story.in_review().reviewed().balloting()

    with refused(("ballot.open", "ai-2026#16"), ("decision.no_finding", "ai-2026#16")):
        story.issued()


def test_the_list_is_determined_before_the_decision(story, refused):
    """A round reopened by an appeal begins without a determination."""
    story.decided("reject").does(story.applicant, "appeal", reasons="依据有误", support="附件")
    story.does(story.chair, "rule_on_appeal", ruling="upheld", reasons="重新审查")
    story.declared(story.members[2])

    with refused(("list.undetermined", "ai-2026#annex")):
        story.does(story.chair, "assign_reviewers", reviewers=[story.members[2].pk])


def test_a_committee_that_is_no_longer_lawful_decides_nothing(world, found, refused):
    story = found()
    for person in world.members[6:]:
        world.end_seat(person, on=story.now.date() + timedelta(days=1), at=story.now)
    story.wait(days=1)

    with refused(("committee.too_few", "general-2023#7")):
        story.issued()


def test_a_recused_chair_does_not_sign(found, refused, world):
    story = found()
    story.does(world.chair, "declare_interest", conflict=True)

    with refused(("role.not_yours", "general-2023#16")):
        story.issued()


def test_a_second_to_decide_is_told_who_did(found, refused):
    story = found().issued()

    with refused(("state.not_here", "general-2023#16")) as outcome:
        story.issued()
    assert outcome.figures[0]["latest"]["action"] == "issue_decision"
    assert outcome.figures[0]["state"] == "active"


@pytest.mark.parametrize(("months", "due_on"), [(3, date(2026, 9, 10)), (12, date(2027, 6, 10))])
def test_the_committee_may_follow_up_sooner(found, months, due_on):
    story = found().issued(follow_up_months=months)

    assert story.started() == {"follow_up": due_on}
    assert Decision.objects.get().follow_up_months == months


def test_the_committee_may_not_follow_up_later(found, refused):
    story = found()

    with refused(("follow_up.too_far", "ai-2026#18")) as outcome:
        story.issued(follow_up_months=13)
    assert outcome.figures == [{"most": 12, "given": 13}]


@pytest.mark.parametrize(("months", "decided"), [(6, True), (7, False)])
def test_a_listed_activity_is_followed_up_within_six_months(story, refused, months, decided):
    story.opined().found()
    if decided:
        assert story.issued(follow_up_months=months).started()["follow_up_listed"] == date(2026, 12, 10)
        return

    with refused(("follow_up.too_far", "general-2023#33")) as outcome:
        story.issued(follow_up_months=months)
    assert outcome.figures == [{"most": 6, "given": 7}]


def test_an_emergency_is_decided_within_its_clock_and_followed_up_closer(story):
    story.in_review("emergency").reviewed().emergency_meeting().votes("approve", *story.members[:7]).issued()

    assert story.settled() == {"decision_emergency"}
    assert story.started() == {"follow_up": date(2026, 12, 10)}


@pytest.mark.parametrize(("micro", "late"), [(0, False), (1, True)])
def test_the_last_instant_of_seventy_two_hours_is_in_time(story, micro, late):
    story.in_review("emergency").reviewed().emergency_meeting().votes("approve", *story.members[:7])
    due_at = story.clock("decision_emergency").due_at
    story.now = due_at.astimezone(story.now.tzinfo)
    story.wait(minutes=-1, microseconds=micro).issued()

    clock = story.clock("decision_emergency")
    assert clock.settled_at == story.now
    assert clock.is_overdue(now=story.now) is late


def test_a_late_decision_is_a_decision(story):
    story.in_review().reviewed().wait(days=60).found().issued()

    assert story.case.state == "active"
    assert story.clock("decision").is_overdue(now=story.now)


def test_modifications_are_confirmed_with_what_was_filed(found):
    story = found("approve_after_modification").issued().revised()
    story.does(story.applicant, "resubmit")
    case = story.does(story.secretary, "confirm_modifications", note="已核对")

    assert case.state == "active"
    assert story.settled() == {"modification", "appeal_window"}
    assert story.started() == story.running() == {"follow_up": date(2027, 6, 10)}
    assert story.told() == {"modifications_confirmed": ["主管", "沈若水"]}
    assert story.last.data["revision"] == 2


@pytest.mark.parametrize("filed", ["nothing", "a draft"])
def test_modifications_that_were_not_filed_are_not_confirmed(found, refused, filed):
    story = found("approve_after_modification").issued()
    if filed == "a draft":
        story.revised()

    with refused(("modification.not_filed", "ai-2026#16")):
        story.does(story.secretary, "confirm_modifications")


def test_a_closer_follow_up_holds_from_the_confirmation(found):
    story = found("approve_after_modification").issued(follow_up_months=4).revised()
    story.does(story.applicant, "resubmit")
    story.wait(days=10).does(story.chair, "confirm_modifications")

    assert story.started() == {"follow_up": date(2026, 10, 20)}


def test_a_revised_plan_is_reviewed_in_a_round_of_its_own(found):
    story = found("revise_and_re_review").issued().revised()
    story.does(story.applicant, "resubmit")
    story.accepted().listed().declared(story.members[4])
    story.does(story.chair, "assign_reviewers", reviewers=[story.members[4].pk])
    story.reviewed(story.members[4]).found().issued()

    assert (story.case.state, story.case.round) == ("active", 2)
    assert list(Decision.objects.order_by("round").values_list("round", "outcome")) == [
        (1, "revise_and_re_review"),
        (2, "approve"),
    ]


def test_a_vote_of_an_earlier_round_decides_nothing_in_a_later_one(found, refused):
    story = found("revise_and_re_review").issued().revised()
    story.does(story.applicant, "resubmit")
    story.accepted().listed().declared(story.members[4])
    story.does(story.chair, "assign_reviewers", reviewers=[story.members[4].pk])
    story.reviewed(story.members[4])

    with refused(("decision.no_finding", "ai-2026#16")):
        story.issued()


def test_a_recusal_outlasts_the_round(found, refused):
    story = found("revise_and_re_review")
    story.does(story.members[8], "declare_interest", conflict=True)
    story.issued().revised().does(story.applicant, "resubmit")
    story.accepted().listed()

    with refused(("role.not_yours", "general-2023#8")):
        story.declared(story.members[8])


def test_the_entry_of_a_decision_names_its_rule_and_its_pack(found):
    story = found().issued()

    body = story.last.data
    assert (body["rule"], body["pack"], body["from"], body["to"]) == (
        "general-2023#16",
        "ai-2026",
        "in_review",
        "active",
    )
    assert body["version"] == story.case.version
    assert len(body["reasons_sha256"]) == 64
    assert {statement.name: statement.text for statement in story.last.statements.all()} == {
        "reasons": "依据表决结果",
        "requirements": "补充偏差检验",
    }
    assert Entry.objects.filter(stream=story.stream).count() == story.case.version


def test_the_centre_decides_under_its_mandate(world):
    story = Story(world, applicant=world.loner, committee=world.centre).decided()

    assert story.case.state == "active"
    assert story.told() == {"decision_issued": ["中心秘书", "独立开发者"]}
