"""Notices (告知) as letters: subject and text, worded for one recipient when they are sent or read.

Every phrase needs the case's number and title and nothing else, except those about a time limit. What more the
message knows (who acted, when and where, until when, why) follows as lines of its own.
"""

# ruff: noqa: E501 -- a sentence is read, and translated, in one piece

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ethics_review.wording import meetings
from ethics_review.wording.figures import day, instant, is_english
from ethics_review.wording.labels import clock_label, move_label
from ethics_review.wording.sentences import Unworded
from regulations.ladder import Rung
from regulations.units import Unit
from regulations.words import Words

Letter = tuple[Words, Words]
"""Subject and text."""


def _letter(zh: str, zh_text: str, en: str, en_text: str) -> Letter:
    return Words(zh, en), Words(zh_text, en_text)


NOTICES: Mapping[str, Letter] = {
    **meetings.NOTICES,
    # Application and acceptance
    "case_submitted": _letter(
        "新的审查申请",
        "有一件审查申请提交，请核对材料是否齐全，并决定是否受理。",
        "New application for review",
        "An application has been submitted. Check that it is complete and decide whether to accept it.",
    ),
    "case_withdrawn": _letter(
        "审查申请已撤回",
        "该审查申请已经撤回，审查结束。",
        "Application withdrawn",
        "The application has been withdrawn and its review has ended.",
    ),
    "completion_requested": _letter(
        "请补正申请材料",
        "申请材料需要补正，补正通知已列明全部缺少的内容。请在期限内补齐后重新提交。",
        "Please complete your application",
        "The application must be completed; the notice names everything that is missing. Supply it within the time limit and submit it again.",
    ),
    "case_resubmitted": _letter(
        "申请材料已重新提交",
        "申请人已提交补正或者修改后的材料，请核对并继续办理。",
        "Application submitted again",
        "The applicant has submitted the completed or revised application. Check it and go on with the case.",
    ),
    "case_accepted": _letter(
        "审查申请已受理",
        "审查申请已经受理，审查程序及其依据已记录在案，审查期限自受理之日起计算。",
        "Application accepted",
        "The application has been accepted. The procedure and its ground are on record, and the time limit for the decision runs from today.",
    ),
    "case_declined": _letter(
        "审查申请不予受理",
        "审查申请不予受理，理由见不予受理通知书。对此有异议的，可以在申诉期限内书面申诉。",
        "Application not accepted",
        "The application has not been accepted; the reasons are stated in the notice. It may be appealed in writing within the time to appeal.",
    ),
    "list_determined": _letter(
        "清单判定已作出",
        "委员会已就活动是否属于专家复核清单作出判定并说明理由。",
        "Listing determined",
        "The committee has determined, with reasons, whether the activity is on the list of those to be re-examined by experts.",
    ),
    "exemption_granted": _letter(
        "活动不再开展专家复核",
        "活动已由备案、登记或者审批以伦理合规为条件监管，不再开展专家复核；备案、登记或者审批失效的，须重新申请复核。",
        "Re-examination dropped",
        "A filing, registration or approval already makes ethics compliance a condition, so the activity is not re-examined by experts. The exemption lapses with it.",
    ),
    # Review
    "interest_asked": _letter(
        "请作利益声明",
        "委员会受理了一件审查申请，请在审查前声明与该活动有无利益关系；存在利益关系的应当回避。",
        "Please declare your interests",
        "The committee has accepted an application. Declare before the review whether you keep an interest in the activity; whoever does recuses.",
    ),
    "interest_found": _letter(
        "有人员声明利益关系并回避",
        "有委员或者专家声明存在利益关系并回避，请核对审查委员、会议人数和名册。",
        "An interest was declared",
        "A member or expert has declared an interest and recused. Check reviewers, quorum and roll.",
    ),
    "review_assigned": _letter(
        "请审查并填写审查工作表",
        "您已被指定为该事项的审查委员，请独立审查并在表决开始前提交审查工作表。",
        "You are asked to review",
        "You have been named as a reviewer. Review the matter independently and submit your worksheet before the ballot opens.",
    ),
    "worksheet_submitted": _letter(
        "审查工作表已提交",
        "有一份审查工作表已经提交；其内容在表决开始前对其他委员不可见。",
        "Worksheet submitted",
        "A worksheet has been submitted. The other members do not see it before the ballot opens.",
    ),
    "converted_to_general": _letter(
        "审查转为一般程序",
        "简易审查中出现应当转换的情形，该事项已转为一般程序，由会议审查。",
        "Converted to the general procedure",
        "The simplified review has met a reason to convert, and the matter now goes through the general procedure, by meeting.",
    ),
    "meeting_convened": _letter(
        "会议通知",
        "该事项已列入会议议程，请按时到会；不能到会的请告知秘书。",
        "Meeting convened",
        "The matter is on the agenda of a meeting. Please attend, or tell the secretary that you cannot.",
    ),
    "ballot_opened": _letter(
        "表决开始",
        "该事项的表决已经开始，请名册上的人员表决；表决意见一经作出不得更改。",
        "Ballot opened",
        "The ballot on the matter is open. Whoever is on the roll may vote now; a vote once cast stays.",
    ),
    "ballot_closed": _letter(
        "表决结束",
        "该事项的表决已经结束，请按表决结果办理。",
        "Ballot closed",
        "The ballot on the matter has closed. Go on from its result.",
    ),
    # Decision and re-examination
    "decision_issued": _letter(
        "审查决定已作出",
        "委员会已作出审查决定，内容、理由和要求见审查决定书。对决定有异议的，可以在申诉期限内书面申诉。",
        "Decision issued",
        "The committee has decided; the decision states outcome, reasons and requirements. It may be appealed in writing within the time to appeal.",
    ),
    "modifications_confirmed": _letter(
        "修改已确认，活动获得批准",
        "委员会已确认所作修改符合要求，活动获得批准，可以按批准的方案实施。",
        "Modifications confirmed, activity approved",
        "The committee has confirmed the modifications. The activity is approved and may go ahead as approved.",
    ),
    "preliminary_passed": _letter(
        "已通过初步审查，请申请专家复核",
        "活动属于清单，已通过初步审查。请单位在期限内向主管部门申请专家复核；复核同意并由委员会批准之前不得实施。",
        "Preliminary review passed: apply for re-examination",
        "The activity is listed and has passed its preliminary review. The unit applies to the authority for re-examination by experts within the time limit; it may not begin before the experts agree and the committee approves.",
    ),
    "re_examination_applied": _letter(
        "收到专家复核申请",
        "有单位申请专家复核，请受理并组成复核专家组；复核期限自收到申请之日起计算。",
        "Application for re-examination",
        "A unit has applied for re-examination. Accept it and form the panel; the time limit runs from receipt of the application.",
    ),
    "re_examination_accepted": _letter(
        "专家复核申请已受理",
        "主管部门已受理专家复核申请，将组成复核专家组。",
        "Application for re-examination accepted",
        "The authority has accepted the application and will form a panel of experts.",
    ),
    "panel_formed": _letter(
        "请参加专家复核",
        "您已被聘为该事项的复核专家。请先声明有无利益关系，再就初步审查意见的合规性和合理性进行复核。",
        "You are asked to re-examine",
        "You have been named to the panel. First declare whether you keep an interest, then examine whether the preliminary opinion is compliant and reasonable.",
    ),
    "opinion_returned": _letter(
        "专家复核意见已返回",
        "主管部门已返回专家复核意见，委员会将根据该意见作出决定。",
        "Opinion of the experts returned",
        "The authority has returned the experts' opinion. The committee decides according to it.",
    ),
    # After approval
    "registration_filed": _letter(
        "收到清单内活动登记",
        "单位已登记一项清单内活动，请核对并确认。",
        "Listed activity registered",
        "A unit has registered a listed activity. Check and confirm it.",
    ),
    "registration_confirmed": _letter(
        "登记已确认",
        "主管部门已确认该活动的登记。",
        "Registration confirmed",
        "The authority has confirmed the registration of the activity.",
    ),
    "change_reported": _letter(
        "收到变更报告",
        "科技活动负责人报告了变更，请评估其对风险受益的影响并作出处理意见。",
        "Change reported",
        "The applicant has reported a change. Assess what it does to risk and benefit, and conclude on it.",
    ),
    "incident_reported": _letter(
        "收到不良事件报告",
        "科技活动负责人报告了不良事件，请尽快评估并作出处理意见。",
        "Incident reported",
        "The applicant has reported an incident. Assess it promptly and conclude on it.",
    ),
    "progress_reported": _letter(
        "收到进展报告",
        "科技活动负责人提交了进展报告，供跟踪审查使用。",
        "Progress reported",
        "The applicant has reported on progress, for the follow-up review.",
    ),
    "follow_up_concluded": _letter(
        "跟踪审查意见已作出",
        "委员会已作出跟踪审查意见，请按意见实施。",
        "Follow-up concluded",
        "The committee has concluded its follow-up review. Proceed as it says.",
    ),
    "case_suspended": _letter(
        "活动暂停",
        "委员会决定暂停该活动，理由见通知书。恢复之前不得继续实施；对此有异议的，可以在申诉期限内书面申诉。",
        "Activity suspended",
        "The committee has suspended the activity; the notice states the reasons. It may not go on until it is resumed. This may be appealed in writing within the time to appeal.",
    ),
    "case_resumed": _letter(
        "活动恢复",
        "暂停的原因已经消除，活动恢复实施。",
        "Activity resumed",
        "The cause of the suspension has been removed, and the activity may go on.",
    ),
    "case_terminated": _letter(
        "活动终止",
        "委员会决定终止该活动，理由见通知书。对此有异议的，可以在申诉期限内书面申诉。",
        "Activity terminated",
        "The committee has terminated the activity; the notice states the reasons. This may be appealed in writing within the time to appeal.",
    ),
    "case_completed": _letter(
        "活动结题",
        "该活动已经结题，跟踪审查结束。",
        "Activity completed",
        "The activity has been completed, and its follow-up has ended.",
    ),
    "appeal_lodged": _letter(
        "收到申诉",
        "申请人对决定提出申诉，请在期限内答复。",
        "Appeal lodged",
        "The applicant has appealed against the decision. Rule on it within the time limit.",
    ),
    "appeal_ruled": _letter(
        "申诉已答复",
        "委员会已答复申诉，结果和理由见申诉答复。",
        "Appeal ruled on",
        "The committee has ruled on the appeal; the ruling states result and reasons.",
    ),
    # Time limits
    "annual_report_filed": _letter(
        "收到年度报告",
        "贵机关辖区内的委员会已提交年度工作报告和清单内活动实施情况报告，可在该委员会的页面上查阅。",
        "Annual report received",
        "A body in your region has submitted its annual report on its work and on listed activities; it is read on the page of that body.",
    ),
    "clock_extended": _letter(
        "期限已延长",
        "该事项的一个期限已经延长，新的期限和理由已记录在案。",
        "Time limit extended",
        "A time limit of the case has been extended. The new date and the reasons are on record.",
    ),
    "clock_paused": _letter(
        "期限已中止",
        "该事项的一个期限已经中止计时，理由已记录在案。",
        "Time limit paused",
        "A time limit of the case has been paused. The reasons are on record.",
    ),
    "clock_resumed": _letter(
        "期限恢复计时",
        "该事项的一个期限已经恢复计时。",
        "Time limit resumed",
        "A time limit of the case runs again.",
    ),
    "clock_reminder": _letter(
        "期限提醒",
        "该事项有一个期限即将届满，请及时办理。",
        "Time limit about to end",
        "A time limit is about to end. Please act in time.",
    ),
    "clock_recomputed": _letter(
        "期限已重新计算",
        "该事项有一个暂定的期限，其所在年份的放假安排已经载入，期限已据此重新计算。",
        "Time limit counted again",
        "A time limit was provisional. The holidays of its year are known now, and it has been counted again with them.",
    ),
    "clock_missed": _letter(
        "期限届满未办结",
        "该事项有一个期限已经届满而没有办结，请立即办理。逾期本身不产生任何决定。",
        "Time limit missed",
        "A time limit has ended without the step being taken. Act at once. Being overdue decides nothing by itself.",
    ),
    "clock_overdue": _letter(
        "期限逾期仍未办结",
        "该事项有一个期限早已届满，至今没有办结，请立即办理。在办结之前将继续提醒，并告知更多的人。逾期本身不产生任何决定。",
        "Time limit still not met",
        "A time limit ended some time ago and the step has still not been taken. Act at once. You and more people will be told again until it is settled. Being overdue decides nothing by itself.",
    ),
    "webhook_disabled": _letter(
        "网络回调已停用",
        "接收方长期没有接受，或者表示该地址不再使用，网络回调已经停用，等待发送的内容不再发送。请修复接收方后在账户页面重新启用；没有送达的可以在该页面重新发送。",
        "Webhook switched off",
        "Its receiver has not accepted anything for days, or said that the address is gone. The webhook is switched off, and what waited for it is set aside. Mend the receiver, switch the webhook on again in your account, and send again what did not arrive.",
    ),
    "emergency_overdue": _letter(
        "应急审查逾期",
        "贵机关辖区内有一项应急审查在期限届满时没有作出决定。该事项不在清单内，仅告知编号和期限；逾期本身不产生任何决定。",
        "Emergency review overdue",
        "An emergency review in your region was not decided in time. The matter is not on the list: you are told its number and time limit only. Being overdue decides nothing by itself.",
    ),
}

