"""The rest of the year: smaller matters that ended otherwise, and those under way when the demo ends."""

from ethics_review.demo.cast import Stage, Story
from ethics_review.demo.matters import OFFICER, PANEL, Matter


def oven_recognition(stage: Stage) -> Story:
    """Under the measures of 2023 from beginning to end: its time extended once, approved, completed."""
    matter = Matter(stage, "oven-recognition", applicant="zhou.yiran", body="qinghe")
    yield "2026-01-20 10:00"
    matter.file()
    yield "2026-01-22 10:00"
    matter.accept("general", "家用加热电器，可能影响生命健康。", scope=["life_health"])
    matter.determine([], "不属于清单活动。")
    matter.declare()
    matter.assign("lu.xingzhou")
    yield "2026-02-11 11:00"
    matter.move(
        "extend",
        matter.body.secretary,
        clock="decision",
        new_date="2026-03-10",
        reasons="温升试验报告春节后方可出具。",
    )
    yield "2026-03-02 15:00"
    matter.worksheet("lu.xingzhou")
    matter.convene("2026-03-04 09:30")
    yield "2026-03-04 09:10"
    matter.sit("qi.yuan", "wen.yining")
    yield "2026-03-04 10:00"
    matter.vote("approve", "qi.yuan", "wen.yining")
    matter.decide(reasons="硬件保护独立于算法，批准实施。")
    yield "2026-09-22 10:00"
    matter.move(
        "report_progress",
        matter.applicant,
        execution="已按计划完成。",
        risk_controls="未触发硬件保护。",
        effects="无新增风险。",
    )
    yield "2026-09-24 15:00"
    matter.move("complete", matter.body.secretary, reasons="项目按计划完成并提交总结。")


def rehab_motion(stage: Stage) -> Story:
    """Approved under the measures of 2023; an incident, a suspension, a resumption, a follow-up."""
    matter = Matter(stage, "rehab-motion", applicant="bai.xiaolu", body="nuanyang")
    yield "2026-02-25 10:00"
    matter.file()
    yield "2026-02-27 10:00"
    matter.accept("general", "以人为研究参与者，可能影响生命健康。", scope=["people", "life_health"])
    matter.determine([], "不属于清单活动。")
    matter.declare()
    matter.assign("he.zhiwei", "xia.qinghe")
    yield "2026-03-09 15:00"
    matter.worksheet("he.zhiwei")
    matter.worksheet("xia.qinghe")
    matter.convene("2026-03-11 14:00", place="暖阳康养 201 会议室")
    yield "2026-03-11 13:40"
    matter.sit("du.wenshu")
    yield "2026-03-11 14:30"
    matter.vote("approve", "du.wenshu")
    matter.decide(reasons="知情同意与疼痛即停机制完备，批准实施。", follow_up_months=9)
    yield "2026-06-16 20:30"
    matter.move(
        "report_incident",
        matter.applicant,
        what="一名受试者按语音提示加大幅度后肩部拉伤，已就医。",
        occurred_at="2026-06-16T17:40:00+08:00",
        severity="medium",
        measures="当日停用幅度提示并通知全部受试者。",
    )
    yield "2026-06-17 10:00"
    matter.move("suspend", matter.body.chair, reasons="幅度提示算法可能致伤，查明前暂停。")
    yield "2026-07-13 15:00"
    matter.move("resume", matter.body.chair, reasons="幅度提示改为治疗师确认后启用，复测 200 次无越界。")
    yield "2026-07-15 10:00"
    matter.move(
        "conclude_follow_up",
        matter.body.chair,
        outcome="continue_with_changes",
        reasons="整改有效，同意继续。",
        requirements="幅度提示须经治疗师逐人启用；每月报告。",
        follow_up_months=6,
    )


def comment_mood(stage: Stage) -> Story:
    """Withdrawn by its applicant, under the measures of 2023."""
    matter = Matter(stage, "comment-mood", applicant="su.mingtang", body="yunfan")
    yield "2026-02-27 09:40"
    matter.file()
    yield "2026-03-03 16:00"
    matter.move("withdraw", matter.applicant, reasons="产品方向调整，项目取消。")


