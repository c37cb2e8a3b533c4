"""Majorities, the roll and the tally, against counting written another way."""

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb

import pytest

from regulations.quorum import (
    SeatFact,
    Share,
    carried,
    counted,
    entitled,
    missing_categories,
    needed,
    reached,
    seated,
    tally,
    undeclared,
)
from regulations.vocabulary import Category, Opinion, Outcome, Position

TWO_THIRDS = Share(2, 3)


def seat(person=1, **changes):
    facts = {
        "person": person,
        "name": f"member {person}",
        "position": Position.MEMBER,
        "categories": frozenset({Category.ETHICS}),
        "voting": True,
        "in_term": True,
        "present": True,
        "recused": False,
        "declared": True,
    }
    return SeatFact(**{**facts, **changes})


def people(roll):
    return [one.person for one in roll]


@pytest.mark.parametrize(("present", "votes"), [(5, 4), (6, 4), (7, 5), (8, 6), (9, 6)])
def test_two_thirds_of_the_regulations_table(present, votes):
    assert needed(TWO_THIRDS, present) == votes
    assert reached(TWO_THIRDS, votes, present)
    assert not reached(TWO_THIRDS, votes - 1, present)


def test_needed_and_reached_agree_with_fractions_for_every_share():
    for denominator in range(1, 8):
        for numerator in range(1, denominator + 1):
            share = Share(numerator, denominator)
            for of in range(1, 60):
                fewest = min(
                    votes for votes in range(1, of + 1) if Fraction(votes, of) >= Fraction(numerator, denominator)
                )
                assert needed(share, of) == fewest
                assert [reached(share, votes, of) for votes in range(of + 1)] == [
                    votes >= fewest for votes in range(of + 1)
                ]


def test_an_empty_body_reaches_nothing():
    assert needed(TWO_THIRDS, 0) == 1
    assert not reached(TWO_THIRDS, 0, 0)


def test_a_large_body_is_counted_without_rounding():
    votes = 2 * 10**30

    assert reached(TWO_THIRDS, votes, 3 * 10**30)
    assert not reached(TWO_THIRDS, votes - 1, 3 * 10**30)


@pytest.mark.parametrize(("votes", "of"), [(6, 5), (-1, 5), (1, 0), (0, -1)])
def test_reached_refuses_votes_the_body_cannot_cast(votes, of):
    with pytest.raises(ValueError, match="cannot come from"):
        reached(TWO_THIRDS, votes, of)


def test_needed_refuses_a_negative_body():
    with pytest.raises(ValueError, match="-1"):
        needed(TWO_THIRDS, -1)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 3), (-2, 3), (4, 3), (2, 0), (2, -3)])
def test_a_share_is_a_part_of_a_whole(numerator, denominator):
    with pytest.raises(ValueError, match="part of a whole"):
        Share(numerator, denominator)


def test_a_share_reads_as_written():
    assert str(TWO_THIRDS) == "2/3"


@pytest.mark.parametrize("flags", list(product([False, True], repeat=4)), ids=str)
def test_a_single_seat_counts_only_with_all_four_conditions(flags):
    voting, in_term, present, recused = flags
    roll = (seat(voting=voting, in_term=in_term, present=present, recused=recused),)

    assert people(seated(roll)) == ([1] if voting and in_term else [])
    assert people(entitled(roll)) == ([1] if flags[:2] == (True, True) and not recused else [])
    assert people(counted(roll)) == ([1] if flags == (True, True, True, False) else [])


def test_two_seats_of_one_person_count_once_whatever_their_flags():
    for first, second in product(product([False, True], repeat=4), repeat=2):
        roll = [
            seat(voting=voting, in_term=in_term, present=present, recused=recused)
            for voting, in_term, present, recused in (first, second)
        ]

        conflicted = first[3] or second[3]
        one_seat_serves = (True, True, True, False) in (first, second)
        assert people(counted(roll)) == ([1] if one_seat_serves and not conflicted else [])


def test_a_person_brings_the_expertise_of_every_seat_that_counts_and_of_no_other():
    roll = (
        seat(position=Position.CHAIR, categories=frozenset({Category.LAW})),
        seat(categories=frozenset({Category.ETHICS})),
        seat(categories=frozenset({Category.AI_TECHNOLOGY}), in_term=False),
        seat(position=Position.ADVISER, categories=frozenset({Category.FIELD}), voting=False),
    )

    (one,) = counted(roll)

    assert one.categories == {Category.LAW, Category.ETHICS}
    assert one.positions == {Position.CHAIR, Position.MEMBER}


