"""03: listed (item 1), re-examined with agreement, registered; its applicant sits on the committee that reviews it."""

from committees.models import BallotSeat, Recusal
from ethics_review.demo.matters import OFFICER, PANEL
from ethics_review.models import Decision, ReExamination, Registration
from ledger.chain import moment_text
from ledger.models import Entry
from regulations.clocks import local
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
SCOPE = ["life_health", "human_dignity"]
REVIEWERS = ("tao.ranqi", "xia.qinghe", "du.wenshu")


def in_review(stage):
    """The applicant is a member: recused at acceptance, and holds no part in the committee's work on it."""
    matter = Told(stage, "03-companion-agent", applicant="he.zhiwei", body="nuanyang").at("2026-07-20 10:00")
    matter.file()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", matter.applicant, procedure="general", reason="自行受理", scope=SCOPE)
    with refused(("simplified.listed", "ai-2026#19"), ("simplified.ground_not_shown", "ai-2026#19")):
        matter.accept("simplified", "风险低", ground="minimal_risk", scope=SCOPE)
    matter.at("2026-07-22 09:30").accept(matter.expect["procedure"], "适用一般程序", scope=SCOPE)
    recused = Recusal.objects.filter(subject=matter.stream).values_list("person__name", flat=True)
    assert list(recused) == matter.expect["recused"]
    with refused((NOT_YOURS, "general-2023#8")):
        matter.declare_one(matter.applicant)
    with refused(("list.unknown_item", "ai-2026#annex")):
        matter.determine([4], "不存在的清单项")
    matter.determine(matter.expect["listed"], "属于清单第一项")
    with refused(("exemption.none_claimed", "ai-2026#26")):
        matter.move("grant_exemption", matter.body.chair, regime="algorithm-filing", number="无", legal_basis="无")
    matter.declare()
    matter.at("2026-07-23 09:00").assign(*REVIEWERS)
    for reviewer in REVIEWERS:
        matter.worksheet(reviewer)
    return matter


def preliminary(matter):
    matter.convene("2026-07-29 14:00")
    matter.at("2026-07-29 14:01").sit()
    matter.arrive(matter.applicant)
    matter.move("open_ballot", matter.body.chair)
    roll = BallotSeat.objects.filter(ballot__subject=matter.stream).values_list("person__username", flat=True)
    assert sorted(roll) == sorted(set(matter.body.members) - {"he.zhiwei"})
    with refused((NOT_YOURS, "ai-2026#16")):
        matter.move("cast_vote", matter.applicant, position="approve")
    for username in matter.members_but():
        matter.move("cast_vote", username, position="approve")
    with refused(("re_examination.required", "ai-2026#21")):
        matter.decide(reasons="直接批准")
    with refused((NOT_YOURS, "ai-2026#21")):
        matter.move("pass_preliminary", matter.body.secretary, opinion="通过")
    matter.move("pass_preliminary", matter.body.chair, opinion="通过")
    assert matter.running() == ["re_examination_application"]
    assert Decision.objects.get(case=matter.case, kind="preliminary").outcome == "approve"


def panelled(matter):
    """Only the unit applies, only the authority organises, and nobody of the committee may be an expert."""
    matter.at("2026-07-31 10:00")
    for somebody in (matter.applicant, matter.body.secretary, "fang.yingxue", OFFICER):
        with refused((NOT_YOURS, "ai-2026#22")):
            matter.move("apply_re_examination", somebody)
    matter.move("apply_re_examination", matter.manager)
    with refused((NOT_YOURS, "ai-2026#21")):
        matter.move("accept_re_examination", matter.body.chair)
    matter.at("2026-08-03 09:30").move("accept_re_examination", OFFICER)
    seated = PANEL | {"xia.qinghe": ("ethics",)}
    with refused(("panel.not_independent", "ai-2026#23")) as outcome:
        matter.form_panel(seated)
    assert outcome.figures[0]["names"] == ["夏青荷"]
    with refused(("panel.not_independent", "ai-2026#23")):
        matter.form_panel(PANEL | {matter.applicant: ("field",)})
    with refused(("panel.too_few", "ai-2026#23"), ("panel.categories", "general-2023#28")) as outcome:
        matter.form_panel({name: PANEL[name] for name in ("min.xueli", "zhong.lishu", "bian.zhiqiu", "weng.tongshu")})
    assert (outcome.figures[0]["have"], outcome.figures[1]["missing"]) == (4, ["law"])
    matter.form_panel()
    with refused(("interest.undeclared", "general-2023#8")):
        matter.move("open_ballot", OFFICER)
    matter.experts_declare()


