from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ledger import operations, queries
from ledger.models import Message


@pytest.fixture
def post(append):
    """Posts a notice about one and the same entry."""
    entry = append()

    def make(recipients, notice="case_accepted", **changed):
        people = [one.pk for one in recipients]
        return operations.post(entry=entry, notice=notice, recipients=people, **({"params": {}} | changed))

    make.entry = entry
    return make


def test_post_leaves_one_message_for_each_recipient(post, person, noon):
    post([person], params={"number": "2026-0001", "due_on": date(2026, 7, 10)})

    message = Message.objects.get()
    assert (message.notice, message.entry, message.recipient) == ("case_accepted", post.entry, person)
    assert message.params == {"number": "2026-0001", "due_on": "2026-07-10"}
    assert message.dedupe == f"case_accepted:case:2026-0001:0:{person.pk}"
    assert (message.created_at, message.mail, message.attempts) == (noon, "waiting", 0)
    assert (message.read_at, message.sent_at, message.claimed_until, message.failed_reason) == (None, None, None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_post_to_many_is_one_insert(post, people, count, django_assert_num_queries):
    recipients = people(count)

    with django_assert_num_queries(1):
        posted = post(recipients)

    assert len(posted) == Message.objects.count() == count


def test_post_to_nobody_asks_nothing(post, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert post([]) == []


def test_nobody_is_told_twice(post, people):
    lin, zhao = people(2)
    post([lin, lin])
    Message.objects.update(attempts=3)

    post([lin, zhao], params={"other": True})

    assert list(Message.objects.order_by("pk").values_list("recipient", "attempts", "params")) == [
        (lin.pk, 3, {}),
        (zhao.pk, 0, {"other": True}),
    ]


def test_another_notice_or_suffix_or_entry_is_another_message(post, append, person):
    post([person])
    post([person], notice="deadline_near")
    post([person], notice="deadline_near", suffix="2026-07-03T15:59:59.999999Z")
    operations.post(entry=append(), notice="case_accepted", recipients=[person.pk], params={})

    assert Message.objects.count() == 4


def test_unread_is_the_recipient_s_own_latest_first(post, people, django_assert_num_queries):
    lin, zhao = people(2)
    post([lin, zhao])
    post([lin], notice="deadline_near")
    post([lin], notice="withheld")
    Message.objects.filter(notice="withheld").update(mail=Message.Mail.SET_ASIDE)

    with django_assert_num_queries(1):
        inbox = [(message.notice, message.entry.action) for message in queries.unread(user=lin)]

    assert inbox == [("deadline_near", "case.submit"), ("case_accepted", "case.submit")]


def test_reading_marks_one_s_own_messages_once(post, people, noon, day):
    lin, zhao = people(2)
    post([lin, zhao])
    every = list(Message.objects.values_list("pk", flat=True))

    assert operations.mark_read(recipient=lin, messages=every, at=noon) == 1
    assert operations.mark_read(recipient=lin, messages=every, at=noon + day) == 0

    assert list(queries.unread(user=lin)) == []
    assert Message.objects.get(recipient=lin).read_at == noon
    assert Message.objects.get(recipient=zhao).read_at is None


@pytest.mark.parametrize(
    ("constraint", "changed"),
    [
        ("message_sent_when", {"mail": "sent"}),
        ("message_sent_when", {"mail": "lost"}),
        ("message_claimed_while_waiting", {"mail": "inbox_only", "claimed": True}),
    ],
)
def test_the_database_keeps_messages_consistent(post, person, noon, constraint, changed):
    post([person])
    if changed.pop("claimed", False):
        changed["claimed_until"] = noon

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.update(**changed)

    assert Message.objects.get().mail == "waiting"
