"""For every move a lawful position: the story stands where the move may be made, by whom, and with what it asks.

And for every state a story that stands in it. Used wherever all moves, or all states, are tried alike.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from regulations.vocabulary import State
from tests.world import EXEMPTING, Story, acceptance, experts, worksheet

Position = tuple[User, dict[str, Any]]
WHY = {"reasons": "依据如下"}
EXEMPTION = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案以伦理合规为条件"}
CHANGE = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": False, "major": False}
INCIDENT = {
    "what": "误报",
    "occurred_at": "2026-06-10T08:00:00+08:00",
    "severity": "low",
    "measures": "已停用",
}
PROGRESS = {"execution": "按计划", "risk_controls": "有效", "effects": "无变化"}
OPINION = {"compliance": "符合", "reasonableness": "合理"}


def submit(story: Story) -> Position:
    return story.drafted().applicant, {}


def withdraw(story: Story) -> Position:
    return story.submitted().applicant, WHY


def request_completion(story: Story) -> Position:
    return story.submitted(funding=None).secretary, {}


def resubmit(story: Story) -> Position:
    story.submitted(funding=None).does(story.secretary, "request_completion")
    return story.revised().applicant, {}


def accept(story: Story) -> Position:
    return story.submitted().secretary, acceptance()


def decline(story: Story) -> Position:
    return story.submitted().secretary, {"ground": "out_of_scope", **WHY}


def determine_list(story: Story) -> Position:
    return story.accepted().chair, {"items": [1], **WHY}


def grant_exemption(story: Story) -> Position:
    return story.accepted(cross_references=[EXEMPTING]).listed(2).chair, EXEMPTION


def declare_interest(story: Story) -> Position:
    return story.accepted().members[4], {"conflict": False}


def assign_reviewers(story: Story) -> Position:
    story.accepted().listed().declared(*story.members[2:4])
    return story.chair, {"reviewers": [person.pk for person in story.members[2:4]]}


def submit_worksheet(story: Story) -> Position:
    return story.in_review().members[2], worksheet()


def convert_to_general(story: Story) -> Position:
    return story.accepted("simplified").members[4], {"trigger": "request"}


def convene(story: Story) -> Position:
    return story.in_review().reviewed().secretary, {"starts_at": "2026-06-12T09:00:00+08:00"}


def open_ballot(story: Story) -> Position:
    return story.in_review().reviewed().in_meeting().chair, {}


def cast_vote(story: Story) -> Position:
    return story.in_review().reviewed().balloting().members[4], {"position": "approve"}


def close_ballot(story: Story) -> Position:
    return story.in_review().reviewed().balloting().chair, {}


def issue_decision(story: Story) -> Position:
    return story.in_review().reviewed().found().chair, {}


def confirm_modifications(story: Story) -> Position:
    story.decided("approve_after_modification").revised().does(story.applicant, "resubmit")
    return story.secretary, {}


def pass_preliminary(story: Story) -> Position:
    return story.in_review(items=(1,)).reviewed().found().chair, {"opinion": "通过"}


def apply_re_examination(story: Story) -> Position:
    return story.preliminary().manager, {}


def accept_re_examination(story: Story) -> Position:
    return story.applied().world.officer, {}


def form_panel(story: Story) -> Position:
    story.applied().does(story.world.officer, "accept_re_examination")
    return story.world.officer, {"experts": experts(story.world.experts[:5])}


def give_opinion(story: Story) -> Position:
    story.applied().panel_voting().votes("agree", *story.world.experts[:5])
    return story.world.officer, OPINION


def register(story: Story) -> Position:
    return story.re_examined().manager, {"number": "KJLL-DJ-2026-001"}


def confirm_registration(story: Story) -> Position:
    story.re_examined().does(story.manager, "register", number="KJLL-DJ-2026-001")
    return story.world.officer, {}


def report_change(story: Story) -> Position:
    return story.decided().applicant, CHANGE


def report_incident(story: Story) -> Position:
    return story.decided().applicant, INCIDENT


def report_progress(story: Story) -> Position:
    return story.decided().applicant, PROGRESS


def conclude_follow_up(story: Story) -> Position:
    return story.decided().chair, {"outcome": "continue", **WHY}


def suspend(story: Story) -> Position:
    return story.decided().chair, WHY


def resume(story: Story) -> Position:
    story.decided().does(story.chair, "suspend", **WHY)
    return story.chair, WHY


def terminate(story: Story) -> Position:
    return story.decided().chair, WHY


def complete(story: Story) -> Position:
    return story.decided().secretary, WHY


def appeal(story: Story) -> Position:
    return story.decided("reject").applicant, {**WHY, "support": "附件"}


def rule_on_appeal(story: Story) -> Position:
    story.decided("reject").does(story.applicant, "appeal", **WHY, support="附件")
    return story.chair, {"ruling": "upheld", **WHY}


def extend(story: Story) -> Position:
    return story.in_review().secretary, {"clock": "decision", "new_date": "2026-08-31", **WHY}


def pause_clock(story: Story) -> Position:
    """The committee's own rules let a clock stop."""
    story.committee.house["clock.pausing"] = True
    story.committee.save(update_fields=["house"])
    return story.in_review().secretary, {"clock": "decision", **WHY}


