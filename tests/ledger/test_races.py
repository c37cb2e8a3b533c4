"""Several threads on real transactions. Each thread has its own connection, which it closes."""

import threading
from collections import Counter
from datetime import time

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from accounts.models import Channels, User
from ledger import chain, deliveries, digests, operations, relay
from ledger.letters import Letter
from ledger.models import Digest, Entry, Message

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has a single writer: this race cannot be run there"
)
PATIENCE = 30


def side_by_side(*works):
    """Run each function in a thread of its own; their results or exceptions, in order."""
    results = [None] * len(works)

    def run(place, work):
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001 -- it is the result
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.fixture
def words(settings, installed_as):
    settings.LEDGER_RENDERER = installed_as(lambda message: Letter("题", message.dedupe))


@pytest.fixture
def posted(append, people, words):
    """Sixty messages of one entry."""
    with transaction.atomic():
        operations.post(entry=append(), notice="case_accepted", recipients=[one.pk for one in people(60)], params={})


@postgresql_only
def test_of_two_appenders_without_the_lock_exactly_one_wins(append, noon):
    with transaction.atomic():
        append()
    both_have_read_the_head = threading.Barrier(2)

    def wait_before_inserting(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO"):
            both_have_read_the_head.wait(PATIENCE)
        return execute(sql, params, many, context)

    def compete():
        with connection.execute_wrapper(wait_before_inserting), transaction.atomic():
            return append(action="case.accept").seq

    results = side_by_side(compete, compete)

    assert sorted(str(type(result).__name__) for result in results) == ["IntegrityError", "int"]
    assert 1 in results
    rows = list(Entry.objects.order_by("seq").values_list(*chain.Row._fields))
    assert (len(rows), chain.verify(rows)) == (2, None)


def test_appenders_that_lock_their_subject_all_succeed(append, person):
    def work():
        for _ in range(10):
            with transaction.atomic():
                User.objects.select_for_update().get(pk=person.pk)
                append()

    assert side_by_side(work, work, work) == [None, None, None]

    rows = list(Entry.objects.order_by("seq").values_list(*chain.Row._fields))
    assert (len(rows), chain.verify(rows)) == (30, None)


def test_several_relays_send_no_message_twice(posted, noon):
    def work():
        while relay.send_waiting(now=noon, limit=7):
            pass

    assert side_by_side(work, work, work) == [None, None, None]

    assert Counter(Counter(letter.body for letter in mail.outbox).values()) == {1: 60}
    assert list(Message.objects.values_list("mail", "attempts").distinct()) == [("sent", 1)]


def test_several_relays_make_one_digest_for_each_person(append, people, words, noon, settings, installed_as):
    settings.LEDGER_DIGEST_RENDERER = installed_as(lambda digest, _: (Letter("汇总", digest.key), []))
    everybody = people(9)
    Channels.objects.bulk_create(Channels(user=person, act="daily", digest_at=time(0)) for person in everybody)
    for _ in range(3):
        with transaction.atomic():
            operations.post(
                entry=append(), notice="case_submitted", recipients=[one.pk for one in everybody], params={}
            )

    def work():
        while relay.send_waiting(now=noon, limit=7):
            pass
        while digests.send_due(now=noon, limit=2):
            pass

    assert side_by_side(work, work, work) == [None, None, None]
    assert work() is None  # what gathered behind a digest that was already made stays for the next day

    assert Counter(Counter(letter.body for letter in mail.outbox).values()) == {1: 9}
    assert Digest.objects.count() == 9
    sent = Message.objects.filter(mail="sent").count()
    assert sent == Message.objects.filter(digest__isnull=False).count()
    assert sent + Message.objects.filter(mail="gathered", digest__isnull=True).count() == 27


@postgresql_only
def test_a_letter_sent_again_while_a_relay_has_it_is_sent_once(append, person, words, noon):
    with transaction.atomic():
        operations.post(entry=append(), notice="case_accepted", recipients=[person.pk], params={})
    Message.objects.update(reason="unreached", attempts=1)
    seen = Message.objects.get()
    with transaction.atomic():
        relay.claim(now=noon, limit=1)
        waits = threading.Thread(target=lambda: results.append(_again(seen)))
        results = []
        waits.start()
    waits.join(PATIENCE)

    assert results == [False]
    assert Message.objects.get().attempts == 2


def _again(message):
    try:
        return deliveries.try_again(message=message)
    finally:
        connection.close()


@postgresql_only
def test_a_relay_does_not_wait_for_what_another_is_just_claiming(posted, noon):
    with transaction.atomic():
        mine = relay.claim(now=noon, limit=40)
        (theirs,) = side_by_side(lambda: relay.claim(now=noon, limit=40))

    assert (len(mine), len(theirs)) == (40, 20)
    assert {message.pk for message in mine}.isdisjoint(message.pk for message in theirs)


@postgresql_only
def test_two_posts_of_one_notice_leave_one_message(append, person):
    with transaction.atomic():
        entry = append()
    together = threading.Barrier(2)

    def work():
        with transaction.atomic():
            together.wait(PATIENCE)
            operations.post(entry=entry, notice="deadline_missed", recipients=[person.pk], params={})

    assert side_by_side(work, work) == [None, None]
    assert Message.objects.count() == 1


@postgresql_only
def test_the_loser_of_a_race_learns_it_by_integrity_error_even_after_the_winner_is_done(append, noon):
    with transaction.atomic():
        first = append()
    stale = Entry.objects.filter(pk=first.pk).values().get()
    with transaction.atomic():
        append()
    del stale["id"]

    with pytest.raises(IntegrityError, match="expects the next seq"), transaction.atomic():
        Entry.objects.create(**stale | {"seq": 1, "prev": first.hash, "hash": "f" * 64})

    assert Entry.objects.count() == 2
