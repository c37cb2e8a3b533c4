"""Rolls, votes and results."""

import hashlib
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from committees import operations
from committees.models import Ballot, BallotSeat, Vote
from committees.queries import all_voted, roll, tally, voted
from ledger.models import Entry
from ledger.operations import OutsideTransaction
from regulations.clocks import SHANGHAI
from regulations.quorum import Share
from regulations.vocabulary import CommitteeKind, Position

from .conftest import SUBJECT


@pytest.fixture
def room(seven, item, comes, minutes):
    """Everybody has arrived by nine for the item; the seats in the order of the roll."""
    for seat in seven:
        comes(seat.person, minutes(0))
    return seven


def votes_for(ballot, seats, vote, **counts):
    """Let the seats in their order vote as counted: approve=3, reject=1."""
    order = iter(seats)
    for position, number in counts.items():
        for _ in range(number):
            vote(ballot, next(order).person, position)


def test_a_ballot_opens_with_the_roll_frozen(room, put_to_vote, minutes):
    entries = Entry.objects.count()

    ballot = put_to_vote(room[:5])

    assert (ballot.status, ballot.subject, ballot.round, ballot.opened_at) == ("open", SUBJECT, 1, minutes(30))
    assert (ballot.options, ballot.share, ballot.of_all) == (["approve", "reject"], "2/3", False)
    assert [(one.person, one.position, one.categories) for one in roll(ballot)] == [
        (seat.person, seat.position, seat.categories) for seat in room[:5]
    ]
    assert (voted(ballot), tally(ballot), all_voted(ballot)) == (frozenset(), {"approve": 0, "reject": 0}, False)
    assert Entry.objects.count() == entries


def test_whoever_arrives_after_the_opening_is_not_on_the_roll(seven, comes, minutes, put_to_vote, vote, refused):
    for seat in seven[:5]:
        comes(seat.person, minutes(0))
    ballot = put_to_vote(seven[:5])
    comes(seven[5].person, minutes(31))

    with refused() as outcome:
        vote(ballot, seven[5].person)

    assert outcome.reasons == [("ballot.not_on_roll", "house")]
    assert ballot.roll.count() == 5


def test_a_change_of_seats_after_the_opening_does_not_change_the_roll(room, put_to_vote, vote, close, secretary, today):
    ballot = put_to_vote(room[:3])
    operations.end_seat(seat=room[2], ended_on=today + timedelta(days=1), reason="辞任", **secretary)
    votes_for(ballot, room, vote, approve=1)

    closed = close(ballot)

    assert (closed.result, closed.tally, len(roll(closed))) == ("", {"approve": 1, "reject": 0}, 3)


def test_a_subject_has_one_open_ballot(room, put_to_vote, close, refused):
    ballot = put_to_vote(room[:5])

    with refused() as outcome:
        put_to_vote(room[:5], item=None, subject=SUBJECT)
    close(ballot)
    again = put_to_vote(room[:5])

    assert outcome.reasons == [("ballot.open", "house")]
    assert again.status == "open"


def test_an_empty_roll_is_refused(item, put_to_vote, refused):
    with refused() as outcome:
        put_to_vote([])

    assert outcome.reasons == [("ballot.empty_roll", "house")]


def test_a_roll_holds_only_voting_seats_of_the_body_in_term(room, appoint, body, put_to_vote, refused):
    unfit = [
        appoint(position=Position.ADVISER),
        appoint(position=Position.SECRETARY),
        appoint(committee=body()),
        appoint(ends_on=date(2026, 6, 9)),
        appoint(starts_on=date(2026, 6, 11)),
    ]

    with refused() as outcome:
        put_to_vote([*room[:2], *unfit])
    last_day = appoint(ends_on=date(2026, 6, 10))
    ballot = put_to_vote([*room[:2], last_day])

    assert outcome.reasons == [("ballot.not_entitled", "house")]
    assert outcome.figures == [{"people": [seat.person_id for seat in unfit]}]
    assert ballot.roll.count() == 3


