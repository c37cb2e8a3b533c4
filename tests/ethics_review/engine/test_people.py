"""Who holds each role, read for many cases at once, is who the door finds for one."""

import pytest

from ethics_review.engine.facts import gather
from ethics_review.engine.people import foresee, people_at
from ethics_review.models import Case
from tests.ethics_review.positions import STATES
from tests.world import Story

CONFLICT = {"conflict": True, "details": "持股"}


@pytest.mark.parametrize("state", STATES)
def test_everybody_holds_the_role_the_door_finds(world, story, state):
    other = Story(world).in_review()
    other.does(world.members[4], "declare_interest", **CONFLICT)
    STATES[state](story)
    now = max(story.now, other.now)
    cases = list(Case.objects.order_by("pk"))
    foresee(cases, now)

    for case in cases:
        assert people_at(case, now) == gather(Case.objects.get(pk=case.pk), now).people


def test_whoever_was_heard_on_the_activity_does_not_act_in_a_change_of_it(world, story):
    story.opined()
    change = Story(world).in_review()
    Case.objects.filter(number=change.number).update(activity=story.case)
    seat = world.seat(world.members[0])
    seat.person = world.experts[0]
    seat.save()
    case = change.case

    assert world.experts[0].pk not in people_at(case, story.now)["member"]
    assert people_at(case, story.now) == gather(change.case, story.now).people


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_statements_however_many_cases_there_are(world, statements, count):
    stories = [Story(world).in_review() for _ in range(count)]
    cases = list(Case.objects.select_related("committee__institution", "institution"))

    assert statements(foresee, cases, stories[-1].now) == 4


def test_what_was_read_for_one_instant_is_not_taken_for_another(world, story):
    case = story.submitted().case
    before = people_at(case, story.now)
    world.end_seat(world.secretary, on=story.now.date(), at=story.now)

    assert people_at(case, story.now) == before
    assert people_at(case, story.wait(days=1).now)["secretary"] == frozenset()
