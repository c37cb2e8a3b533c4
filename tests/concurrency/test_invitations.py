"""Answers and changes of a meeting pressed at the same instant; two sweepers that remind."""

from datetime import timedelta

import pytest

from committees.models import Answer, Meeting
from committees.queries import answered
from ethics_review.operations import convening as acts
from ethics_review.operations.convening import Wish
from ethics_review.operations.sweeping import sweep
from ledger.models import Entry, Message
from tests.concurrency.racing import at_once, codes, won
from tests.world import MINUTE, MORNING, Story

pytestmark = pytest.mark.concurrency
START = MORNING + timedelta(days=10)


@pytest.fixture
def called(world):
    story = Story(world).in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=START.isoformat())
    return story


def answer(story, who, choice, now):
    pk = story.meeting.pk
    return lambda: acts.answer(meeting=pk, choice=choice, reason="", user=who, now=now)


def entries(story, action):
    return Entry.objects.filter(stream=story.meeting.stream, action=action).count()


def test_two_answers_of_one_person_leave_one(called, world):
    now = called.now + MINUTE
    outcomes = at_once(
        answer(called, world.members[4], "comes", now), answer(called, world.members[4], "does_not_come", now)
    )

    assert won(outcomes) == [0, 1]
    last = Entry.objects.filter(stream=called.meeting.stream).latest("seq")
    assert Answer.objects.get().choice == last.data["answer"]
    assert entries(called, "meeting.answered") == 2


def test_the_answers_of_many_are_all_kept_and_the_office_is_warned_once(called, world):
    now = called.now + MINUTE
    outcomes = at_once(*(answer(called, person, "does_not_come", now) for person in world.members[2:8]))

    assert won(outcomes) == [*range(6)]
    assert Answer.objects.count() == 6
    assert Message.objects.filter(notice="meeting_in_doubt").count() == 2


def test_an_answer_and_a_move_leave_an_answer_for_the_time_it_was_given_for(called, world):
    now, pk = called.now + MINUTE, called.meeting.pk
    wish = Wish(starts_at=START + timedelta(days=1))
    outcomes = at_once(
        answer(called, world.members[4], "comes", now),
        lambda: acts.change(meeting=pk, wish=wish, user=world.secretary, now=now),
    )

    assert won(outcomes) == [0, 1]
    given, meeting = Answer.objects.get(), Meeting.objects.get()
    in_order = list(Entry.objects.filter(stream=meeting.stream).order_by("seq").values_list("action", flat=True))[-2:]
    moved_first = in_order == ["meeting.changed", "meeting.answered"]
    assert (given.for_start == meeting.starts_at) == moved_first
    assert answered(meeting=meeting) == ({world.members[4].pk: True} if moved_first else {})


def test_an_answer_and_the_cancellation_leave_no_answer_after_it(called, world):
    now, pk = called.now + MINUTE, called.meeting.pk
    outcomes = at_once(
        answer(called, world.members[4], "comes", now),
        lambda: acts.cancel(meeting=pk, reason="停电", user=world.secretary, now=now),
    )

    assert 1 in won(outcomes)
    assert Answer.objects.count() == (1 if 0 in won(outcomes) else 0)
    assert codes(outcomes[0]) in ([], ["meeting.cancelled"])
    assert Entry.objects.filter(stream=called.meeting.stream).latest("seq").action == "meeting.cancelled"


def test_an_answer_at_the_start_is_refused_and_one_before_it_is_kept(called, world):
    outcomes = at_once(
        answer(called, world.members[4], "comes", START - timedelta(microseconds=1)),
        answer(called, world.members[5], "comes", START),
    )

    assert (won(outcomes), codes(outcomes[1])) == ([0], ["meeting.begun"])
    assert Answer.objects.get().person == world.members[4]


def test_two_moves_at_once_are_one_after_the_other(called, world):
    now, pk = called.now + MINUTE, called.meeting.pk

    def move(days):
        wish = Wish(starts_at=START + timedelta(days=days))
        return lambda: acts.change(meeting=pk, wish=wish, user=world.secretary, now=now)

    assert won(at_once(move(1), move(2))) == [0, 1]
    assert (Meeting.objects.get().sequence, entries(called, "meeting.changed")) == (2, 2)


def test_two_sweepers_remind_once(called):
    now = START - timedelta(days=1) + MINUTE
    at_once(lambda: sweep(now=now), lambda: sweep(now=now))
    sweep(now=now)

    told = list(Message.objects.filter(notice="meeting_reminder").values_list("recipient_id", flat=True))
    assert len(told) == len(set(told)) == 10
