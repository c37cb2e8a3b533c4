"""The words of the vocabulary, of the packs and of the record: states, roles, moves, clocks, acts.

Moves, clocks and the items of rules are named by the packs; they are looked up here, not repeated. Values of different
vocabularies may be spelled alike (a chair is a role and a seat), so every word is looked up within its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import regulations
from regulations import materials
from regulations.catalogue import risks
from regulations.pack import Item, Resolved
from regulations.vocabulary import (
    BallotClosing,
    Basis,
    Category,
    ChairGround,
    CommitteeKind,
    FollowUpOutcome,
    Opinion,
    Outcome,
    Position,
    Procedure,
    Role,
    State,
)
from regulations.words import Words

LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Words]] = {
    State: {
        State.DRAFT: Words("草稿", "draft"),
        State.SUBMITTED: Words("已提交待受理", "submitted"),
        State.COMPLETION_REQUESTED: Words("待补正", "completion requested"),
        State.ACCEPTED: Words("已受理", "accepted"),
        State.IN_REVIEW: Words("审查中", "in review"),
        State.PRELIMINARY_PASSED: Words("已通过初步审查", "preliminary review passed"),
        State.RE_EXAMINATION_APPLIED: Words("已申请专家复核", "re-examination applied for"),
        State.RE_EXAMINATION: Words("专家复核中", "in re-examination"),
        State.OPINION_RETURNED: Words("复核意见已返回", "opinion returned"),
        State.MODIFICATION_REQUIRED: Words("修改后批准（待确认修改）", "approved after modification (to be confirmed)"),
        State.REVISION_REQUIRED: Words("修改后再审（待修改）", "revision required"),
        State.ACTIVE: Words("已批准实施", "approved and active"),
        State.SUSPENDED: Words("已暂停", "suspended"),
        State.UNDER_APPEAL: Words("申诉处理中", "under appeal"),
        State.REJECTED: Words("不予批准", "rejected"),
        State.DECLINED: Words("不予受理", "not accepted"),
        State.WITHDRAWN: Words("已撤回", "withdrawn"),
        State.TERMINATED: Words("已终止", "terminated"),
        State.COMPLETED: Words("已结题", "completed"),
    },
    Role: {
        Role.APPLICANT: Words("科技活动负责人", "applicant"),
        Role.UNIT: Words("单位", "unit"),
        Role.SECRETARY: Words("秘书", "secretary"),
        Role.CHAIR: Words("主任委员", "chair"),
        Role.MEMBER: Words("委员", "member"),
        Role.REVIEWER: Words("审查委员", "reviewer"),
        Role.ADVISER: Words("顾问专家", "adviser"),
        Role.AUTHORITY: Words("主管部门", "authority"),
        Role.EXPERT: Words("复核专家", "re-examination expert"),
        Role.SYSTEM: Words("系统", "system"),
    },
    Procedure: {
        Procedure.GENERAL: Words("一般程序", "general procedure"),
        Procedure.SIMPLIFIED: Words("简易程序", "simplified procedure"),
        Procedure.EMERGENCY: Words("应急程序", "emergency procedure"),
    },
    Outcome: {
        Outcome.APPROVE: Words("批准", "approve"),
        Outcome.APPROVE_AFTER_MODIFICATION: Words("修改后批准", "approve after modification"),
        Outcome.REVISE_AND_RE_REVIEW: Words("修改后再审", "revise and re-review"),
        Outcome.REJECT: Words("不予批准", "reject"),
    },
    Opinion: {
        Opinion.AGREE: Words("同意", "agree"),
        Opinion.DISAGREE: Words("不同意", "disagree"),
    },
    FollowUpOutcome: {
        FollowUpOutcome.CONTINUE: Words("继续实施", "continue"),
        FollowUpOutcome.CONTINUE_WITH_CHANGES: Words("调整后继续实施", "continue with changes"),
        FollowUpOutcome.SUSPEND: Words("暂停", "suspend"),
        FollowUpOutcome.TERMINATE: Words("终止", "terminate"),
        FollowUpOutcome.RE_REVIEW: Words("重新审查", "review again"),
    },
    CommitteeKind: {
        CommitteeKind.ETHICS: Words("科技伦理（审查）委员会", "ethics committee"),
        CommitteeKind.SERVICE_CENTRE: Words("审查与服务中心", "service centre"),
        CommitteeKind.EXPERT_PANEL: Words("复核专家组", "expert panel"),
    },
    Position: {
        Position.CHAIR: Words("主任委员", "chair"),
        Position.VICE_CHAIR: Words("副主任委员", "vice-chair"),
        Position.MEMBER: Words("委员", "member"),
        Position.SECRETARY: Words("秘书", "secretary"),
        Position.ADVISER: Words("顾问专家", "adviser"),
        Position.EXPERT: Words("复核专家", "re-examination expert"),
    },
    Category: {
        Category.AI_TECHNOLOGY: Words("人工智能技术", "AI technology"),
        Category.AI_APPLICATION: Words("人工智能应用", "AI application"),
        Category.SCIENCE: Words("科学技术", "science and technology"),
        Category.ETHICS: Words("伦理", "ethics"),
        Category.LAW: Words("法律", "law"),
        Category.FIELD: Words("同行", "the field"),
    },
    Basis: {
        Basis.READ: Words("原文", "read"),
        Basis.REPORTED: Words("转述", "reported"),
        Basis.PARENT: Words("上位规定", "parent"),
        Basis.HOUSE: Words("自定", "house"),
    },
    ChairGround: {
        ChairGround.CHAIR: Words("主任委员", "the chair"),
        ChairGround.NAMED: Words("由主任委员指定", "named by the chair"),
        ChairGround.CHAIR_OUT: Words(
            "主任委员回避或不在任，由副主任委员履行职责", "the vice-chair, as the chair keeps out or has no seat"
        ),
        ChairGround.STAND_IN: Words(
            "主任委员、副主任委员均须回避或不在任，由任职最久的委员代行职责",
            "the longest-serving member stands in, as chair and vice-chairs keep out or have no seat",
        ),
    },
    BallotClosing: {
        BallotClosing.LAST_VOTE: Words("最后一票投出时结束", "closes with the last vote"),
        BallotClosing.CHAIR: Words("由主持人宣布结束", "closed by the chair"),
    },
}

BASIS_EXPLAINED: Mapping[Basis, Words] = {
    Basis.READ: Words("依据已核对的公布文本", "The words of the published text were read"),
    Basis.REPORTED: Words(
        "依据公开的转述，尚未核对原文", "A published secondary source states it; the text was not read"
    ),
    Basis.PARENT: Words(
        "该办法没有规定或者尚未核对，适用上位的一般办法",
        "The measures are silent or unread here, so their parent's rule applies",
    ),
    Basis.HOUSE: Words("没有条文规定，由委员会自定", "No text fixes it; it is a setting of the committee"),
}

CHOICES: Mapping[str, Mapping[str, Words]] = {
    "lead_or_partner": {"lead": Words("牵头", "lead"), "partner": Words("参与", "partner")},
    "kind": {kind.key: kind.words for kind in risks()},
    "layer": {
        "inherent": Words("内生风险", "inherent risk"),
        "application": Words("应用风险", "application risk"),
        "derivative": Words("衍生风险", "derivative risk"),
    },
    "likelihood": {"low": Words("低", "low"), "medium": Words("中", "medium"), "high": Words("高", "high")},
    "severity": {
        "low": Words("轻微", "low"),
        "medium": Words("一般", "medium"),
        "high": Words("严重", "high"),
        "critical": Words("特别严重", "critical"),
    },
    "residual": {"low": Words("低", "low"), "medium": Words("中", "medium"), "high": Words("高", "high")},
}
"""What the permitted values of a filing's fields are called, by the field's last name."""

RULINGS: Mapping[str, Words] = {"dismissed": Words("驳回申诉", "dismissed"), "upheld": Words("申诉成立", "upheld")}
"""What an appeal may come to."""

ACTS: Mapping[str, Words] = {
    "create": Words("建立草稿", "Create the draft"),
    "revise": Words("修改申请材料", "Revise the application"),
    "deadline_missed": Words("期限届满未办结", "Time limit missed"),
    "deadline_recomputed": Words("期限按放假安排重新计算", "Time limit counted again"),
    "window_closed": Words("期间届满", "Window closed"),
    "document_added": Words("添加材料文件", "Add a document"),
    "internal_document_added": Words("添加内部文件", "Add an internal document"),
    "member_recused": Words("主持人决定回避", "Recuse a member"),
    "message.resent": Words("重新发送通知", "Send a notice again"),
    "ballot_voided": Words("会议结束，表决作废", "Void the vote with its meeting"),
    "committee.established": Words("设立委员会", "Establish the committee"),
    "committee.registered": Words("委员会登记", "Register the committee"),
    "committee.adopted": Words("改按另一办法审查", "Come under another instrument"),
    "roster.watched": Words("提示任期、声明和组成的期限", "Watch terms, statements and composition"),
    "annual_report.owed": Words("应当提交年度报告", "Owe the annual report"),
    "annual_report.submitted": Words("提交年度报告", "Submit the annual report"),
    "seat.appointed": Words("任命人员", "Appoint to a seat"),
    "panel.seated": Words("任命复核专家组", "Seat the panel"),
    "seat.ended": Words("结束任职", "End a seat"),
    "calendar.loaded": Words("载入放假安排", "Load an arrangement of days off"),
    "seat.statements_signed": Words("签署保密承诺和利益冲突声明", "Sign the secrecy and interest statements"),
    "training.recorded": Words("登记委员培训", "Record a training"),
    "training.struck": Words("注销培训记录", "Strike the record of a training"),
    "mandate.given": Words("书面委托", "Give a mandate"),
    "institution.entered": Words("录入单位", "Enter an institution"),
    "institution.changed": Words("变更单位信息", "Change an institution"),
    "person.entered": Words("录入人员", "Enter a person"),
    "person.changed": Words("变更人员信息", "Change a person"),
    "office.granted": Words("授予单位职务", "Give an office"),
    "office.ended": Words("结束单位职务", "End an office"),
    "webhook.subscribed": Words("添加网络回调", "Add a webhook"),
    "webhook.changed": Words("修改网络回调", "Change a webhook"),
    "webhook.rotated": Words("更换网络回调密钥", "Rotate a webhook's secret"),
    "webhook.pinged": Words("试发网络回调", "Test a webhook"),
    "webhook.resent": Words("重新发送到网络回调", "Send to a webhook again"),
    "webhook.disabled": Words("系统停用网络回调", "Switch a webhook off"),
    "webhook.ended": Words("结束网络回调", "End a webhook"),
    "meeting.scheduled": Words("安排会议", "Schedule the meeting"),
    "meeting.changed": Words("变更会议", "Change the meeting"),
    "meeting.cancelled": Words("取消会议", "Call the meeting off"),
    "meeting.answered": Words("答复会议通知", "Answer the invitation"),
    "meeting.in_doubt": Words("按答复会议无法表决", "Warn that the meeting cannot decide"),
    "meeting.ended": Words("结束会议", "End the meeting"),
    "agenda.added": Words("列入议程", "Put on the agenda"),
    "agenda.moved": Words("调整议程顺序", "Reorder the agenda"),
    "agenda.closed": Words("办结议程", "Close the item"),
    "attendance.arrived": Words("签到", "Sign in"),
    "attendance.left": Words("签退", "Sign out"),
}
"""What the record calls acts that are no moves of a case."""


def label(value: StrEnum, language: str) -> str:
    """A word of the vocabulary."""
    return LABELS[type(value)][value].in_language(language)


def label_in(vocabulary: type[StrEnum], value: object, language: str) -> str:
    """The same of a value as text, as the record and the API carry it; what is no such word stays as it is."""
    words = LABELS[vocabulary].get(str(value))  # type: ignore[call-overload]
    return str(value) if words is None else words.in_language(language)


def basis_explanation(basis: Basis, language: str) -> str:
    """What a mark of provenance means, for the one who meets it beside a rule."""
    return BASIS_EXPLAINED[basis].in_language(language)


def filing_value(path: str, value: object, language: str) -> str:
    """A permitted value of a filing's field in words; any other value as it stands."""
    words = CHOICES.get(path.rpartition(".")[2], {}).get(str(value))
    return str(value) if words is None else words.in_language(language)


