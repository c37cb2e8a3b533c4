"""The four dossiers that are on none of the list's items; and all eight together."""

from ethics_review.demo.cast import Stage, Story
from ethics_review.demo.listed import companion_agent, earthquake_drones, mine_truck, recommendation
from ethics_review.demo.matters import PEOPLE_AT_STAKE, Matter


def customer_service(stage: Stage) -> Story:
    """01: general procedure, not listed, approved after modification; later a change is reported."""
    matter = Matter(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe")
    yield "2026-05-29 09:20"
    matter.file()
    yield "2026-06-01 10:00"
    matter.accept("general", "面向公众的客服应用，存在涉电指导错误等风险，适用一般程序。", scope=PEOPLE_AT_STAKE)
    matter.determine([], "仅作检索问答并转人工，不属于清单所列三类活动。")
    yield "2026-06-02 09:00"
    matter.declare()
    matter.assign("lu.xingzhou", "jiang.caiwei")
    yield "2026-06-03 15:30"
    matter.worksheet("lu.xingzhou", "approve_after_modification", "建议增设老年用户评测专组。")
    matter.worksheet("jiang.caiwei", "approve_after_modification", "涉电词表需有复审机制。")
    matter.convene("2026-06-05 14:00")
    yield "2026-06-05 13:40"
    matter.sit("wen.yining")
    yield "2026-06-05 14:50"
    matter.vote("approve_after_modification", "wen.yining", dissent={"qi.yuan": ("approve", "现有措施已足够。")})
    matter.decide(
        reasons="风险总体可控，需补充两项措施。",
        requirements="一、测试方案增设 60 岁以上用户专组；二、涉电关键词表按月复审并留痕。",
    )
    yield "2026-06-09 10:30"
    matter.resubmit("modified", note="已按两项要求修改测试方案与涉电控制措施。")
    yield "2026-06-11 09:30"
    matter.move("confirm_modifications", matter.body.secretary, note="两项要求均已落实。")
    yield "2026-10-30 16:00"
    matter.move(
        "report_change",
        matter.applicant,
        what="拟增加英文说明书检索与英文回答",
        reason="出口机型占比上升",
        affects_risk_benefit=False,
        major=False,
    )
    yield "2026-11-03 16:00"
    matter.move(
        "conclude_follow_up",
        matter.body.chair,
        outcome="continue_with_changes",
        reasons="变更不影响风险受益，另行提出变更申请。",
        requirements="英文问答上线前完成变更审查。",
    )


def code_completion(stage: Stage) -> Story:
    """02: simplified on the ground of minimal risk; two named members agree."""
    matter = Matter(stage, "02-code-completion", applicant="zhou.yiran", body="qinghe")
    yield "2026-06-15 09:10"
    matter.file()
    yield "2026-06-16 10:00"
    matter.accept(
        "simplified", "不接触个人信息，不面向公众，风险不高于最低风险。", ground="minimal_risk", scope=["other_law"]
    )
    matter.determine([], "企业内部研发工具，不属于清单活动。")
    yield "2026-06-17 09:00"
    matter.declare()
    matter.assign("miao.qinglan", "han.yan")
    yield "2026-06-22 14:00"
    matter.worksheet("miao.qinglan")
    yield "2026-06-23 10:00"
    matter.worksheet("han.yan")
    yield "2026-06-24 11:00"
    matter.decide(reasons="两名委员意见一致，同意批准。")


def customer_service_amendment(stage: Stage) -> Story:
    """07: simplified as a minor modification of 01; one of the two has a doubt, so a meeting decides."""
    matter = Matter(stage, "07-customer-service-amendment", applicant="lin.ruoan", body="qinghe")
    yield "2026-11-04 09:20"
    matter.file()
    yield "2026-11-05 10:00"
    matter.accept(
        "simplified", "已批准方案的较小修改，不影响风险受益。", ground="minor_modification", scope=["life_health"]
    )
    matter.determine([], "变更后仍不属于清单活动。")
    matter.declare()
    matter.assign("qi.yuan", "wen.yining")
    yield "2026-11-06 15:00"
    matter.worksheet("qi.yuan", comment="英文问答的拒答阈值是否重新标定？", doubt=True)
    yield "2026-11-09 10:00"
    matter.worksheet("wen.yining")
    matter.convene("2026-11-11 14:00")
    yield "2026-11-11 13:40"
    matter.sit("han.yan")
    yield "2026-11-11 14:40"
    matter.vote("approve", "han.yan")
    matter.decide(reasons="申请人说明拒答阈值按英文集重新标定，疑义消除，批准变更。")


def hiring_screening(stage: Stage) -> Story:
    """08: one completion notice, resubmission, revise and re-review, a second round, approved."""
    matter = Matter(stage, "08-hiring-screening", applicant="su.mingtang", body="yunfan")
    yield "2026-08-03 10:00"
    matter.file()
    yield "2026-08-05 14:00"
    matter.move("request_completion", matter.body.secretary, note="请一次补齐所列事项。")
    yield "2026-08-12 09:30"
    matter.resubmit("supplied", note="已补齐全部事项。")
    yield "2026-08-14 10:00"
    matter.accept("general", "自动化评价影响就业机会公平，适用一般程序。", scope=["human_dignity"])
    matter.determine([], "不属于清单活动。")
    matter.declare()
    matter.assign("bao.muxue", "xu.zhian")
    yield "2026-08-19 16:00"
    matter.worksheet("bao.muxue", "revise_and_re_review", "历史淘汰记录不宜作训练数据。")
    matter.worksheet("xu.zhian", "revise_and_re_review", "须明确不自动淘汰。")
    matter.convene("2026-08-21 14:00")
    yield "2026-08-21 13:40"
    matter.sit()
    yield "2026-08-21 15:00"
    against = ("revise_and_re_review", "训练数据与用途须修改后再审。")
    matter.vote("revise_and_re_review", dissent=dict.fromkeys(matter.members_but(), against))
    matter.decide(reasons="以历史淘汰记录训练会放大偏见。", requirements="更换训练数据；明确不自动淘汰。")
    yield "2026-08-28 10:00"
    matter.resubmit("supplied", "revised", note="已更换训练数据并限定用途。")
    yield "2026-09-01 10:00"
    matter.accept("general", "修改后再审，适用一般程序。", scope=["human_dignity"])
    matter.determine([], "不属于清单活动。")
    matter.declare()
    matter.assign("bao.muxue", "xu.zhian")
    yield "2026-09-07 16:00"
    matter.worksheet("bao.muxue")
    matter.worksheet("xu.zhian")
    matter.convene("2026-09-09 14:00")
    yield "2026-09-09 13:40"
    matter.sit("ji.changfeng")
    yield "2026-09-09 14:40"
    matter.vote("approve", "ji.changfeng")
    matter.decide(reasons="修改到位，批准实施。")


STORIES = (
    customer_service,
    code_completion,
    companion_agent,
    recommendation,
    mine_truck,
    earthquake_drones,
    customer_service_amendment,
    hiring_screening,
)