def re_examined(matter):
    matter.at("2026-08-14 14:00")
    with refused(("panel.no_opinion", "ai-2026#24")):
        matter.move("give_opinion", OFFICER, compliance="合规", reasonableness="合理")
    matter.move("open_ballot", OFFICER)
    for outsider in (matter.body.chair, OFFICER, "ming.yuechuan", matter.applicant):
        with refused((NOT_YOURS, "ai-2026#16")):
            matter.move("cast_vote", outsider, position="agree")
    with refused(("ballot.reason_missing", "ai-2026#16")):
        matter.move("cast_vote", "weng.tongshu", position="disagree")
    matter.move("cast_vote", "weng.tongshu", position="disagree", reason="提示频次偏高")
    for expert in ("min.xueli", "zhong.lishu", "ouyang.heng", "bian.zhiqiu"):
        matter.move("cast_vote", expert, position="agree")
    with refused((NOT_YOURS, "ai-2026#24")):
        matter.move("give_opinion", "min.xueli", compliance="合规", reasonableness="合理")
    matter.move("give_opinion", OFFICER, compliance="合规", reasonableness="合理")
    assert ReExamination.objects.get(case=matter.case).opinion == matter.expect["re_examination"]


def finally_decided(matter):
    with refused((NOT_YOURS, "general-2023#16")):
        matter.decide(by=OFFICER)
    with refused(("decision.no_finding", "ai-2026#16")):
        matter.decide()
    matter.convene("2026-08-19 14:00")
    matter.at("2026-08-19 14:01").sit("yu.tingfeng")
    matter.vote("approve", "yu.tingfeng")
    matter.decide(reasons="根据复核意见")


def registered(matter):
    with refused(("registration.not_filed", "ai-2026#30")):
        matter.move("confirm_registration", OFFICER)
    with refused((NOT_YOURS, "ai-2026#30")):
        matter.move("register", matter.applicant, number="川伦活登 1")
    matter.at("2026-08-28 10:00").move("register", matter.manager, number="川伦活登 1")
    with refused((NOT_YOURS, "ai-2026#30")):
        matter.move("confirm_registration", matter.manager)
    matter.at("2026-09-01 15:00").move("confirm_registration", OFFICER)


def test_companion_agent_is_approved_after_the_experts_agree(stage):
    matter = in_review(stage)
    preliminary(matter)
    panelled(matter)
    re_examined(matter)
    finally_decided(matter)
    registration, follow_up = matter.clock("registration"), matter.clock("follow_up_listed")
    registered(matter)

    case, filed = matter.case, Registration.objects.get(case=matter.case)
    assert (case.state, case.listed) == ("active", matter.expect["listed"])
    assert case.exemptions.exists() == matter.expect["exempt"]
    assert Decision.objects.get(case=case, kind="final").outcome == matter.expect["decision"]
    within = registration.due_on - local(registration.started_at).date()
    assert within.days == matter.expect["register_within_days"]
    assert filed.filed_at <= registration.due_at
    assert filed.confirmed_by.username == OFFICER
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    assert matter.running() == ["follow_up_listed"]
    assert not Entry.objects.filter(stream=matter.stream, at__gt=moment_text(stage.now)).exists()
    assert ledger_is_sound()
