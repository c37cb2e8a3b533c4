"""Sweepers against each other and against the act that ends the clock they look at."""

from collections import Counter
from datetime import date

import pytest

from ethics_review.models import Case
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Entry, Message
from regulations import calendar
from regulations.calendar import Arrangement
from tests.concurrency.racing import actions, assert_sound, at_once, press, won
from tests.world import Story, acceptance

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AGAIN = 4
DUE = 20


def test_two_sweepers_miss_each_of_many_deadlines_once(world):
    stories = [Story(world).submitted() for _ in range(DUE)]
    later = stories[-1].wait(days=40).now
    streams = sorted(story.stream for story in stories)
    before = list(Case.objects.order_by("pk").values_list("number", "state", "version"))

    found = [one for outcome in at_once(lambda: sweep(now=later), lambda: sweep(now=later)) for one in outcome]

    assert sorted(one.stream for one in found if one.act == "miss") == streams
    missed = Entry.objects.filter(action="deadline_missed")
    assert sorted(missed.values_list("stream", flat=True)) == streams
    told = Counter(Message.objects.filter(notice="clock_missed").values_list("entry__stream", "recipient__name"))
    told_of_it = (world.chair.name, world.secretary.name, world.manager.name)
    assert told == {(stream, name): 1 for stream in streams for name in told_of_it}
    assert Deadline.objects.filter(missed_at=later, next_at=None, settled_at=None).count() == DUE
    assert list(Case.objects.order_by("pk").values_list("number", "state", "version")) == before
    assert sweep(now=later) == []
    for story in stories:
        assert_sound(story)


def test_a_clock_that_an_act_ends_is_missed_before_it_or_not_at_all(world):
    for _ in range(AGAIN):
        story = Story(world).submitted().wait(days=40)
        outcomes = at_once(
            press(story, story.secretary, "accept", **acceptance()), lambda now=story.now: sweep(now=now)
        )

        assert won(outcomes) == [0, 1]
        missed = [one.clock for one in outcomes[1] if one.stream == story.stream]
        assert missed in ([], ["acceptance"])
        assert actions(story)[2:] == [*(["deadline_missed"] if missed else []), "accept"]
        clock = story.clock("acceptance")
        assert (clock.missed_at is not None, clock.settled_by, clock.next_at) == (bool(missed), story.last, None)
        assert [one for one in sweep(now=story.now) if one.stream == story.stream] == []
        assert_sound(story)


@pytest.fixture
def guessed(world):
    """Approved in August with a follow-up that falls due in a year of which no notice is known."""
    stories = [Story(world).wait(days=82).in_review().reviewed().found().issued(follow_up_months=6) for _ in range(3)]
    assert all(story.clock("follow_up").provisional for story in stories)
    return stories


@pytest.fixture
def known(guessed, monkeypatch):
    """The notice of 2027 is loaded while every process runs."""
    notice = Arrangement(
        year=2027,
        document="测试发〔2026〕9号",
        issuer="国务院办公厅",
        issued_on=date(2026, 11, 1),
        days_off={},
        workdays=frozenset(),
    )
    loaded = calendar.built_in().with_years(notice)
    monkeypatch.setattr(calendar, "built_in", lambda: loaded)


def test_two_sweepers_count_each_provisional_end_again_once(guessed, known):
    now, streams = guessed[-1].now, sorted(story.stream for story in guessed)

    found = [one for outcome in at_once(lambda: sweep(now=now), lambda: sweep(now=now)) for one in outcome]
    found += sweep(now=now)  # what one left to another that held it

    assert sorted(one.stream for one in found if one.act == "recount") == streams
    entries = Entry.objects.filter(action="deadline_recomputed")
    assert sorted(entries.values_list("stream", flat=True)) == streams
    assert Message.objects.filter(notice="clock_recomputed").count() == len(streams)
    for story in guessed:
        clock = story.clock("follow_up")
        assert (clock.due_on, clock.provisional) == (date(2027, 3, 1), False)
        assert_sound(story)
