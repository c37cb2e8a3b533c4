"""Decisions, the preliminary pass and the experts' re-examination between the two."""

from regulations.guards import after, deciding, filing, review, voting
from regulations.guards.common import At
from regulations.move import Move, Notice, Start
from regulations.packs import asks
from regulations.packs.lifecycle.conditions import (
    Recorded,
    took_effect_exempt,
    took_effect_listed,
    took_effect_unlisted,
)
from regulations.packs.lifecycle.stages import AGAINST, DECISION_CLOCKS, HEARING, NOTE, OFFICE, PANEL, R, S
from regulations.vocabulary import Outcome
from regulations.words import Words

IN_EFFECT = (
    Start("follow_up", took_effect_unlisted, months_from="follow_up_months"),
    Start("follow_up_listed", took_effect_listed, months_from="follow_up_months"),
    Start("registration", took_effect_listed),
    Start("exemption", took_effect_exempt, until_from="valid_until"),
)


DECISION = (
    Move(
        "issue_decision",
        Words("作出审查决定", "Issue decision"),
        HEARING,
        {
            Outcome.APPROVE.value: S.ACTIVE,
            Outcome.APPROVE_AFTER_MODIFICATION.value: S.MODIFICATION_REQUIRED,
            Outcome.REVISE_AND_RE_REVIEW.value: S.REVISION_REQUIRED,
            Outcome.REJECT.value: S.REJECTED,
        },
        (R.CHAIR,),
        "decision.outcomes",
        branch="outcome",
        guards=(
            filing.not_own_matter,
            filing.not_recused,
            filing.no_open_ballot,
            filing.body_may_review,
            filing.composition_lawful,
            review.list_determined,
            review.no_conversion_due,
            At((S.IN_REVIEW,), review.enough_reviewers),
            deciding.finding_exists,
            deciding.re_examined_if_listed,
            deciding.follows_opinion,
        ),
        checks=(
            deciding.negative_reasoned,
            deciding.modifications_stated,
            deciding.follow_up_close_enough,
            deciding.conditions_on_approval,
        ),
        asks=(
            asks.text("reasons", "理由", "Reasons", required=False),
            asks.text("requirements", "修改要求", "Required modifications", required=False),
            asks.CONDITIONS,
            asks.whole("follow_up_months", "跟踪审查间隔（月）", "Months to the follow-up", required=False),
        ),
        settles=DECISION_CLOCKS,
        starts=(
            *IN_EFFECT,
            Start("modification", Recorded("outcome", (Outcome.APPROVE_AFTER_MODIFICATION,))),
            Start("revision", Recorded("outcome", (Outcome.REVISE_AND_RE_REVIEW,))),
            Start("appeal_window", Recorded("outcome", AGAINST)),
        ),
        tells=(Notice("decision_issued", (R.APPLICANT, R.UNIT, R.SECRETARY, R.AUTHORITY)),),
    ),
    Move(
        "confirm_modifications",
        Words("确认修改", "Confirm modifications"),
        (S.MODIFICATION_REQUIRED,),
        S.ACTIVE,
        OFFICE,
        "decision.requirements",
        guards=(
            filing.not_own_matter,
            filing.not_recused,
            filing.composition_lawful,
            deciding.modifications_filed,
            filing.materials_complete,
            after.exemption_stands,
        ),
        asks=(NOTE,),
        settles=("modification", "appeal_window"),
        starts=IN_EFFECT,
        tells=(Notice("modifications_confirmed", (R.APPLICANT, R.UNIT)),),
    ),
    Move(
        "pass_preliminary",
        Words("通过初步审查", "Pass preliminary review"),
        (S.IN_REVIEW,),
        S.PRELIMINARY_PASSED,
        (R.CHAIR,),
        "re_examination.required",
        guards=(
            filing.not_own_matter,
            filing.not_recused,
            filing.no_open_ballot,
            filing.body_may_review,
            filing.composition_lawful,
            review.list_determined,
            review.no_conversion_due,
            review.enough_reviewers,
            deciding.finding_exists,
            deciding.preliminary_positive,
        ),
        asks=(asks.text("opinion", "初步审查意见", "Preliminary opinion"),),
        settles=("decision", "decision_simplified", "pause"),
        starts=(Start("re_examination_application"),),
        tells=(Notice("preliminary_passed", (R.APPLICANT, R.UNIT)),),
    ),
    Move(
        "apply_re_examination",
        Words("申请专家复核", "Apply for re-examination"),
        (S.PRELIMINARY_PASSED,),
        S.RE_EXAMINATION_APPLIED,
        (R.UNIT,),
        "re_examination.applicant",
        guards=(voting.authority_there,),
        asks=(NOTE,),
        settles=("re_examination_application",),
        starts=(Start("re_examination"),),
        tells=(Notice("re_examination_applied", (R.AUTHORITY,)),),
    ),
    Move(
        "accept_re_examination",
        Words("受理复核申请", "Accept re-examination"),
        (S.RE_EXAMINATION_APPLIED,),
        S.RE_EXAMINATION,
        (R.AUTHORITY,),
        "re_examination.required",
        guards=(filing.not_own_matter,),
        checks=(voting.centre_separate,),
        asks=(
            asks.whole("centre", "受托组织复核的服务中心", "Service centre that organises it", required=False),
            NOTE,
        ),
        tells=(Notice("re_examination_accepted", (R.APPLICANT, R.UNIT, R.SECRETARY)),),
    ),
    Move(
        "form_panel",
        Words("组成复核专家组", "Form panel"),
        PANEL,
        None,
        (R.AUTHORITY,),
        "panel.min_experts",
        guards=(filing.not_own_matter, voting.panel_not_voting),
        checks=(voting.panel_fit,),
        asks=(asks.EXPERTS,),
        tells=(Notice("panel_formed", (R.EXPERT,)),),
    ),
    Move(
        "give_opinion",
        Words("返回复核意见", "Give opinion"),
        PANEL,
        S.OPINION_RETURNED,
        (R.AUTHORITY,),
        "panel.majority",
        guards=(
            filing.not_own_matter,
            filing.no_open_ballot,
            voting.panel_independent,
            deciding.opinion_formed,
        ),
        asks=(
            asks.text("compliance", "合规性意见", "On compliance"),
            asks.text("reasonableness", "合理性意见", "On reasonableness"),
        ),
        settles=("re_examination",),
        starts=(Start("final_decision"),),
        tells=(Notice("opinion_returned", (R.CHAIR, R.SECRETARY, R.UNIT, R.APPLICANT)),),
    ),
)