def newest_pack() -> Resolved:
    """The pack in force that came last: what a word is looked up in when no case pins another."""
    return regulations.newest()


def move_label(name: str, language: str, *, pack: Resolved | None = None) -> str:
    """What a move is called, in the case's own pack or else in the newest."""
    move = (pack or newest_pack()).moves.get(name)
    return name if move is None else move.label.in_language(language)


def clock_label(name: str, language: str, *, pack: Resolved | None = None) -> str:
    """What a time limit is called, in the case's own pack or else in the newest."""
    clock = (pack or newest_pack()).clocks.get(name)
    return name if clock is None else clock.label.in_language(language)


def act_label(action: str, language: str, *, pack: Resolved | None = None) -> str:
    """What the record calls an act: a move by its label, anything else by the list above."""
    words = ACTS.get(action)
    return move_label(action, language, pack=pack) if words is None else words.in_language(language)


def item_label(rule: str, key: object, language: str, *, pack: Resolved | None = None) -> str:
    """One item of a list a rule holds: a ground, a trigger, a focus, a regime. A key nobody knows stays as it is.

    Where no case pins a pack the newest that knows the key is asked.
    """
    packs = (pack,) if pack is not None else (newest_pack(), *reversed(_binding()))
    words = next((found[str(key)] for found in (_items(one, rule) for one in packs) if str(key) in found), None)
    return str(key) if words is None else words.in_language(language)


def _binding() -> list[Resolved]:
    return [one for one in regulations.all_packs() if one.pinnable]


@cache
def _items(pack: Resolved, rule: str) -> Mapping[str, Words]:
    value = pack.rules[rule].value if rule in pack.rules else ()
    return {item.key: item.words for item in value if isinstance(item, Item)} if isinstance(value, tuple) else {}


def field_label(path: str, language: str) -> str:
    """What a place of a filing, or something a move asks for, is called; "" where it has no name of its own."""
    field = materials.field_at(path)
    words = field.words if field is not None else _asked().get(path.partition(".")[0])
    return "" if words is None else words.in_language(language)


@cache
def _asked() -> Mapping[str, Words]:
    """What moves ask for, by name, where every move that asks means the same by it."""
    found: dict[str, set[Words]] = {}
    for move in newest_pack().moves.values():
        for ask in move.asks:
            found.setdefault(ask.name, set()).add(ask.label)
    return {name: words.pop() for name, words in found.items() if len(words) == 1}
