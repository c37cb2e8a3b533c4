"""The appeal: lodged within its window, and ruled upon; upheld, the committee takes the matter up anew."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Appeal, Review
from ethics_review.operations.sweeping import sweep
from tests.world import EXEMPTING, MINUTE

LODGED = {"reasons": "事实认定有误", "support": "补充实验报告"}
APPEALABLE = {
    "declined": lambda story: story.submitted().does(
        story.secretary, "decline", ground="out_of_scope", reasons="范围外"
    ),
    "rejected": lambda story: story.decided("reject"),
    "modification_required": lambda story: story.decided("approve_after_modification"),
    "revision_required": lambda story: story.decided("revise_and_re_review"),
    "suspended": lambda story: story.decided().does(story.chair, "suspend", reasons="核查"),
    "terminated": lambda story: story.decided().does(story.chair, "terminate", reasons="违规"),
}


@pytest.fixture
def appealed(story):
    def against(state):
        APPEALABLE[state](story)
        story.does(story.applicant, "appeal", **LODGED)
        return story

    return against


def ruled(story, ruling):
    story.does(story.chair, "rule_on_appeal", ruling=ruling, reasons="复议意见")
    return story


@pytest.mark.parametrize(
    ("state", "settled"),
    [
        ("declined", {"appeal_window"}),
        ("rejected", {"appeal_window"}),
        ("modification_required", {"appeal_window", "modification"}),
        ("revision_required", {"appeal_window", "revision"}),
        ("suspended", {"appeal_window"}),
        ("terminated", {"appeal_window"}),
    ],
)
def test_an_appeal_puts_the_matter_before_the_committee(appealed, state, settled):
    story = appealed(state)

    case = story.case
    assert (case.state, case.prior_state) == ("under_appeal", state)
    assert story.settled() == settled
    assert story.started() == {"appeal_ruling": date(2026, 7, 10)}
    assert story.told() == {"appeal_lodged": ["委员1", "秘书"]}
    appeal = Appeal.objects.get()
    assert (appeal.against, appeal.reasons, appeal.support) == (state, "事实认定有误", "补充实验报告")
    assert story.last.data["against"] == state
    assert "事实" not in story.last.body


@pytest.mark.parametrize(
    ("state", "clocks"),
    [
        ("declined", {}),
        ("rejected", {}),
        ("modification_required", {"modification": date(2026, 7, 10)}),
        ("revision_required", {"revision": date(2026, 8, 10)}),
        ("suspended", {}),
        ("terminated", {}),
    ],
)
def test_an_appeal_dismissed_leaves_the_matter_where_it_stood(appealed, refused, state, clocks):
    story = ruled(appealed(state), "dismissed")

    case = story.case
    assert (case.state, case.prior_state, case.round) == (state, "", 1)
    assert (story.settled(), story.started()) == ({"appeal_ruling"}, clocks)
    assert story.told() == {"appeal_ruled": ["主管", "沈若水", "秘书"]}
    assert (Appeal.objects.get().ruling, Appeal.objects.get().ruled_at) == ("dismissed", story.now)
    with refused(("appeal.window_closed", "house")):
        story.does(story.applicant, "appeal", **LODGED)


@pytest.mark.parametrize(
    ("state", "target", "round_", "clocks"),
    [
        ("declined", "submitted", 1, {"acceptance": date(2026, 6, 17)}),
        ("rejected", "accepted", 2, {"decision": date(2026, 7, 10)}),
        ("modification_required", "accepted", 2, {"decision": date(2026, 7, 10)}),
        ("revision_required", "accepted", 2, {"decision": date(2026, 7, 10)}),
        ("suspended", "active", 1, {}),
        ("terminated", "accepted", 2, {"decision": date(2026, 7, 10)}),
    ],
)
def test_an_appeal_upheld_reopens_the_matter(appealed, state, target, round_, clocks):
    story = ruled(appealed(state), "upheld")

    case = story.case
    assert (case.state, case.round, case.prior_state) == (target, round_, "")
    assert story.started() == clocks
    assert set(story.running()) >= set(clocks)
    if round_ == 2:
        assert (case.procedure, case.listed) == ("general", None)
        assert Review.objects.latest("round").round == 2
    assert story.last.data["result"] == f"upheld:{state}"


def test_what_was_reopened_is_decided_anew(appealed):
    story = ruled(appealed("rejected"), "upheld").listed()
    story.declared(story.members[4]).does(story.chair, "assign_reviewers", reviewers=[story.members[4].pk])
    story.reviewed(story.members[4]).found().issued()

    assert (story.case.state, story.case.round) == ("active", 2)


def test_what_was_declined_and_reopened_is_accepted(appealed):
    assert ruled(appealed("declined"), "upheld").accepted().case.state == "accepted"


@pytest.mark.parametrize("micro", [0, 1])
def test_the_last_instant_of_the_window_is_in_time(story, refused, micro):
    """The window of 30 days from 10 June ends with 10 July; an appeal in its last minute is heard, then none."""
    story.decided("reject")
    last = story.clock("appeal_window").due_at
    story.now = last - MINUTE + timedelta(microseconds=micro)
    if micro == 0:
        assert story.does(story.applicant, "appeal", **LODGED).state == "under_appeal"
        return

    with refused(("appeal.window_closed", "house")) as outcome:
        story.does(story.applicant, "appeal", **LODGED)
    assert outcome.figures == [{"closed_on": "2026-07-10"}]


def test_the_window_stays_closed_after_the_sweeper_has_passed(story, refused):
    story.decided("reject").wait(days=40)
    sweep(now=story.now)

    with refused(("appeal.window_closed", "house")):
        story.does(story.applicant, "appeal", **LODGED)


def test_an_appeal_has_reasons_and_support(story, invalid):
    story.decided("reject")

    with invalid(("reasons", "input.required"), ("support", "input.required")):
        story.does(story.applicant, "appeal")


@pytest.mark.parametrize("who", ["manager", "secretary"])
def test_an_appeal_is_the_applicants(story, refused, who):
    story.decided("reject")

    with refused(("role.not_yours", "general-2023#18")):
        story.does(getattr(story, who), "appeal", **LODGED)


def test_an_approval_cannot_be_appealed(story, refused):
    story.decided()

    with refused(("state.not_here", "general-2023#18")):
        story.does(story.applicant, "appeal", **LODGED)


def test_resumption_closes_the_window_of_the_suspension(story, refused):
    story.decided().does(story.chair, "suspend", reasons="核查")
    story.does(story.chair, "resume", reasons="消除")
    story.does(story.chair, "suspend", reasons="再次核查")

    assert set(story.running()) == {"follow_up", "appeal_window"}
    assert story.does(story.applicant, "appeal", **LODGED).state == "under_appeal"


def test_a_suspended_activity_is_not_reinstated_on_a_filing_that_has_lapsed(story, refused):
    story.accepted(cross_references=[EXEMPTING]).listed(2)
    words = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案"}
    story.does(story.chair, "grant_exemption", **words, valid_until="2026-06-12")
    story.assigned().reviewed().found().issued().does(story.chair, "suspend", reasons="核查")
    story.does(story.applicant, "appeal", **LODGED)
    story.wait(days=3)

    with refused(("exemption.lapsed", "ai-2026#26")):
        ruled(story, "upheld")
    assert ruled(story, "dismissed").case.state == "suspended"


def test_a_listed_activity_is_not_reinstated_over_a_major_change(story, refused):
    story.re_examined().does(story.chair, "suspend", reasons="核查")
    change = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": True, "major": True}
    story.does(story.applicant, "report_change", **change)
    story.does(story.applicant, "appeal", **LODGED)

    with refused(("change.re_review_required", "general-2023#33")):
        ruled(story, "upheld")
