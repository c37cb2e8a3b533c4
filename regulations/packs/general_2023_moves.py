"""The lifecycle of a case, one line per move, in the order of the procedure.

Lines name rules by key; the article each stands on is the one the resolved pack supplies, so an instrument that
falls back to this one re-cites a line by stating its rule. What a guard refuses is in `regulations/guards/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from regulations.facts import Facts
from regulations.guards import after, deciding, filing, review, voting
from regulations.guards.common import At
from regulations.move import Move, Notice, Start
from regulations.packs import asks
from regulations.packs.writing import named
from regulations.vocabulary import FollowUpOutcome, Outcome, Procedure, Role, State
from regulations.words import Words

S, R = State, Role
OFFICE = (R.SECRETARY, R.CHAIR)
HEARING = (S.IN_REVIEW, S.OPINION_RETURNED)
PANEL = (S.RE_EXAMINATION,)
IN_FORCE = (S.ACTIVE, S.SUSPENDED)
ENDED = frozenset({S.REJECTED, S.DECLINED, S.WITHDRAWN, S.TERMINATED, S.COMPLETED})
OPEN = tuple(state for state in S if state not in ENDED and state is not S.DRAFT)
APPEALABLE = (S.DECLINED, S.REJECTED, S.MODIFICATION_REQUIRED, S.REVISION_REQUIRED, S.SUSPENDED, S.TERMINATED)
WITHDRAWABLE = (
    S.DRAFT,
    S.SUBMITTED,
    S.COMPLETION_REQUESTED,
    S.ACCEPTED,
    S.IN_REVIEW,
    S.PRELIMINARY_PASSED,
    S.MODIFICATION_REQUIRED,
    S.REVISION_REQUIRED,
)
DECISION_CLOCKS = ("decision", "decision_simplified", "decision_emergency", "final_decision")
FOLLOW_UPS = ("follow_up", "follow_up_listed")
REASONS = asks.text("reasons", "理由", "Reasons")
NOTE = asks.text("note", "说明", "Note", required=False)


@dataclass(frozen=True)
class Recorded:
    """True when the move recorded one of `values` under `name`."""

    name: str
    values: tuple[str, ...]

    def __call__(self, facts: Facts, recorded: Mapping[str, object]) -> bool:
        return recorded.get(self.name) in self.values


def took_effect(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """An approval without conditions, or the confirmation of those it had."""
    return recorded.get("outcome", Outcome.APPROVE) == Outcome.APPROVE


def took_effect_unlisted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return took_effect(facts, recorded) and not facts.case.listed


def took_effect_listed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return took_effect(facts, recorded) and bool(facts.case.listed)


def goes_on_unlisted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("outcome") not in ENDING_FOLLOW_UP and not facts.case.listed


def goes_on_listed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("outcome") not in ENDING_FOLLOW_UP and bool(facts.case.listed)


def conflicted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("conflict") is True


ENDING_FOLLOW_UP = frozenset({FollowUpOutcome.TERMINATE, FollowUpOutcome.RE_REVIEW})
AGAINST = (Outcome.APPROVE_AFTER_MODIFICATION, Outcome.REVISE_AND_RE_REVIEW, Outcome.REJECT)
IN_EFFECT = (
    Start("follow_up", took_effect_unlisted, months_from="follow_up_months"),
    Start("follow_up_listed", took_effect_listed, months_from="follow_up_months"),
    Start("registration", took_effect_listed),
)

FILING = (
    Move(
        "submit", Words("提交", "Submit"), (S.DRAFT,), S.SUBMITTED, (R.APPLICANT,), "materials.complete",
        guards=(filing.body_may_review,),
        starts=(Start("acceptance"),),
        tells=(Notice("case_submitted", (R.SECRETARY,)),),
    ),
    Move(
        "withdraw", Words("撤回", "Withdraw"), WITHDRAWABLE, S.WITHDRAWN, (R.APPLICANT, R.SECRETARY), "supplement.expiry",
        guards=(filing.secretary_closes_only_expired, filing.no_open_ballot),
        asks=(REASONS,),
        settles=("*",),
        tells=(Notice("case_withdrawn", (R.APPLICANT, R.SECRETARY, R.CHAIR)),),
    ),
    Move(
        "request_completion", Words("通知补正", "Request completion"), (S.SUBMITTED,), S.COMPLETION_REQUESTED,
        (R.SECRETARY,), "acceptance.single_notice",
        guards=(filing.not_own_matter,),
        checks=(filing.completion_has_items, filing.further_notice_has_legal_reason),
        asks=(
            asks.EXTRA_ITEMS,
            asks.text("legal_reason", "再次通知的法定事由", "Legal reason for a further notice", required=False),
            NOTE,
        ),
        settles=("acceptance",),
        starts=(Start("supplement"),),
        tells=(Notice("completion_requested", (R.APPLICANT,)),),
    ),
    Move(
        "resubmit", Words("提交补正或修改", "Resubmit"),
        (S.COMPLETION_REQUESTED, S.REVISION_REQUIRED, S.MODIFICATION_REQUIRED),
        {
            S.COMPLETION_REQUESTED.value: S.SUBMITTED,
            S.REVISION_REQUIRED.value: S.SUBMITTED,
            S.MODIFICATION_REQUIRED.value: S.MODIFICATION_REQUIRED,
        },
        (R.APPLICANT,), "materials.complete",
        guards=(filing.filing_changed,),
        asks=(NOTE,),
        settles=("supplement", "revision"),
        starts=(Start("acceptance", Recorded("from", (S.COMPLETION_REQUESTED, S.REVISION_REQUIRED))),),
        tells=(Notice("case_resubmitted", OFFICE),),
    ),
    Move(
        "accept", Words("受理", "Accept"), (S.SUBMITTED,), S.ACCEPTED, OFFICE, "acceptance.procedure",
        guards=(
            filing.not_own_matter, filing.body_may_review, filing.composition_lawful, filing.materials_complete,
        ),
        checks=(filing.procedure_fits,),
        asks=(
            asks.one_of("procedure", tuple(Procedure), "审查程序", "Procedure"),
            asks.text("reason", "确定程序的依据", "Reason for the procedure"),
            asks.choice("ground", "适用简易程序的情形", "Ground of the simplified procedure",
                        rule="simplified.grounds", required=False),
            asks.choices("scope", "属于审查范围的理由", "Why the activity is within the scope", rule="scope.criteria"),
        ),
        settles=("acceptance",),
        starts=(
            Start("decision", Recorded("procedure", (Procedure.GENERAL, Procedure.SIMPLIFIED))),
            Start("decision_simplified", Recorded("procedure", (Procedure.SIMPLIFIED,))),
            Start("decision_emergency", Recorded("procedure", (Procedure.EMERGENCY,))),
        ),
        tells=(Notice("case_accepted", (R.APPLICANT,)), Notice("interest_asked", (R.CHAIR, R.MEMBER))),
    ),
    Move(
        "decline", Words("不予受理", "Decline"), (S.SUBMITTED,), S.DECLINED, OFFICE, "acceptance.procedure",
        guards=(filing.not_own_matter,),
        asks=(
            asks.choice("ground", "不予受理的情形", "Ground", rule="scope.decline_grounds"),
            REASONS,
        ),
        settles=("*",),
        starts=(Start("appeal_window"),),
        tells=(Notice("case_declined", (R.APPLICANT,)),),
    ),
    Move(
        "determine_list", Words("清单判定", "Determine listing"), (S.ACCEPTED, S.IN_REVIEW), None, (R.CHAIR,),
        "list.determination",
        guards=(filing.not_own_matter, filing.not_recused, filing.not_yet_balloted),
        checks=(filing.list_items_known, filing.listed_not_simplified),
        asks=(asks.LIST_ITEMS, REASONS),
        tells=(Notice("list_determined", (R.APPLICANT, R.SECRETARY)),),
    ),
    Move(
        "grant_exemption", Words("不再开展复核", "Grant exemption"), (S.ACCEPTED, S.IN_REVIEW), None, (R.CHAIR,),
        "exemption.regimes",
        guards=(filing.not_own_matter, filing.not_recused, filing.listed, filing.not_yet_balloted),
        checks=(filing.exemption_on_file,),
        asks=(
            asks.choice("regime", "监管制度", "Regime", rule="exemption.regimes"),
            asks.short("number", "备案号", "Filing number"),
            asks.text("legal_basis", "法律依据", "Legal basis"),
            asks.day("valid_until", "有效期至", "Valid until", required=False),
        ),
        tells=(Notice("exemption_granted", (R.APPLICANT, R.AUTHORITY)),),
    ),
)

REVIEW = (
    Move(
        "declare_interest", Words("利益声明", "Declare interest"),
        (S.ACCEPTED, S.IN_REVIEW, S.OPINION_RETURNED, S.RE_EXAMINATION), None, (R.CHAIR, R.MEMBER, R.EXPERT),
        "interest.declaration",
        guards=(filing.not_recused,),
        checks=(review.not_declared_twice,),
        asks=(
            asks.flag("conflict", "存在利益关系", "I keep an interest"),
            asks.text("details", "利益关系说明", "What it is", required=False),
        ),
        tells=(Notice("interest_found", (R.SECRETARY,), conflicted),),
    ),
    Move(
        "assign_reviewers", Words("指定审查委员", "Assign reviewers"), (S.ACCEPTED, S.IN_REVIEW), S.IN_REVIEW, (R.CHAIR,),
        "simplified.min_members",
        guards=(filing.not_own_matter, filing.not_recused, review.list_determined, filing.not_yet_balloted),
        checks=(review.reviewers_eligible,),
        asks=(asks.people("reviewers", "审查委员", "Reviewers"),),
        tells=(Notice("review_assigned", (R.REVIEWER,)),),
    ),
    Move(
        "submit_worksheet", Words("提交审查工作表", "Submit worksheet"), (S.IN_REVIEW,), None, (R.REVIEWER,),
        "review.focuses",
        guards=(filing.not_recused, review.worksheet_open),
        checks=(review.focuses_assessed,),
        asks=(
            asks.FOCUSES,
            asks.choice("recommendation", "审查意见", "Recommendation", rule="decision.outcomes"),
            asks.flag("doubt", "对审查内容有疑义", "I doubt the content", required=False),
            asks.flag("asks_general", "建议转为一般程序", "I ask for the general procedure", required=False),
            asks.text("comment", "总体意见", "Comment", required=False),
        ),
        sealed=True,
        tells=(Notice("worksheet_submitted", OFFICE),),
    ),
    Move(
        "convert_to_general", Words("转为一般程序", "Convert to general"), (S.ACCEPTED, S.IN_REVIEW), None,
        (R.CHAIR, R.MEMBER, R.REVIEWER, R.SYSTEM), "simplified.triggers",
        guards=(filing.not_recused, review.still_simplified),
        checks=(review.trigger_known,),
        asks=(
            asks.choice("trigger", "转为一般程序的情形", "Trigger", rule="simplified.triggers"),
            asks.text("reason", "说明", "Reason", required=False),
        ),
        settles=("decision_simplified",),
        tells=(Notice("converted_to_general", (R.APPLICANT, R.SECRETARY, R.CHAIR, R.REVIEWER)),),
    ),
    Move(
        "convene", Words("列入会议议程", "Convene"), HEARING, None, OFFICE, "meeting.chair",
        guards=(
            filing.not_own_matter, At((S.IN_REVIEW,), review.by_meeting), review.not_on_agenda, filing.no_open_ballot,
        ),
        checks=(review.presider_lawful, review.video_permitted),
        asks=(
            asks.whole("meeting", "会议编号（已有会议）", "An existing meeting", required=False),
            asks.instant("starts_at", "开会时间", "Starts at", required=False),
            asks.one_of("mode", ("in_person", "video", "hybrid"), "形式", "Mode", required=False),
            asks.short("place", "地点", "Place", required=False),
            asks.ask("presider", asks.PERSON, "主持人", "Presider", required=False),
        ),
        tells=(Notice("meeting_convened", (R.CHAIR, R.MEMBER, R.SECRETARY)),),
    ),
    Move(
        "open_ballot", Words("开始表决", "Open ballot"), (*HEARING, *PANEL), None, (R.CHAIR, R.AUTHORITY), "ballot.roll",
        guards=(
            filing.no_open_ballot,
            At(HEARING, filing.not_own_matter),
            At(HEARING, filing.not_recused),
            At(HEARING, review.by_meeting),
            At(HEARING, review.on_agenda),
            At(HEARING, filing.composition_lawful),
            At(HEARING, review.list_determined),
            At((S.IN_REVIEW,), review.worksheets_in),
            At(HEARING, review.presider_present),
            At(HEARING, review.quorum_met),
            At(HEARING, review.categories_present),
            At(HEARING, review.room_declared),
            At(HEARING, review.field_expert_heard),
            At(PANEL, voting.panel_not_voting),
            At(PANEL, voting.panel_large_enough),
            At(PANEL, voting.panel_categories),
            At(PANEL, voting.panel_declared),
            At(PANEL, voting.panel_independent),
        ),
        tells=(Notice("ballot_opened", (R.MEMBER, R.EXPERT)),),
    ),
    Move(
        "cast_vote", Words("表决", "Cast vote"), (*HEARING, *PANEL), None, (R.CHAIR, R.MEMBER, R.EXPERT),
        "ballot.roll",
        guards=(
            filing.not_own_matter, filing.not_recused, voting.ballot_is_open, voting.on_roll, voting.not_voted,
            voting.in_the_room,
        ),
        checks=(voting.option_offered, voting.dissent_reasoned),
        asks=(
            asks.short("position", "表决意见", "Position"),
            asks.text("reason", "理由（非同意意见必填）", "Reason (required unless in favour)", required=False),
        ),
        sealed=True,
    ),
    Move(
        "close_ballot", Words("结束表决", "Close ballot"), (*HEARING, *PANEL), None, (R.CHAIR, R.AUTHORITY, R.SYSTEM),
        "decision.majority",
        guards=(At(HEARING, filing.not_own_matter), voting.ballot_is_open),
        tells=(Notice("ballot_closed", (R.SECRETARY, R.CHAIR, R.AUTHORITY)),),
    ),
)

DECISION = (
    Move(
        "issue_decision", Words("作出审查决定", "Issue decision"), HEARING,
        {
            Outcome.APPROVE.value: S.ACTIVE,
            Outcome.APPROVE_AFTER_MODIFICATION.value: S.MODIFICATION_REQUIRED,
            Outcome.REVISE_AND_RE_REVIEW.value: S.REVISION_REQUIRED,
            Outcome.REJECT.value: S.REJECTED,
        },
        (R.CHAIR,), "decision.outcomes", branch="outcome",
        guards=(
            filing.not_own_matter, filing.not_recused, filing.no_open_ballot, filing.composition_lawful,
            review.list_determined, review.no_conversion_due, deciding.finding_exists, deciding.re_examined_if_listed,
            deciding.follows_opinion,
        ),
        checks=(deciding.negative_reasoned, deciding.modifications_stated, deciding.follow_up_close_enough),
        asks=(
            asks.text("reasons", "理由", "Reasons", required=False),
            asks.text("requirements", "修改要求", "Required modifications", required=False),
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
        "confirm_modifications", Words("确认修改", "Confirm modifications"), (S.MODIFICATION_REQUIRED,), S.ACTIVE,
        OFFICE, "decision.requirements",
        guards=(filing.not_own_matter, filing.not_recused, deciding.modifications_filed),
        asks=(NOTE,),
        settles=("modification", "appeal_window"),
        starts=IN_EFFECT,
        tells=(Notice("modifications_confirmed", (R.APPLICANT, R.UNIT)),),
    ),
    Move(
        "pass_preliminary", Words("通过初步审查", "Pass preliminary review"), (S.IN_REVIEW,), S.PRELIMINARY_PASSED,
        (R.CHAIR,), "re_examination.required",
        guards=(
            filing.not_own_matter, filing.not_recused, filing.no_open_ballot, filing.composition_lawful,
            review.list_determined, deciding.finding_exists, deciding.preliminary_positive,
        ),
        asks=(asks.text("opinion", "初步审查意见", "Preliminary opinion"),),
        settles=("decision", "decision_simplified"),
        starts=(Start("re_examination_application"),),
        tells=(Notice("preliminary_passed", (R.APPLICANT, R.UNIT)),),
    ),
    Move(
        "apply_re_examination", Words("申请专家复核", "Apply for re-examination"), (S.PRELIMINARY_PASSED,),
        S.RE_EXAMINATION_APPLIED, (R.UNIT,), "re_examination.applicant",
        asks=(NOTE,),
        settles=("re_examination_application",),
        starts=(Start("re_examination"),),
        tells=(Notice("re_examination_applied", (R.AUTHORITY,)),),
    ),
    Move(
        "accept_re_examination", Words("受理复核申请", "Accept re-examination"), (S.RE_EXAMINATION_APPLIED,),
        S.RE_EXAMINATION, (R.AUTHORITY,), "re_examination.required",
        checks=(voting.centre_separate,),
        asks=(
            asks.whole("centre", "受托组织复核的服务中心", "Service centre that organises it", required=False),
            NOTE,
        ),
        tells=(Notice("re_examination_accepted", (R.APPLICANT, R.UNIT, R.SECRETARY)),),
    ),
    Move(
        "form_panel", Words("组成复核专家组", "Form panel"), PANEL, None, (R.AUTHORITY,), "panel.min_experts",
        guards=(voting.panel_not_voting,),
        checks=(voting.panel_fit,),
        asks=(asks.EXPERTS,),
        tells=(Notice("panel_formed", (R.EXPERT,)),),
    ),
    Move(
        "give_opinion", Words("返回复核意见", "Give opinion"), PANEL, S.OPINION_RETURNED, (R.AUTHORITY,),
        "panel.majority",
        guards=(filing.no_open_ballot, voting.panel_independent, deciding.opinion_formed),
        asks=(
            asks.text("compliance", "合规性意见", "On compliance"),
            asks.text("reasonableness", "合理性意见", "On reasonableness"),
        ),
        settles=("re_examination",),
        starts=(Start("final_decision"),),
        tells=(Notice("opinion_returned", (R.CHAIR, R.SECRETARY, R.UNIT, R.APPLICANT)),),
    ),
)

AFTER = (
    Move(
        "register", Words("登记", "Register"), IN_FORCE, None, (R.UNIT, R.SECRETARY), "registration.listed",
        guards=(filing.listed, after.registration_open),
        asks=(asks.short("number", "登记编号", "Registration number"), NOTE),
        settles=("registration",),
        tells=(Notice("registration_filed", (R.AUTHORITY,)),),
    ),
    Move(
        "confirm_registration", Words("确认登记", "Confirm registration"), IN_FORCE, None, (R.AUTHORITY,),
        "registration.listed",
        guards=(after.registration_to_confirm,),
        asks=(NOTE,),
        tells=(Notice("registration_confirmed", (R.UNIT, R.SECRETARY)),),
    ),
    Move(
        "report_change", Words("报告变更", "Report change"), IN_FORCE, None, (R.APPLICANT,), "change.report",
        asks=(
            asks.text("what", "变更内容", "What changes"),
            asks.text("reason", "变更理由", "Why"),
            asks.flag("affects_risk_benefit", "影响风险受益", "Risk or benefit is affected"),
            asks.flag("major", "重大变更", "The change is major"),
        ),
        starts=(Start("change_assessment"),),
        tells=(Notice("change_reported", OFFICE),),
    ),
    Move(
        "report_incident", Words("报告不良事件", "Report incident"), IN_FORCE, None, (R.APPLICANT,), "change.report",
        asks=(
            asks.text("what", "事件经过", "What happened"),
            asks.instant("occurred_at", "发生时间", "When"),
            asks.one_of("severity", ("low", "medium", "high", "critical"), "严重程度", "Severity"),
            asks.text("measures", "已采取的措施", "Measures taken"),
        ),
        starts=(Start("change_assessment"),),
        tells=(Notice("incident_reported", OFFICE),),
    ),
    Move(
        "report_progress", Words("报告进展", "Report progress"), IN_FORCE, None, (R.APPLICANT,), "follow_up.outcomes",
        asks=(
            asks.text("execution", "执行情况与变化", "Execution and changes"),
            asks.text("risk_controls", "风险防控情况", "Risk controls"),
            asks.text("effects", "风险变化及对人的影响", "Changed risk and effect on people"),
            asks.text("other", "其他", "Other", required=False),
        ),
        tells=(Notice("progress_reported", OFFICE),),
    ),
    Move(
        "conclude_follow_up", Words("作出跟踪审查意见", "Conclude follow-up"), (S.ACTIVE,),
        {
            FollowUpOutcome.CONTINUE.value: S.ACTIVE,
            FollowUpOutcome.CONTINUE_WITH_CHANGES.value: S.ACTIVE,
            FollowUpOutcome.SUSPEND.value: S.SUSPENDED,
            FollowUpOutcome.TERMINATE.value: S.TERMINATED,
            FollowUpOutcome.RE_REVIEW.value: S.REVISION_REQUIRED,
        },
        (R.CHAIR,), "follow_up.outcomes", branch="outcome",
        guards=(filing.not_own_matter, filing.not_recused, filing.composition_lawful),
        checks=(after.major_change_re_reviewed, after.follow_up_reasoned, deciding.follow_up_close_enough),
        asks=(
            asks.choice("outcome", "处理意见", "Outcome", rule="follow_up.outcomes"),
            REASONS,
            asks.text("requirements", "调整要求", "Required changes", required=False),
            asks.whole("follow_up_months", "下次跟踪审查间隔（月）", "Months to the next follow-up", required=False),
        ),
        settles=(*FOLLOW_UPS, "change_assessment"),
        starts=(
            Start("follow_up", goes_on_unlisted, months_from="follow_up_months"),
            Start("follow_up_listed", goes_on_listed, months_from="follow_up_months"),
            Start("revision", Recorded("outcome", (FollowUpOutcome.RE_REVIEW,))),
            Start("appeal_window", Recorded("outcome", (FollowUpOutcome.SUSPEND, FollowUpOutcome.TERMINATE))),
        ),
        tells=(Notice("follow_up_concluded", (R.APPLICANT, R.UNIT, R.SECRETARY)),),
    ),
    Move(
        "suspend", Words("暂停", "Suspend"), (S.ACTIVE,), S.SUSPENDED, (R.CHAIR,), "committee.acts",
        guards=(filing.not_own_matter, filing.not_recused, filing.composition_lawful),
        asks=(REASONS,),
        starts=(Start("appeal_window"),),
        tells=(Notice("case_suspended", (R.APPLICANT, R.UNIT, R.SECRETARY, R.AUTHORITY)),),
    ),
    Move(
        "resume", Words("恢复", "Resume"), (S.SUSPENDED,), S.ACTIVE, (R.CHAIR,), "committee.acts",
        guards=(filing.not_own_matter, filing.not_recused, filing.composition_lawful),
        asks=(asks.text("reasons", "暂停原因已消除的说明", "How the cause was removed"),),
        settles=("change_assessment", "appeal_window"),
        tells=(Notice("case_resumed", (R.APPLICANT, R.UNIT, R.SECRETARY)),),
    ),
    Move(
        "terminate", Words("终止", "Terminate"), IN_FORCE, S.TERMINATED, (R.CHAIR,), "committee.acts",
        guards=(filing.not_own_matter, filing.not_recused, filing.composition_lawful),
        asks=(REASONS,),
        settles=("*",),
        starts=(Start("appeal_window"),),
        tells=(Notice("case_terminated", (R.APPLICANT, R.UNIT, R.SECRETARY, R.AUTHORITY)),),
    ),
    Move(
        "complete", Words("结题", "Complete"), (S.ACTIVE,), S.COMPLETED, OFFICE, "committee.acts",
        guards=(filing.not_own_matter, filing.not_recused, after.registered_if_listed, after.no_open_reports),
        asks=(REASONS,),
        settles=("*",),
        tells=(Notice("case_completed", (R.APPLICANT, R.UNIT)),),
    ),
    Move(
        "appeal", Words("申诉", "Appeal"), APPEALABLE, S.UNDER_APPEAL, (R.APPLICANT,), "appeal.right",
        guards=(deciding.appeal_window_open,),
        asks=(REASONS, asks.text("support", "支持材料说明", "Supporting material", required=False)),
        settles=("appeal_window",),
        starts=(Start("appeal_ruling"),),
        tells=(Notice("appeal_lodged", OFFICE),),
    ),
    Move(
        "rule_on_appeal", Words("答复申诉", "Rule on appeal"), (S.UNDER_APPEAL,),
        {
            "dismissed:declined": S.DECLINED,
            "dismissed:rejected": S.REJECTED,
            "dismissed:modification_required": S.MODIFICATION_REQUIRED,
            "dismissed:revision_required": S.REVISION_REQUIRED,
            "dismissed:suspended": S.SUSPENDED,
            "dismissed:terminated": S.TERMINATED,
            "upheld:declined": S.SUBMITTED,
            "upheld:rejected": S.ACCEPTED,
            "upheld:modification_required": S.ACCEPTED,
            "upheld:revision_required": S.ACCEPTED,
            "upheld:suspended": S.ACTIVE,
            "upheld:terminated": S.ACCEPTED,
        },
        (R.CHAIR,), "appeal.right", branch="result",
        guards=(filing.not_own_matter, filing.not_recused, filing.composition_lawful),
        asks=(asks.one_of("ruling", ("dismissed", "upheld"), "答复", "Ruling"), REASONS),
        settles=("appeal_ruling",),
        starts=(
            Start("acceptance", Recorded("result", ("upheld:declined",))),
            Start(
                "decision",
                Recorded(
                    "result",
                    (
                        "upheld:rejected",
                        "upheld:modification_required",
                        "upheld:revision_required",
                        "upheld:terminated",
                    ),
                ),
            ),
        ),
        tells=(Notice("appeal_ruled", (R.APPLICANT, R.UNIT, R.SECRETARY)),),
    ),
)

CLOCK_MOVES = (
    Move(
        "extend", Words("延长期限", "Extend"), OPEN, None, OFFICE, "clock.extension",
        guards=(filing.not_own_matter, after.some_clock_extendable),
        checks=(after.extension_states_new_date,),
        asks=(asks.short("clock", "期限", "Clock"), asks.day("new_date", "新的期限", "New date"), REASONS),
        tells=(Notice("clock_extended", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
    Move(
        "pause_clock", Words("中止计时", "Pause clock"), OPEN, None, OFFICE, "clock.pausing",
        guards=(filing.not_own_matter, after.pausing_allowed, after.some_clock_pausable),
        checks=(after.pause_fits,),
        asks=(asks.short("clock", "期限", "Clock"), REASONS),
        tells=(Notice("clock_paused", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
    Move(
        "resume_clock", Words("恢复计时", "Resume clock"), OPEN, None, OFFICE, "clock.pausing",
        guards=(filing.not_own_matter, after.some_clock_paused),
        checks=(after.resume_fits,),
        asks=(asks.short("clock", "期限", "Clock"), REASONS),
        tells=(Notice("clock_resumed", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
)

MOVES = named(*FILING, *REVIEW, *DECISION, *AFTER, *CLOCK_MOVES)