def test_counted_keeps_the_order_of_the_seats_and_what_is_known_of_the_person():
    roll = (seat(3, sex="f", external=True), seat(1, sex="m"), seat(3, external=True), seat(2, present=False))

    assert [(one.person, one.name, one.sex, one.external) for one in counted(roll)] == [
        (3, "member 3", "f", True),
        (1, "member 1", "m", False),
    ]


def test_undeclared_names_only_those_who_count():
    roll = (seat(1), seat(2, declared=False), seat(3, declared=False, recused=True), seat(4), seat(4, declared=False))

    assert people(undeclared(roll)) == [2, 4]


def test_missing_categories_follow_the_order_required():
    roll = (seat(1), seat(2, categories=frozenset({Category.LAW}), present=False))
    required = (Category.LAW, Category.ETHICS, Category.AI_TECHNOLOGY)

    assert missing_categories(counted(roll), required) == (Category.LAW, Category.AI_TECHNOLOGY)
    assert missing_categories(seated(roll), required) == (Category.AI_TECHNOLOGY,)
    assert missing_categories((), ("law", "ethics")) == ("law", "ethics")
    assert missing_categories(roll, ("law", "ethics")) == ()


def test_tally_shows_every_option_in_order_and_unchosen_ones_as_zero():
    votes = {11: Outcome.REJECT, 12: Outcome.APPROVE, 13: Outcome.REJECT}

    assert list(tally(votes, Outcome).items()) == [
        (Outcome.APPROVE, 1),
        (Outcome.APPROVE_AFTER_MODIFICATION, 0),
        (Outcome.REVISE_AND_RE_REVIEW, 0),
        (Outcome.REJECT, 2),
    ]


def test_tally_refuses_a_vote_on_what_was_not_put_to_the_vote():
    with pytest.raises(ValueError, match="abstain"):
        tally({1: "agree", 2: "abstain"}, ("agree", "disagree"))


def test_carried_needs_one_option_alone_to_reach_the_share():
    assert carried({"agree": 4, "disagree": 1}, TWO_THIRDS, 5) == "agree"
    assert carried({"agree": 3, "disagree": 2}, TWO_THIRDS, 5) is None
    assert carried({"agree": 3, "disagree": 3}, Share(1, 2), 6) is None
    assert carried({"agree": 0, "disagree": 0}, TWO_THIRDS, 0) is None


def test_carried_counts_absent_experts_against_a_share_of_all():
    votes = tally(dict.fromkeys(range(3), Opinion.AGREE), Opinion)

    assert carried(votes, TWO_THIRDS, 5) is None
    assert carried(votes, TWO_THIRDS, 4) is Opinion.AGREE


def test_carried_refuses_more_votes_than_members():
    with pytest.raises(ValueError, match="6 votes"):
        carried({"agree": 3, "disagree": 3}, TWO_THIRDS, 5)


def carried_by_hand(ballots, present):
    """Thirds laid out one by one: an option is carried when its pile, taken three times, covers the room twice."""
    piles = {choice: [ballot for ballot in ballots if ballot == choice] for choice in set(ballots) - {"silent"}}
    winners = [choice for choice, pile in piles.items() if len(pile * 3) >= len(list(range(present)) * 2)]
    return winners[0] if winners else None


def test_every_committee_of_five_to_eleven_agrees_with_counting_by_hand():
    options = tuple(Outcome)
    compared = 0
    for members in range(5, 12):
        for recused in range(members + 1):
            roll = [seat(person, recused=person < recused) for person in range(members)]
            room = counted(roll)
            assert people(room) == list(range(recused, members))
            for ballots in combinations_with_replacement((*options, "silent"), len(room)):
                cast = {one.person: ballot for one, ballot in zip(room, ballots, strict=True) if ballot != "silent"}

                result = carried(tally(cast, options), TWO_THIRDS, len(room))

                assert result == carried_by_hand(ballots, members - recused)
                compared += 1
    assert compared == comb(17, 6) - comb(10, 6)  # every multiset of five choices for every size of the room
