"""The four dossiers on the list: re-examined or exempt, approved or rejected, one of them in an emergency."""

from ethics_review.demo.cast import Stage, Story
from ethics_review.demo.matters import OFFICER, PEOPLE_AT_STAKE, Matter


def companion_agent(stage: Stage) -> Story:
    """03: listed (item 1), preliminary pass, the experts agree, approved, registered; the applicant is a member."""
    matter = Matter(stage, "03-companion-agent", applicant="he.zhiwei", body="nuanyang")
    yield "2026-07-20 10:00"
    matter.file()
    yield "2026-07-22 09:30"
    matter.accept("general", "对老人情绪与心理有较强影响，适用一般程序。", scope=PEOPLE_AT_STAKE)
    matter.determine([1], "长期情感陪伴与情绪识别，属于清单第一项。")
    matter.declare()
    matter.assign("tao.ranqi", "xia.qinghe", "du.wenshu")
    yield "2026-07-27 16:00"
    for reviewer in ("tao.ranqi", "xia.qinghe", "du.wenshu"):
        matter.worksheet(reviewer)
    matter.convene("2026-07-29 14:00", place="暖阳康养 201 会议室")
    yield "2026-07-29 13:40"
    matter.sit()
    yield "2026-07-29 15:10"
    matter.vote("approve")
    matter.move("pass_preliminary", matter.body.chair, opinion="依赖与退出机制完备，同意通过初步审查并申请专家复核。")
    yield "2026-07-31 10:00"
    matter.move("apply_re_examination", matter.manager)
    yield "2026-08-03 09:30"
    matter.move("accept_re_examination", OFFICER)
    yield "2026-08-05 10:00"
    matter.form_panel()
    yield "2026-08-07 09:00"
    matter.experts_declare()
    yield "2026-08-14 14:00"
    matter.experts_vote("agree", dissent={"weng.tongshu": ("disagree", "家属端提示频次宜再降低。")})
    matter.move("give_opinion", OFFICER, compliance="审查程序合规，回避落实。", reasonableness="初步审查意见合理。")
    matter.convene("2026-08-20 14:00", place="暖阳康养 201 会议室")
    yield "2026-08-20 13:40"
    matter.sit("yu.tingfeng")
    yield "2026-08-20 14:30"
    matter.vote("approve", "yu.tingfeng")
    matter.decide(reasons="根据复核意见，批准实施。")
    yield "2026-08-28 10:00"
    matter.move("register", matter.manager, number="川伦活登 2026-0031")
    yield "2026-09-01 15:00"
    matter.move("confirm_registration", OFFICER)
    yield "2026-11-16 10:00"
    matter.move(
        "report_progress",
        matter.applicant,
        execution="设备投放 118 套，对照试验入组 131 人。",
        risk_controls="依赖量表月度监测，2 人触发阈值退出。",
        effects="孤独量表均值下降，未见严重不良事件。",
    )


def recommendation(stage: Stage) -> Story:
    """04: listed (item 2), exempt from re-examination through the algorithm filing."""
    matter = Matter(stage, "04-recommendation-exempt", applicant="shen.yanqiu", body="yunfan")
    yield "2026-06-30 15:00"
    matter.file()
    yield "2026-07-02 10:00"
    matter.accept("general", "面向公众的信息推荐，涉及舆论属性，适用一般程序。", scope=["public_order"])
    matter.determine([2], "具有舆论社会动员能力，属于清单第二项。")
    matter.move(
        "grant_exemption",
        matter.body.chair,
        regime="algorithm-filing",
        number="网信算备000000000000000240001号",
        legal_basis="已履行算法备案，备案以科技伦理审查为条件，可不再开展专家复核。",
    )
    matter.declare()
    matter.assign("mo.bai", "jian.ning")
    yield "2026-07-08 17:00"
    matter.worksheet("mo.bai")
    matter.worksheet("jian.ning")
    matter.convene("2026-07-10 09:30")
    yield "2026-07-10 09:10"
    matter.sit()
    yield "2026-07-10 11:00"
    matter.vote("approve", dissent={"cen.yuanzhi": ("reject", "多样性约束的效果证据不足。")})
    matter.decide(reasons="多样性与适龄目标明确，备案有效，批准实施。")
    yield "2026-07-20 10:00"
    matter.move("register", matter.manager, number="川伦活登 2026-0024")
    yield "2026-07-23 11:00"
    matter.move("confirm_registration", "tang.ruoxi")


