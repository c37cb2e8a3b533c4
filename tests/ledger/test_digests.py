"""The daily digest: one letter for each person and day, at their hour, of what has gathered; none when nothing has."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail

from accounts.models import Channels, User
from ledger import deliveries, digests, envelopes, operations, relay, tasks
from ledger.envelopes import message_id
from ledger.letters import Letter
from ledger.models import Digest, Message
from regulations.clocks import SHANGHAI
from regulations.telling import Way
from tests.ledger.post_office import open_office

SECOND = timedelta(seconds=1)
EVENING = datetime(2026, 6, 10, 18, 0, tzinfo=SHANGHAI)
EIGHT = datetime(2026, 6, 11, 8, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def listing(_, messages):
    return Letter("汇总", " ".join(message.notice for message in messages)), []


@pytest.fixture
def wording(settings, monkeypatch, installed_as):
    """Sets the function that words a digest."""
    settings.LEDGER_RENDERER = "tests.ledger.test_digests.plain"

    def use(render):
        settings.LEDGER_DIGEST_RENDERER = installed_as(render)

    use(listing)
    return use


def plain(message):
    return Letter(message.notice, "文")


@pytest.fixture
def gather(append, person, wording):
    """Leaves so many messages for the person's digest, at that time."""
    Channels.objects.get_or_create(user=person, defaults={"act": Way.DAILY})

    def make(count=1, now=EVENING):
        for _ in range(count):
            operations.post(entry=append(), notice="case_submitted", recipients=[person.pk], params={})
        relay.send_waiting(now=now)

    return make


def sent():
    return [letter.body for letter in mail.outbox]


def test_one_letter_lists_everything_at_the_chosen_hour_and_not_a_second_before(gather):
    gather(2)

    assert digests.send_due(now=EIGHT - SECOND) == 0
    assert digests.send_due(now=EIGHT) == 1

    digest = Digest.objects.get()
    assert sent() == ["case_submitted case_submitted"]
    assert (digest.mail, digest.sent_at, digest.on_date) == ("sent", EIGHT, date(2026, 6, 11))
    told = Message.objects.values_list("mail", "sent_at", "digest", "reason")
    assert set(told) == {("sent", EIGHT, digest.pk, "")}
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id(digest)


def test_there_is_one_digest_a_day_and_what_gathers_later_is_for_the_next(gather):
    gather()
    digests.send_due(now=EIGHT)
    gather(now=EIGHT + SECOND)

    assert digests.send_due(now=EIGHT + timedelta(hours=9)) == 0
    assert digests.send_due(now=EIGHT + DAY - SECOND) == 0
    assert digests.send_due(now=EIGHT + DAY) == 1

    assert sent() == ["case_submitted", "case_submitted"]


def test_a_day_without_anything_has_no_digest(gather):
    assert digests.send_due(now=EIGHT) == 0
    assert not Digest.objects.exists()


def test_what_gathers_before_the_hour_goes_the_same_day(gather, person):
    Channels.objects.filter(user=person).update(digest_at=time(19, 30))
    gather()

    assert digests.send_due(now=EVENING.replace(hour=19, minute=29, second=59)) == 0
    assert digests.send_due(now=EVENING.replace(hour=19, minute=30)) == 1
    assert Digest.objects.get().on_date == date(2026, 6, 10)


def test_a_digest_that_fails_is_tried_again_as_the_same_letter(gather, wording):
    def broken(digest, messages):
        raise LookupError

    wording(broken)
    gather()
    digests.send_due(now=EIGHT)

    digest = Digest.objects.get()
    assert (digest.mail, digest.reason, digest.claimed_until) == ("waiting", "unworded", EIGHT + timedelta(minutes=1))
    assert Message.objects.get().mail == "gathered"
    wording(listing)
    digests.send_due(now=EIGHT + timedelta(minutes=1))
    assert mail.outbox[0].extra_headers["Message-ID"] == message_id(digest)
    assert Message.objects.get().mail == "sent"


