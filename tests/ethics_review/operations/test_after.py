"""After approval: registration, reports, follow-up reviews."""

from datetime import date

import pytest

from ethics_review.models import FollowUp, Registration, Report
from tests.world import EXEMPTING

CHANGE = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": True, "major": False}
MAJOR = CHANGE | {"major": True}
INCIDENT = {
    "what": "误报导致惊吓",
    "occurred_at": "2026-06-12T08:00:00+08:00",
    "severity": "medium",
    "measures": "已停用该功能",
}
PROGRESS = {"execution": "按计划", "risk_controls": "有效", "effects": "无变化"}


@pytest.fixture
def active(story):
    return story.decided()


@pytest.fixture
def listed(story):
    return story.re_examined()


def concluded(story, outcome, **data):
    story.does(story.chair, "conclude_follow_up", outcome=outcome, reasons="跟踪审查结论", **data)
    return story


def test_a_listed_activity_is_registered_by_its_unit(listed):
    case = listed.does(listed.manager, "register", number="KJLL-DJ-2026-001", note="已上传平台")

    assert case.state == "active"
    assert listed.settled() == {"registration"}
    assert listed.told() == {"registration_filed": ["科技厅干事"]}
    registration = Registration.objects.get()
    assert (registration.number, registration.filed_by, registration.round) == ("KJLL-DJ-2026-001", listed.manager, 1)
    assert (registration.confirmed_by, registration.confirmed_at) == (None, None)


def test_the_office_may_register_for_the_unit(listed):
    listed.does(listed.secretary, "register", number="KJLL-DJ-2026-001")

    assert listed.last.role == "secretary"


def test_a_registration_is_made_once(listed, refused):
    listed.does(listed.manager, "register", number="KJLL-DJ-2026-001")

    with refused(("registration.filed", "ai-2026#30")):
        listed.does(listed.manager, "register", number="KJLL-DJ-2026-002")


def test_what_is_not_listed_is_not_registered(active, refused):
    with refused(("list.not_listed", "ai-2026#annex")):
        active.does(active.manager, "register", number="KJLL-DJ-2026-001")


def test_the_authority_confirms_a_registration(listed):
    officer = listed.world.officer
    listed.does(listed.manager, "register", number="KJLL-DJ-2026-001")
    listed.does(officer, "confirm_registration")

    registration = Registration.objects.get()
    assert (registration.confirmed_by, registration.confirmed_at) == (officer, listed.now)
    assert listed.told() == {"registration_confirmed": ["主管", "秘书"]}


def test_only_what_was_filed_is_confirmed_and_once(listed, refused):
    officer = listed.world.officer
    with refused(("registration.not_filed", "ai-2026#30")):
        listed.does(officer, "confirm_registration")

    listed.does(listed.manager, "register", number="KJLL-DJ-2026-001")
    listed.does(officer, "confirm_registration")
    with refused(("registration.confirmed", "ai-2026#30")):
        listed.does(officer, "confirm_registration")


@pytest.mark.parametrize(
    ("move", "data", "kind", "notice"),
    [
        ("report_change", CHANGE, "change", "change_reported"),
        ("report_incident", INCIDENT, "incident", "incident_reported"),
    ],
)
def test_a_report_asks_for_the_committees_answer(active, move, data, kind, notice):
    active.does(active.applicant, move, **data)

    report = Report.objects.get()
    assert (report.kind, report.body, report.assessed_at) == (kind, data, None)
    assert active.started() == {"change_assessment": date(2026, 6, 25)}
    assert active.told() == {notice: ["委员1", "秘书"]}
    assert data["what"] not in active.last.body


def test_progress_is_reported_without_a_clock(active):
    active.does(active.applicant, "report_progress", **PROGRESS)

    assert active.started() == {}
    assert active.told() == {"progress_reported": ["委员1", "秘书"]}
    assert Report.objects.get().kind == "progress"


def test_the_earlier_of_two_reports_says_when_both_are_to_be_answered(active):
    active.does(active.applicant, "report_change", **CHANGE)
    active.wait(days=3).does(active.applicant, "report_incident", **INCIDENT)

    assert active.started() == {}
    assert active.running()["change_assessment"] == date(2026, 6, 25)


@pytest.mark.parametrize("move", ["report_change", "report_incident", "report_progress"])
def test_reports_are_the_applicants(active, refused, move):
    data = {"report_change": CHANGE, "report_incident": INCIDENT, "report_progress": PROGRESS}[move]

    with refused(("role.not_yours", "general-2023#20" if move != "report_progress" else "general-2023#19")):
        active.does(active.secretary, move, **data)


@pytest.mark.parametrize(
    ("outcome", "state", "clocks"),
    [
        ("continue", "active", {"follow_up": date(2027, 6, 21)}),
        ("continue_with_changes", "active", {"follow_up": date(2027, 6, 21)}),
        ("suspend", "suspended", {"follow_up": date(2027, 6, 21), "appeal_window": date(2026, 7, 20)}),
        ("terminate", "terminated", {"appeal_window": date(2026, 7, 20)}),
        ("re_review", "revision_required", {"revision": date(2026, 8, 19)}),
    ],
)
def test_a_follow_up_comes_to_one_of_five(active, outcome, state, clocks):
    """From 20 June 2026: twelve months end on Sunday 20 June 2027, provisional until that year's notice is loaded."""
    active.does(active.applicant, "report_change", **CHANGE)
    active.wait(days=10)
    concluded(active, outcome, requirements="补充日志")

    case = active.case
    assert case.state == state
    assert active.settled() == {"follow_up", "change_assessment"}
    expected = {clock: due_on for clock, due_on in clocks.items() if clock != "follow_up"}
    if "follow_up" in clocks:
        expected["follow_up"] = date(2027, 6, 20)
        assert active.clock("follow_up").provisional
    assert active.started() == expected
    assert active.told() == {"follow_up_concluded": ["主管", "沈若水", "秘书"]}
    assert (FollowUp.objects.get().outcome, Report.objects.get().assessed_at) == (outcome, active.now)