def mine_truck(stage: Stage) -> Story:
    """05: listed (item 3), the experts disagree, rejected; the appeal is dismissed."""
    matter = Matter(stage, "05-mine-truck", applicant="gao.yu", body="centre")
    yield "2026-08-20 11:00"
    matter.file()
    yield "2026-08-24 10:00"
    matter.accept("general", "涉及作业人员生命安全，风险程度高，适用一般程序。", scope=["life_health"])
    matter.determine([3], "面向人身安全风险场景的高度自主决策系统，属于清单第三项。")
    yield "2026-08-25 09:00"
    matter.declare()
    matter.assign("ke.yibo", "fu.ruolan")
    yield "2026-09-01 16:00"
    matter.worksheet("ke.yibo", comment="感知冗余须在路试前完成。")
    matter.worksheet("fu.ruolan")
    matter.convene("2026-09-03 14:00", place="服务中心 302 会议室")
    yield "2026-09-03 13:40"
    matter.sit("tong.yuanshan")
    yield "2026-09-03 15:40"
    matter.vote("approve", "tong.yuanshan", dissent={"lei.chenguang": ("reject", "红外冗余未完成，夜间漏检风险过高。")})
    matter.move("pass_preliminary", matter.body.chair, opinion="安全壳与远程急停可行，同意通过初步审查，提请专家复核。")
    yield "2026-09-07 10:00"
    matter.move("apply_re_examination", matter.manager, note="由牵头单位申请，合作单位已知悉。")
    yield "2026-09-08 09:30"
    matter.move("accept_re_examination", OFFICER)
    yield "2026-09-10 10:00"
    matter.form_panel()
    yield "2026-09-14 09:00"
    matter.experts_declare()
    yield "2026-09-22 14:00"
    against = "夜间粉尘场景剩余风险高，未完成的红外冗余不能作为控制措施。"
    matter.experts_vote("disagree", dissent={"bian.zhiqiu": ("agree", "分区试运行可控。")} | _reasoned(against))
    matter.move(
        "give_opinion",
        OFFICER,
        compliance="审查程序合规。",
        reasonableness="对夜间漏检风险的评估不充分，不同意初步审查意见。",
    )
    matter.convene("2026-09-29 14:00", place="服务中心 302 会议室")
    yield "2026-09-29 13:40"
    matter.sit()
    yield "2026-09-29 14:40"
    matter.vote("reject")
    matter.decide(reasons="专家复核不同意初步审查意见；夜间粉尘漏检行人的剩余风险高，控制措施尚未完成。")
    yield "2026-10-12 09:30"
    matter.move(
        "appeal",
        matter.applicant,
        reasons="红外冗余已于 9 月底完成台架试验，请求重新审查。",
        support="台架试验报告一份。",
    )
    yield "2026-10-22 15:00"
    matter.move(
        "rule_on_appeal",
        matter.body.chair,
        ruling="dismissed",
        reasons="台架试验不能替代封闭坡道夜间粉尘实测，原决定理由成立；完成实测后可另行申请。",
    )


def _reasoned(reason: str) -> dict[str, tuple[str, str]]:
    experts = ("min.xueli", "zhong.lishu", "ouyang.heng", "weng.tongshu")
    return dict.fromkeys(experts, ("disagree", reason))


def earthquake_drones(stage: Stage) -> Story:
    """06: emergency, listed (item 3), everything within 72 hours; an adviser from the field is heard."""
    matter = Matter(stage, "06-earthquake-drones", applicant="bai.yuning", body="centre")
    heard = {"lang.yue": ("field",)}
    yield "2026-09-27 14:10"
    matter.file()
    yield "2026-09-27 15:00"
    matter.accept("emergency", "川西 6.8 级地震，省应急管理厅请求，Ⅰ 级，适用应急程序。", scope=["life_health"])
    matter.determine([3], "灾害现场高度自主调度，属于清单第三项。")
    matter.declare()
    matter.assign("shu.wan", "lei.chenguang")
    yield "2026-09-27 18:00"
    matter.worksheet("shu.wan")
    matter.worksheet("lei.chenguang")
    matter.convene("2026-09-27 20:00", mode="hybrid", place="应急指挥中心与线上")
    yield "2026-09-27 19:40"
    matter.sit("tong.yuanshan", advisers=heard, by_video=True)
    yield "2026-09-27 20:50"
    matter.vote("approve", "tong.yuanshan")
    matter.move(
        "pass_preliminary", matter.body.chair, opinion="排序权保留给指挥员，同意通过初步审查，提请应急专家复核。"
    )
    yield "2026-09-27 21:40"
    matter.move("apply_re_examination", matter.manager)
    yield "2026-09-27 22:10"
    matter.move("accept_re_examination", OFFICER)
    matter.form_panel()
    yield "2026-09-28 08:30"
    matter.experts_declare()
    yield "2026-09-28 10:30"
    matter.experts_vote("agree")
    matter.move(
        "give_opinion", OFFICER, compliance="应急程序合规，未降低标准。", reasonableness="复扫与人工复核措施合理。"
    )
    matter.convene("2026-09-28 14:00", mode="hybrid", place="应急指挥中心与线上")
    yield "2026-09-28 13:40"
    matter.sit("zhan.jingyi", advisers=heard, by_video=True)
    yield "2026-09-28 14:20"
    matter.vote("approve", "zhan.jingyi")
    matter.decide(reasons="根据复核意见批准，每日复盘并按月报告。")
    yield "2026-10-12 10:00"
    matter.move("register", matter.manager, number="川伦活登 2026-0037")
    yield "2026-10-14 10:00"
    matter.move("confirm_registration", OFFICER)
