"""My desk: exactly what waits for me, soonest due first, in a fixed number of statements."""

from datetime import timedelta

import pytest

from ethics_review.models import Case
from ethics_review.operations import sittings as meetings
from ethics_review.queries.queues import desk
from ledger.models import Deadline
from tests.ethics_review.positions import STATES
from tests.world import Story

CHANGE = {"what": "更换模型基座", "reason": "性能", "affects_risk_benefit": False, "major": False}


def on_desk(story, who):
    """Why the case waits for the person; empty where it does not."""
    return next((one.why for one in desk(user=who, now=story.now, limit=50) if one.case.number == story.number), "")


@pytest.mark.parametrize(
    ("state", "owner"),
    [
        ("draft", "applicant"),
        ("submitted", "secretary"),
        ("completion_requested", "applicant"),
        ("accepted", "chair"),
        ("in_review", "chair"),
        ("preliminary_passed", "manager"),
        ("re_examination_applied", "officer"),
        ("re_examination", "officer"),
        ("opinion_returned", "chair"),
        ("modification_required", "applicant"),
        ("revision_required", "applicant"),
        ("suspended", "chair"),
        ("under_appeal", "chair"),
    ],
)
def test_a_case_waits_for_the_owner_of_its_state(story, state, owner):
    STATES[state](story)
    world = story.world
    people = {
        "applicant": story.applicant,
        "secretary": story.secretary,
        "chair": story.chair,
        "manager": story.manager,
        "officer": world.officer,
    }

    waiting = {name for name, person in people.items() if on_desk(story, person)}
    assert waiting == {owner}
    assert on_desk(story, people[owner]) == "act"
    assert on_desk(story, world.stranger) == ""
    assert on_desk(story, world.vice) == ""


@pytest.mark.parametrize("state", ["rejected", "declined", "withdrawn", "terminated", "completed"])
def test_an_ended_case_waits_for_nobody(story, state):
    STATES[state](story)

    assert not any(on_desk(story, person) for person in (story.applicant, story.secretary, story.chair, story.manager))


def test_a_reviewer_is_asked_until_the_worksheet_is_in(story):
    story.in_review()
    assert on_desk(story, story.members[2]) == "review"

    story.reviewed(story.members[2])
    assert on_desk(story, story.members[2]) == ""


def test_a_voter_is_asked_until_the_vote_is_cast(story):
    story.in_review().reviewed().balloting()
    assert (on_desk(story, story.members[4]), on_desk(story, story.members[8])) == ("vote", "")

    story.votes("approve", story.members[4])
    assert on_desk(story, story.members[4]) == ""


def test_an_expert_is_asked_for_the_panels_vote(world, story):
    story.applied().panel_voting()
    assert on_desk(story, world.experts[0]) == "vote"

    story.votes("agree", world.experts[0])
    assert on_desk(story, world.experts[0]) == ""


def test_an_active_case_waits_only_for_what_is_owed(story):
    story.decided()
    assert on_desk(story, story.chair) == ""

    story.does(story.applicant, "report_change", **CHANGE)
    assert on_desk(story, story.chair) == "act"


@pytest.mark.parametrize(("days", "waits"), [(7, True), (8, False)])
def test_a_follow_up_is_put_on_the_desk_a_week_before_it_is_due(story, days, waits):
    story.decided()
    story.now = story.clock("follow_up").due_at - timedelta(days=days)

    assert bool(on_desk(story, story.chair)) is waits


def test_a_registration_is_owed_by_the_unit(story):
    story.re_examined()
    assert (on_desk(story, story.manager), on_desk(story, story.chair)) == ("act", "")

    story.does(story.manager, "register", number="KJLL-DJ-2026-001")
    assert on_desk(story, story.manager) == ""


def test_a_person_without_a_unit_is_their_own(world):
    story = Story(world, applicant=world.loner, committee=world.centre).preliminary()

    assert on_desk(story, world.loner) == "act"


def test_where_the_chair_keeps_out_the_vice_chair_is_asked(world, story):
    story.accepted()
    assert (on_desk(story, world.chair), on_desk(story, world.vice)) == ("act", "")

    story.does(world.chair, "declare_interest", conflict=True)
    assert (on_desk(story, world.chair), on_desk(story, world.vice)) == ("", "act")


def test_where_the_chair_applies_the_vice_chair_is_asked(world):
    story = Story(world, applicant=world.chair).accepted()

    assert (on_desk(story, world.chair), on_desk(story, world.vice)) == ("", "act")


def test_where_the_chair_has_left_the_vice_chair_is_asked(world, story):
    story.accepted()
    world.end_seat(world.chair, on=story.now.date(), at=story.now)

    assert on_desk(story, world.vice) == "act"