def ticket_routing(stage: Stage) -> Story:
    """Declined: outside the scope."""
    matter = Matter(stage, "ticket-routing", applicant="shen.yanqiu", body="yunfan")
    yield "2026-04-14 09:30"
    matter.file()
    yield "2026-04-15 11:00"
    matter.move(
        "decline",
        matter.body.secretary,
        ground="out_of_scope",
        reasons="固定规则脚本，不属于人工智能科技活动，无需伦理审查。",
    )


def fall_detection(stage: Stage) -> Story:
    """In review: one worksheet of two is in, the meeting is called."""
    matter = Matter(stage, "fall-detection", applicant="bai.xiaolu", body="nuanyang")
    yield "2026-11-05 14:00"
    matter.file()
    yield "2026-11-09 10:30"
    matter.accept("general", "涉及老人生命健康与家庭隐私，适用一般程序。", scope=["life_health"])
    matter.determine([], "不作情绪干预，不自主处置，不属于清单活动。")
    yield "2026-11-10 09:00"
    matter.declare("yu.tingfeng")
    matter.assign("tao.ranqi", "guan.shanyue")
    yield "2026-11-17 16:00"
    matter.worksheet("tao.ranqi", comment="漏报后的二次提示设计合理。")
    matter.convene("2026-12-01 14:00", place="暖阳康养 201 会议室")


def live_script(stage: Stage) -> Story:
    """Listed (item 2), before the experts: three of five have voted."""
    matter = Matter(stage, "live-script", applicant="shen.yanqiu", body="yunfan")
    yield "2026-10-21 10:00"
    matter.file()
    yield "2026-10-23 10:00"
    matter.accept("general", "具有舆论引导能力，适用一般程序。", scope=["public_order"])
    matter.determine([2], "面向公众直播的话术生成，属于清单第二项；未见以伦理合规为条件的备案。")
    matter.declare()
    matter.assign("mo.bai", "jian.ning")
    yield "2026-10-28 16:00"
    matter.worksheet("mo.bai")
    matter.worksheet("jian.ning")
    matter.convene("2026-10-30 14:00")
    yield "2026-10-30 13:40"
    matter.sit("cen.yuanzhi")
    yield "2026-10-30 14:50"
    matter.vote("approve", "cen.yuanzhi")
    matter.move("pass_preliminary", matter.body.chair, opinion="话题白名单与跨房间告警可行，同意通过初步审查。")
    yield "2026-11-03 10:00"
    matter.move("apply_re_examination", matter.manager)
    yield "2026-11-05 09:30"
    matter.move("accept_re_examination", OFFICER)
    yield "2026-11-10 10:00"
    matter.form_panel()
    yield "2026-11-12 09:00"
    matter.experts_declare()
    yield "2026-11-18 14:00"
    matter.move("open_ballot", OFFICER)
    for expert in list(PANEL)[2:]:
        matter.move("cast_vote", expert, position="agree", reason="同意。")


def fridge_energy(stage: Stage) -> Story:
    """Submitted, waits for acceptance."""
    matter = Matter(stage, "fridge-energy", applicant="lin.ruoan", body="qinghe")
    yield "2026-11-18 10:00"
    matter.file()


def conveyor_inspection(stage: Stage) -> Story:
    """Sent back for completion: the notice names what is missing."""
    matter = Matter(stage, "conveyor-inspection", applicant="gao.yu", body="centre")
    yield "2026-11-10 15:00"
    matter.file()
    yield "2026-11-13 10:00"
    matter.move("request_completion", matter.body.secretary, note="请一次补齐所列事项。")


STORIES = (
    oven_recognition,
    rehab_motion,
    comment_mood,
    ticket_routing,
    fall_detection,
    live_script,
    fridge_energy,
    conveyor_inspection,
)
