"""Casting and closing: one vote each, that stays; a result by two thirds of the roll as it was frozen."""

import hashlib
from datetime import date

import pytest

from committees.models import AgendaItem, Ballot, Vote
from regulations.vocabulary import Category, Position
from tests.world import MINUTE, Story, appoint, build

FOR, AGAINST = "approve", "reject"


@pytest.fixture
def voting(story):
    """The ballot is open on a roll of the first `present` members."""

    def open_to(present):
        return story.in_review().reviewed().balloting(present)

    return open_to


def test_a_vote_is_kept_and_the_record_commits_to_it_without_showing_it(voting):
    story = voting(7)
    story.votes(FOR, story.chair)

    vote = Vote.objects.get()
    assert (vote.position, vote.seat.person, vote.cast_at) == (FOR, story.chair, story.now)
    text = f"{vote.salt}|{vote.position}|{vote.reason}"
    assert story.last.data["vote"] == hashlib.sha256(text.encode()).hexdigest()
    assert FOR not in story.last.body
    assert (story.last.role, story.told()) == ("chair", {})


@pytest.mark.parametrize(
    ("present", "in_favour", "result"),
    [
        (5, 4, FOR), (5, 3, ""),
        (6, 4, FOR), (6, 3, ""),
        (7, 5, FOR), (7, 4, ""),
        (8, 6, FOR), (8, 5, ""),
        (9, 6, FOR), (9, 5, ""),
    ],
)  # fmt: skip
def test_two_thirds_of_those_present_carry(voting, present, in_favour, result):
    story = voting(present)
    story.votes(FOR, *story.members[:in_favour]).votes(AGAINST, *story.members[in_favour:present])

    ballot = story.ballot
    assert (ballot.status, ballot.result) == ("closed", result)
    assert (ballot.tally[FOR], ballot.tally[AGAINST]) == (in_favour, present - in_favour)


def test_the_last_vote_closes_the_ballot_in_the_same_act(voting):
    story = voting(5)
    story.votes(FOR, *story.members[:5])

    assert (story.last.action, story.last.role, story.last.actor) == ("close_ballot", "system", None)
    assert story.last.data["tally"] == {
        "approve": 5,
        "approve_after_modification": 0,
        "revise_and_re_review": 0,
        "reject": 0,
    }
    assert (story.last.data["result"], story.last.data["counted"]) == (FOR, 5)
    assert story.told() == {"ballot_closed": ["委员1", "秘书"]}
    assert AgendaItem.objects.get().closed_at == story.now
    assert story.case.version == len(story.entries())


def test_a_house_may_leave_the_closing_to_the_chair(db):
    story = Story(build(house={"ballot.closes": "chair"})).in_review().reviewed().balloting(5)
    story.votes(FOR, *story.members[:5])
    assert story.ballot.status == "open"

    story.does(story.chair, "close_ballot")
    assert (story.ballot.status, story.ballot.result) == ("closed", FOR)
    assert story.last.role == "chair"


def test_whoever_does_not_vote_still_counts_in_the_whole(voting):
    story = voting(7)
    story.votes(FOR, *story.members[:4]).does(story.chair, "close_ballot")

    assert story.ballot.result == ""
    assert story.ballot.tally[FOR] == 4


def test_without_a_result_the_case_stays_and_goes_to_the_next_meeting(voting, refused):
    story = voting(6)
    story.votes(FOR, *story.members[:3]).votes(AGAINST, *story.members[3:6])

    with refused(("decision.no_majority", "ai-2026#16")) as outcome:
        story.issued()
    assert outcome.figures[0]["need"] == 4
    assert outcome.figures[0]["of"] == 6
    assert story.found("reject").issued().case.state == "rejected"
    assert Ballot.objects.count() == 2


def test_nobody_votes_twice(voting, refused):
    story = voting(7)
    story.votes(FOR, story.members[1])

    with refused(("ballot.already_voted", "house")):
        story.votes(AGAINST, story.members[1])


def test_who_came_later_is_not_on_the_roll(voting, refused):
    story = voting(7)
    story.arrives(story.members[7]).declared(story.members[7])

    with refused(("ballot.not_on_roll", "ai-2026#16")) as outcome:
        story.votes(FOR, story.members[7])
    assert outcome.figures == [{"of": 7}]


def test_who_left_the_room_a_minute_before_votes_no_longer(voting, refused):
    story = voting(7)
    story.now += MINUTE
    story.leaves(story.members[3])

    with refused(("ballot.left_room", "ai-2026#14")):
        story.votes(FOR, story.members[3])
    story.arrives(story.members[3]).votes(FOR, story.members[3])
    assert Vote.objects.count() == 1


def test_a_vote_cast_before_leaving_counts(voting):
    story = voting(5)
    story.votes(FOR, *story.members[1:5])
    story.now += MINUTE
    story.leaves(story.members[4]).does(story.chair, "close_ballot")

    assert (story.ballot.result, story.ballot.tally[FOR]) == (FOR, 4)


