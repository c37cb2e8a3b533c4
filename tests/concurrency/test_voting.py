"""Several people at one ballot and at one decision: every vote counts once, every ballot closes once."""

import pytest

from committees.models import Ballot, Recusal, Vote
from ethics_review.engine import Stale, explain
from ethics_review.models import Decision
from ethics_review.operations import sittings
from regulations.vocabulary import Position
from tests.concurrency.racing import actions, assert_sound, at_once, codes, press, told, won
from tests.world import FIELDS, MINUTE, Story, appoint, someone

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AGAIN = 3


def to_vote(world, members=(), **changed):
    """A story whose ballot is about to be opened: five in the room, all declared."""
    story = Story(world, members=list(members)).in_review().reviewed().convened(**changed)
    return story.arrives(*story.members[:5]).declared(*story.members[:5])


def voting(world, *, left, **changed):
    """A story whose ballot of five is open and lacks the votes of the last `left`."""
    story = to_vote(world, **changed)
    story.does(story.meeting.presider, "open_ballot")
    return story.votes("approve", *story.members[: 5 - left])


def assert_closed_once(story, **tally):
    """One ballot, closed by one entry whose figures are the votes that were cast."""
    ballot = Ballot.objects.get(subject=story.stream)
    assert (ballot.status, actions(story).count("close_ballot")) == ("closed", 1)
    counted = {position: count for position, count in ballot.tally.items() if count}
    assert counted == tally
    entry = story.last
    assert (entry.action, entry.data["tally"], entry.data["counted"]) == ("close_ballot", ballot.tally, 5)
    assert Vote.objects.filter(seat__ballot=ballot).count() == sum(tally.values())
    assert_sound(story)


def test_the_last_two_votes_at_once_both_count_and_close_once(world):
    for _ in range(AGAIN):
        story = voting(world, left=2)
        for_it, against = story.members[3:5]
        outcomes = at_once(
            press(story, for_it, "cast_vote", position="approve"),
            press(story, against, "cast_vote", position="reject", reason="风险未受控"),
        )

        assert won(outcomes) == [0, 1]
        assert actions(story)[-3:] == ["cast_vote", "cast_vote", "close_ballot"]
        assert_closed_once(story, approve=4, reject=1)
        assert story.ballot.result == "approve"


def test_one_vote_pressed_three_times_is_cast_once(world):
    for _ in range(AGAIN):
        story = voting(world, left=2)
        outcomes = at_once(*[press(story, story.members[3], "cast_vote", position="approve")] * 3)

        losers = [codes(outcome) for place, outcome in enumerate(outcomes) if place not in won(outcomes)]
        assert losers == [["ballot.already_voted"]] * 2
        assert Vote.objects.filter(seat__ballot=story.ballot).count() == 4
        assert_sound(story)


def test_a_vote_counts_or_comes_too_late_when_the_chair_closes(world):
    for _ in range(AGAIN):
        story = voting(world, left=1)
        outcomes = at_once(
            press(story, story.members[4], "cast_vote", position="approve"),
            press(story, story.chair, "close_ballot"),
        )

        (place,) = won(outcomes)
        assert codes(outcomes[1 - place])[0] == "ballot.not_open"
        assert story.last.role == ("system", "chair")[place]
        assert_closed_once(story, approve=(5, 4)[place])


def test_only_the_vice_chair_who_presides_closes(world):
    for _ in range(AGAIN):
        story = voting(world, left=1, by=world.chair, presider=world.vice.pk)
        people = [world.chair, world.vice]
        outcomes = at_once(*[press(story, who, "close_ballot") for who in people])

        assert won(outcomes) == [1]
        assert set(codes(outcomes[0])) & {"ballot.not_presiding", "ballot.not_open", "role.not_yours"}
        assert story.last.actor == world.vice
        assert_closed_once(story, approve=4)


def test_one_ballot_is_opened_of_two_pressed_at_once(world):
    for _ in range(AGAIN):
        story = to_vote(world, by=world.chair, presider=world.vice.pk)
        outcomes = at_once(*[press(story, who, "open_ballot") for who in (world.chair, world.vice)])

        assert won(outcomes) == [1]
        assert set(codes(outcomes[0])) & {"ballot.not_presiding", "ballot.open"}
        assert story.ballot.roll.count() == 5
        assert Ballot.objects.filter(subject=story.stream).count() == 1
        assert_sound(story)


@pytest.mark.parametrize("left", [1, 2], ids=["the last vote", "a vote before the last"])
def test_a_recusal_undoes_the_vote_it_meets(world, left):
    """Whichever came first: no result rests on the vote of a person who must keep out."""
    for _ in range(AGAIN):
        story = voting(world, left=left)
        member = story.members[5 - left]
        meeting, item = story.meeting, story.meeting.items.get(subject=story.stream)
        now = story.now + MINUTE
        outcomes = at_once(
            press(story, member, "cast_vote", position="approve"),
            lambda member=member, meeting=meeting, item=item, now=now: sittings.recuse(
                meeting=meeting.pk, item=item.pk, person=member.pk, reason="持股", user=world.chair, now=now
            ),
        )

        assert_kept_out(story, member, outcomes)


@pytest.mark.parametrize("left", [1, 2], ids=["the last vote", "a vote before the last"])
def test_a_conflict_declared_undoes_the_same_persons_vote(world, left):
    for _ in range(AGAIN):
        story = voting(world, left=left)
        member = story.members[5 - left]
        outcomes = at_once(
            press(story, member, "cast_vote", position="approve"),
            press(story, member, "declare_interest", conflict=True, details="持股"),
        )

        assert_kept_out(story, member, outcomes)
        assert 1 in won(outcomes)