def test_a_follow_up_of_a_listed_activity_recurs_in_six_months(listed):
    listed.does(listed.manager, "register", number="KJLL-DJ-2026-001")
    concluded(listed, "continue")

    assert listed.started() == {"follow_up_listed": date(2026, 12, 10)}


def test_a_listed_activity_that_goes_on_changed_registers_again(listed):
    listed.does(listed.manager, "register", number="KJLL-DJ-2026-001")
    listed.does(listed.world.officer, "confirm_registration")
    concluded(listed, "continue_with_changes", requirements="补充日志")

    assert listed.started() == {"follow_up_listed": date(2026, 12, 10), "registration": date(2026, 7, 10)}
    listed.does(listed.manager, "register", number="KJLL-DJ-2026-002")
    assert listed.settled() == {"registration"}
    assert Registration.objects.latest("pk").confirmed_at is None
    listed.does(listed.world.officer, "confirm_registration")
    assert listed.last.action == "confirm_registration"


def test_a_follow_up_may_recur_sooner_and_not_later(active, refused):
    assert concluded(active, "continue", follow_up_months=3).started() == {"follow_up": date(2026, 9, 10)}

    with refused(("follow_up.too_far", "ai-2026#18")) as outcome:
        concluded(active, "continue", follow_up_months=13)
    assert outcome.figures == [{"most": 12, "given": 13}]


def test_a_follow_up_with_changes_states_them(active, refused):
    with refused(("decision.requirements_missing", "ai-2026#16")):
        concluded(active, "continue_with_changes")


@pytest.mark.parametrize("outcome", ["continue", "continue_with_changes", "suspend"])
def test_a_major_change_of_a_listed_activity_is_reviewed_again(listed, refused, outcome):
    listed.does(listed.applicant, "report_change", **MAJOR)

    with refused(("change.re_review_required", "general-2023#33")):
        concluded(listed, outcome, requirements="补充")


def test_a_major_change_leads_to_a_new_round_with_a_re_examination_of_its_own(listed, refused):
    listed.does(listed.applicant, "report_change", **MAJOR)
    concluded(listed, "re_review")
    assert listed.case.state == "revision_required"
    listed.revised().does(listed.applicant, "resubmit")
    listed.accepted().listed(1).declared(listed.members[2])
    listed.does(listed.chair, "assign_reviewers", reviewers=[listed.members[2].pk])
    listed.reviewed(listed.members[2]).found()

    with refused(("re_examination.required", "ai-2026#21")):
        listed.issued()


def test_a_major_change_of_what_is_not_listed_may_go_on(active):
    active.does(active.applicant, "report_change", **MAJOR)

    assert concluded(active, "continue").case.state == "active"


@pytest.mark.parametrize("outcome", ["continue", "continue_with_changes"])
def test_a_follow_up_does_not_resume(active, refused, outcome):
    concluded(active, "suspend")

    with refused(("follow_up.suspended", "general-2023#19")):
        concluded(active, outcome, requirements="补充")


@pytest.fixture
def exempt(story):
    """In force under an exemption that ends on 31 July 2026."""
    story.accepted(cross_references=[EXEMPTING]).listed(2)
    words = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案"}
    story.does(story.chair, "grant_exemption", **words, valid_until="2026-07-31")
    return story.assigned().reviewed().found().issued()


@pytest.mark.parametrize(("days", "lapsed"), [(51, False), (52, True)])
def test_an_exempt_activity_goes_on_only_while_its_filing_lasts(exempt, refused, days, lapsed):
    """The last day is the fifty-first after 10 June."""
    exempt.wait(days=days)
    if not lapsed:
        assert concluded(exempt, "continue").case.state == "active"
        return

    with refused(("exemption.lapsed", "ai-2026#26")) as outcome:
        concluded(exempt, "continue")
    assert outcome.figures == [{"until": "2026-07-31"}]
    assert concluded(exempt, "re_review").case.state == "revision_required"


def test_a_re_examined_activity_goes_on_whatever_became_of_an_exemption(story):
    """An exemption lapsed before the decision, experts agreed instead: nothing rests on the filing any more."""
    story.accepted(cross_references=[EXEMPTING]).listed(2)
    words = {"regime": EXEMPTING["regime"], "number": EXEMPTING["number"], "legal_basis": "备案"}
    story.does(story.chair, "grant_exemption", **words, valid_until="2026-06-10")
    story.assigned().reviewed().wait(days=1).found()
    story.does(story.chair, "pass_preliminary", opinion="通过")
    story.does(story.manager, "apply_re_examination")
    story.heard().found().issued()

    assert concluded(story, "continue").case.state == "active"
    story.does(story.chair, "suspend", reasons="核查")
    assert story.does(story.chair, "resume", reasons="已消除").state == "active"
