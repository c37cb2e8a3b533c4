"""06: the emergency procedure. Seventy-two hours, re-examination included; no standard is lowered."""

from datetime import timedelta

from ethics_review.demo.matters import OFFICER
from ethics_review.models import Decision, ReExamination
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
FIELD = {"lang.yue": ("field",)}


def in_review(stage):
    matter = Told(stage, "06-earthquake-drones", applicant="bai.yuning", body="centre").at("2026-09-27 14:10")
    matter.file()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", OFFICER, procedure="emergency", reason="紧急", scope=["life_health"])
    with refused(("simplified.listed", "ai-2026#19"), ("simplified.ground_not_shown", "ai-2026#19")):
        matter.accept("simplified", "紧急", ground="minimal_risk", scope=["life_health"])
    matter.at("2026-09-27 15:00").accept(matter.expect["procedure"], "Ⅰ 级", scope=["life_health"])
    matter.determine(matter.expect["listed"], "属于清单第三项")
    matter.declare()
    matter.assign("shu.wan", "lei.chenguang")
    matter.worksheet("shu.wan")
    matter.worksheet("lei.chenguang")
    return matter


def heard_in_an_emergency(matter):
    """The same five members, the same expertise, the same declarations; and somebody from the field."""
    matter.convene("2026-09-27 20:00", mode="hybrid")
    few = ("yuan.shouzheng", "zhuang.minzhi", "ke.yibo", "mu.qing")
    matter.at("2026-09-27 20:01").sit(*(name for name in matter.body.members if name not in few), by_video=True)
    with refused(("quorum.too_few", "ai-2026#14"), ("emergency.no_field_expert", "ai-2026#27")) as outcome:
        matter.move("open_ballot", matter.body.chair)
    assert (outcome.figures[0]["need"], outcome.figures[0]["have"]) == (5, 4)
    matter.arrive("shu.wan", by_video=True)
    with refused(("interest.undeclared", "general-2023#8"), ("emergency.no_field_expert", "ai-2026#27")):
        matter.move("open_ballot", matter.body.chair)
    matter.declare_one("shu.wan")
    with refused(("emergency.no_field_expert", "ai-2026#27")):
        matter.move("open_ballot", matter.body.chair)
    matter.arrive("lang.yue", kind="adviser", categories=["field"])
    matter.move("open_ballot", matter.body.chair)
    with refused((NOT_YOURS, "ai-2026#16")):
        matter.move("cast_vote", "lang.yue", position="approve")
    for username in (*few[:3], "mu.qing"):
        matter.move("cast_vote", username, position="approve")
    matter.move("cast_vote", "shu.wan", position="reject", reason="漏检风险")
    with refused(("re_examination.required", "ai-2026#21")):
        matter.decide(reasons="事急从权")
    matter.move("pass_preliminary", matter.body.chair, opinion="通过")


def re_examined(matter):
    matter.at("2026-09-27 21:40").move("apply_re_examination", matter.manager)
    with refused((NOT_YOURS, "ai-2026#21")):
        matter.move("accept_re_examination", matter.manager)
    matter.move("accept_re_examination", OFFICER)
    matter.form_panel()
    matter.at("2026-09-28 08:30").experts_declare()
    matter.at("2026-09-28 10:30").experts_vote("agree")
    matter.move("give_opinion", OFFICER, compliance="合规", reasonableness="合理")
    assert "decision_emergency" in matter.running()


def test_drones_are_approved_within_seventy_two_hours(stage):
    matter = in_review(stage)
    heard_in_an_emergency(matter)
    re_examined(matter)
    matter.convene("2026-09-28 14:00", mode="hybrid")
    matter.at("2026-09-28 14:01").sit("tong.yuanshan", advisers=FIELD, by_video=True)
    matter.vote("approve", "tong.yuanshan")
    matter.decide(reasons="根据复核意见")

    case, clock, follow_up = matter.case, matter.clock("decision_emergency"), matter.clock("follow_up_listed")
    assert (case.state, case.procedure) == ("active", matter.expect["procedure"])
    assert (case.listed, case.exemptions.exists()) == (matter.expect["listed"], matter.expect["exempt"])
    assert clock.due_at - clock.started_at == timedelta(hours=matter.expect["hours"])
    assert clock.started_at == case.accepted_at
    assert case.decided_at - case.accepted_at < timedelta(hours=matter.expect["hours"])
    assert (clock.settled_at, clock.missed_at) == (case.decided_at, None)
    assert ReExamination.objects.get(case=case).opinion == matter.expect["re_examination"]
    assert Decision.objects.get(case=case, kind="final").outcome == matter.expect["decision"]
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    assert ledger_is_sound()


def test_overdue_emergency_is_flagged_and_decides_nothing(stage):
    matter = in_review(stage)
    stage.now = matter.clock("decision_emergency").due_at + timedelta(seconds=1)
    assert matter.clock("decision_emergency").is_overdue(now=stage.now)

    assert matter.case.state == "in_review"
    with refused(("clock.none_extendable", "ai-2026#16")):
        matter.move(
            "extend", matter.body.chair, clock="decision_emergency", new_date="2026-10-09", reasons="专家尚未到齐"
        )