def test_nobody_stands_on_a_roll_twice(room, put_to_vote, refused):
    with refused() as outcome:
        put_to_vote([room[0], room[1], room[0]])

    assert outcome.figures == [{"people": [room[0].person_id, room[0].person_id]}]


def test_who_left_since_the_room_was_read_is_not_put_on_a_roll(room, goes, comes, minutes, put_to_vote, refused):
    goes(room[1].person, minutes(29))
    goes(room[2].person, minutes(29))
    comes(room[2].person, minutes(30))

    with refused() as outcome:
        put_to_vote(room[:5])

    assert outcome.reasons == [("ballot.left_room", "house")]
    assert outcome.figures == [{"people": [room[1].person_id]}]


def test_a_seat_that_ended_since_it_was_read_is_not_put_on_a_roll(seven, put_to_vote, secretary, minutes, refused):
    read_before = list(seven)
    operations.end_seat(seat=seven[1], ended_on=date(2026, 6, 10), reason="辞任", **secretary | {"at": minutes(0)})

    with refused() as outcome:
        put_to_vote(read_before, item=None, subject=SUBJECT)

    assert outcome.reasons == [("ballot.not_entitled", "house")]
    assert outcome.figures == [{"people": [seven[1].person_id]}]


def test_a_recused_person_is_not_put_on_a_roll(room, item, minutes, put_to_vote, refused):
    with transaction.atomic():
        operations.recuse(subject=SUBJECT, item=item, person=room[1].person, reason="持股", at=minutes(10))

    with refused() as outcome:
        put_to_vote(room[:5])

    assert outcome.reasons == [("interest.recused", "house")]
    assert outcome.figures == [{"people": [room[1].person_id]}]


def test_no_ballot_opens_on_a_closed_item_or_in_an_ended_meeting(room, item, meeting, put_to_vote, secretary, refused):
    operations.close_item(item=item, **secretary)
    with refused() as closed:
        put_to_vote(room)

    operations.end_meeting(meeting=meeting, **secretary)
    with refused() as ended:
        put_to_vote(room)

    assert closed.reasons == [("agenda.item_closed", "house")]
    assert ended.reasons == [("meeting.ended", "house"), ("agenda.item_closed", "house")]


@pytest.mark.parametrize("options", [(), ("approve", "approve")])
def test_options_are_distinct_and_at_least_one(room, put_to_vote, options):
    with pytest.raises(ValueError, match="distinct and at least one"):
        put_to_vote(room, options=options)


def test_a_vote_is_kept_with_its_reason_and_a_salt(room, put_to_vote, vote, minutes):
    ballot = put_to_vote(room[:5])

    first = vote(ballot, room[0].person, "reject", "数据来源不清")
    second = vote(ballot, room[1].person, "reject", "数据来源不清")

    assert (first.position, first.reason, first.cast_at) == ("reject", "数据来源不清", minutes(35))
    assert (len(first.salt), first.salt == second.salt) == (32, False)
    assert (voted(ballot), tally(ballot)) == (
        frozenset({room[0].person_id, room[1].person_id}),
        {"approve": 0, "reject": 2},
    )


def test_a_commitment_binds_position_and_reason_and_hides_them(room, put_to_vote, vote):
    ballot = put_to_vote(room[:5])
    first, second = (vote(ballot, seat.person, "reject", "同") for seat in room[:2])

    written = f"{first.salt}|reject|同"
    assert operations.commitment(first) == hashlib.sha256(written.encode()).hexdigest()
    assert operations.commitment(Vote.objects.get(pk=first.pk)) == operations.commitment(first)
    assert operations.commitment(first) != operations.commitment(second)
    before = operations.commitment(first)
    first.position = "approve"
    assert operations.commitment(first) != before


def test_nobody_votes_twice(room, put_to_vote, vote, refused):
    ballot = put_to_vote(room[:5])
    vote(ballot, room[0].person, "approve")

    with refused() as outcome:
        vote(ballot, room[0].person, "reject")

    assert outcome.reasons == [("ballot.already_voted", "house")]
    assert tally(ballot) == {"approve": 1, "reject": 0}