def resume_clock(story: Story) -> Position:
    who, data = pause_clock(story)
    story.does(who, "pause_clock", **data)
    return who, data


POSITIONS: dict[str, Callable[[Story], Position]] = {
    function.__name__: function
    for function in (
        submit, withdraw, request_completion, resubmit, accept, decline, determine_list, grant_exemption,
        declare_interest, assign_reviewers, submit_worksheet, convert_to_general, convene, open_ballot, cast_vote,
        close_ballot, issue_decision, confirm_modifications, pass_preliminary, apply_re_examination,
        accept_re_examination, form_panel, give_opinion, register, confirm_registration, report_change,
        report_incident, report_progress, conclude_follow_up, suspend, resume, terminate, complete, appeal,
        rule_on_appeal, extend, pause_clock, resume_clock,
    )
}  # fmt: skip

STATES: dict[State, Callable[[Story], object]] = {
    State.DRAFT: lambda story: story.drafted(),
    State.SUBMITTED: lambda story: story.submitted(),
    State.COMPLETION_REQUESTED: lambda story: story.submitted(funding=None).does(story.secretary, "request_completion"),
    State.ACCEPTED: lambda story: story.accepted(),
    State.IN_REVIEW: lambda story: story.in_review(),
    State.PRELIMINARY_PASSED: lambda story: story.preliminary(),
    State.RE_EXAMINATION_APPLIED: lambda story: story.applied(),
    State.RE_EXAMINATION: lambda story: story.applied().panel_voting(),
    State.OPINION_RETURNED: lambda story: story.opined(),
    State.MODIFICATION_REQUIRED: lambda story: story.decided("approve_after_modification"),
    State.REVISION_REQUIRED: lambda story: story.decided("revise_and_re_review"),
    State.ACTIVE: lambda story: story.decided(),
    State.SUSPENDED: lambda story: story.decided().does(story.chair, "suspend", **WHY),
    State.UNDER_APPEAL: lambda story: story.decided("reject").does(story.applicant, "appeal", **WHY, support="附件"),
    State.REJECTED: lambda story: story.decided("reject"),
    State.DECLINED: lambda story: story.submitted().does(story.secretary, "decline", ground="out_of_scope", **WHY),
    State.WITHDRAWN: lambda story: story.submitted().does(story.applicant, "withdraw", **WHY),
    State.TERMINATED: lambda story: story.decided().does(story.chair, "terminate", **WHY),
    State.COMPLETED: lambda story: story.decided().does(story.secretary, "complete", **WHY),
}
