"""From a message to a letter in the post: claim, render, send, mark.

At least once: a relay that dies between sending and marking lets the letter go out a second time, under the same
Message-ID. Wording and the recipient's right to see the matter are asked at the moment of sending, of a renderer
that lives in an upper storey and is named by the setting LEDGER_RENDERER. Nothing is decided or recorded here.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.module_loading import import_string

from ledger import queries
from ledger.envelopes import enveloped
from ledger.letters import Letter
from ledger.models import Message

BATCH = 20
# Longer than a batch can take when the mail server lets every letter run into its time-out (20 x 20 s).
CLAIM = timedelta(minutes=10)
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
DOUBLINGS = 9
"""After so many failures the wait between two tries has reached LAST_RETRY and grows no more."""
SET_ASIDE = "the recipient may no longer see the matter"
INBOX_ONLY = "the recipient has no e-mail address"

Renderer = Callable[[Message], Letter | None]
"""The letter for the recipient, in the recipient's language; None where the recipient may not see the matter."""

logger = logging.getLogger(__name__)


def send_waiting(*, now: datetime, limit: int = BATCH) -> int:
    """Take up to `limit` waiting messages through the post; how many were taken up, 0 when none waits.

    One that fails does not stop the others: it stays, with its reason, and is tried again later, each time later
    still. Raises ImproperlyConfigured or ImportError before touching anything where there is no renderer.
    """
    render = _renderer()
    claimed = claim(now=now, limit=limit)
    letters = [(message, letter) for message in claimed if (letter := _letter(message, render=render, now=now))]
    if letters:
        _send(letters, now=now)
    return len(claimed)


def _renderer() -> Renderer:
    path = getattr(settings, "LEDGER_RENDERER", "")
    if not path:
        raise ImproperlyConfigured("LEDGER_RENDERER must name the function that words a message for its recipient")
    render: Renderer = import_string(path)
    return render


def claim(*, now: datetime, limit: int) -> list[Message]:
    """Reserve waiting messages for this relay until the claim expires; no other relay gets them before that."""
    with transaction.atomic():
        # On SQLite the lock is left out: the transaction itself, begun IMMEDIATE, is the only one that writes.
        waiting = queries.unsent(now=now, limit=limit).select_related("recipient", "entry")
        messages = list(waiting.select_for_update(skip_locked=True, of=("self",)))
        for message in messages:
            message.attempts += 1
            message.claimed_until = now + CLAIM
        Message.objects.bulk_update(messages, ["attempts", "claimed_until"])
    return messages


def _letter(message: Message, *, render: Renderer, now: datetime) -> mail.EmailMessage | None:
    """The letter to send; None where the message was set aside, has nowhere to go, or could not be worded."""
    try:
        worded = render(message)
    except Exception as error:  # noqa: BLE001 -- one message that cannot be worded must not hold up the others
        _hold_back(message, error, now=now)
        return None
    if worded is None:
        _close(message, Message.Mail.SET_ASIDE, reason=SET_ASIDE)
        return None
    if not message.recipient.email:
        _close(message, Message.Mail.INBOX_ONLY, reason=INBOX_ONLY)
        return None
    return enveloped(worded, message=message)


def _send(letters: list[tuple[Message, mail.EmailMessage]], *, now: datetime) -> None:
    """Send over one connection. A server that cannot be reached fails the whole batch at once, not letter by letter."""
    connection = mail.get_connection()
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises, the reason is kept and tried again
        for message, _ in letters:
            _hold_back(message, error, now=now)
        return
    try:
        for message, letter in letters:
            _send_one(message, letter, connection, now=now)
    finally:
        connection.close()


def _send_one(message: Message, letter: mail.EmailMessage, connection: BaseEmailBackend, *, now: datetime) -> None:
    try:
        connection.send_messages([letter])
    except Exception as error:  # noqa: BLE001 -- as above
        _hold_back(message, error, now=now)
    else:
        message.sent_at = now
        _close(message, Message.Mail.SENT, reason="")


def _close(message: Message, fate: Message.Mail, *, reason: str) -> None:
    message.mail, message.failed_reason, message.claimed_until = fate, reason, None
    message.save(update_fields=["mail", "failed_reason", "claimed_until", "sent_at"])


def _hold_back(message: Message, error: Exception, *, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, DOUBLINGS), LAST_RETRY)
    message.failed_reason = f"{type(error).__name__}: {error}"[:1000]
    message.claimed_until = now + wait
    message.save(update_fields=["failed_reason", "claimed_until"])
    logger.warning("message %s not sent at attempt %s: %s", message.pk, message.attempts, message.failed_reason)
