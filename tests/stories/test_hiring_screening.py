"""08: incomplete at first. One notice names everything; then revise and re-review; then a second round."""

from ethics_review import dossier
from ethics_review.demo import script
from ethics_review.models import CompletionNotice, Decision, Review
from ethics_review.operations import revise
from tests.builders import Told, ledger_is_sound, months_between
from tests.unwritten import refused

NOT_YOURS = "role.not_yours"
SCOPE = ["human_dignity"]


def missing():
    return list(dossier.read(script.DOSSIERS / "08-hiring-screening.yaml").missing)


def completed(stage):
    """Nobody accepts what is incomplete; the one notice names exactly what the dossier says is missing."""
    matter = Told(stage, "08-hiring-screening", applicant="su.mingtang", body="yunfan").at("2026-08-03 10:00")
    matter.file()
    with refused(("materials.incomplete", "ai-2026#13")) as outcome:
        matter.accept("general", "适用一般程序", scope=SCOPE)
    assert outcome.figures[0]["paths"] == missing()
    with refused((NOT_YOURS, "ai-2026#13")):
        matter.move("request_completion", matter.body.members[4])
    with refused(("decline.no_notice", "ai-2026#13")):
        matter.move("decline", matter.body.secretary, ground="materials", reasons="材料不全")
    matter.at("2026-08-05 14:00").move("request_completion", matter.body.secretary)
    notice = CompletionNotice.objects.get(case=matter.case)
    assert [item["path"] for item in notice.items] == missing()
    assert matter.running() == ["supplement"]
    return matter


def resubmitted(matter):
    with refused(("filing.unchanged", "ai-2026#13")):
        matter.move("resubmit", matter.applicant)
    with refused((NOT_YOURS, "ai-2026#13")):
        user = matter.user("shen.yanqiu")
        revise(number=matter.number, filing=script.filing(matter.name), user=user, now=matter.stage.tick())
    matter.at("2026-08-12 09:30").resubmit("supplied", note="已补齐")
    with refused(("filing.closed", "ai-2026#13")):
        filing = script.corrected(matter.name, "supplied", "revised")
        revise(number=matter.number, filing=filing, user=matter.user(matter.applicant), now=matter.stage.tick())
    with refused(("completion.second_notice", "ai-2026#13")) as outcome:
        extra = [{"path": "funding", "reason": "金额不明"}]
        matter.move("request_completion", matter.body.secretary, extra=extra)
    assert outcome.figures[0] == {"given": 1, "allowed": 1}


def heard(matter, starts_at, recommendation):
    matter.accept(matter.expect["procedure"], "适用一般程序", scope=SCOPE)
    matter.determine([], "不属于清单")
    matter.declare()
    matter.assign("bao.muxue", "xu.zhian")
    matter.worksheet("bao.muxue", recommendation)
    matter.worksheet("xu.zhian", recommendation)
    matter.convene(starts_at)
    matter.at(starts_at).sit("ji.changfeng")
    reasoned = dict.fromkeys(matter.members_but(), (recommendation, "见工作表"))
    matter.vote(recommendation, "ji.changfeng", dissent=reasoned)


def test_hiring_screening_is_completed_revised_and_approved(stage):
    matter = completed(stage)
    resubmitted(matter)
    heard(matter, "2026-08-21 14:00", "revise_and_re_review")
    with refused(("decision.reasons_missing", "ai-2026#16")):
        matter.decide(requirements="更换训练数据")
    matter.decide(reasons="放大偏见", requirements="更换训练数据")
    assert Decision.objects.get(case=matter.case, round=1).outcome == matter.expect["first_decision"]
    assert matter.case.state == "revision_required"
    with refused(("filing.unchanged", "ai-2026#13")):
        matter.at("2026-08-28 10:00").move("resubmit", matter.applicant)
    matter.resubmit("supplied", "revised", note="已修改")
    assert (matter.case.round, matter.case.procedure, matter.case.listed) == (2, "", None)
    matter.at("2026-09-01 10:00")
    heard(matter, "2026-09-09 14:00", "approve")
    matter.decide(reasons="修改到位")

    case, follow_up = matter.case, matter.clock("follow_up")
    assert (case.state, bool(case.listed), case.round) == ("active", matter.expect["listed"], 2)
    assert [review.round for review in Review.objects.filter(case=case).order_by("round")] == [1, 2]
    assert Decision.objects.get(case=case, round=2).outcome == matter.expect["decision"]
    assert matter.expect["completion_notice"] == "once"
    assert matter.actions().count("request_completion") == CompletionNotice.objects.filter(case=case).count() == 1
    assert months_between(follow_up.started_at, follow_up.due_on) == matter.expect["follow_up_months"]
    assert ledger_is_sound()


def test_second_notice_needs_a_legal_reason_and_is_counted(stage):
    matter = completed(stage)
    matter.at("2026-08-12 09:30").resubmit("supplied", note="已补齐")
    extra = [{"path": "cross_references", "reason": "新规施行后须附算法备案"}]

    matter.move("request_completion", matter.body.secretary, extra=extra, legal_reason="新规定于受理前施行")

    numbers = CompletionNotice.objects.filter(case=matter.case).values_list("number", "legal_reason")
    assert list(numbers) == [(1, ""), (2, "新规定于受理前施行")]


def test_office_closes_only_what_was_not_supplied_in_time(stage):
    matter = completed(stage)
    due = matter.clock("supplement").due_at
    stage.now = due.replace(hour=0)

    with refused(("withdrawal.not_expired", "house")):
        matter.move("withdraw", matter.body.secretary, reasons="逾期未补正")
    stage.now = due
    matter.move("withdraw", matter.body.secretary, reasons="逾期未补正")

    assert (matter.case.state, matter.running()) == ("withdrawn", [])
