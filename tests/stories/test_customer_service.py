"""01, the general procedure with modifications; and 07, a change to it that begins simplified and ends in a meeting."""

from ethics_review.models import Decision, Review
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

SCOPE = ["life_health"]
NOT_YOURS = "role.not_yours"


def filed(stage):
    matter = Told(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe").at("2026-05-29 09:20")
    matter.file()
    return matter


def accepted(matter):
    """The wrong people and the wrong procedures are refused before the office accepts."""
    data = {"procedure": "general", "reason": "适用一般程序", "scope": SCOPE}
    matter.at("2026-06-01 10:00")
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", matter.applicant, **data)
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", "lu.xingzhou", **data)
    with refused(("simplified.ground_not_shown", "ai-2026#19")):
        matter.accept("simplified", "风险较低", ground="minimal_risk", scope=SCOPE)
    with refused(("emergency.not_urgent", "ai-2026#27")):
        matter.accept("emergency", "尽快", scope=SCOPE)
    with refused(("completion.nothing_missing", "ai-2026#13")):
        matter.move("request_completion", matter.body.secretary)
    matter.accept(matter.expect["procedure"], "适用一般程序", scope=SCOPE)


def reviewed(matter):
    with refused((NOT_YOURS, "ai-2026#annex")):
        matter.determine([], "不属于清单", by=matter.body.secretary)
    matter.determine([], "不属于清单")
    with refused(("reviewers.none_eligible", "house")):
        matter.assign("lu.xingzhou", "jiang.caiwei")
    matter.declare("qi.yuan", conflicts={"wen.yining": "配偶任职于供应商"})
    with refused(("interest.recused", "general-2023#8")):
        matter.assign("lu.xingzhou", "wen.yining")
    with refused(("interest.undeclared", "general-2023#8")):
        matter.assign("lu.xingzhou", "qi.yuan")
    matter.assign("lu.xingzhou", "jiang.caiwei")
    with refused((NOT_YOURS, "ai-2026#15")):
        matter.worksheet("han.yan")
    matter.at("2026-06-03 15:30").worksheet("lu.xingzhou", "approve_after_modification")
    matter.convene("2026-06-05 14:00")


def heard(matter):
    """The quorum is met by members who are present, unconflicted and have declared; nobody else votes."""
    absent = ("shao.bainian", "qi.yuan", "wen.yining")
    for username in ("gu.mingqian", "lu.xingzhou", "miao.qinglan", "jiang.caiwei"):
        matter.at("2026-06-05 13:40").arrive(username)
    with refused(
        ("meeting.not_begun", "ai-2026#14"),
        ("worksheets.outstanding", "house"),
        ("quorum.too_few", "ai-2026#14"),
        ("quorum.categories", "ai-2026#14"),
        ("interest.undeclared", "general-2023#8"),
    ) as outcome:
        matter.move("open_ballot", matter.body.chair)
    assert (outcome.figures[2]["need"], outcome.figures[2]["have"]) == (5, 4)
    assert outcome.figures[3]["missing"] == ["law"]
    matter.worksheet("jiang.caiwei", "approve_after_modification")
    matter.at("2026-06-05 13:50").arrive("han.yan")
    matter.arrive("qin.shuyao")
    for username in matter.members_but(*absent):
        matter.declare_one(username)
    matter.at("2026-06-05 14:30").move("open_ballot", matter.body.chair)
    for outsider in ("qi.yuan", "shao.bainian"):
        with refused(("ballot.not_on_roll", "ai-2026#16")):
            matter.move("cast_vote", outsider, position="approve")
    for stranger in ("wen.yining", matter.applicant, matter.body.secretary, "pei.siyuan"):
        with refused((NOT_YOURS, "ai-2026#16")):
            matter.move("cast_vote", stranger, position="approve")
    for username in matter.members_but(*absent)[:-1]:
        matter.move("cast_vote", username, position="approve_after_modification")
    with refused(("ballot.already_voted", "house")):
        matter.move("cast_vote", matter.body.chair, position="reject", reason="改变主意")
    matter.move("cast_vote", matter.members_but(*absent)[-1], position="approve", reason="无须修改")


def decided(matter):
    words = {"reasons": "风险可控", "requirements": "增设老年用户专组"}
    with refused((NOT_YOURS, "general-2023#16")):
        matter.decide(by=matter.body.secretary, **words)
    with refused(("decision.requirements_missing", "ai-2026#16")):
        matter.decide(reasons="风险可控")
    with refused(("follow_up.too_far", "ai-2026#18")):
        matter.decide(**words, follow_up_months=13)
    matter.decide(**words)
    assert matter.case.state == "modification_required"
    assert Decision.objects.get(case=matter.case).tally["approve_after_modification"] == 5


def test_customer_service_is_approved_after_modification(stage):
    matter = filed(stage)
    accepted(matter)
    reviewed(matter)
    heard(matter)
    decided(matter)
    matter.at("2026-06-09 10:30")
    with refused(("modification.not_filed", "ai-2026#16")):
        matter.move("confirm_modifications", matter.body.secretary)
    matter.resubmit("modified", note="已修改")
    with refused((NOT_YOURS, "ai-2026#16")):
        matter.move("confirm_modifications", matter.applicant)
    matter.at("2026-06-11 09:30").move("confirm_modifications", matter.body.secretary)

    case, follow_up = matter.case, matter.clock("follow_up")
    assert (case.state, case.procedure) == ("active", matter.expect["procedure"])
    assert bool(case.listed) == matter.expect["listed"]
    assert Decision.objects.get(case=case).outcome == matter.expect["decision"]
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    assert matter.running() == ["follow_up"]
    assert ledger_is_sound()


def approved_original(stage):
    matter = filed(stage)
    matter.accept("general", "适用一般程序", scope=SCOPE)
    matter.determine([], "不属于清单")
    matter.declare()
    matter.assign("lu.xingzhou")
    matter.worksheet("lu.xingzhou")
    matter.convene("2026-06-05 14:00")
    matter.at("2026-06-05 14:01").sit()
    matter.vote("approve")
    matter.decide()
    return matter


def test_amendment_begins_simplified_and_turns_general_by_a_doubt(stage):
    original = approved_original(stage)
    matter = Told(stage, "07-customer-service-amendment", applicant="lin.ruoan", body="qinghe").at("2026-11-04 09:20")
    matter.file()
    assert matter.case.amends == original.case
    with refused(("simplified.ground_not_shown", "ai-2026#19")):
        matter.accept("simplified", "风险最低", ground="minimal_risk", scope=SCOPE)
    matter.accept(matter.expect["procedure"], "较小修改", ground=matter.expect["ground"], scope=SCOPE)
    review = Review.objects.get(case=matter.case)
    assert (review.procedure, review.ground) == (matter.expect["procedure"], matter.expect["ground"])
    matter.determine([], "不属于清单")
    matter.declare()
    with refused(("reviewers.too_few", "ai-2026#20")):
        matter.assign("qi.yuan")
    matter.assign("qi.yuan", "wen.yining")
    with refused(("meeting.simplified", "ai-2026#20")):
        matter.convene("2026-11-11 14:00")
    matter.at("2026-11-06 15:00").worksheet("qi.yuan", comment="拒答阈值是否重标？", doubt=True)

    review.refresh_from_db()
    assert (matter.case.procedure, review.trigger) == (matter.expect["converts_to"], matter.expect["trigger"])
    assert matter.actions()[-2:] == ["submit_worksheet", "convert_to_general"]
    assert matter.running() == ["decision"]
    assert decision_due(matter) == "2026-12-04"


def decision_due(matter):
    """The thirty days run from acceptance, whatever the procedure has become."""
    return matter.clock("decision").due_on.isoformat()


def test_converted_amendment_is_decided_by_a_meeting(stage):
    approved_original(stage)
    matter = Told(stage, "07-customer-service-amendment", applicant="lin.ruoan", body="qinghe").at("2026-11-04 09:20")
    matter.file()
    matter.accept("simplified", "较小修改", ground="minor_modification", scope=SCOPE)
    matter.determine([], "不属于清单")
    matter.declare()
    matter.assign("qi.yuan", "wen.yining")
    matter.worksheet("qi.yuan", doubt=True)
    with refused(("decision.no_finding", "ai-2026#16")):
        matter.decide()
    matter.convene("2026-11-11 14:00")
    matter.at("2026-11-11 14:01").sit("han.yan")
    with refused(("worksheets.outstanding", "house")):
        matter.move("open_ballot", matter.body.chair)
    matter.worksheet("wen.yining")
    matter.vote("approve", "han.yan")
    matter.decide(reasons="疑义消除")

    assert matter.case.state == "active"
    assert Decision.objects.get(case=matter.case).outcome == "approve"
    assert ledger_is_sound()