BLIND = frozenset({"emergency_overdue"})
"""Notices that tell so little that they reach people who may not see the case."""
PROVISIONAL = Words("暂定，放假安排公布后重新计算", "provisional, to be counted again once the holidays are published")
CLOSING = Words("请登录系统查看详情。", "Sign in to see the details.")


def notice(kind: str, params: Mapping[str, Any], language: str, *, address: str = "") -> tuple[str, str]:
    """Subject and text of a notice; `address` is where its matter is read.

    `params` may hold number, title_zh, title_en, move, actor, starts_at, mode, place, clock, due_on, provisional, rung and
    reason, of a meeting its body, its number, its agenda and the items in doubt; what is not given is left out.
    """
    told = worded(kind, params, language)
    colon = ": " if is_english(language) else "："
    lines = [f"{name}{colon}{value}" for name, value in told.lines]
    text = [told.text, "", *lines, "", CLOSING.in_language(language), *filter(None, [address])]
    return told.subject, "\n".join(text)


@dataclass(frozen=True)
class Worded:
    """A notice in one language: its name, its subject (the name and the matter), what it says, what it knows.

    `brief` is which meeting or time limit it is about, where the matter is known from elsewhere.
    """

    name: str
    subject: str
    text: str
    lines: tuple[tuple[str, str], ...]
    brief: str


