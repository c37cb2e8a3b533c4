"""Suspended, resumed, terminated, completed: acts of the committee, always with reasons."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Report

WHY = {"reasons": "核查意见"}
MAJOR = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": True, "major": True}


@pytest.fixture
def active(story):
    return story.decided()


@pytest.fixture
def suspended(active):
    active.does(active.chair, "suspend", **WHY)
    return active


def test_suspend_stops_the_activity_and_not_its_clocks(active):
    case = active.does(active.chair, "suspend", **WHY)

    assert case.state == "suspended"
    assert (active.settled(), active.started()) == (set(), {"appeal_window": date(2026, 7, 10)})
    assert set(active.running()) == {"follow_up", "appeal_window"}
    assert active.told() == {"case_suspended": ["主管", "沈若水", "秘书"]}
    assert active.last.statements.get().text == "核查意见"


def test_an_authority_hears_of_the_suspension_of_what_is_listed(story):
    story.re_examined().does(story.chair, "suspend", **WHY)

    assert story.told()["case_suspended"] == ["主管", "沈若水", "科技厅干事", "秘书"]


def test_resume_once_the_cause_is_removed(suspended):
    case = suspended.does(suspended.chair, "resume", reasons="整改完成")

    assert case.state == "active"
    assert suspended.settled() == {"appeal_window"}
    assert set(suspended.running()) == {"follow_up"}
    assert suspended.told() == {"case_resumed": ["主管", "沈若水", "秘书"]}


def test_resume_answers_what_was_reported_meanwhile(suspended):
    suspended.does(suspended.applicant, "report_change", **(MAJOR | {"major": False}))
    suspended.does(suspended.chair, "resume", reasons="整改完成")

    assert suspended.settled() == {"change_assessment", "appeal_window"}
    assert Report.objects.get().assessed_at == suspended.now


def test_a_listed_activity_is_not_resumed_over_a_major_change(story, refused):
    story.re_examined().does(story.chair, "suspend", **WHY)
    story.does(story.applicant, "report_change", **MAJOR)

    with refused(("change.re_review_required", "general-2023#33")):
        story.does(story.chair, "resume", reasons="整改完成")


@pytest.mark.parametrize("state", ["active", "suspended"])
def test_terminate_ends_every_clock_and_opens_the_appeal_window(request, state):
    story = request.getfixturevalue(state)
    before = set(story.running())
    case = story.does(story.chair, "terminate", **WHY)

    assert (case.state, case.decided_at) == ("terminated", story.now)
    assert story.settled() == before
    assert story.started() == story.running() == {"appeal_window": date(2026, 7, 10)}
    assert story.told() == {"case_terminated": ["主管", "沈若水", "秘书"]}


def test_complete_ends_what_is_in_order(active):
    case = active.does(active.secretary, "complete", reasons="按期结题")

    assert (case.state, case.decided_at) == ("completed", active.now)
    assert active.settled() == {"follow_up"}
    assert active.running() == {}
    assert active.told() == {"case_completed": ["主管", "沈若水"]}


def test_a_listed_activity_does_not_end_with_its_registration_owed(story, refused):
    story.re_examined()

    with refused(("registration.outstanding", "ai-2026#30")):
        story.does(story.chair, "complete", reasons="按期结题")

    story.does(story.manager, "register", number="KJLL-DJ-2026-001")
    assert story.does(story.chair, "complete", reasons="按期结题").state == "completed"


def test_an_activity_does_not_end_with_a_report_unanswered(active, refused):
    active.does(active.applicant, "report_change", **MAJOR)

    with refused(("report.open", "general-2023#20")) as outcome:
        active.does(active.chair, "complete", reasons="按期结题")
    assert outcome.figures == [{"open": 1}]


def test_progress_reports_do_not_keep_an_activity_from_ending(active):
    active.does(active.applicant, "report_progress", execution="按计划", risk_controls="有效", effects="无变化")

    assert active.does(active.chair, "complete", reasons="按期结题").state == "completed"


@pytest.mark.parametrize("move", ["suspend", "terminate"])
def test_the_committee_that_acts_is_lawful(world, active, refused, move):
    for person in world.members[6:]:
        world.end_seat(person, on=active.now.date() + timedelta(days=1), at=active.now)
    active.wait(days=1)

    with refused(("committee.too_few", "general-2023#7")):
        active.does(active.chair, move, **WHY)


@pytest.mark.parametrize("move", ["suspend", "terminate", "complete"])
def test_acts_of_the_committee_have_reasons(active, invalid, move):
    with invalid(("reasons", "input.required")):
        active.does(active.chair, move, reasons=" ")


@pytest.mark.parametrize("move", ["suspend", "terminate", "conclude_follow_up"])
def test_the_office_does_not_act_for_the_committee(active, refused, move):
    cite = "general-2023#19"

    with refused(("role.not_yours", cite)) as outcome:
        active.does(active.secretary, move, **WHY)
    assert outcome.figures == [{"needs": ["chair"], "has": ["secretary"]}]
