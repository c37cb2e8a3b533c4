"""Two people pressing at once, in threads and transactions of their own.

PostgreSQL needs the row locks for this; on SQLite the same must come out because its transactions are IMMEDIATE.
"""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from committees import operations
from committees.models import AgendaItem, Ballot, Committee, Meeting, Seat, Vote
from ledger.models import Entry
from regulations.refusal import Refused
from regulations.vocabulary import Position

from .conftest import SUBJECT

pytestmark = [
    pytest.mark.concurrency,
    pytest.mark.django_db(transaction=True),
]


def race(*acts):
    """Run the acts at once, each in its own thread and transaction: None for a success, else the refusal codes."""
    start, outcomes = Barrier(len(acts)), [["did not finish"]] * len(acts)

    def run(number, act):
        try:
            start.wait()
            with transaction.atomic():
                act()
            outcomes[number] = None
        except Refused as refused:
            outcomes[number] = [refusal.code for refusal in refused.refusals]
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes, key=str)


def test_two_votes_of_one_person_at_once_are_one_vote(seven, put_to_vote, minutes):
    ballot = put_to_vote(seven, item=None, subject=SUBJECT)

    def vote(position):
        return lambda: operations.record_vote(
            ballot=Ballot.objects.get(pk=ballot.pk),
            person=seven[0].person,
            position=position,
            reason="",
            at=minutes(31),
        )

    outcomes = race(vote("approve"), vote("reject"), vote("approve"), vote("reject"))

    assert outcomes.count(None) == 1
    assert outcomes.count(["ballot.already_voted"]) == 3
    assert Vote.objects.count() == 1


def test_meetings_scheduled_at_once_have_contiguous_numbers(committee, seven, rules, secretary, morning):
    def schedule():
        operations.schedule_meeting(
            committee=committee,
            starts_at=morning,
            mode="in_person",
            place="",
            presider=seven[0].person,
            rules=rules,
            **secretary,
        )

    outcomes = race(*[schedule] * 4)

    assert outcomes == [None] * 4
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_of_two_chairs_appointed_at_once_one_is_seated(letter):
    letters = [letter(position=Position.CHAIR) for _ in range(2)]

    outcomes = race(*[lambda words=words: operations.appoint(**words) for words in letters])

    assert outcomes == [None, ["seat.second_chair"]]
    assert Seat.objects.count() == 1


def test_of_two_bodies_of_one_name_set_up_at_once_one_is_there(body):
    outcomes = race(*[lambda: body(name="委员会")] * 3)

    assert outcomes == [None, *[["committee.name_taken"]] * 2]
    assert Committee.objects.count() == 1


def test_one_subject_is_put_on_two_agendas_at_once_only_one_has_it(
    committee, seven, meeting, rules, secretary, minutes
):
    words = {"mode": "in_person", "place": "", "presider": seven[0].person, "rules": rules}
    other = operations.schedule_meeting(committee=committee, starts_at=minutes(60), **words, **secretary)

    outcomes = race(
        *[
            lambda one=one: operations.put_on_agenda(meeting=one, subject=SUBJECT, label="甲", **secretary)
            for one in (meeting, other)
        ]
    )

    assert outcomes == [None, ["agenda.subject_open"]]
    assert AgendaItem.objects.count() == 1


def test_a_person_arriving_twice_at_once_arrives_once(meeting, seven, comes, minutes):
    outcomes = race(*[lambda: comes(seven[0].person, minutes(0))] * 2)

    assert outcomes == [None, ["attendance.already_in_room"]]
    assert meeting.attendances.count() == 1
    assert Entry.objects.filter(stream=meeting.stream, action="attendance.arrived").count() == 1


def test_a_ballot_closed_during_a_vote_counts_it_or_refuses_it(seven, put_to_vote, minutes):
    ballot = put_to_vote(seven[:1], item=None, subject=SUBJECT)

    outcomes = race(
        lambda: operations.record_vote(
            ballot=ballot, person=seven[0].person, position="approve", reason="", at=minutes(31)
        ),
        lambda: operations.close_ballot(ballot=ballot, at=minutes(31), present=None, min_present=None),
    )

    closed = Ballot.objects.get(pk=ballot.pk)
    assert closed.status == "closed"
    assert outcomes in ([None, None], [None, ["ballot.not_open"]])
    assert closed.tally["approve"] == Vote.objects.count() == outcomes.count(None) - 1


def test_of_two_ballots_opened_at_once_one_is_open(committee, seven, question):
    words = question(seven, item=None, subject=SUBJECT)

    outcomes = race(*[lambda: operations.open_ballot(**words)] * 2)

    assert outcomes == [None, ["ballot.open"]]
    assert Ballot.objects.get().roll.count() == 7


def test_a_recusal_during_a_vote_leaves_a_void_ballot(seven, put_to_vote, minutes):
    ballot = put_to_vote(seven[:2], item=None, subject=SUBJECT)

    outcomes = race(
        lambda: operations.record_vote(
            ballot=ballot, person=seven[0].person, position="approve", reason="", at=minutes(31)
        ),
        lambda: operations.recuse(subject=SUBJECT, item=None, person=seven[1].person, reason="持股", at=minutes(31)),
    )

    assert Ballot.objects.get(pk=ballot.pk).status == "void"
    assert outcomes in ([None, None], [None, ["ballot.not_open"]])
