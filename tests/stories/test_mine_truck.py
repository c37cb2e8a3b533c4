"""05: listed (item 3), before the service centre; the experts disagree, so it is rejected; the appeal is dismissed."""

from committees.operations import give_mandate
from ethics_review.demo.matters import OFFICER, PANEL
from ethics_review.models import Appeal, Decision, ReExamination
from regulations.clocks import end_of
from regulations.vocabulary import Role
from tests.builders import Told, instant, ledger_is_sound
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
AGAINST = ("disagree", "夜间漏检的剩余风险高")


def accepted(stage):
    matter = Told(stage, "05-mine-truck", applicant="gao.yu", body="centre").at("2026-08-20 11:00")
    matter.file()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", matter.manager, procedure="general", reason="适用", scope=["life_health"])
    matter.at("2026-08-24 10:00").accept(matter.expect["procedure"], "适用一般程序", scope=["life_health"])
    matter.determine(matter.expect["listed"], "属于清单第三项")
    return matter


def preliminary(matter):
    matter.declare()
    matter.assign("ke.yibo", "fu.ruolan")
    matter.worksheet("ke.yibo")
    matter.worksheet("fu.ruolan")
    matter.convene("2026-09-03 14:00")
    matter.at("2026-09-03 14:01").sit("tong.yuanshan")
    matter.vote("approve", "tong.yuanshan", dissent={"lei.chenguang": ("reject", "红外冗余未完成")})
    with refused(("re_examination.required", "ai-2026#21")):
        matter.decide(reasons="直接批准")
    matter.move("pass_preliminary", matter.body.chair, opinion="通过")


def disagreed(matter):
    """The centre that reviewed may not organise the re-examination; four of five disagree."""
    matter.at("2026-09-07 10:00").move("apply_re_examination", matter.manager)
    with refused(("body.centre_both", "ai-2026#11")):
        matter.move("accept_re_examination", OFFICER, centre=matter.stage.committees["centre"].pk)
    matter.move("accept_re_examination", OFFICER)
    with refused((NOT_YOURS, "ai-2026#23")):
        matter.move("form_panel", matter.body.chair, experts=[])
    with refused(("panel.not_independent", "ai-2026#23")):
        matter.form_panel(PANEL | {"ke.yibo": ("field",)})
    matter.form_panel()
    matter.experts_declare()
    matter.at("2026-09-22 14:00")
    dissent = dict.fromkeys(("min.xueli", "zhong.lishu", "ouyang.heng", "weng.tongshu"), AGAINST)
    matter.experts_vote("agree", dissent=dissent)
    matter.move("give_opinion", OFFICER, compliance="合规", reasonableness="不充分")


def rejected(matter):
    matter.convene("2026-09-29 14:00")
    matter.at("2026-09-29 14:01").sit()
    matter.move("open_ballot", matter.body.chair)
    for position in ("approve", "approve_after_modification"):
        with refused(("re_examination.disagreed", "ai-2026#25")):
            matter.move("cast_vote", matter.body.chair, position=position)
    for username in matter.members_but():
        matter.move("cast_vote", username, position="reject", reason="依复核意见")
    with refused(("decision.reasons_missing", "ai-2026#16")):
        matter.decide()
    matter.decide(reasons="专家复核不同意")
    assert (matter.case.state, matter.running()) == ("rejected", ["appeal_window"])


def appealed(matter):
    matter.at("2026-10-12 09:30")
    with refused((NOT_YOURS, "general-2023#18")):
        matter.move("appeal", matter.manager, reasons="代为申诉", support="报告")
    matter.move("appeal", matter.applicant, reasons="台架试验已完成", support="台架试验报告")
    for somebody in (matter.applicant, matter.body.secretary, OFFICER):
        with refused((NOT_YOURS, "general-2023#18")):
            matter.move("rule_on_appeal", somebody, ruling="upheld", reasons="成立")
    matter.at("2026-10-22 15:00").move("rule_on_appeal", matter.body.chair, ruling="dismissed", reasons="不成立")


def test_mine_truck_is_rejected_and_its_appeal_dismissed(stage):
    matter = accepted(stage)
    preliminary(matter)
    disagreed(matter)
    rejected(matter)
    appealed(matter)

    case = matter.case
    assert (case.state, case.listed, case.procedure) == (
        "rejected",
        matter.expect["listed"],
        matter.expect["procedure"],
    )
    assert case.exemptions.exists() == matter.expect["exempt"]
    assert Decision.objects.get(case=case, kind="preliminary").outcome == "approve"
    assert matter.actions().count(f"{matter.expect['preliminary']}_preliminary") == 1
    assert ReExamination.objects.get(case=case).opinion == matter.expect["re_examination"]
    assert Decision.objects.get(case=case, kind="final").outcome == matter.expect["decision"]
    assert Appeal.objects.get(case=case).ruling == matter.expect["appeal"]
    assert matter.running() == []
    assert ledger_is_sound()


def test_appeal_after_its_window_is_refused(stage):
    matter = accepted(stage)
    preliminary(matter)
    disagreed(matter)
    rejected(matter)
    window = matter.clock("appeal_window")
    assert window.due_at == end_of(window.due_on)
    assert window.due_on.isoformat() == "2026-10-29"

    matter.at("2026-10-29 23:58")
    stage.now = instant("2026-10-30 00:00")
    with refused(("appeal.window_closed", "house")):
        matter.move("appeal", matter.applicant, reasons="迟到的申诉", support="报告")
    matter.at("2026-10-29 23:58").move("appeal", matter.applicant, reasons="最后一分钟", support="报告")

    assert matter.case.state == "under_appeal"


def test_unit_without_a_mandate_is_not_reviewed_by_the_centre(stage):
    matter = Told(stage, "04-recommendation-exempt", applicant="shen.yanqiu", body="centre").at("2026-06-30 15:00")
    matter.draft()

    with refused(("body.no_mandate", "ai-2026#12")):
        matter.move("submit", matter.applicant)
    give_mandate(
        centre=stage.committees["centre"],
        institution=stage.institutions["yunfan"],
        scope="review",
        scope_note="本单位委员会不具备能力的活动",
        signed_on=stage.now.date(),
        starts_on=stage.now.date(),
        ends_on=stage.now.date(),
        actor=stage.people["cheng.qianfan"],
        role=Role.UNIT.value,
        at=stage.now,
    )
    matter.move("submit", matter.applicant)

    assert matter.case.state == "submitted"