def worded(kind: str, params: Mapping[str, Any], language: str) -> Worded:
    """A notice in its parts, for whoever sets them out otherwise; `params` as for `notice`."""
    letter = NOTICES.get(kind)
    if letter is None:
        warnings.warn(f"the notice {kind} has no words", Unworded, stacklevel=2)
        letter = (Words(kind, kind), CLOSING)
    name, text = (words.in_language(language) for words in letter)
    matter = _matter(params, language)
    subject = " · ".join(part for part in (name, *matter.values()) if part)
    return Worded(name, subject, text, tuple(_lines(matter, params, language)), _brief(params, language))


def _brief(params: Mapping[str, Any], language: str) -> str:
    starts_at = instant(params["starts_at"], language) if params.get("starts_at") else ""
    clock = clock_label(str(params.get("clock") or ""), language)
    parts = (meetings.named(params, language), starts_at, clock, _due(params, language))
    return " · ".join(part for part in parts if part)


def _matter(params: Mapping[str, object], language: str) -> dict[str, str]:
    """Number and title; the title in the other language where it has none in this."""
    titles = [str(params.get(name) or "") for name in ("title_zh", "title_en")]
    if is_english(language):
        titles.reverse()
    title = next(filter(None, titles), "") or meetings.named(params, language)
    return {"number": str(params.get("number") or ""), "title": title}


