"""04: listed (item 2), but the algorithm filing exempts it from re-examination."""

from ethics_review.demo.matters import OFFICER
from ethics_review.models import Decision, Exemption, ReExamination
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
NUMBER = "网信算备000000000000000240001号"
CLAIM = {"regime": "algorithm-filing", "number": NUMBER, "legal_basis": "备案以伦理审查为条件"}

RECHECK = 12


def accepted(stage):
    matter = Told(stage, "04-recommendation-exempt", applicant="shen.yanqiu", body="yunfan").at("2026-06-30 15:00")
    matter.file()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", "cheng.qianfan", procedure="general", reason="适用", scope=["public_order"])
    matter.at("2026-07-02 10:00").accept(matter.expect["procedure"], "适用一般程序", scope=["public_order"])
    return matter


def exempted(matter):
    with refused(("list.not_listed", "ai-2026#annex")):
        matter.move("grant_exemption", matter.body.chair, **CLAIM)
    matter.determine(matter.expect["listed"], "属于清单第二项")
    with refused((NOT_YOURS, "ai-2026#26")):
        matter.move("grant_exemption", matter.applicant, **CLAIM)
    with refused(("exemption.not_on_file", "ai-2026#26")):
        matter.move("grant_exemption", matter.body.chair, **CLAIM | {"number": "网信算备1号"})
    with refused(("exemption.lapsed", "ai-2026#26")):
        matter.move("grant_exemption", matter.body.chair, **CLAIM, valid_until="2026-07-01")
    matter.move("grant_exemption", matter.body.chair, **CLAIM)


def voted(matter):
    matter.declare()
    matter.assign("mo.bai", "jian.ning")
    matter.worksheet("mo.bai")
    matter.worksheet("jian.ning")
    matter.convene("2026-07-10 09:30")
    matter.at("2026-07-10 09:31").sit()
    against = dict.fromkeys(("cen.yuanzhi", "jian.ning"), ("reject", "证据不足"))
    matter.vote("approve", dissent=against)


def test_recommender_is_approved_without_re_examination(stage):
    matter = accepted(stage)
    exempted(matter)
    voted(matter)
    with refused(("re_examination.not_required", "ai-2026#21")):
        matter.move("pass_preliminary", matter.body.chair, opinion="通过")
    with refused((NOT_YOURS, "general-2023#16")):
        matter.decide(by=OFFICER)
    matter.decide(reasons="备案有效")
    follow_up = matter.clock("follow_up_listed")
    matter.at("2026-07-20 10:00").move("register", matter.manager, number="川伦活登 2")

    case, decision = matter.case, Decision.objects.get(case=matter.case)
    assert (case.state, case.listed) == ("active", matter.expect["listed"])
    assert Exemption.objects.get(case=case).regime == matter.expect["exempt"]["basis"]
    assert Exemption.objects.get(case=case).number == NUMBER
    assert not ReExamination.objects.filter(case=case).exists()
    assert (decision.kind, decision.outcome) == ("final", matter.expect["decision"])
    assert (decision.tally["approve"], decision.tally["reject"]) == (6, 2)
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    watch = matter.clock("exemption")
    assert months_between(watch.started_at, watch.due_on) == RECHECK
    assert sorted(matter.running()) == ["exemption", "follow_up_listed"]
    assert ledger_is_sound()


def test_without_the_exemption_the_same_vote_is_not_enough(stage):
    matter = accepted(stage)
    matter.determine([2], "属于清单第二项")
    voted(matter)

    with refused(("re_examination.required", "ai-2026#21")):
        matter.decide(reasons="直接批准")


def test_five_of_eight_reach_no_two_thirds(stage):
    matter = accepted(stage)
    exempted(matter)
    matter.declare()
    matter.assign("mo.bai")
    matter.worksheet("mo.bai")
    matter.convene("2026-07-10 09:30")
    matter.at("2026-07-10 09:31").sit()
    against = dict.fromkeys(("cen.yuanzhi", "jian.ning", "xu.zhian"), ("reject", "证据不足"))
    matter.vote("approve", dissent=against)

    with refused(("decision.no_majority", "ai-2026#16")) as outcome:
        matter.decide(reasons="多数同意")
    assert (outcome.figures[0]["need"], outcome.figures[0]["of"]) == (6, 8)
    assert matter.case.state == "in_review"
