from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from ledger import chain, operations, queries
from ledger.models import Entry


def rows():
    return list(Entry.objects.order_by("stream", "seq").values_list(*chain.Row._fields))


def test_append_counts_each_stream_from_zero_and_links_it(append):
    first, second = append(), append(action="case.accept", role="secretary")
    other = append(stream="committee:1")

    assert [first.seq, second.seq, other.seq] == [0, 1, 0]
    assert [first.prev, second.prev, other.prev] == [chain.GENESIS, first.hash, chain.GENESIS]
    assert chain.verify(rows()) is None


def test_append_keeps_what_was_said(append, person, noon):
    entry = Entry.objects.get(pk=append(body={"题": "客服", "n": 1}).pk)

    assert entry.body == '{"n":1,"题":"客服"}'
    assert entry.data == {"n": 1, "题": "客服"}
    assert (entry.actor, entry.role, entry.at, entry.moment) == (
        person,
        "applicant",
        "2026-06-10T04:00:00.000000Z",
        noon,
    )


def test_append_takes_one_select_and_one_insert(append, django_assert_num_queries):
    append()

    with django_assert_num_queries(2):
        append()


def test_system_acts_without_a_person(append):
    assert append(actor=None, role="system").actor is None


@pytest.mark.parametrize("role", ["system", ""])
def test_a_person_never_acts_as_the_system_nor_as_nobody(append, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        append(role=role)

    assert rows() == []


def test_a_role_without_a_person_is_refused(append):
    with pytest.raises(IntegrityError), transaction.atomic():
        append(actor=None, role="chair")

    assert rows() == []


def test_append_refuses_a_moment_without_zone(append):
    with pytest.raises(ValueError, match="time zone"):
        append(at=datetime(2026, 6, 10))  # noqa: DTZ001 -- refused

    assert rows() == []


def test_a_person_with_entries_cannot_be_deleted(append, person):
    append()

    with pytest.raises(ProtectedError):
        person.delete()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_appended_outside_a_transaction(append):
    assert not connection.in_atomic_block

    with pytest.raises(operations.OutsideTransaction, match="append"):
        append()

    assert rows() == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_change_it_records(append):
    def change():
        append()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change()

    assert rows() == []


def test_history_is_in_order_with_actors_in_one_query(append, django_assert_num_queries):
    append()
    append(stream="case:2026-0002")
    append(action="case.accept", role="secretary")

    with django_assert_num_queries(1):
        told = [(entry.seq, entry.action, entry.actor.name) for entry in queries.history(stream="case:2026-0001")]

    assert told == [(0, "case.submit", "林静"), (1, "case.accept", "林静")]


def test_heads_are_the_last_entries_of_every_stream(append, django_assert_num_queries):
    append()
    last = append()
    only = append(stream="committee:1")

    with django_assert_num_queries(1):
        heads = list(queries.heads())

    assert heads == [("case:2026-0001", 1, last.hash), ("committee:1", 0, only.hash)]
