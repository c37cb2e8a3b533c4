"""From a message to a letter in the post: claim, render, send, mark.

At least once: a relay that dies between sending and marking lets the letter go out a second time, under the same
Message-ID. Wording and the recipient's right to see the matter are asked at the moment of sending, of a renderer
that lives in an upper storey and is named by the setting LEDGER_RENDERER. Nothing is decided or recorded here.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.channels import channels_of
from ledger import post, queries
from ledger.channels import Course, course, morning
from ledger.envelopes import enveloped
from ledger.letters import Letter
from ledger.models import Mailed, Message

BATCH = 20
CLAIM = post.CLAIM

Row = TypeVar("Row", bound=Mailed)
Renderer = Callable[[Message], Letter | None]
"""The letter for the recipient, in the recipient's language; None where the recipient may not see the matter."""


def send_waiting(*, now: datetime, limit: int = BATCH) -> int:
    """Take up to `limit` waiting messages through the post; how many were taken up, 0 when none waits.

    One that fails does not stop the others: it stays, with its reason, and is tried again later, each time later
    still. Raises ImproperlyConfigured or ImportError before touching anything where there is no renderer.
    """
    render: Renderer = named("LEDGER_RENDERER")
    claimed = claim(now=now, limit=limit)
    letters = [(message, letter) for message in claimed if (letter := _letter(message, render=render, now=now))]
    if letters:
        post.send(letters, now=now)
    return len(claimed)


def named(setting: str) -> Any:
    """The function of an upper storey that the setting names."""
    path = getattr(settings, setting, "")
    if not path:
        raise ImproperlyConfigured(f"{setting} must name the function that words a message for its recipient")
    return import_string(path)


def claim(*, now: datetime, limit: int) -> list[Message]:
    """Reserve waiting messages for this relay until the claim expires; no other relay gets them before that."""
    waiting = queries.unsent(now=now, limit=limit).select_related("recipient__channels", "entry")
    return reserve(waiting=waiting, now=now)


def reserve(*, waiting: QuerySet[Row], now: datetime) -> list[Row]:
    """Take rows that wait, as far as no other relay is just taking them, and count the try. One select, one update."""
    with transaction.atomic():
        # On SQLite the lock is left out: the transaction itself, begun IMMEDIATE, is the only one that writes.
        rows = list(waiting.select_for_update(skip_locked=True, of=("self",)))
        for row in rows:
            row.attempts += 1
            row.claimed_until, row.reason = now + CLAIM, Mailed.Reason.NONE
        every = waiting.model._default_manager  # noqa: SLF001 -- Django's public name for it
        every.bulk_update(rows, ["attempts", "claimed_until", "reason"])
    return rows


def _letter(message: Message, *, render: Renderer, now: datetime) -> mail.EmailMessage | None:
    """The letter to send; None where none goes, or not now: the row says why."""
    if post.has_nowhere_to_go(message, to=message.recipient) or not _goes_now(message, now=now):
        return None
    try:
        worded = render(message)
    except Exception as error:  # noqa: BLE001 -- one message that cannot be worded must not hold up the others
        post.hold_back(message, error, now=now, reason=Message.Reason.UNWORDED)
        return None
    if worded is None:
        post.close(message, Message.Mail.SET_ASIDE, reason=Message.Reason.NOT_VISIBLE)
        return None
    return enveloped(worded, row=message)


def _goes_now(message: Message, *, now: datetime) -> bool:
    """Whether the letter may go now. Where it may not, the row says what it waits for."""
    match course(message=message, now=now):
        case Course.SEND:
            return True
        case Course.WAIT:
            until = morning(channels_of(message.recipient), now=now)
            post.put_off(message, until=until, reason=Message.Reason.QUIET_HOURS)
        case Course.GATHER:
            post.close(message, Message.Mail.GATHERED, reason=Message.Reason.DAILY)
        case Course.KEEP:
            post.close(message, Message.Mail.INBOX_ONLY, reason=Message.Reason.CHOSEN)
    return False