def test_only_what_was_put_to_the_vote_can_be_voted_for(room, put_to_vote, vote, refused):
    ballot = put_to_vote(room[:5])

    with refused() as outcome:
        vote(ballot, room[0].person, "abstain")

    assert outcome.reasons == [("ballot.unknown_option", "house")]
    assert outcome.figures == [{"given": "abstain", "allowed": ["approve", "reject"]}]


def test_whoever_has_left_the_room_votes_no_longer(room, put_to_vote, vote, goes, comes, minutes, refused):
    ballot = put_to_vote(room[:5])
    goes(room[0].person, minutes(31))

    with refused() as outcome:
        vote(ballot, room[0].person, at=minutes(31))
    comes(room[0].person, minutes(33))
    cast = vote(ballot, room[0].person, at=minutes(33))

    assert outcome.reasons == [("ballot.left_room", "house")]
    assert cast.cast_at == minutes(33)


def test_a_vote_after_the_last_day_of_the_term_is_refused(appoint, seven, put_to_vote, vote, refused):
    seat = appoint(ends_on=date(2026, 6, 10))
    ballot = put_to_vote([seat, seven[0]], item=None, subject=SUBJECT)

    with refused() as outcome:
        vote(ballot, seat.person, at=datetime(2026, 6, 11, 0, 0, tzinfo=SHANGHAI))
    cast = vote(ballot, seat.person, at=datetime(2026, 6, 10, 23, 59, tzinfo=SHANGHAI))

    assert outcome.reasons == [("seat.not_in_term", "house")]
    assert cast.position == "approve"


def test_every_reason_against_a_vote_is_given_at_once(room, put_to_vote, vote, goes, close, minutes, refused):
    ballot = put_to_vote(room[:2])
    vote(ballot, room[0].person)
    goes(room[0].person, minutes(36))
    close(ballot)

    with refused() as outcome:
        vote(ballot, room[0].person, "abstain", at=minutes(41))

    assert [code for code, _ in outcome.reasons] == [
        "ballot.not_open",
        "ballot.already_voted",
        "ballot.left_room",
        "ballot.unknown_option",
    ]


def test_all_have_voted_with_the_last_vote_of_the_roll(room, put_to_vote, vote):
    ballot = put_to_vote(room[:3])

    votes_for(ballot, room, vote, approve=2)
    before = all_voted(ballot)
    vote(ballot, room[2].person)

    assert (before, all_voted(ballot)) == (False, True)


@pytest.mark.parametrize(
    ("of", "approve", "result"),
    [(5, 3, ""), (5, 4, "approve"), (6, 3, ""), (6, 4, "approve"), (7, 4, ""), (7, 5, "approve")],
)
def test_two_thirds_of_the_roll_carry(room, put_to_vote, vote, close, of, approve, result):
    ballot = put_to_vote(room[:of])
    votes_for(ballot, room, vote, approve=approve, reject=of - approve)

    closed = close(ballot)

    assert (closed.status, closed.result) == ("closed", result)
    assert closed.tally == {"approve": approve, "reject": of - approve}


def test_whoever_left_without_voting_counts_in_the_whole(room, put_to_vote, vote, close, goes, minutes):
    ballot = put_to_vote(room)
    votes_for(ballot, room, vote, approve=4)
    for seat in room[4:]:
        goes(seat.person, minutes(36))

    closed = close(ballot, present={seat.person_id for seat in room[:4]}, min_present=4)

    assert (closed.result, closed.tally) == ("", {"approve": 4, "reject": 0})


@pytest.mark.parametrize(("still_there", "result"), [(4, ""), (5, "approve")])
def test_too_few_taking_part_leave_the_ballot_without_result(room, put_to_vote, vote, close, still_there, result):
    ballot = put_to_vote(room[:6])
    votes_for(ballot, room, vote, approve=4)

    closed = close(ballot, present={seat.person_id for seat in room[:still_there]}, min_present=5)

    assert (closed.status, closed.result, closed.tally) == ("closed", result, {"approve": 4, "reject": 0})


