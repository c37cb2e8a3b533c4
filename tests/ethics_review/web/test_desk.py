"""My desk: what waits for whom, why, and what comes next."""

import pytest
from django.urls import reverse

from tests.world import MINIMAL, MORNING, Story

DESK_STATEMENTS = 15


def desk(browse, person):
    return browse(person).get(reverse("desk"))


def test_a_draft_waits_for_its_applicant_and_nobody_else(browse, read, at, story, world):
    story.drafted()

    with at(story.now):
        own, office = read(desk(browse, world.applicant)), read(desk(browse, world.secretary))

    assert "Complete the filing and submit it." in own
    assert story.number not in office


def test_a_submitted_case_waits_for_the_secretary_with_its_time_left_and_where_that_is_written(
    browse, read, at, story, world
):
    story.submitted()

    with at(story.now):
        page = read(desk(browse, world.secretary))

    assert "Triage 2026-0001 · Submitted" in page
    assert "7 days left Acceptance · 2026-06-17 house rule" in page


def test_a_limit_that_is_over_is_said_to_be_over(browse, read, at, story, world):
    story.submitted()

    with at(story.now.replace(month=7)):
        page = read(desk(browse, world.secretary))

    assert "23 days overdue" in page


@pytest.mark.parametrize(("index", "awaited"), [(2, True), (4, False)])
def test_a_reviewer_is_led_straight_to_the_worksheet(browse, at, story, world, index, awaited):
    story.in_review()

    with at(story.now):
        page = desk(browse, world.members[index]).content.decode()

    assert (reverse("move", args=[story.number, "submit_worksheet"]) in page) is awaited


def test_a_member_on_the_roll_is_led_straight_to_the_vote_until_it_is_cast(browse, at, story, world):
    story.in_review().reviewed().balloting()
    path = reverse("move", args=[story.number, "cast_vote"])

    with at(story.now):
        before = desk(browse, world.members[4]).content.decode()
        story.votes("approve", world.members[4])
        after = desk(browse, world.members[4]).content.decode()

    assert path in before
    assert path not in after


def test_the_unit_and_the_authority_find_what_waits_for_them(browse, read, at, story, world):
    story.preliminary()
    with at(story.now):
        unit = read(desk(browse, world.manager))
    story.does(world.manager, "apply_re_examination")
    with at(story.now):
        authority = read(desk(browse, world.officer))

    assert "Apply to the authority for re-examination." in unit
    assert "Take up the application for re-examination." in authority


def test_an_approved_activity_waits_with_what_falls_due_there(browse, read, at, story, world):
    """The unit that must register is not told to follow up, which is the committee's."""
    story.re_examined()
    with at(story.now):
        unit = read(desk(browse, world.manager))

    assert "Due next: Registration. 30 days left" in unit
    assert "Follow up on the activity." not in unit


def test_the_desk_shows_what_is_unread_and_the_meetings_to_come(browse, read, at, story, world):
    story.in_review().reviewed()
    story.does(
        world.secretary, "convene", starts_at=story.now.replace(hour=15, minute=0).isoformat(), place="一号会议室"
    )

    with at(story.now):
        page = read(desk(browse, world.members[4]))

    assert "Meeting convened · 2026-0001" in page
    assert "科技伦理审查委员会 · meeting 1 2026-06-10 15:00 · Planned · 1 matter" in page


def test_a_desk_on_which_nothing_lies_says_so(browse, read, at, world):
    with at(MORNING):
        page = read(desk(browse, world.stranger))

    assert "Nothing waits for you." in page
    assert "Everything is read. What you are told next stands here; what you have read stays in the inbox." in page
    assert "No meeting is called. When the secretary of a body you sit on calls one, it stands here." in page


def test_the_desk_costs_the_same_however_much_lies_on_it(browse, at, world, statements):
    Story(world).submitted(**MINIMAL)
    browser = browse(world.secretary)
    with at(MORNING):
        one = statements(browser.get, reverse("desk"))
        for _ in range(2):
            Story(world).submitted(**MINIMAL)
        three = statements(browser.get, reverse("desk"))

    assert one == three
    assert three <= DESK_STATEMENTS
