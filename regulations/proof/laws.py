"""The invariants by name: what holds in every world, whatever the order of events, in a sentence and with its rule."""

from collections.abc import Mapping
from dataclasses import dataclass

from regulations.words import Words


@dataclass(frozen=True)
class Law:
    """One invariant. `rule` is the rule of the pack whose article it stands on."""

    name: str
    rule: str
    sentence: Words


def _law(name: str, rule: str, zh: str, en: str) -> Law:
    return Law(name, rule, Words(zh, en))


LAWS: Mapping[str, Law] = {
    law.name: law
    for law in (
        _law("figures", "parent.applies", "办法包不得低于公布文本的数字",
             "No pack falls short of the published figures"),
        _law("watched", "record.traceable", "每个未办结的事项都有期限看管", "A clock watches every open matter"),
        _law("owned", "record.traceable", "每个未办结的事项都有能够办理的责任人",
             "Every open matter has an owner who can act"),
        _law("no_dead_end", "record.traceable", "除撤回外，每个事项都能走到结果",
             "Every matter can come to a result, and not only by being withdrawn"),
        _law("valid_vote", "decision.majority", "没有有效表决，不得作出决定或复核意见",
             "No decision and no opinion without a valid vote"),
        _law("voters", "ballot.roll", "只有在场、在册、未回避的人投票，每人一票",
             "Only those on the roll, in the room and without an interest vote, once"),
        _law("vote_stands", "ballot.vote_stays", "表决有结果后，不得再次表决或改变其所依据的事项",
             "What a vote has settled is not voted on again, nor is what it rests on changed"),
        _law("reviewed", "review.independent", "清单判定和全部工作表之后才能表决",
             "No vote and no decision before the list is determined and every named reviewer has reported"),
        _law("re_examined", "re_examination.required", "清单内、未豁免的活动，没有同意的复核意见不得实施",
             "No listed activity that no filing exempts is active without an agreeing re-examination"),
        _law("major_change", "change.major_listed", "清单内活动的重大变更须重新审查",
             "A major change of a listed activity is reviewed anew before it goes on"),
        _law("urgency", "emergency.standards", "紧急不减少任何条件", "Urgency removes no condition"),
        _law("procedure", "acceptance.procedure", "简易程序不用于清单内活动的首次审查，应急程序须有紧急情况",
             "No listed activity is first reviewed by the simplified procedure; only what is urgent is an emergency"),
        _law("materials", "materials.complete", "材料不齐不受理，未按要求修改不生效",
             "Nothing is accepted incomplete, and no modification confirmed that was not filed"),
        _law("single_notice", "acceptance.single_notice", "一次性告知，未经告知不得以材料为由不予受理",
             "One notice names everything; nobody is declined for what they were never told"),
        _law("body", "committee.members", "组成不合法或者没有委托的机构不得决定",
             "No body decides that is unlawfully composed or has no mandate"),
        _law("reachable", "acceptance.procedure", "没有人能接收的，不得提交",
             "Nothing is put before an office in which nobody could receive it"),
        _law("own_matter", "roles.separate", "任何人不得审查自己的活动", "Nobody decides in their own matter"),
        _law("recusal", "interest.recusal", "回避的人不参加决定", "Whoever keeps an interest decides nothing"),
        _law("apart", "panel.independence", "审查与复核相互独立", "Who reviewed does not re-examine"),
        _law("reasons", "decision.reasons", "不利决定说明理由，要求修改说明要求",
             "Every negative decision states its reasons, every modification its requirements"),
        _law("focuses", "review.focuses", "重点审查内容不得遗漏", "No focus of the review is skipped"),
        _law("follow_up", "follow_up.months", "跟踪审查不得晚于期限", "No follow-up is set later than the law allows"),
        _law("time", "record.traceable", "逾期本身不决定任何事项", "Overdue decides nothing by itself"),
        _law("silence", "supplement.expiry", "只有逾期未答复且不能再申诉的，才能按撤回结案",
             "The office closes only what nobody answered in time and nobody may appeal"),
        _law("appeal", "appeal.right", "每个不利决定之后都可以申诉", "An appeal is open after every negative decision"),
        _law("suspended", "committee.acts", "暂停的活动可以恢复或者终止，恢复须专门决定",
             "What is suspended can be resumed or ended, and is resumed by an act of its own"),
        _law("owed", "registration.listed", "活动不得带着未办的登记或者未答复的报告结题",
             "No activity is completed with its registration owed or a report unanswered"),
        _law("clocks", "record.traceable", "每个期限只计一次，只延至更晚的日期，并且都能结束",
             "Every clock runs once, is extended only to a later date, and can be ended"),
    )
}  # fmt: skip