def test_whoever_voted_and_left_still_takes_part_and_a_stranger_does_not(room, put_to_vote, vote, close):
    ballot = put_to_vote(room[:5])
    votes_for(ballot, room, vote, approve=4)

    stranger = {room[6].person_id}
    closed = close(ballot, present=stranger, min_present=5)

    assert closed.result == ""


@pytest.mark.parametrize(("there", "result"), [([0, 1, 2, 3], "approve"), ([0, 1, 2, 4], "")])
def test_those_who_take_part_bring_the_fields_required(room, put_to_vote, vote, close, there, result):
    """Of the five only the fourth is a lawyer, and has not voted."""
    ballot = put_to_vote(room[:5])
    for seat in (*room[:3], room[4]):
        vote(ballot, seat.person)

    present = {room[number].person_id for number in there}
    assert close(ballot, present=present, min_present=4, required=("ethics", "law")).result == result


def test_those_who_voted_make_the_number_when_the_room_is_not_asked(room, put_to_vote, vote, close):
    ballot = put_to_vote(room[:5])
    votes_for(ballot, room, vote, approve=4)

    assert close(ballot, present=None, min_present=4).result == "approve"


def test_a_panel_votes_by_two_thirds_of_all_its_experts(body, appoint, put_to_vote, vote, close):
    panel = body(CommitteeKind.EXPERT_PANEL, subject=SUBJECT)
    experts = [appoint(committee=panel, position=Position.EXPERT) for _ in range(5)]
    question = {"committee": panel, "item": None, "subject": SUBJECT, "options": ("agree", "disagree"), "of_all": True}

    first = put_to_vote(experts, **question)
    votes_for(first, experts, vote, agree=3)
    without = close(first)
    second = put_to_vote(experts, **question)
    votes_for(second, experts, vote, agree=4)
    carried = close(second)

    assert (without.result, carried.result) == ("", "agree")
    assert carried.of_all is True


def test_the_share_is_the_one_the_ballot_was_opened_with(room, put_to_vote, vote, close):
    ballot = put_to_vote(room[:4], share=Share(1, 2))
    votes_for(ballot, room, vote, approve=2, reject=1)

    assert close(ballot).result == "approve"


def test_a_ballot_is_closed_once(room, put_to_vote, close, minutes, refused):
    ballot = put_to_vote(room[:5])
    closed = close(ballot)

    with refused() as again:
        close(ballot)
    with refused() as voided:
        operations.void_ballot(ballot=ballot, reason="recusal", at=minutes(50))

    assert closed.closed_at == minutes(40)
    assert again.reasons == voided.reasons == [("ballot.not_open", "house")]
    assert again.figures == [{"status": "closed"}]


def test_a_void_ballot_counts_for_nothing_and_keeps_its_votes(room, put_to_vote, vote, close, minutes, refused):
    ballot = put_to_vote(room[:5])
    votes_for(ballot, room, vote, approve=5)

    with transaction.atomic():
        void = operations.void_ballot(ballot=ballot, reason="presider_left", at=minutes(38))

    assert (void.status, void.void_reason, void.closed_at) == ("void", "presider_left", minutes(38))
    assert (void.result, void.tally) == ("", {})
    assert Vote.objects.count() == 5
    with refused() as outcome:
        close(ballot)
    assert outcome.reasons == [("ballot.not_open", "house")]


@pytest.mark.django_db(transaction=True)
def test_ballots_are_not_touched_outside_a_transaction(seven, question, put_to_vote, minutes):
    with pytest.raises(OutsideTransaction):
        operations.open_ballot(**question(seven, item=None, subject=SUBJECT))
    ballot = put_to_vote(seven, item=None, subject=SUBJECT)
    for act, words in (
        (operations.record_vote, {"person": seven[0].person, "position": "approve", "reason": ""}),
        (operations.close_ballot, {"present": None, "min_present": None}),
        (operations.void_ballot, {"reason": "recusal"}),
    ):
        with pytest.raises(OutsideTransaction):
            act(ballot=ballot, at=minutes(40), **words)

    assert (Ballot.objects.get().status, BallotSeat.objects.count(), Vote.objects.count()) == ("open", 7, 0)
