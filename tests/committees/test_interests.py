"""Statements of interest and recusals."""

import pytest
from django.db import transaction

from committees import operations
from committees.models import Ballot, Declaration, Recusal, Vote
from committees.queries import open_ballot_on, seat_facts
from ledger.models import Entry
from ledger.operations import OutsideTransaction

from .conftest import SUBJECT


@pytest.fixture
def says(morning):
    """Makes a statement in a transaction of its own."""

    def make(someone, *, conflict=False, item=None, round_=1, subject=SUBJECT):
        with transaction.atomic():
            return operations.declare(
                subject=subject,
                item=item,
                round=round_,
                person=someone,
                conflict=conflict,
                details="持有被审单位股份" if conflict else "",
                at=morning,
            )

    return make


@pytest.fixture
def keeps_out(minutes):
    """Recuses somebody in a transaction of its own, at minute 32."""

    def make(someone, item=None, subject=SUBJECT):
        with transaction.atomic():
            return operations.recuse(subject=subject, item=item, person=someone, reason="持股", at=minutes(32))

    return make


@pytest.fixture
def facts_of(committee, minutes):
    def read(item=None, round_=1, subject=SUBJECT, at=None):
        facts = seat_facts(committee=committee, item=item, subject=subject, round=round_, at=at or minutes(33))
        return {fact.person: fact for fact in facts}

    return read


def test_a_statement_is_kept_and_not_entered_in_the_ledger(person, says):
    someone = person()
    entries = Entry.objects.count()

    statement = says(someone, conflict=True)

    assert Declaration.objects.get() == statement
    assert (statement.conflict, statement.details) == (True, "持有被审单位股份")
    assert Entry.objects.count() == entries


def test_the_same_statement_on_the_same_occasion_is_refused(person, says, item, refused):
    someone = person()
    says(someone)

    with refused() as outcome:
        says(someone)
    says(someone, item=item)
    says(someone, round_=2)
    says(someone, subject="case:2026-0002")

    assert outcome.reasons == [("interest.already_declared", "house")]
    assert Declaration.objects.count() == 4


def test_a_conflict_may_be_added_later_and_not_taken_back(person, says, refused):
    someone = person()
    says(someone)
    says(someone, conflict=True)

    with refused() as taken_back:
        says(someone)
    with refused() as repeated:
        says(someone, conflict=True)

    assert taken_back.reasons == [("interest.already_declared", "house"), ("interest.conflict_stands", "house")]
    assert repeated.reasons == [("interest.already_declared", "house")]


def test_a_first_statement_of_conflict_is_not_taken_back_either(person, says, refused):
    someone = person()
    says(someone, conflict=True)

    with refused() as outcome:
        says(someone)

    assert outcome.reasons == [("interest.conflict_stands", "house")]


def test_nothing_is_stated_about_an_item_that_is_closed(person, says, keeps_out, item, secretary, refused):
    item = operations.close_item(item=item, **secretary)

    with refused() as statement:
        says(person(), item=item)
    with refused() as recusal:
        keeps_out(person(), item=item)

    assert statement.reasons == recusal.reasons == [("agenda.item_closed", "house")]


def test_an_item_about_something_else_is_a_mistake_of_the_caller(person, says, keeps_out, item):
    with pytest.raises(ValueError, match="the agenda item is about case:2026-0001, not case:9"):
        says(person(), item=item, subject="case:9")
    with pytest.raises(ValueError, match="the agenda item is about case:2026-0001, not case:9"):
        keeps_out(person(), item=item, subject="case:9")


def test_at_an_item_only_what_was_stated_there_counts_as_declared(seven, says, item, facts_of):
    before, there = seven[0].person, seven[1].person
    says(before)
    says(there, item=item)

    at_item = {person for person, fact in facts_of(item=item).items() if fact.declared}
    in_round = {person for person, fact in facts_of().items() if fact.declared}
    in_next_round = {person for person, fact in facts_of(round_=2).items() if fact.declared}
    assert at_item == {there.pk}
    assert in_round == {before.pk, there.pk}
    assert in_next_round == set()


def test_a_recusal_holds_for_the_subject_in_every_round(seven, keeps_out, facts_of):
    recusal = keeps_out(seven[0].person)

    assert Recusal.objects.get() == recusal
    assert {person for person, fact in facts_of().items() if fact.recused} == {seven[0].person_id}
    assert facts_of(round_=2)[seven[0].person_id].recused
    assert not facts_of(subject="case:9")[seven[0].person_id].recused


def test_nobody_recuses_twice(person, keeps_out, item, refused):
    someone = person()
    keeps_out(someone)

    with refused() as outcome:
        keeps_out(someone, item=item)

    assert outcome.reasons == [("interest.recused", "house")]


def test_a_recusal_voids_the_open_ballot_and_keeps_its_votes(
    seven, item, comes, minutes, put_to_vote, vote, keeps_out, refused
):
    for seat in seven[:5]:
        comes(seat.person, minutes(0))
    ballot = put_to_vote(seven[:5])
    vote(ballot, seven[0].person, at=minutes(31))
    vote(ballot, seven[1].person, at=minutes(31))

    keeps_out(seven[1].person, item=item)

    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (ballot.status, ballot.void_reason, ballot.closed_at) == ("void", "recusal", minutes(32))
    assert (ballot.result, ballot.tally) == ("", {})
    assert Vote.objects.filter(seat__ballot=ballot).count() == 2
    assert open_ballot_on(subject=SUBJECT) is None
    with refused() as outcome:
        vote(ballot, seven[2].person)
    assert outcome.reasons == [("ballot.not_open", "house")]
    assert outcome.figures == [{"status": "void"}]


def test_a_recusal_of_somebody_not_on_the_roll_leaves_the_ballot_open(
    seven, item, comes, minutes, put_to_vote, keeps_out
):
    comes(seven[0].person, minutes(0))
    ballot = put_to_vote(seven[:1])

    keeps_out(seven[1].person, item=item)

    assert open_ballot_on(subject=SUBJECT) == ballot


def test_a_closed_ballot_is_not_voided_by_a_later_recusal(
    seven, item, comes, minutes, put_to_vote, vote, close, keeps_out
):
    comes(seven[0].person, minutes(0))
    ballot = put_to_vote(seven[:1])
    vote(ballot, seven[0].person)
    close(ballot)

    keeps_out(seven[0].person, item=item)

    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (ballot.status, ballot.result) == ("closed", "approve")


@pytest.mark.django_db(transaction=True)
def test_statements_and_recusals_are_not_made_outside_a_transaction(person, morning):
    someone = person()

    with pytest.raises(OutsideTransaction):
        operations.declare(subject=SUBJECT, item=None, round=1, person=someone, conflict=False, details="", at=morning)
    with pytest.raises(OutsideTransaction):
        operations.recuse(subject=SUBJECT, item=None, person=someone, reason="持股", at=morning)

    assert (Declaration.objects.count(), Recusal.objects.count()) == (0, 0)
