"""Who was in the room, minute by minute."""

from datetime import date, timedelta

import pytest

from committees import operations
from committees.models import Attendance
from committees.queries import attendance_of, in_room, seat_facts
from regulations.quorum import counted
from regulations.vocabulary import Category, Position

MINUTE = timedelta(minutes=1)


@pytest.fixture
def counting(committee, item):
    """The people who count for the item at an instant."""

    def at(instant):
        facts = seat_facts(committee=committee, item=item, subject=item.subject, round=1, at=instant)
        return {person.person for person in counted(facts)}

    return at


def test_an_arrival_is_recorded_with_the_seats_categories(meeting, seven, comes, minutes, last_entry):
    stay = comes(seven[3].person, minutes(5), now=minutes(8))

    assert (stay.kind, stay.categories, stay.arrived_at, stay.left_at) == ("member", ["law"], minutes(5), None)
    assert last_entry(meeting.stream) == (
        "attendance.arrived",
        {
            "person": seven[3].person_id,
            "kind": "member",
            "by_video": False,
            "arrived_at": "2026-06-10T01:05:00.000000Z",
        },
        "secretary",
    )


def test_a_member_counts_from_the_minute_of_arrival_until_the_minute_of_departure(
    seven, comes, goes, minutes, counting
):
    comes(seven[0].person, minutes(5))
    goes(seven[0].person, minutes(29))

    there = {seven[0].person_id}
    assert [counting(minutes(at)) for at in (4, 5, 28, 29, 30)] == [set(), there, there, set(), set()]


def test_whoever_left_one_minute_before_the_ballot_is_not_counted(seven, comes, goes, minutes, counting):
    for seat in seven[:5]:
        comes(seat.person, minutes(0))
    goes(seven[4].person, minutes(30) - MINUTE)

    assert counting(minutes(30)) == {seat.person_id for seat in seven[:4]}


def test_whoever_comes_back_has_two_stays(meeting, seven, comes, goes, minutes, counting):
    comes(seven[0].person, minutes(0))
    goes(seven[0].person, minutes(10))
    comes(seven[0].person, minutes(20))

    stays = [(stay.arrived_at, stay.left_at) for stay in attendance_of(meeting=meeting)]
    assert stays == [(minutes(0), minutes(10)), (minutes(20), None)]
    assert (counting(minutes(15)), counting(minutes(20))) == (set(), {seven[0].person_id})


def test_nobody_arrives_twice(seven, comes, goes, minutes, refused):
    comes(seven[0].person, minutes(0))

    with refused() as inside:
        comes(seven[0].person, minutes(10))
    goes(seven[0].person, minutes(20))
    with refused() as overlapping:
        comes(seven[0].person, minutes(19), now=minutes(25))
    back = comes(seven[0].person, minutes(20), now=minutes(25))

    assert inside.reasons == overlapping.reasons == [("attendance.already_in_room", "house")]
    assert back.arrived_at == minutes(20)


def test_nobody_leaves_who_is_not_there(seven, comes, goes, minutes, refused):
    with refused() as never_came:
        goes(seven[0].person, minutes(10))
    comes(seven[0].person, minutes(10))
    with refused() as before:
        goes(seven[0].person, minutes(10) - MINUTE, now=minutes(20))
    stay = goes(seven[0].person, minutes(10), now=minutes(20))

    assert never_came.reasons == [("attendance.not_in_room", "house")]
    assert before.reasons == [("attendance.before_arrival", "house")]
    assert stay.left_at == stay.arrived_at


def test_nothing_is_recorded_ahead_of_its_time(seven, comes, goes, minutes, refused):
    with refused() as arrival:
        comes(seven[0].person, minutes(10) + MINUTE, now=minutes(10))
    comes(seven[0].person, minutes(10), now=minutes(10))
    with refused() as departure:
        goes(seven[0].person, minutes(11), now=minutes(10))

    assert arrival.reasons == departure.reasons == [("attendance.in_future", "house")]