def test_what_may_no_longer_be_seen_is_left_out_and_nothing_left_is_no_letter(gather, wording):
    gather(2)
    wording(lambda _, messages: (Letter("汇总", str(len(messages) - 1)), messages[:1]))
    digests.send_due(now=EIGHT)
    assert sorted(Message.objects.values_list("mail", "reason")) == [("sent", ""), ("set_aside", "not_visible")]

    gather(now=EIGHT + SECOND)
    wording(lambda _, messages: (None, messages))
    digests.send_due(now=EIGHT + DAY)

    assert len(mail.outbox) == 1
    assert Digest.objects.latest("pk").mail == "set_aside"
    assert Message.objects.latest("pk").reason == "not_visible"


def test_whoever_has_gone_gets_no_digest(gather, person):
    gather()
    User.objects.filter(pk=person.pk).update(is_active=False)

    digests.send_due(now=EIGHT)

    assert mail.outbox == []
    assert Message.objects.values_list("mail", "reason").get() == ("inbox_only", "inactive")


def test_what_a_relay_left_between_sending_and_marking_is_made_good(gather):
    gather()
    digests.send_due(now=EIGHT)
    Message.objects.update(mail="gathered", sent_at=None, reason="daily")  # as it was before the relay died

    digests.send_due(now=EIGHT + timedelta(minutes=1))

    assert Message.objects.values_list("mail", "sent_at").get() == ("sent", EIGHT)
    assert len(mail.outbox) == 1


def test_a_claim_keeps_others_off_until_it_expires(gather):
    gather()
    digests.send_due(now=EIGHT)
    Digest.objects.update(mail="waiting", sent_at=None, attempts=0)

    (claimed,) = digests.claim(now=EIGHT, limit=9)

    assert claimed.attempts == 1
    assert digests.claim(now=EIGHT + relay.CLAIM - SECOND, limit=9) == []
    assert len(digests.claim(now=EIGHT + relay.CLAIM, limit=9)) == 1


def test_the_task_sends_digests_too(gather, person):
    Channels.objects.filter(user=person).update(digest_at=time(0))
    gather()

    tasks.relay()

    assert len(mail.outbox) == 1


def test_a_digest_that_comes_back_takes_along_what_it_lists(gather, append, person):
    gather(2)
    digests.send_due(now=EIGHT)
    operations.post(entry=append(), notice="case_accepted", recipients=[person.pk], params={})
    relay.send_waiting(now=EIGHT)
    digest = envelopes.find(message_id(Digest.objects.get()))

    assert deliveries.came_back(row=digest, why="5.1.1 unknown user")
    assert not deliveries.came_back(row=digest, why="again")

    assert Digest.objects.values_list("mail", "failed_reason").get() == ("bounced", "5.1.1 unknown user")
    told = Message.objects.order_by("pk").values_list("mail", "reason")
    assert list(told) == [("bounced", "returned"), ("bounced", "returned"), ("sent", "")]


def test_what_a_bounced_digest_listed_is_tried_again_one_by_one(gather, person):
    gather(2)
    digests.send_due(now=EIGHT)
    deliveries.came_back(row=Digest.objects.get(), why="5.1.1 unknown user")
    Channels.objects.filter(user=person).update(act=Way.AT_ONCE)
    first, second = Message.objects.order_by("pk")

    assert deliveries.try_again(message=first)
    assert relay.send_waiting(now=EIGHT + timedelta(hours=1)) == 1

    assert [letter.subject for letter in mail.outbox] == ["汇总", "case_submitted"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.mail, first.digest, second.mail) == ("sent", None, "bounced")


def test_a_digest_refused_for_good_has_bounced_with_what_it_lists(gather, settings):
    gather(2)
    with open_office() as (desk, port):
        settings.EMAIL_BACKEND = "ledger.mailing.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        desk.rcpt["lin@example.org"] = "550 5.1.1 no such user"

        digests.send_due(now=EIGHT)

    assert set(Message.objects.values_list("mail", "reason")) == {("bounced", "refused")}
    assert digests.send_due(now=EIGHT + timedelta(days=30)) == 0
