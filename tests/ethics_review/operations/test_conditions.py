"""Conditions of an approval: each an obligation of its own, evidenced by the applicant, confirmed by the committee."""

from datetime import date, timedelta

import pytest

from ethics_review.engine import InputInvalid
from ethics_review.models import Decision, Report, Statement
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Entry, Message
from regulations.clocks import end_of
from regulations.refusal import Refused

MICRO, DAY = timedelta(microseconds=1), timedelta(days=1)
PROGRESS = {"execution": "按计划开展", "risk_controls": "已落实", "effects": "无变化"}
CHANGE = {"what": "扩大试点", "reason": "合作方要求", "affects_risk_benefit": False, "major": False}
BOTH = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}, {"text": "每季度公开评估结果"}]


@pytest.fixture
def approved(story):
    return story.decided_with(BOTH)


def running(story):
    rows = Deadline.objects.filter(stream=story.stream, clock="condition", settled_at=None).order_by("item")
    return [(row.item, row.due_on) for row in rows]


def refused(story, who, move, **data):
    before = (Entry.objects.count(), Deadline.objects.count(), Message.objects.count())
    with pytest.raises(Refused) as error:
        story.does(who, move, **data)
    assert (Entry.objects.count(), Deadline.objects.count(), Message.objects.count()) == before
    return [(one.code, str(one.source.cite), dict(one.figures)) for one in error.value.refusals]


def evidenced(story, *numbers):
    story.does(story.applicant, "report_progress", **PROGRESS, evidence=[
        {"condition": number, "text": "检验报告见附件"} for number in numbers
    ])  # fmt: skip
    return story


def concluded(story, *numbers, outcome="continue"):
    story.does(story.chair, "conclude_follow_up", outcome=outcome, reasons="已核对", conditions_met=list(numbers))
    return story


def test_each_condition_of_an_approval_runs_on_its_own(approved):
    assert running(approved) == [(0, date(2026, 9, 1)), (1, date(2026, 12, 10))]
    assert Decision.objects.get().conditions == BOTH
    first = approved.clock("condition")
    assert (first.owner, first.basis, first.escalate) == ("applicant", "house", ["secretary", "chair"])


def test_the_record_holds_days_and_digests_and_no_words(approved):
    said = approved.last.data["conditions"]

    assert [one["due_on"] for one in said] == ["2026-09-01", ""]
    assert all(len(one["text_sha256"]) == 64 for one in said)
    assert "偏差检验" not in approved.last.body
    kept = Statement.objects.get(entry=approved.last, name="conditions").text
    assert kept == "上线前完成偏差检验 · 2026-09-01\n每季度公开评估结果"


def test_after_modification_they_run_once_the_approval_takes_effect(story):
    story.decided_with(BOTH, outcome="approve_after_modification")
    assert running(story) == []

    story.wait(days=100).revised()
    story.does(story.applicant, "resubmit")
    story.does(story.chair, "confirm_modifications")
    assert running(story) == [(0, story.now.date()), (1, date(2027, 3, 18))]


@pytest.mark.parametrize("outcome", ["revise_and_re_review", "reject"])
def test_only_an_approval_has_conditions(story, outcome):
    story.in_review().reviewed().found(outcome)

    found = refused(story, story.chair, "issue_decision", reasons="理由", conditions=BOTH)
    assert found == [("condition.without_approval", "house", {})]


@pytest.mark.parametrize(("due_on", "accepted"), [("2026-06-09", False), ("2026-06-10", True)])
def test_a_condition_is_met_today_at_the_earliest(story, due_on, accepted):
    story.in_review().reviewed().found()
    conditions = [{"text": "补充说明", "due_on": due_on}]
    if accepted:
        story.issued(conditions=conditions)
        assert running(story) == [(0, date(2026, 6, 10))]
    else:
        assert refused(story, story.chair, "issue_decision", conditions=conditions) == [
            ("condition.due_past", "house", {"given": due_on, "today": "2026-06-10"})
        ]


@pytest.mark.parametrize(
    "conditions",
    [[{"text": " "}], [{"due_on": "2026-09-01"}], [{"text": "甲", "due_on": "1 September"}], [{"text": "甲", "by": 1}]],
)
def test_what_is_no_condition_is_refused(story, conditions):
    story.in_review().reviewed().found()

    with pytest.raises(InputInvalid):
        story.issued(conditions=conditions)
    assert not Decision.objects.exists()


def test_evidence_is_reported_and_the_committee_confirms_it(approved):
    evidenced(approved, 1)
    assert running(approved) == [(0, date(2026, 9, 1)), (1, date(2026, 12, 10))]
    concluded(approved, 1)

    assert running(approved) == [(1, date(2026, 12, 10))]
    assert approved.last.data["conditions_met"] == [1]
    assert approved.settled() >= {"condition"}