def _lines(matter: Mapping[str, str], params: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """What the message knows, one line for each: what it is, and the value."""
    told = {
        Words("会议", "Meeting") if "meeting_number" in params else Words("事项", "Matter"): " ".join(
            part for part in matter.values() if part
        ),
        Words("办理", "Step"): move_label(str(params.get("move") or ""), language),
        Words("办理人", "By"): str(params.get("actor") or ""),
        Words("时间", "Time"): instant(params["starts_at"], language) if params.get("starts_at") else "",
        Words("形式", "Form"): meetings.mode(params.get("mode"), language),
        Words("地点", "Place"): str(params.get("place") or ""),
        Words("期限", "Time limit"): clock_label(str(params.get("clock") or ""), language),
        Words("截止", "Due"): _due(params, language),
        Words("答复", "Answer here"): str(params.get("answer_at") or ""),
        Words("提醒", "Reminder"): _rung(params.get("rung"), language),
        Words("理由", "Reasons"): str(params.get("reason") or ""),
    }
    lines = [(name.in_language(language), value) for name, value in told.items() if value]
    lines += meetings.doubts(params.get("items", ()), language)
    return [*lines, *(meetings.agenda(params["agenda"], language) if "agenda" in params else ())]


def _rung(told: object, language: str) -> str:
    """At which rung of its ladder the reader is told."""
    if not isinstance(told, Mapping):
        return ""
    return Rung(told["offset"], Unit(told["unit"]), every=told["every"]).words().in_language(language)


def _due(params: Mapping[str, object], language: str) -> str:
    if not params.get("due_on"):
        return ""
    due = day(params["due_on"], language)
    if not params.get("provisional"):
        return due
    mark = PROVISIONAL.in_language(language)
    return f"{due} ({mark})" if is_english(language) else f"{due}（{mark}）"
