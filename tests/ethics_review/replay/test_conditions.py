"""Conditions of an approval in a replay: each runs, is evidenced and confirmed under the own pack as it was."""

from datetime import date

from ethics_review.operations.sweeping import sweep
from regulations import pack
from tests.replaying import Verdict, is_reproduced, replayed

BOTH = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}, {"text": "每季度公开评估结果"}]
PROGRESS = {"execution": "按计划开展", "risk_controls": "已落实", "effects": "无变化"}


def evidenced(story, *numbers):
    evidence = [{"condition": number, "text": "见附件"} for number in numbers]
    story.does(story.applicant, "report_progress", **PROGRESS, evidence=evidence)
    return story


def concluded(story, *numbers, outcome="continue"):
    story.does(story.chair, "conclude_follow_up", outcome=outcome, reasons="已核对", conditions_met=list(numbers))
    return story


def test_conditions_met_one_by_one_are_reproduced(story):
    story.decided_with(BOTH)
    concluded(evidenced(story, 2), 2)
    concluded(evidenced(story, 1), 1)
    story.does(story.chair, "complete", reasons="完成")

    assert is_reproduced(story.number)


def test_conditions_of_an_approval_after_modification_are_reproduced(story):
    """The first was to be met before the modifications were confirmed: it ends that very day, and is missed."""
    story.decided_with(BOTH, outcome="approve_after_modification")
    story.wait(days=100).revised()
    story.does(story.applicant, "resubmit")
    story.does(story.chair, "confirm_modifications")
    story.wait(days=2)
    assert [(one.act, one.clock) for one in sweep(now=story.now) if one.act == "miss"] == [("miss", "condition")]
    concluded(evidenced(story, 1), 1)

    assert is_reproduced(story.number)


def test_conditions_that_end_with_the_approval_are_reproduced(story):
    concluded(story.decided_with(BOTH), outcome="re_review")
    story.revised().does(story.applicant, "resubmit")
    story.accepted().listed().assigned().reviewed().found().issued(conditions=BOTH[1:])
    story.does(story.chair, "terminate", reasons="不再开展")

    assert is_reproduced(story.number)


def test_each_condition_is_a_limit_of_its_own_under_another_pack(story):
    concluded(evidenced(story.decided_with(BOTH), 2), 2)

    rows = [row for row in replayed(story.number, pack("general-2023")).rows if row.key == "condition"]
    assert [row.verdict for row in rows] == [Verdict.SAME, Verdict.SAME]
    assert [(row.other.item, row.other.due.due_on, row.other.settled_by is None) for row in rows] == [
        (0, date(2026, 9, 1), True),
        (1, date(2026, 12, 10), False),
    ]


def test_evidence_filed_during_a_suspension_is_still_there_in_a_replay(story):
    story.decided_with(BOTH).does(story.chair, "suspend", reasons="核查告警")
    evidenced(story, 1)
    story.does(story.chair, "resume", reasons="原因已消除")
    concluded(story, 1)

    assert is_reproduced(story.number)
