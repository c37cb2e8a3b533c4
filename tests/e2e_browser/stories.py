"""What happens to each of the eight dossiers, as `scripts/walk_dossiers.py` tells it: who does what, who may not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.e2e_browser import applying, expected, room
from tests.e2e_browser.journey import ADVISER, Journey

LETTER = {"name": "承诺书.txt", "mimeType": "text/plain", "buffer": "项目组承诺遵守科技伦理规范。".encode()}


def customer_service(journey: Journey) -> None:
    """01: general, approved after modification, the modifications confirmed; then a change is reported."""
    journey.at("2026-05-29 09:20")
    applying.file(journey, documents=(LETTER,))
    journey.at("2026-06-01 10:00").accept("存在涉电指导错误等风险，适用一般程序", ["life_health", "human_dignity"])
    journey.determine("仅作检索问答并转人工，不属于清单所列三类活动")
    journey.at("2026-06-02 09:00").assign("lu.xingzhou", "jiang.caiwei")
    journey.at("2026-06-03 15:30")
    for reviewer in ("lu.xingzhou", "jiang.caiwei"):
        journey.worksheet(reviewer, "approve_after_modification", comment="建议增设老年用户评测专组")
    room.convene(journey, "2026-06-05 14:00", place="一号会议室")
    room.answer_invitation(journey, "han.yan")
    journey.at("2026-06-05 13:40")
    room.sit(journey)
    journey.at("2026-06-05 14:50")
    room.vote(journey, "approve_after_modification", dissent=1, against="approve")
    room.end(journey)
    journey.greyed("issue_decision", journey.secretary, "role.not_yours")
    journey.refused("issue_decision", journey.chair, "decision.requirements_missing", reasons="风险总体可控")
    journey.move("issue_decision", journey.chair, reasons="风险总体可控", requirements="增设 60 岁以上用户专组")
    journey.greyed("confirm_modifications", journey.secretary, "modification.not_filed")
    journey.at("2026-06-09 10:30")
    applying.modified(journey, "01-customer-service-llm", "modified")
    journey.greyed("confirm_modifications", journey.applicant, "role.not_yours")
    journey.at("2026-06-11 09:30").move("confirm_modifications", journey.secretary, note="要求均已落实")
    expected.follow_up_from(journey, "2026-06-11")
    room.letters(journey)
    expected.ends(journey, "active")


def code_completion(journey: Journey) -> None:
    """02: simplified on the ground of minimal risk; two named members agree."""
    journey.at("2026-06-15 09:10")
    applying.file(journey)
    journey.at("2026-06-16 10:00").accept("风险不高于最低风险", ["other_law"])
    journey.determine("企业内部研发工具，不属于清单活动")
    journey.at("2026-06-17 09:00").assign("miao.qinglan", "han.yan")
    journey.at("2026-06-22 14:00").worksheet("miao.qinglan")
    journey.worksheet("han.yan")
    journey.greyed("convene", journey.secretary, "meeting.simplified")
    journey.greyed("issue_decision", journey.secretary, "role.not_yours")
    journey.move("issue_decision", journey.chair, reasons="两名委员意见一致")
    expected.follow_up_from(journey, "2026-06-22")
    expected.ends(journey, "active")


def companion_agent(journey: Journey) -> None:
    """03: listed, re-examined with agreement, registered; its applicant is a member and keeps out."""
    journey.at("2026-07-20 10:00")
    applying.file(journey)
    journey.at("2026-07-22 09:30").accept("对老人情绪与心理有较强影响", ["life_health", "human_dignity"])
    journey.greyed("declare_interest", journey.applicant, "role.not_yours")
    journey.determine("长期情感陪伴与情绪识别，属于清单第一项")
    reviewers = ("tao.ranqi", "xia.qinghe", "du.wenshu")
    journey.assign(*reviewers)
    journey.at("2026-07-27 16:00")
    for reviewer in reviewers:
        journey.worksheet(reviewer)
    hours = {"sits": "2026-07-29 13:40", "votes": "2026-07-29 15:10"}
    room.meet(journey, "approve", called="2026-07-29 14:00", place="201 会议室", dissent=1, **hours)
    room.re_examine(
        journey,
        journey.expect["re_examination"],
        ("2026-07-31 10:00", "2026-08-03 09:30", "2026-08-07 09:00", "2026-08-14 14:00"),
    )
    hours = {"sits": "2026-08-20 13:40", "votes": "2026-08-20 14:30"}
    room.meet(journey, "approve", called="2026-08-20 14:00", place="201 会议室", **hours)
    journey.move("issue_decision", journey.chair, reasons="根据复核意见，批准实施")
    expected.follow_up_from(journey, "2026-08-20")
    journey.register("川伦活登 2026-0031", "2026-08-28 10:00", "2026-09-01 15:00")
    journey.at("2026-11-16 10:00").move(
        "report_progress",
        journey.applicant,
        execution="设备投放 118 套，对照试验入组 131 人",
        risk_controls="依赖量表月度监测，2 人触发阈值退出",
        effects="孤独量表均值下降，未见严重不良事件",
    )
    expected.ends(journey, "active")


def recommendation(journey: Journey) -> None:
    """04: listed, but its algorithm filing exempts it from re-examination."""
    number, regime = journey.filing["cross_references"][0]["number"], journey.expect["exempt"]["basis"]
    journey.at("2026-06-30 15:00")
    applying.file(journey)
    journey.at("2026-07-02 10:00").accept("面向公众的信息推荐，涉及舆论属性", ["public_order"])
    journey.determine("具有舆论社会动员能力，属于清单第二项")
    journey.greyed("grant_exemption", journey.applicant, "role.not_yours")
    claim = {"regime": regime, "legal_basis": "已履行算法备案，备案以科技伦理审查为条件"}
    journey.refused("grant_exemption", journey.chair, "exemption.not_on_file", **claim, number="另一个编号")
    journey.move("grant_exemption", journey.chair, **claim, number=number)
    journey.assign("mo.bai", "jian.ning")
    journey.at("2026-07-08 17:00").worksheet("mo.bai")
    journey.worksheet("jian.ning")
    hours = {"sits": "2026-07-10 09:10", "votes": "2026-07-10 11:00"}
    room.meet(journey, "approve", called="2026-07-10 09:30", place="三号会议室", dissent=1, **hours)
    journey.greyed("pass_preliminary", journey.chair, "re_examination.not_required")
    journey.move("issue_decision", journey.chair, reasons="备案有效，批准实施")
    expected.follow_up_from(journey, "2026-07-10")
    journey.register("川伦活登 2026-0024", "2026-07-20 10:00", "2026-07-23 11:00")
    expected.ends(journey, "active")


def mine_truck(journey: Journey) -> None:
    """05: listed; the experts disagree, so it is rejected; the appeal is dismissed."""
    journey.at("2026-08-20 11:00")
    applying.file(journey)
    journey.at("2026-08-24 10:00").accept("涉及作业人员生命安全，风险程度高", ["life_health"])
    journey.determine("面向人身安全风险场景的高度自主决策系统，属于清单第三项")
    journey.at("2026-08-25 09:00").assign("ke.yibo", "mu.qing")
    journey.at("2026-09-01 16:00").worksheet("ke.yibo", comment="感知冗余须在路试前完成")
    journey.worksheet("mu.qing")
    hours = {"sits": "2026-09-03 13:40", "votes": "2026-09-03 15:40"}
    room.meet(journey, "approve", called="2026-09-03 14:00", place="302 会议室", dissent=1, **hours)
    room.re_examine(
        journey,
        journey.expect["re_examination"],
        ("2026-09-07 10:00", "2026-09-08 09:30", "2026-09-14 09:00", "2026-09-22 14:00"),
    )
    hours = {"sits": "2026-09-29 13:40", "votes": "2026-09-29 14:40"}
    room.meet(journey, "reject", called="2026-09-29 14:00", place="302 会议室", **hours)
    journey.refused("issue_decision", journey.chair, "decision.reasons_missing")
    journey.move("issue_decision", journey.chair, reasons="专家复核不同意；夜间漏检行人的剩余风险高")
    journey.at("2026-10-12 09:30").move(
        "appeal", journey.applicant, reasons="红外冗余已完成台架试验，请求重新审查", support="台架试验报告一份"
    )
    journey.greyed("rule_on_appeal", journey.applicant, "role.not_yours")
    ruling = journey.expect["appeal"]
    journey.at("2026-10-22 15:00").move(
        "rule_on_appeal", journey.chair, ruling=ruling, reasons="台架试验不能替代坡道实测"
    )
    expected.ends(journey, "rejected")


def earthquake_drones(journey: Journey) -> None:
    """06: emergency: seventy-two hours with the re-examination; an adviser from the field is heard."""
    how = {"mode": "hybrid", "place": "应急指挥中心与线上", "adviser": ADVISER}
    journey.at("2026-09-27 14:10")
    applying.paste(journey)
    journey.at("2026-09-27 15:00").accept("川西 6.8 级地震，省应急管理厅请求，Ⅰ 级", ["life_health"])
    journey.determine("灾害现场高度自主调度，属于清单第三项")
    expected.hours_left(journey)
    journey.assign("ke.yibo", "lei.chenguang")
    journey.at("2026-09-27 18:00").worksheet("ke.yibo")
    journey.worksheet("lei.chenguang")
    hours = {"sits": "2026-09-27 19:40", "votes": "2026-09-27 20:50"}
    room.meet(journey, "approve", called="2026-09-27 20:00", **hours, **how)
    room.re_examine(
        journey,
        journey.expect["re_examination"],
        ("2026-09-27 21:40", "2026-09-27 22:10", "2026-09-28 08:30", "2026-09-28 10:30"),
    )
    hours = {"sits": "2026-09-28 13:40", "votes": "2026-09-28 14:20"}
    room.meet(journey, "approve", called="2026-09-28 14:00", **hours, **how)
    journey.move("issue_decision", journey.chair, reasons="根据复核意见批准，每日复盘")
    expected.in_time(journey)
    expected.follow_up_from(journey, "2026-09-28")
    journey.register("川伦活登 2026-0037", "2026-10-12 10:00", "2026-10-14 10:00")
    expected.ends(journey, "active")


def amendment(journey: Journey, of: str) -> None:
    """07: simplified as a minor modification of 01; a doubt turns it into a general review, which decides."""
    journey.at("2026-10-30 16:00")
    applying.report_change(journey, of=of, what="拟增加英文问答", reason="出口机型占比上升")
    journey.at("2026-11-03 16:00").move(
        "conclude_follow_up",
        journey.chair,
        outcome="continue_with_changes",
        reasons="变更不影响风险受益，另行提出变更申请",
        requirements="英文问答上线前完成变更审查",
    )
    journey.at("2026-11-04 09:20")
    applying.amend(journey)
    journey.at("2026-11-05 10:00").accept("已批准方案的较小修改，不影响风险受益", ["life_health"])
    journey.determine("变更后仍不属于清单活动")
    journey.too_few("miao.qinglan", of=("miao.qinglan", "han.yan"))
    journey.assign("miao.qinglan", "han.yan")
    journey.at("2026-11-06 15:00").worksheet("miao.qinglan", comment="拒答阈值是否重新标定？", doubt=True)
    expected.turned_general(journey)
    journey.at("2026-11-09 10:00").worksheet("han.yan")
    hours = {"sits": "2026-11-11 13:40", "votes": "2026-11-11 14:40"}
    room.meet(journey, "approve", called="2026-11-11 14:00", place="一号会议室", **hours)
    journey.move("issue_decision", journey.chair, reasons="拒答阈值按英文集重新标定，疑义消除")
    expected.ends(journey, "active")


def hiring_screening(journey: Journey) -> None:
    """08: one completion notice, resubmission, revise and re-review, a second round, approved."""
    journey.at("2026-08-03 10:00")
    applying.file(journey)
    journey.greyed("accept", journey.secretary, "materials.incomplete")
    journey.at("2026-08-05 14:00").ask_for_completion()
    journey.greyed("accept", journey.secretary, "state.not_here")
    journey.at("2026-08-12 09:30")
    applying.supply(journey, "08-hiring-screening", "supplied")
    further = [{"path": "funding", "reason": "请说明来源"}]
    journey.refused("request_completion", journey.secretary, "completion.second_notice", extra=further)
    journey.at("2026-08-14 10:00").accept("自动化评价影响就业机会公平", ["human_dignity"])
    journey.determine("不属于清单活动")
    journey.assign("mo.bai", "jian.ning")
    journey.at("2026-08-19 16:00")
    for reviewer in ("mo.bai", "jian.ning"):
        journey.worksheet(reviewer, "revise_and_re_review", comment="历史淘汰记录不宜作训练数据")
    hours = {"sits": "2026-08-21 13:40", "votes": "2026-08-21 15:00"}
    room.meet(journey, "revise_and_re_review", called="2026-08-21 14:00", place="三号会议室", **hours)
    journey.move(
        "issue_decision",
        journey.chair,
        reasons="以历史淘汰记录训练会放大偏见",
        requirements="更换训练数据；明确不自动淘汰",
    )
    journey.at("2026-08-28 10:00")
    applying.modified(journey, "08-hiring-screening", "supplied", "revised")
    journey.at("2026-09-01 10:00").accept("修改后再审，适用一般程序", ["human_dignity"])
    journey.determine("不属于清单活动")
    journey.assign("mo.bai", "jian.ning")
    journey.at("2026-09-07 16:00").worksheet("mo.bai")
    journey.worksheet("jian.ning")
    hours = {"sits": "2026-09-09 13:40", "votes": "2026-09-09 14:40"}
    room.meet(journey, "approve", called="2026-09-09 14:00", place="三号会议室", **hours)
    journey.move("issue_decision", journey.chair, reasons="修改到位，批准实施")
    expected.follow_up_from(journey, "2026-09-09")
    expected.ends(journey, "active")


@dataclass(frozen=True)
class Cast:
    """Whose dossier it is, before which body, who of it comes to the meetings, the chair first.

    `watched` are the members and experts who sit at a window also where not everybody does.
    """

    tell: Callable[..., None]
    applicant: str
    body: str
    present: tuple[str, ...]
    watched: tuple[str, ...]


QINGHE = ("gu.mingqian", "lu.xingzhou", "miao.qinglan", "han.yan", "jiang.caiwei")
NUANYANG = ("ye.huaijin", "lu.jingshu", "tao.ranqi", "du.wenshu", "xia.qinghe")
YUNFAN = ("pei.siyuan", "qiao.yilan", "mo.bai", "ji.changfeng", "jian.ning")
CENTRE = ("yuan.shouzheng", "zhuang.minzhi", "ke.yibo", "mu.qing", "lei.chenguang")
STORIES: Mapping[str, Cast] = {
    "01": Cast(customer_service, "lin.ruoan", "qinghe", QINGHE, ("lu.xingzhou", "han.yan")),
    "02": Cast(code_completion, "zhou.yiran", "qinghe", QINGHE, ("miao.qinglan", "han.yan")),
    "03": Cast(companion_agent, "he.zhiwei", "nuanyang", NUANYANG, ("tao.ranqi", "min.xueli", "zhong.lishu")),
    "04": Cast(recommendation, "shen.yanqiu", "yunfan", YUNFAN, ("mo.bai",)),
    "05": Cast(mine_truck, "gao.yu", "centre", CENTRE, ("ke.yibo", "min.xueli")),
    "06": Cast(earthquake_drones, "bai.yuning", "centre", CENTRE, ("lei.chenguang", "min.xueli")),
    "07": Cast(amendment, "lin.ruoan", "qinghe", QINGHE, ("miao.qinglan",)),
    "08": Cast(hiring_screening, "su.mingtang", "yunfan", YUNFAN, ("mo.bai",)),
}
