"""How many statements an answer costs: the same for one row and for three, whatever hangs on a case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethics_review.models import Document
from tests.world import MORNING, Story

LISTS = (
    "cases/",
    "cases/?ordering=next_due_at&overdue=false",
    "registrations/",
    "re-examinations/",
    "follow-ups/",
    "appeals/",
    "messages/",
    "meetings/",
    "committees/",
)
FEW, ONE_CASE = 8, 40
"""Statements a list may cost, and a whole case with every move explained; signing in is one of them."""


@pytest.fixture
def cost(calls, at):
    """How many statements one answer takes."""

    def counted(who, path, moment):
        with at(moment):
            mine = calls(who)
            mine.get("me/")
            with CaptureQueriesContext(connection) as queries:
                assert mine.get(path).status_code == 200
        return len(queries)

    return counted


def finished(world, number):
    """A listed case with a registration, a follow-up, an appeal and a re-examination."""
    story = Story(world, now=MORNING + timedelta(days=number)).re_examined()
    story.does(story.manager, "register", number=f"登记{number}号")
    story.does(story.chair, "conclude_follow_up", outcome="suspend", reasons="停止")
    return story.does(story.applicant, "appeal", reasons="已整改", support="报告") and story


def test_every_list_costs_the_same_at_one_row_and_at_three(world, cost):
    story = finished(world, 0)
    one = {path: cost(world.secretary, path, story.now) for path in LISTS}
    for number in (1, 2):
        story = finished(world, number)

    three = {path: cost(world.secretary, path, story.now) for path in LISTS}

    assert one == three
    assert max(three.values()) <= FEW


def test_case_costs_the_same_however_much_hangs_on_it(story, cost):
    """At one stage; another stage has other facts."""
    story.in_review().reviewed().balloting()
    before = {who: cost(who, f"cases/{story.number}/", story.now) for who in (story.secretary, story.applicant)}
    story.votes("approve", *story.members[:4])
    story.declared(story.members[8])
    for number in range(3):
        Document.objects.create(
            case=story.case,
            kind="plan",
            name=f"{number}.pdf",
            size=1,
            media_type="application/pdf",
            sha256="0" * 64,
            content="none",
            uploaded_by=story.applicant,
            uploaded_at=story.now,
        )

    after = {who: cost(who, f"cases/{story.number}/", story.now) for who in (story.secretary, story.applicant)}

    assert before == after
    assert max(after.values()) <= ONE_CASE


@pytest.mark.parametrize("part", ["history/", "documents/", "explain/"])
def test_part_of_a_case_costs_the_same_however_long_its_record(story, cost, part):
    story.in_review().reviewed().balloting()
    before = cost(story.secretary, f"cases/{story.number}/{part}", story.now)
    story.votes("approve", *story.members[:4])

    assert cost(story.secretary, f"cases/{story.number}/{part}", story.now) == before <= ONE_CASE


def test_meeting_costs_the_same_at_one_matter_and_at_three(world, cost):
    story = Story(world).in_review().reviewed().balloting()
    meeting, path = story.meeting.pk, f"meetings/{story.meeting.pk}/"
    one = cost(story.secretary, path, story.now)
    for number in (1, 2):
        other = Story(world, now=story.now + timedelta(minutes=number)).in_review().reviewed()
        other.does(other.secretary, "convene", meeting=meeting)
        other.declared(*other.members[:7]).does(other.chair, "open_ballot")

    assert cost(story.secretary, path, other.now) == one <= 16
