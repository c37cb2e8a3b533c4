"""The file of a case: however it is read, the rules are told the same, by few statements."""

from datetime import timedelta

import pytest

from ethics_review.engine.case_file import CaseFile, WholeFile
from ethics_review.engine.facts import situation_in
from ethics_review.models import Case
from tests.ethics_review.positions import CHANGE, EXEMPTION, STATES
from tests.world import EXEMPTING, Story

LATER = timedelta(minutes=1)


def at_two_centres(story):
    """At a centre, which may review by the mandate of the applicant's unit."""
    world = story.world
    story.applicant, story.committee = world.bare_applicant, world.centre
    story.members, story.secretary = world.centre_members, world.centre_secretary
    story.in_review().reviewed().balloting()


MORE = {
    "at a centre": at_two_centres,
    "exempt": lambda story: (
        story.accepted(cross_references=[EXEMPTING]).listed(2).does(story.chair, "grant_exemption", **EXEMPTION)
    ),
    "reported": lambda story: story.decided().does(story.applicant, "report_change", **CHANGE),
    "voted": lambda story: story.in_review().reviewed().found(),
}


@pytest.mark.parametrize("state", [*STATES, *MORE])
def test_the_whole_file_tells_the_rules_what_the_door_is_told(story, state):
    {**STATES, **MORE}[state](story)
    now = story.now + LATER

    acting = situation_in(CaseFile(story.case, now))
    shown = situation_in(WholeFile(story.case, now))

    assert shown.facts == acting.facts
    assert shown.people == acting.people
    assert shown.rows == acting.rows
    assert shown.overseen == acting.overseen


@pytest.mark.parametrize("state", [*STATES, *MORE])
def test_a_situation_takes_ten_statements_at_most(story, statements, state):
    {**STATES, **MORE}[state](story)
    Case.objects.filter(number=story.number).update(activity=Story(story.world).drafted().case)

    assert statements(situation_in, CaseFile(story.joined_case, story.now + LATER)) <= 10


def test_what_is_read_once_is_not_asked_again(story, statements):
    story.in_review().reviewed().balloting()
    file = WholeFile(story.joined_case, story.now + LATER)
    situation_in(file)

    assert statements(lambda: (file.standing, file.people(), file.assignments, file.undelivered)) == 0
