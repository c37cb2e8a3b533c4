"""02: simplified on the ground of minimal risk; the two named members are of one mind."""

from ethics_review.models import Decision, Review
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
SCOPE = ["other_law"]


def under_simplified_review(stage):
    matter = Told(stage, "02-code-completion", applicant="zhou.yiran", body="qinghe").at("2026-06-15 09:10")
    matter.file()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("accept", matter.applicant, procedure="simplified", reason="风险低", scope=SCOPE)
    with refused(("simplified.no_ground", "ai-2026#19")):
        matter.accept("simplified", "风险低", scope=SCOPE)
    with refused(("simplified.ground_not_shown", "ai-2026#19")):
        matter.accept("simplified", "风险低", ground="minor_modification", scope=SCOPE)
    matter.at("2026-06-16 10:00")
    matter.accept(matter.expect["procedure"], "不高于最低风险", ground=matter.expect["ground"], scope=SCOPE)
    with refused(("simplified.listed", "ai-2026#19")):
        matter.determine([1], "属于清单")
    matter.determine([], "不属于清单")
    matter.declare()
    with refused((NOT_YOURS, "house")):
        matter.assign("miao.qinglan", "han.yan", by=matter.body.secretary)
    matter.assign("miao.qinglan", "han.yan")
    return matter


def test_two_named_members_of_one_mind_suffice(stage):
    matter = under_simplified_review(stage)
    for outsider in ("lu.xingzhou", matter.applicant, "pei.siyuan"):
        with refused((NOT_YOURS, "ai-2026#15")):
            matter.worksheet(outsider)
    matter.at("2026-06-22 14:00").worksheet("miao.qinglan")
    with refused(("decision.no_finding", "ai-2026#16")):
        matter.decide()
    with refused(("worksheet.submitted", "house")):
        matter.worksheet("miao.qinglan", "reject")
    matter.at("2026-06-23 10:00").worksheet("han.yan")
    with refused((NOT_YOURS, "general-2023#16")):
        matter.decide(by=matter.applicant)
    matter.at("2026-06-24 11:00").decide(reasons="意见一致")

    case, review, follow_up = matter.case, Review.objects.get(case=matter.case), matter.clock("follow_up")
    assert (case.state, bool(case.listed)) == ("active", matter.expect["listed"])
    assert (review.procedure, review.ground) == (matter.expect["procedure"], matter.expect["ground"])
    assert review.converted_at is None
    assert Decision.objects.get(case=case).outcome == matter.expect["decision"]
    assert Decision.objects.get(case=case).tally == {"approve": 2}
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    assert ledger_is_sound()


def test_a_reviewer_who_finds_an_interest_is_replaced(stage):
    matter = under_simplified_review(stage)
    matter.worksheet("miao.qinglan")
    matter.declare_one("han.yan", "曾为该模型发布方提供法律服务")

    with refused((NOT_YOURS, "ai-2026#15")):
        matter.worksheet("han.yan")
    with refused(("reviewers.too_few", "ai-2026#20")):
        matter.decide()
    matter.assign("miao.qinglan", "wen.yining")
    matter.worksheet("wen.yining")
    matter.decide()

    assert matter.case.state == "active"
