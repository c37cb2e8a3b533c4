import smtplib
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.locmem import EmailBackend

from ethics_review.operating.working import LONGEST_TASK
from ledger import operations, relay, tasks
from ledger.envelopes import message_id
from ledger.letters import Attachment, Letter
from ledger.models import Message
from ledger.post import BATCH_TIME, MOST_TRIES

SECOND = timedelta(seconds=1)


def plain(message):
    text = f"{message.recipient.username}: {message.notice} {message.params}"
    return Letter(f"事项 {message.entry.stream}", text)


@pytest.fixture
def wording(settings, installed_as):
    """Sets the function that words messages."""

    def use(render):
        settings.LEDGER_RENDERER = installed_as(render)

    use(plain)
    return use


@pytest.fixture
def post(append, wording):
    """Posts one message to each of the people."""

    def make(people):
        operations.post(entry=append(), notice="case_accepted", recipients=[one.pk for one in people], params={"n": 1})
        return list(Message.objects.order_by("pk"))

    return make


@pytest.fixture
def post_office(settings, monkeypatch):
    """Makes a mail backend importable and uses it. It is handed over as a class."""

    def use(backend):
        monkeypatch.setattr("django.core.mail.backends.locmem.TestedBackend", backend, raising=False)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.TestedBackend"

    return use