def test_a_vice_chair_named_to_preside_is_asked(world, story):
    story.in_review().reviewed().convened(by=world.chair, presider=world.vice.pk)

    assert on_desk(story, world.vice) == "act"


def test_a_vice_chair_named_to_preside_is_asked_until_the_vote_is_closed(world, story):
    story.in_review().reviewed().convened(by=world.chair, presider=world.vice.pk)
    story.arrives(*world.members[:5]).declared(*world.members[:5]).does(world.vice, "open_ballot")
    story.votes("approve", world.vice)
    assert on_desk(story, world.vice) == "act"

    story.votes("approve", world.chair, *world.members[2:5])

    assert story.ballot.result == "approve"
    assert (on_desk(story, world.chair), on_desk(story, world.vice)) == ("act", "")


def test_a_vice_chair_named_to_preside_is_asked_no_more_once_the_meeting_ends(world, story):
    story.in_review().reviewed().convened(by=world.chair, presider=world.vice.pk)
    meetings.end(meeting=story.meeting.pk, user=world.secretary, now=story.now)

    assert (on_desk(story, world.chair), on_desk(story, world.vice)) == ("act", "")


def test_where_chair_and_vice_chair_keep_out_the_longest_serving_member_is_asked(world, story):
    story.accepted()
    senior = world.members[5]
    world.body.seats.filter(person=senior).update(starts_on="2023-12-31")
    assert on_desk(story, senior) == ""

    for person in (world.chair, world.vice):
        story.does(person, "declare_interest", conflict=True)
    assert [on_desk(story, person) for person in world.members[2:]] == ["", "", "", "act", "", "", ""]
    assert on_desk(story, world.manager) == ""

    story.does(senior, "declare_interest", conflict=True)
    assert [on_desk(story, person) for person in world.members[2:5]] == ["act", "", ""]


def test_where_nobody_may_preside_the_unit_is_asked(world, story):
    story.accepted()
    assert on_desk(story, world.manager) == ""

    for person in world.members:
        story.does(person, "declare_interest", conflict=True)
    assert on_desk(story, world.manager) == "act"


def test_where_the_office_is_empty_the_chair_is_asked(world, story):
    story.submitted()
    assert on_desk(story, world.chair) == ""

    world.end_seat(world.secretary, on=story.now.date(), at=story.now)
    assert on_desk(story, world.chair) == "act"
    assert on_desk(story, world.vice) == ""


def test_the_soonest_due_comes_first_with_its_clocks(world):
    slow, urgent = Story(world).accepted(), Story(world).accepted("emergency")
    rows = desk(user=world.chair, now=urgent.now, limit=10)

    assert [row.case.number for row in rows] == [urgent.number, slow.number]
    assert [clock.clock for clock in rows[0].deadlines] == ["decision_emergency"]


def test_the_desk_is_cut_where_it_is_asked_to_be(world):
    for _ in range(3):
        Story(world).submitted()

    assert len(desk(user=world.secretary, now=Story(world).now, limit=2)) == 2


@pytest.mark.parametrize("who", ["chair", "secretary", "manager", "officer", "applicant", "reviewer", "expert"])
def test_a_desk_costs_the_same_with_one_case_and_with_three(world, statements, who):
    person = {
        "chair": world.chair,
        "secretary": world.secretary,
        "manager": world.manager,
        "officer": world.officer,
        "applicant": world.applicant,
        "reviewer": world.members[2],
        "expert": world.experts[0],
    }[who]
    costs = []
    for count in (1, 2):
        for _ in range(count):
            last = [Story(world).submitted(), Story(world).in_review(), Story(world).applied().panel_voting()][-1]
            Story(world).drafted()
        costs.append(statements(desk, user=person, now=last.now, limit=50))

    assert costs[0] == costs[1] <= 8
    assert Case.objects.count() == 12


@pytest.mark.parametrize(("days", "clocks"), [(-1, ["appeal_window"]), (1, [])])
def test_a_window_is_a_right_and_puts_nothing_on_a_desk(story, days, clocks):
    """While an approved plan is modified, the time to appeal runs beside what is owed; once over, it is not shown."""
    story.decided("approve_after_modification")
    window, owed = story.clock("appeal_window"), story.clock("modification")
    Deadline.objects.filter(pk=owed.pk).update(due_at=window.due_at + timedelta(days=9))
    story.now = window.due_at + timedelta(days=days)

    (waiting,) = desk(user=story.applicant, now=story.now, limit=50)
    assert [clock.clock for clock in waiting.deadlines] == [*clocks, "modification"]