def assert_kept_out(story, member, outcomes):
    """The member is out, the vote (if it came first) stays as a row, and nothing can be decided on it."""
    voted, recused = (place in won(outcomes) for place in (0, 1))
    if recused:
        assert Recusal.objects.filter(subject=story.stream, person=member).count() == 1
        assert voted or "role.not_yours" in codes(outcomes[0])
        decision = next(
            option
            for option in explain(case=story.case, user=story.chair, now=story.now + MINUTE).options
            if option.line.name == "issue_decision"
        )
        assert not decision.allowed
    else:
        assert (codes(outcomes[1]), story.ballot.status) == (["agenda.item_closed"], "closed")
    assert Vote.objects.filter(seat__ballot__subject=story.stream, seat__person=member).count() == int(voted)
    assert actions(story).count("close_ballot") == int(story.ballot.status == "closed")
    assert_sound(story)


def test_two_who_stand_in_for_the_chair_decide_once(world):
    """The chair keeps out; either of the two vice-chairs holds the chair's role."""
    second = someone("副主任二", world.unit)
    appoint(world.body, second, Position.VICE_CHAIR, world.manager, categories=(FIELDS[0],), sex="female")
    for _ in range(AGAIN):
        story = Story(world, members=[world.vice, second, *world.members[2:]])
        story.accepted().does(world.chair, "declare_interest", conflict=True, details="持股")
        story.listed().assigned().reviewed().found(present=5)
        people = [world.vice, second]
        outcomes = at_once(*[press(story, who, "issue_decision", reasons=f"{who}的理由") for who in people])

        assert_decided_once(story, people, outcomes)


def test_a_decision_pressed_twice_is_issued_once(world):
    for _ in range(AGAIN):
        story = Story(world).in_review().reviewed().found(present=5)
        outcomes = at_once(*[press(story, story.chair, "issue_decision", reasons="依据表决结果")] * 2)

        assert_decided_once(story, [story.chair, story.chair], outcomes)


def test_of_two_decisions_on_one_version_the_second_is_stale(world):
    story = Story(world).in_review().reviewed().found(present=5)
    seen = story.case.version
    outcomes = at_once(*[press(story, story.chair, "issue_decision", version=seen)] * 2)

    (place,) = won(outcomes)
    assert isinstance(outcomes[1 - place], Stale)
    assert outcomes[1 - place].case.version == seen + 1
    assert_sound(story)


def assert_decided_once(story, people, outcomes):
    (place,) = won(outcomes)
    loser = outcomes[1 - place]
    assert codes(loser)[0] == "state.not_here"
    assert told(loser) == ("issue_decision", str(people[place]), "chair")
    assert story.case.state == "active"
    assert Decision.objects.filter(case__number=story.number).count() == 1
    assert actions(story).count("issue_decision") == 1
    assert story.running().keys() == {"follow_up"}
    assert_sound(story)


def leaves_a_minute_ago(story, person):
    """The act of recording that `person` went out before what is pressed at the same time."""
    meeting, now = story.meeting, story.now + MINUTE
    return lambda: sittings.leave(meeting=meeting.pk, person=person.pk, user=story.secretary, at=story.now, now=now)


def test_nobody_who_left_before_is_on_the_roll(world):
    """Of the five who make the quorum one goes: the ballot opens without a quorum, or the record knows no departure."""
    for _ in range(AGAIN):
        story = to_vote(world)
        outcomes = at_once(press(story, story.chair, "open_ballot"), leaves_a_minute_ago(story, story.members[4]))

        (place,) = won(outcomes)
        late = ({"attendance.voted_since"}, {"quorum.too_few", "ballot.left_room"})[place]
        assert codes(outcomes[1 - place])[0] in late
        assert Ballot.objects.filter(subject=story.stream).count() == 1 - place
        assert_sound(story)


def test_nobody_whose_seat_has_ended_is_on_the_roll(world):
    for member in world.members[4 : 4 + AGAIN]:
        story = to_vote(world, members=[*world.members[:4], member])
        now = story.now + MINUTE
        outcomes = at_once(
            press(story, story.chair, "open_ballot"),
            lambda member=member, now=now: world.end_seat(member, on=now.date(), at=now),
        )

        (place,) = won(outcomes)
        late = ({"seat.end_in_past"}, {"quorum.too_few", "ballot.not_entitled", "committee.too_few"})[place]
        assert codes(outcomes[1 - place])[0] in late
        assert Ballot.objects.filter(subject=story.stream).count() == 1 - place
        assert_sound(story)


def test_nobody_votes_after_having_left(world):
    for _ in range(AGAIN):
        story = voting(world, left=2)
        outcomes = at_once(
            press(story, story.members[4], "cast_vote", position="approve"),
            leaves_a_minute_ago(story, story.members[4]),
        )

        (place,) = won(outcomes)
        assert codes(outcomes[1 - place])[0] == ("attendance.voted_since", "ballot.left_room")[place]
        assert Vote.objects.filter(seat__ballot__subject=story.stream).count() == (4, 3)[place]
        assert_sound(story)


def test_matters_of_one_meeting_are_handled_at_once(world):
    """Different cases take their own locks first and those of the body after, in one order."""
    first, second, third = to_vote(world), Story(world).in_review().reviewed(), Story(world).in_review().reviewed()
    second.now = third.now = first.now
    second.does(second.secretary, "convene", meeting=first.meeting.pk)
    second.declared(*second.members[:5])

    outcomes = at_once(
        press(first, first.chair, "open_ballot"),
        press(second, second.chair, "open_ballot"),
        press(third, third.secretary, "convene", meeting=first.meeting.pk),
        press(third, third.chair, "determine_list", items=[], reasons="对照清单判断"),
    )

    assert won(outcomes) == [0, 1, 2, 3]
    for story in (first, second, third):
        assert_sound(story)
