"""Letters that come back: what a delivery status notification says, and that saying it twice changes nothing."""

from datetime import timedelta

import pytest

from ledger import bounces, deliveries, envelopes, operations, relay
from ledger.envelopes import message_id
from ledger.letters import Letter
from ledger.models import Message

NOTIFICATION = """\
From: MAILER-DAEMON@mx.example.org
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I am sorry.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Original-Recipient: rfc822;lin@example.org
Final-Recipient: rfc822;lin@elsewhere.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <lin@elsewhere.example>:
    unknown user

--B
Content-Type: {part}

Message-ID: {identifier}
Subject: =?utf-8?q?x?=
{body}
--B--
"""


def notification(identifier, *, action="failed", status="5.1.1", part="message/rfc822", body="\nText\n"):
    filled = NOTIFICATION.format(identifier=identifier, action=action, status=status, part=part, body=body)
    return filled.replace("\n", "\r\n").encode()


@pytest.fixture
def sent(append, person, noon, settings, installed_as):
    """A message whose letter has gone out."""
    settings.LEDGER_RENDERER = installed_as(lambda _: Letter("题", "文"))
    operations.post(entry=append(), notice="case_accepted", recipients=[person.pk], params={})
    relay.send_waiting(now=noon)
    return Message.objects.get()


@pytest.mark.parametrize("part", ["message/rfc822", "text/rfc822-headers"])
def test_a_failure_is_read_with_its_letter_recipient_and_reason(part):
    (returned,) = bounces.read(notification("<m1.0@example.org>", part=part))

    assert returned.message_id == "<m1.0@example.org>"
    assert returned.recipient == "lin@example.org"
    assert returned.why == "5.1.1 smtp; 550 5.1.1 <lin@elsewhere.example>: unknown user"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_no_failure_is_no_return(action):
    assert bounces.read(notification("<m1.0@example.org>", action=action)) == []


def test_an_action_is_read_in_any_case():
    assert len(bounces.read(notification("<m1.0@example.org>", action="Failed"))) == 1


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: out of office\r\n\r\nI am away.",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n--B--",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\nAction: failed",
        b"A" * 11 * 1024 * 1024,
    ],
    ids=["empty", "bytes", "absence", "no blocks", "no parts", "no report", "too large"],
)
def test_what_is_no_notification_says_nothing(junk):
    assert bounces.read(junk) == []


def test_a_letter_is_found_by_its_message_id(sent):
    assert envelopes.find(message_id(sent)) == sent
    assert envelopes.find(message_id(sent).strip("<>")) == sent


@pytest.mark.parametrize(
    "identifier",
    ["", "<other@example.org>", "<m999.{seal}@x>", "<m{pk}.00000000000000000000000000000000@x>", "<d{pk}.{seal}@x>"],
)
def test_a_letter_is_not_found_by_an_invented_one(sent, identifier):
    seal = message_id(sent).partition(".")[2].partition("@")[0]

    assert envelopes.find(identifier.format(pk=sent.pk, seal=seal)) is None


def test_what_came_back_is_marked_once_with_its_reason(sent, noon):
    assert deliveries.came_back(row=sent, why="5.1.1 unknown user")
    assert not deliveries.came_back(row=sent, why="again")

    sent.refresh_from_db()
    assert (sent.mail, sent.reason, sent.failed_reason) == ("bounced", "returned", "5.1.1 unknown user")
    assert sent.sent_at == noon
    assert relay.send_waiting(now=noon + timedelta(days=9)) == 0


def test_a_letter_that_was_never_sent_cannot_come_back(append, person):
    operations.post(entry=append(), notice="case_accepted", recipients=[person.pk], params={})
    message = Message.objects.get()

    assert not deliveries.came_back(row=message, why="5.1.1")
    message.refresh_from_db()
    assert message.mail == "waiting"


def test_a_letter_tried_again_is_the_same_letter(sent, noon):
    identifier = message_id(sent)
    deliveries.came_back(row=sent, why="5.1.1")
    sent.refresh_from_db()

    assert deliveries.try_again(message=sent)

    sent.refresh_from_db()
    assert (sent.mail, sent.reason, sent.failed_reason, sent.sent_at, sent.attempts) == ("waiting", "", "", None, 0)
    assert message_id(sent) == identifier
    assert relay.send_waiting(now=noon + timedelta(hours=1)) == 1


def test_what_a_relay_has_in_hand_is_not_tried_again(sent):
    Message.objects.update(mail="waiting", sent_at=None, reason="unreached")
    stale = Message.objects.get()
    relay.claim(now=sent.sent_at, limit=1)

    assert not deliveries.try_again(message=stale)
    assert Message.objects.get().attempts == 2