def test_nothing_is_confirmed_that_nobody_has_evidenced(approved):
    evidenced(approved, 1)

    assert refused(approved, approved.chair, "conclude_follow_up", outcome="continue", reasons="理由",
                   conditions_met=[1, 2, 3]) == [
        ("condition.unknown", "house", {"conditions": [3]}),
        ("condition.not_evidenced", "house", {"conditions": [2]}),
    ]  # fmt: skip


def test_evidence_the_committee_did_not_accept_is_reported_again(approved):
    concluded(evidenced(approved, 1))

    found = refused(approved, approved.chair, "conclude_follow_up", outcome="continue", reasons="理由",
                    conditions_met=[1])  # fmt: skip
    assert found == [("condition.not_evidenced", "house", {"conditions": [1]})]
    assert running(concluded(evidenced(approved, 1), 1)) == [(1, date(2026, 12, 10))]


def test_evidence_is_of_a_condition_still_to_be_met(approved):
    data = PROGRESS | {"evidence": [{"condition": 3, "text": "见附件"}]}

    assert refused(approved, approved.applicant, "report_progress", **data) == [
        ("condition.unknown", "house", {"conditions": [3]})
    ]


def test_an_activity_is_not_completed_with_a_condition_unmet(approved):
    assert ("condition.open", "house", {"conditions": [1, 2]}) in refused(
        approved, approved.chair, "complete", reasons="完成"
    )
    concluded(evidenced(approved, 1, 2), 1, 2)
    approved.does(approved.chair, "complete", reasons="完成")
    assert approved.case.state == "completed"


@pytest.mark.parametrize(("micro", "acts"), [(0, []), (1, ["miss"])])
def test_an_overdue_condition_is_recorded_and_told(approved, micro, acts):
    due_at = end_of(date(2026, 9, 1))
    sweep(now=due_at)

    assert [one.act for one in sweep(now=due_at + micro * MICRO)] == acts
    if acts:
        assert approved.told() == {"clock_missed": ["委员1", "沈若水", "秘书"]}
        assert approved.case.state == "active"


def test_two_conditions_of_one_day_are_told_apart(story):
    story.decided_with([{"text": "甲", "due_on": "2026-09-01"}, {"text": "乙", "due_on": "2026-09-01"}])
    sweep(now=end_of(date(2026, 9, 1)) - 7 * DAY + MICRO)

    assert Message.objects.filter(notice="clock_reminder", params__clock="condition").count() == 2


def test_a_review_anew_and_the_end_of_the_case_leave_no_condition_running(approved):
    approved.does(approved.chair, "conclude_follow_up", outcome="re_review", reasons="重新审查")

    assert running(approved) == []


def test_a_condition_cannot_be_extended_by_the_way(approved):
    found = refused(approved, approved.secretary, "extend", clock="condition", new_date="2027-01-01", reasons="延期")

    assert [code for code, _, _ in found] == ["clock.none_extendable"]


# While the activity stands still (P19, P20)


def suspended(story):
    story.does(story.chair, "suspend", reasons="核查告警")
    return story


def resumed(story):
    assert story.does(story.chair, "resume", reasons="原因已消除").state == "active"
    return story


def test_evidence_filed_during_a_suspension_need_not_be_filed_again(approved):
    """Resuming answers what stopped the activity (P20); evidence waits for the follow-up review, as it would have."""
    resumed(evidenced(suspended(approved), 1))
    assert not Report.objects.get(kind="progress").assessed_at

    concluded(approved, 1)
    assert [item for item, _ in running(approved)] == [1]
    assert Report.objects.get(kind="progress").assessed_at == approved.last.moment


def test_resuming_answers_changes_and_incidents_alone(approved):
    suspended(approved).does(approved.applicant, "report_change", **CHANGE)
    resumed(evidenced(approved, 2))

    assert {one.kind: bool(one.assessed_at) for one in Report.objects.all()} == {"change": True, "progress": False}
    assert "change_assessment" not in {one.clock for one in Deadline.objects.filter(settled_at=None)}


def test_evidence_that_a_follow_up_did_not_confirm_is_filed_again_whatever_is_suspended_meanwhile(approved):
    concluded(evidenced(approved, 1))
    resumed(suspended(approved))

    found = refused(
        approved, approved.chair, "conclude_follow_up", outcome="continue", reasons="核", conditions_met=[1]
    )
    assert [code for code, *_ in found] == ["condition.not_evidenced"]
