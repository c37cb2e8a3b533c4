"""Stories that begin a line of a register, by the register."""

from ethics_review.operations import sittings
from tests.ethics_review.positions import PROGRESS, WHY, confirm_registration
from tests.world import Story

CONDITIONS = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}, {"text": "公开评估结果"}]


def conditioned(story):
    """Approved on two conditions, the first of which was evidenced and confirmed as met."""
    story.decided_with(CONDITIONS)
    story.does(story.applicant, "report_progress", **PROGRESS, evidence=[{"condition": 1, "text": "报告见附件"}])
    story.does(story.chair, "conclude_follow_up", outcome="continue", **WHY, conditions_met=[1])
    return story


def kept_out(story, *, by_chair=True):
    """One member has declared an interest before the assignment; the chair has kept another out at the meeting."""
    story.accepted().listed()
    story.does(story.members[7], "declare_interest", conflict=True, details="与申请人合著论文")
    story.assigned().reviewed()
    if by_chair:
        story.in_meeting(7)
        item = story.meeting.items.get()
        words = {"meeting": story.meeting.pk, "item": item.pk, "person": story.members[6].pk, "reason": "持有股份"}
        sittings.recuse(**words, user=story.chair, now=story.now)
    return story


def lodged(story):
    story.decided("reject").does(story.applicant, "appeal", **WHY, support="附件")
    return story


def ruled(story):
    lodged(story).does(story.chair, "rule_on_appeal", ruling="dismissed", **WHY)
    return story


def confirmed(story):
    who, data = confirm_registration(story)
    story.does(who, "confirm_registration", **data)
    return story


BEGUN = {
    "decisions": Story.decided,
    "registrations": confirmed,
    "conditions": conditioned,
    "interests": lambda story: kept_out(story, by_chair=False),
    "appeals": ruled,
}
"""What begins a line of each register."""