def test_nothing_is_recorded_after_the_end(meeting, seven, comes, goes, minutes, secretary, refused):
    comes(seven[0].person, minutes(0))
    operations.end_meeting(meeting=meeting, **(secretary | {"at": minutes(60)}))

    with refused() as arrival:
        comes(seven[1].person, minutes(30), now=minutes(61))
    with refused() as departure:
        goes(seven[0].person, minutes(30), now=minutes(61))

    assert arrival.reasons == [("meeting.ended", "house")]
    assert departure.reasons == [("meeting.ended", "house"), ("attendance.not_in_room", "house")]


def test_a_member_needs_a_voting_seat_in_term_on_that_day(appoint, seven, comes, morning, person, refused):
    last_day = appoint(ends_on=date(2026, 6, 10))
    expired = appoint(ends_on=date(2026, 6, 9))
    adviser = appoint(position=Position.ADVISER)

    comes(last_day.person, morning)
    for unseated in (expired.person, adviser.person, person()):
        with refused() as outcome:
            comes(unseated, morning)
        assert outcome.reasons == [("attendance.no_voting_seat", "house")]


def test_a_seat_on_another_body_is_no_seat_here(appoint, body, meeting, comes, morning, refused):
    stranger = appoint(committee=body())

    with refused() as outcome:
        comes(stranger.person, morning)

    assert outcome.reasons == [("attendance.no_voting_seat", "house")]


def test_an_adviser_is_heard_and_never_counts(meeting, seven, comes, minutes, counting, person):
    comes(person(), minutes(0), kind="adviser", categories=(Category.FIELD,))
    comes(seven[0].person, minutes(0), kind="adviser")

    assert [stay.categories for stay in in_room(meeting=meeting, at=minutes(1))] == [["field"], []]
    assert counting(minutes(1)) == set()


def test_video_needs_the_committees_own_rule(seven, comes, minutes, refused, video_rules):
    with refused() as outcome:
        comes(seven[0].person, minutes(0), by_video=True)
    stay = comes(seven[0].person, minutes(0), by_video=True, rules=video_rules)

    assert outcome.reasons == [("meeting.video", "house")]
    assert Attendance.objects.get().by_video is stay.by_video is True


def test_every_reason_against_an_arrival_is_given_at_once(meeting, comes, minutes, secretary, person, refused):
    operations.end_meeting(meeting=meeting, **secretary)

    with refused() as outcome:
        comes(person(), minutes(10), now=minutes(9), by_video=True)

    assert [code for code, _ in outcome.reasons] == [
        "meeting.ended",
        "attendance.in_future",
        "attendance.no_voting_seat",
        "meeting.video",
    ]


def test_a_departure_does_not_contradict_a_roll_opened_since(seven, comes, goes, minutes, put_to_vote, refused):
    comes(seven[0].person, minutes(0))
    comes(seven[1].person, minutes(0))
    put_to_vote(seven[:1])  # at minute 30

    with refused() as outcome:
        goes(seven[0].person, minutes(30), now=minutes(40))  # at that instant they would be out already
    not_on_the_roll = goes(seven[1].person, minutes(30), now=minutes(40))
    after_the_opening = goes(seven[0].person, minutes(31), now=minutes(40))

    assert outcome.reasons == [("attendance.voted_since", "house")]
    assert (not_on_the_roll.left_at, after_the_opening.left_at) == (minutes(30), minutes(31))


def test_a_departure_does_not_contradict_a_vote_cast_since(seven, comes, goes, minutes, put_to_vote, vote, refused):
    comes(seven[0].person, minutes(0))
    vote(put_to_vote(seven[:1]), seven[0].person)  # at minute 35

    with refused() as outcome:
        goes(seven[0].person, minutes(35), now=minutes(40))
    stay = goes(seven[0].person, minutes(36), now=minutes(40))

    assert outcome.reasons == [("attendance.voted_since", "house")]
    assert stay.left_at == minutes(36)
