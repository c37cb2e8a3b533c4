"""What the queries say, and that each costs the same at one row and at three."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from committees import operations, queries
from regulations.quorum import SeatFact
from regulations.vocabulary import Category, Position

from .conftest import SUBJECT

ONE_DAY = timedelta(days=1)


@pytest.fixture
def grown(committee, appoint, rules, secretary, morning, minutes):
    """A meeting in which so many members arrived, declared, and vote; one more of each has recused."""

    def make(size):
        chair = appoint(position=Position.CHAIR)
        meeting = operations.schedule_meeting(
            committee=committee,
            starts_at=morning,
            mode="in_person",
            place="",
            presider=chair.person,
            rules=rules,
            **secretary,
        )
        item = operations.put_on_agenda(meeting=meeting, subject=SUBJECT, label="甲", **secretary)
        seats = [appoint() for _ in range(size)]
        for seat in seats:
            line = secretary | {"at": minutes(0), "now": minutes(0), "rules": rules, "kind": "member"}
            operations.arrive(meeting=meeting, person=seat.person, **line)
        with transaction.atomic():
            for seat in seats:
                statement = {"conflict": False, "details": "", "at": minutes(1)}
                operations.declare(subject=SUBJECT, item=item, round=1, person=seat.person, **statement)
                operations.recuse(subject=SUBJECT, item=item, person=appoint().person, reason="持股", at=minutes(2))
        return meeting, item, seats

    return make


@pytest.mark.parametrize("item_count", [1, 3])
def test_seats_and_composition_take_one_statement(committee, appoint, today, rules, statements, item_count):
    for _ in range(item_count):
        appoint()

    assert statements(queries.seats_on, committee=committee, on=today) == 1
    assert statements(lambda: [str(seat) for seat in queries.seats_on(committee=committee, on=today)]) == 1
    assert statements(queries.composition, committee=committee, on=today, rules=rules) == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_seat_facts_take_four_statements_at_an_item_and_three_without(
    committee, grown, minutes, statements, item_count
):
    _, item, _ = grown(item_count)
    words = {"committee": committee, "subject": SUBJECT, "round": 1, "at": minutes(3)}

    assert statements(queries.seat_facts, item=item, **words) == 4
    assert statements(queries.seat_facts, item=None, **words) == 3


@pytest.mark.parametrize("item_count", [1, 3])
def test_lists_of_meetings_stays_rolls_and_votes_take_one_statement(
    committee, grown, minutes, put_to_vote, vote, statements, item_count
):
    meeting, item, seats = grown(item_count)
    ballot = put_to_vote(seats, item=item)
    for seat in seats:
        vote(ballot, seat.person)

    assert statements(lambda: [str(one.person) for one in queries.attendance_of(meeting=meeting)]) == 1
    assert statements(lambda: [str(one.person) for one in queries.in_room(meeting=meeting, at=minutes(3))]) == 1
    assert statements(lambda: [str(one) for one in queries.upcoming(committee=committee, at=minutes(3))]) == 1
    assert statements(lambda: [str(one.person) for one in queries.roll(ballot)]) == 1
    for query in (queries.tally, queries.voted, queries.all_voted):
        assert statements(query, ballot=ballot) == 1
    assert statements(queries.open_ballot_on, subject=SUBJECT) == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_opening_voting_and_closing_cost_the_same_whatever_the_roll(grown, question, minutes, statements, item_count):
    _, item, seats = grown(item_count)

    with transaction.atomic():
        opening = statements(operations.open_ballot, **question(seats, item=item))
        ballot = queries.open_ballot_on(subject=SUBJECT)
        words = {"person": seats[0].person, "position": "approve", "reason": "", "at": minutes(31)}
        voting = statements(operations.record_vote, ballot=ballot, **words)
        closing = statements(operations.close_ballot, ballot=ballot, at=minutes(32), present=None, min_present=None)

    assert (opening, voting, closing) == (11, 5, 3)


def test_a_seat_fact_says_who_sits_there_and_how_things_stand(committee, appoint, comes, item, minutes):
    seat = appoint(categories=(Category.LAW, Category.ETHICS), sex="male", external=True)
    comes(seat.person, minutes(0))
    with transaction.atomic():
        statement = {"conflict": True, "details": "持股", "at": minutes(1)}
        operations.declare(subject=SUBJECT, item=item, round=1, person=seat.person, **statement)
        operations.recuse(subject=SUBJECT, item=item, person=seat.person, reason="持股", at=minutes(1))

    facts = queries.seat_facts(committee=committee, item=item, subject=SUBJECT, round=1, at=minutes(2))

    assert facts[-1] == SeatFact(
        person=seat.person_id,
        name=seat.person.name,
        position=Position.MEMBER,
        categories=frozenset({Category.LAW, Category.ETHICS}),
        voting=True,
        in_term=True,
        present=True,
        recused=True,
        declared=True,
        sex="male",
        external=True,
    )


def test_seat_facts_tell_the_expired_from_the_present_and_leave_out_what_never_votes(
    committee, appoint, morning, today
):
    expired = appoint(ends_on=today - ONE_DAY)
    last_day = appoint(ends_on=today)
    appoint(position=Position.SECRETARY)
    appoint(position=Position.ADVISER)
    appoint(starts_on=today + ONE_DAY)

    facts = queries.seat_facts(committee=committee, item=None, subject=SUBJECT, round=1, at=morning)

    assert [(fact.person, fact.in_term, fact.present) for fact in facts] == [
        (expired.person_id, False, False),
        (last_day.person_id, True, False),
    ]


def test_a_renewed_member_is_one_fact_with_the_seat_in_term(committee, appoint, morning, today):
    old = appoint(starts_on=date(2022, 1, 1), ends_on=today - ONE_DAY, categories=(Category.LAW,))
    appoint(person=old.person, starts_on=today, ends_on=date(2030, 1, 1), categories=(Category.ETHICS,))

    facts = queries.seat_facts(committee=committee, item=None, subject=SUBJECT, round=1, at=morning)
    before = queries.seat_facts(committee=committee, item=None, subject=SUBJECT, round=1, at=morning - ONE_DAY)

    assert [(fact.in_term, fact.categories) for fact in facts] == [(True, frozenset({Category.ETHICS}))]
    assert [(fact.in_term, fact.categories) for fact in before] == [(True, frozenset({Category.LAW}))]


def test_presence_at_another_meeting_is_no_presence(committee, seven, meeting, item, comes, rules, secretary, minutes):
    comes(seven[0].person, minutes(0))
    operations.close_item(item=item, **secretary)
    words = {"starts_at": minutes(60), "mode": "in_person", "place": "", "presider": seven[0].person, "rules": rules}
    second = operations.schedule_meeting(committee=committee, **words, **secretary)
    elsewhere = operations.put_on_agenda(meeting=second, subject=SUBJECT, label="甲", **secretary)

    facts = queries.seat_facts(committee=committee, item=elsewhere, subject=SUBJECT, round=1, at=minutes(1))

    assert [fact.person for fact in facts if fact.present] == []
