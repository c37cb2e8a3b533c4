"""Sweepers against each other and against acts, panels formed twice, and everybody at one meeting at once."""

import pytest

from committees import operations as bodies
from committees.models import AgendaItem, Ballot, Meeting
from ethics_review.models import ReExamination
from ethics_review.operations.sweeping import sweep
from ledger.models import Entry, Message
from regulations import pack
from tests.concurrency.racing import assert_sound, at_once, codes, press, told, won
from tests.world import MINUTE, Story, experts

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AGAIN = 3
CONFLICT = {"conflict": True, "details": "持股"}


def test_sweepers_at_once_record_what_was_missed_once(world):
    stories = [Story(world).submitted() for _ in range(4)]
    later = stories[-1].wait(days=40).now
    at_once(*[lambda: sweep(now=later)] * 3)
    sweep(now=later)  # what one left to another that held it

    assert Entry.objects.filter(action="deadline_missed").count() == 4
    assert Message.objects.filter(notice="clock_missed").count() == 4 * 3  # secretary, chair, head of the unit
    assert sweep(now=later) == []


def test_the_sweeper_and_the_decision_leave_the_clock_settled(world):
    for _ in range(AGAIN):
        story = Story(world).in_review().reviewed().found().wait(days=40)
        at_once(lambda now=story.now: sweep(now=now), press(story, story.chair, "issue_decision"))

        assert story.case.state == "active"
        clock = story.clock("decision")
        assert clock.settled_at is not None
        missed = Entry.objects.filter(stream=story.stream, action="deadline_missed").count()
        assert missed == (clock.missed_at is not None)
        assert_sound(story)


def test_the_sweeper_decides_nothing_when_it_meets_an_extension(world):
    for _ in range(AGAIN):
        story = Story(world).in_review().wait(days=40)
        extension = {"clock": "decision", "new_date": "2026-08-31", "reasons": "补充论证"}
        at_once(lambda now=story.now: sweep(now=now), press(story, story.secretary, "extend", **extension))
        sweep(now=story.now)

        assert (story.case.state, story.clock("decision").due_on.isoformat()) == ("in_review", "2026-08-31")
        assert Entry.objects.filter(stream=story.stream, action="deadline_missed").count() <= 1
        assert_sound(story)


def test_a_panel_formed_twice_at_once_is_one_panel(world):
    story = Story(world).applied()
    story.does(world.officer, "accept_re_examination")
    letters = [experts(world.experts[:5]), experts(world.experts[1:6])]
    at_once(*[press(story, world.officer, "form_panel", experts=letter) for letter in letters])

    seated = {seat.person_id for seat in ReExamination.objects.get().panel.seats.filter(ended_on=None)}
    assert seated in [{one["person"] for one in letter} for letter in letters]
    assert_sound(story)


def test_experts_voting_at_once_are_all_counted(world):
    story = Story(world).applied().panel_voting()
    outcomes = at_once(*[press(story, who, "cast_vote", position="agree") for who in world.experts[:5]])

    assert won(outcomes) == [0, 1, 2, 3, 4]
    assert (story.ballot.status, story.ballot.result, story.ballot.tally["agree"]) == ("closed", "agree", 5)
    assert_sound(story)


def test_an_opinion_returned_twice_is_returned_once(world):
    story = Story(world).applied().panel_voting().votes("agree", *world.experts[:5])
    words = {"compliance": "符合", "reasonableness": "合理"}
    outcomes = at_once(*[press(story, world.officer, "give_opinion", **words)] * 2)

    (place,) = won(outcomes)
    loser = outcomes[1 - place]
    assert codes(loser)[0] == "state.not_here"
    assert told(loser) == ("give_opinion", "科技厅干事", "authority")
    assert_sound(story)


def test_matters_put_on_one_agenda_at_once_are_all_there(world):
    first = Story(world).in_review().reviewed().convened()
    stories = [Story(world).in_review().reviewed() for _ in range(3)]
    at_once(*[press(one, one.secretary, "convene", meeting=first.meeting.pk) for one in stories])

    assert sorted(AgendaItem.objects.values_list("order", flat=True)) == [1, 2, 3, 4]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_everybody_at_one_meeting_at_once_never_waits_for_ever(world, attempt):
    """Two matters of one meeting: votes, a recusal, a closing, a departure, an arrival and a sweep, in any order."""
    one = Story(world).in_review().reviewed().balloting()
    meeting = one.meeting
    other = Story(world).in_review().reviewed()
    other.now = one.now
    other.does(other.secretary, "convene", meeting=meeting.pk)
    other.declared(*world.members[:7]).does(other.chair, "open_ballot")
    one.now = other.now
    now = one.now + MINUTE
    room = {"meeting": meeting, "actor": one.secretary, "role": "secretary", "at": now, "now": now}
    rules = pack("ai-2026").rules_for(house={})
    outcomes = at_once(
        press(one, world.members[2], "declare_interest", **CONFLICT),
        press(other, world.chair, "close_ballot"),
        lambda: bodies.leave(person=world.members[3], **room),
        lambda: bodies.arrive(person=world.members[7], kind="member", rules=rules, **room),
        lambda: sweep(now=now),
        press(one, world.members[1], "cast_vote", position="approve"),
        press(other, world.members[1], "cast_vote", position="approve"),
    )

    assert set(won(outcomes)) >= {0, 1, 2, 3, 4}
    assert Ballot.objects.get(subject=one.stream).status == "void"
    assert Ballot.objects.get(subject=other.stream).status == "closed"
    assert_sound(one)
    assert_sound(other)