def test_a_waiting_message_is_sent_once(post, person, noon, settings):
    settings.DEFAULT_FROM_EMAIL = "伦理审查 <ethics@example.org>"
    (message,) = post([person])

    assert relay.send_waiting(now=noon) == 1
    assert relay.send_waiting(now=noon + timedelta(days=9)) == 0

    (letter,) = mail.outbox
    assert (letter.subject, letter.body) == ("事项 case:2026-0001", "lin: case_accepted {'n': 1}")
    assert letter.to == ["lin@example.org"]
    assert letter.extra_headers == {
        "Message-ID": message_id(message),
        "List-Id": "<notices.example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    assert message_id(message).endswith("@example.org>")
    message = Message.objects.get()
    assert (message.mail, message.sent_at, message.attempts) == ("sent", noon, 1)
    assert (message.claimed_until, message.failed_reason) == (None, "")


def test_message_ids_differ_between_messages_and_not_between_tries(post, people):
    first, second = post(people(2))

    assert message_id(first) != message_id(second)
    assert message_id(first) == message_id(Message.objects.get(pk=first.pk))


def test_a_subject_is_one_line(post, person, noon, wording):
    wording(lambda _: Letter("one\r\nBcc: all@example.org\n two", "text"))
    post([person])

    relay.send_waiting(now=noon)

    assert mail.outbox[0].subject == "one Bcc: all@example.org two"


def test_a_letter_carries_its_html_and_its_files_as_they_are(post, person, noon, wording):
    calendar = Attachment("会议.ics", "text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\r\n会".encode())
    wording(lambda _: Letter("one", "text", html="<p>text</p>", attachments=(calendar,)))
    post([person])

    relay.send_waiting(now=noon)

    body, file = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default).iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in body.iter_parts()] == ["text", "<p>text</p>"]
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "会议.ics")
    assert dict(file["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert file.get_payload(decode=True) == calendar.content


def test_who_may_no_longer_see_the_matter_is_not_told(post, person, noon, wording):
    wording(lambda _: None)
    post([person])

    relay.send_waiting(now=noon)

    message = Message.objects.get()
    assert mail.outbox == []
    assert (message.mail, message.sent_at, message.reason) == ("set_aside", None, "not_visible")


def test_without_an_address_the_inbox_is_all(post, person, noon):
    person.email = ""
    person.save()
    post([person])

    relay.send_waiting(now=noon)

    message = Message.objects.get()
    assert mail.outbox == []
    assert (message.mail, message.sent_at, message.reason) == ("inbox_only", None, "no_address")


def test_whoever_has_gone_is_written_to_no_more(post, person, noon):
    person.is_active = False
    person.save()
    post([person])

    relay.send_waiting(now=noon)

    message = Message.objects.get()
    assert mail.outbox == []
    assert (message.mail, message.sent_at, message.reason) == ("inbox_only", None, "inactive")


def test_a_message_that_cannot_be_worded_does_not_hold_up_the_others(post, people, noon, wording):
    def render(message):
        if message.recipient.username == "p0":
            raise LookupError("no wording for case_accepted")
        return plain(message)

    wording(render)
    post(people(2))

    assert relay.send_waiting(now=noon) == 2

    failed, sent = Message.objects.order_by("recipient__username")
    assert [letter.to for letter in mail.outbox] == [["p1@example.org"]]
    told = (failed.mail, failed.reason, failed.failed_reason)
    assert told == ("waiting", "unworded", "LookupError: no wording for case_accepted")
    assert (sent.mail, sent.attempts) == ("sent", 1)


def test_a_letter_that_is_refused_does_not_hold_up_the_others(post, people, noon, post_office):
    class Choosy(EmailBackend):
        def send_messages(self, letters):
            if letters[0].to == ["p0@example.org"]:
                raise smtplib.SMTPRecipientsRefused({"p0@example.org": (550, b"unknown")})
            return super().send_messages(letters)

    post_office(Choosy)
    post(people(3))

    relay.send_waiting(now=noon)

    assert [letter.to[0] for letter in mail.outbox] == ["p1@example.org", "p2@example.org"]
    failed = Message.objects.get(recipient__username="p0")
    assert (failed.mail, failed.sent_at, failed.claimed_until) == ("bounced", None, None)
    assert (failed.reason, failed.failed_reason) == ("refused", "550 unknown")


def test_an_unreachable_server_is_asked_once_for_the_whole_batch(post, people, noon, post_office):
    opened = []

    class Down(EmailBackend):
        def open(self):
            opened.append(self)
            raise ConnectionRefusedError("mail.example.org")

    post_office(Down)
    post(people(3))

    assert relay.send_waiting(now=noon) == 3

    assert (len(opened), mail.outbox) == (1, [])
    assert {message.failed_reason for message in Message.objects.all()} == {"ConnectionRefusedError: mail.example.org"}


def test_a_failed_message_is_tried_later_and_later_and_given_up_after_days(post, person, noon, wording):
    def broken(message):
        raise LookupError

    wording(broken)
    post([person])
    waits, now = [], noon

    for _ in range(MOST_TRIES - 1):
        assert relay.send_waiting(now=now) == 1
        wait = Message.objects.get().claimed_until - now
        assert relay.send_waiting(now=now + wait - SECOND) == 0
        waits.append(wait)
        now += wait

    minutes = [wait // timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * 18]
    assert timedelta(days=4) < now - noon < timedelta(days=5)
    relay.send_waiting(now=now)
    message = Message.objects.get()
    assert (message.mail, message.reason, message.attempts) == ("given_up", "unworded", MOST_TRIES)
    assert relay.send_waiting(now=now + timedelta(days=99)) == 0


def test_a_message_goes_out_at_its_last_try(post, person, noon):
    post([person])
    Message.objects.update(attempts=MOST_TRIES - 1, reason="unreached", failed_reason="TimeoutError: timed out")

    relay.send_waiting(now=noon)

    message = Message.objects.get()
    assert (message.mail, message.attempts, message.reason, message.failed_reason) == ("sent", MOST_TRIES, "", "")


def test_a_claim_keeps_others_off_until_it_expires(post, person, noon):
    post([person])

    (claimed,) = relay.claim(now=noon, limit=9)

    assert (claimed.attempts, claimed.claimed_until) == (1, noon + relay.CLAIM)
    assert relay.claim(now=noon + relay.CLAIM - SECOND, limit=9) == []
    (again,) = relay.claim(now=noon + relay.CLAIM, limit=9)
    assert again.attempts == 2


@pytest.mark.parametrize("count", [1, 3])
def test_claiming_takes_one_select_and_one_update(post, people, noon, count, django_assert_max_num_queries):
    post(people(count))

    with django_assert_max_num_queries(4):  # with the savepoint that a test's own transaction makes of the claim's
        claimed = relay.claim(now=noon, limit=9)
        assert [message.recipient.username + message.entry.action for message in claimed]

    assert len(claimed) == count


def test_a_batch_takes_the_oldest_first_and_no_more_than_its_size(post, people, noon):
    post(people(3))

    assert relay.send_waiting(now=noon, limit=2) == 2

    assert [letter.to[0] for letter in mail.outbox] == ["p0@example.org", "p1@example.org"]


def test_the_task_sends_everything(post, people):
    post(people(relay.BATCH + 1))

    tasks.relay()

    assert len(mail.outbox) == relay.BATCH + 1
    assert tasks.relay.name == "ledger.tasks.relay"


def test_the_task_begins_no_batch_after_five_minutes_and_the_next_goes_on(post, people, wording, noon):
    post(people(2 * relay.BATCH))
    with time_machine.travel(noon, tick=False) as clock:

        def slowly(message):
            clock.shift(timedelta(minutes=5) / relay.BATCH)
            return plain(message)

        wording(slowly)
        tasks.relay()
        first = len(mail.outbox)
        tasks.relay()

    assert (first, len(mail.outbox)) == (relay.BATCH, 2 * relay.BATCH)


def test_the_longest_relay_ends_before_its_worker_counts_as_hung(settings):
    slowest = tasks.LONGEST + timedelta(seconds=settings.EMAIL_TIMEOUT) * (relay.BATCH + 1)

    assert slowest < timedelta(seconds=LONGEST_TASK)


def test_nothing_is_touched_without_a_renderer(post, person, noon, settings):
    post([person])
    settings.LEDGER_RENDERER = ""

    with pytest.raises(ImproperlyConfigured, match="LEDGER_RENDERER"):
        relay.send_waiting(now=noon)

    assert Message.objects.get().attempts == 0


def test_a_claim_outlasts_the_slowest_batch(settings):
    """A letter is begun before the time is up; reopening a connection and sending it take a dozen answers at most."""
    assert BATCH_TIME + timedelta(seconds=settings.EMAIL_TIMEOUT) * 13 < relay.CLAIM
