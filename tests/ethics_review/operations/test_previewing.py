"""What is foretold is what happens: act by act the same, to the last reminder of a limit that only begins by it."""

from datetime import datetime, timedelta

import pytest

from ethics_review.operations import bodies
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import passes, subjects_waiting
from ledger.models import Deadline, Message
from regulations.clocks import SHANGHAI
from tests.world import MORNING, Story

DAY = timedelta(days=1)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=SHANGHAI)


def done(now):
    return [one for found in passes(now=now) for one in found]


def by_subject(found):
    return sorted(
        ((one.stream, one.clock, one.due_at, one.act, one.told, one.to, one.people) for one in found), key=str
    )


@pytest.fixture
def matters(world):
    """An emergency, an ordinary review and an approval with a condition, in one body that is registered."""
    by = {"actor": world.secretary, "role": "secretary"}
    bodies.register(committee=world.body, number="川登1", now=MORNING, **by)
    story = Story(world).decided_with([{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}])
    return [Story(world).in_review("emergency"), Story(world).in_review(), story]


@pytest.mark.parametrize("days", [0, 2, 5, 25, 31, 60, 120, 205, 290, 400])
def test_what_is_foretold_is_what_happens(matters, everything, days):
    """Also where the report of last year falls due and is missed by one and the same sweep."""
    now = max(one.now for one in matters) + days * DAY
    before = everything()
    foretold = preview(now=now)
    assert everything() == before

    happened = done(now)
    assert by_subject(foretold) == by_subject(happened)
    assert bool(happened) == (days > 0)


def test_a_limit_that_begins_and_is_late_at_once_is_foretold_twice(matters, world):
    """Nobody swept from December to April: last year's report falls due, and is missed."""
    found = [(one.clock, one.act) for one in preview(now=NEW_YEAR + 100 * DAY) if one.stream == world.body.stream]

    assert ("annual_report", "owe") in found
    assert ("annual_report", "miss") in found
    assert not Deadline.objects.filter(clock="annual_report").exists()


def test_how_many_are_told_counts_those_who_hear_the_number_alone(matters):
    """The authority learns of an unlisted emergency by number and clock: it is told as well."""
    emergency = matters[0]
    now = emergency.clock("decision_emergency").due_at + DAY / 24
    (found,) = [one for one in preview(now=now) if one.stream == emergency.stream]
    done(now)

    told = Message.objects.filter(entry__stream=emergency.stream, notice__in=["clock_missed", "emergency_overdue"])
    assert found.people == told.values("recipient").distinct().count() == 3


def test_no_more_subjects_are_looked_at_than_asked_for(matters):
    now = max(one.now for one in matters) + 60 * DAY
    streams = subjects_waiting(now=now)
    assert len(streams) >= 3

    assert {one.stream for one in preview(now=now, limit=2)} <= set(streams[:2])