def test_a_meeting_that_has_fallen_below_five_decides_nothing(voting):
    """Six opened the vote, four voted for it; two left without voting, so only four took part."""
    story = voting(6)
    story.votes(FOR, *story.members[:4])
    story.now += MINUTE
    story.leaves(story.members[4]).leaves(story.members[5]).does(story.chair, "close_ballot")

    assert (story.ballot.tally[FOR], story.ballot.result) == (4, "")


def test_five_who_took_part_decide(voting):
    story = voting(6)
    story.votes(FOR, *story.members[:4])
    story.now += MINUTE
    story.leaves(story.members[5]).does(story.chair, "close_ballot")

    assert story.ballot.result == FOR


@pytest.mark.parametrize(
    ("lawyer", "result"), [("stays", FOR), ("votes and leaves", FOR), ("leaves", ""), ("leaves and comes back", FOR)]
)
def test_those_who_take_part_to_the_end_cover_the_required_fields(voting, lawyer, result):
    """Of the seven only the fourth is a lawyer; five vote for it, and six are enough in number."""
    story = voting(7)
    story.votes(FOR, *story.members[:3], *story.members[4:6])
    story.now += MINUTE
    if lawyer == "votes and leaves":
        story.votes(FOR, story.members[3]).wait(minutes=1)
    if lawyer != "stays":
        story.leaves(story.members[3])
    if lawyer == "leaves and comes back":
        story.arrives(story.members[3])
    story.does(story.chair, "close_ballot")

    assert (story.ballot.status, story.ballot.result) == ("closed", result)


@pytest.mark.parametrize(("leaves", "result"), [(False, FOR), (True, "")])
def test_an_adviser_from_the_field_stays_to_the_end_of_an_emergency(story, leaves, result):
    story.in_review("emergency").reviewed().emergency_meeting().votes(FOR, *story.members[:5])
    story.now += MINUTE
    if leaves:
        story.leaves(story.world.adviser)
    story.does(story.chair, "close_ballot")

    assert story.ballot.result == result


@pytest.mark.parametrize(("leaves", "result"), [(False, FOR), (True, "")])
def test_a_member_from_the_field_takes_part_to_the_end_of_an_emergency(world, leaves, result):
    person = world.experts[0]
    appoint(world.body, person, Position.MEMBER, world.manager, categories=(Category.FIELD,), sex="female")
    story = Story(world).in_review("emergency").reviewed().in_meeting().arrives(person).declared(person)
    story.does(story.chair, "open_ballot")
    story.votes(FOR, *story.members[:6])
    story.now += MINUTE
    if leaves:
        story.leaves(person)
    story.does(story.chair, "close_ballot")

    assert (len(story.ballot.roll.all()), story.ballot.result) == (8, result)


def test_outside_an_emergency_nobody_from_the_field_is_asked_for(voting):
    story = voting(7)
    story.votes(FOR, *story.members[:5]).does(story.chair, "close_ballot")

    assert story.ballot.result == FOR


@pytest.mark.parametrize(("ended_on", "votes"), [(date(2026, 6, 12), True), (date(2026, 6, 11), False)])
def test_a_member_whose_seat_has_ended_since_the_opening_votes_no_longer(world, voting, refused, ended_on, votes):
    story = voting(7)
    world.end_seat(world.members[6], on=ended_on, at=story.now)
    story.wait(days=1)
    if votes:
        story.votes(FOR, world.members[6])
        assert Vote.objects.count() == 1
        return

    with refused(("role.not_yours", "ai-2026#16")):
        story.votes(FOR, world.members[6])


def test_dissent_is_reasoned(voting, refused):
    story = voting(7)

    with refused(("ballot.reason_missing", "ai-2026#16")):
        story.does(story.members[1], "cast_vote", position=AGAINST, reason=" ")
    story.does(story.members[1], "cast_vote", position="approve_after_modification")
    assert Vote.objects.count() == 1


def test_only_what_was_put_to_the_vote_can_be_voted_for(voting, refused):
    story = voting(7)

    with refused(("ballot.unknown_option", "general-2023#16")) as outcome:
        story.does(story.members[1], "cast_vote", position="abstain", reason="弃权")
    assert outcome.figures[0]["given"] == "abstain"


def test_no_vote_without_an_open_ballot(story, refused):
    story.in_review().reviewed().in_meeting()

    with refused(("ballot.not_open", "ai-2026#16")):
        story.votes(FOR, story.members[1])
    with refused(("ballot.not_open", "ai-2026#16")):
        story.does(story.chair, "close_ballot")


def test_an_applicant_on_the_committee_has_no_vote(world, refused):
    story = Story(world, applicant=world.members[8]).in_review().reviewed().balloting()

    with refused(("role.not_yours", "ai-2026#16")) as outcome:
        story.votes(FOR, world.members[8])
    assert outcome.figures[0]["has"] == ["applicant"]


def test_an_adviser_has_no_vote(world, voting, refused):
    story = voting(7)
    story.arrives(world.adviser, kind="adviser", categories=["law"])

    with refused(("role.not_yours", "ai-2026#16")):
        story.votes(FOR, world.adviser)


def test_the_secretary_does_not_close_the_vote(voting, refused):
    story = voting(7)

    with refused(("role.not_yours", "ai-2026#16")):
        story.does(story.secretary, "close_ballot")
