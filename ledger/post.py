"""The post (投递): letters handed to the mail server one by one, and what became of each kept with its reason.

What the server refuses for good is not tried again. What it puts off, and a server that does not answer, is tried
again, each time later, and given up after some days. Nothing waits here without an end: a connection that has gone
silent is not used again, and a batch ends well before its claim does.
"""

import logging
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from accounts.models import User
from ledger.mailing import Backend
from ledger.models import Mailed

CLAIM = timedelta(minutes=10)
BATCH_TIME = timedelta(minutes=5)
"""After so long no further letter of a batch is begun: the slowest last one still ends within the claim."""
LETTER_TIME = 60.0
"""Seconds for one letter, or for calling the server: one that trickles is left like one that is silent."""
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
DOUBLINGS = 9
"""After so many failures the wait between two tries has reached LAST_RETRY and grows no more."""
MOST_TRIES = 28
"""Almost five days with these waits, as long as mail servers try themselves (RFC 5321, 4.5.4.1)."""
PERMANENT = range(500, 600)
LONGEST_REASON = 1000

Post = tuple[Mailed, mail.EmailMessage]

logger = logging.getLogger(__name__)


def send(letters: Sequence[Post], *, now: datetime) -> None:
    """Hand each letter over and mark its row. Those the time did not reach are free again.

    A server that cannot be reached, or falls silent, fails the rest of the batch at once, not letter by letter.
    """
    rest = iter(letters)
    connection = mail.get_connection()
    try:
        with _in_time(connection):
            connection.open()
        for row, letter in _within(BATCH_TIME, rest):
            _send_one(row, letter, connection, now=now)
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises, the reason is kept and tried again
        for row, _ in rest:
            hold_back(row, error, now=now)
    finally:
        with suppress(Exception):
            connection.close()
    for row, _ in rest:
        release(row)


def _within(limit: timedelta, letters: Iterator[Post]) -> Iterator[Post]:
    """The letters one after another, until the time is up; what is left stays in the iterator."""
    started = monotonic()
    while monotonic() - started < limit.total_seconds():
        letter = next(letters, None)
        if letter is None:
            return
        yield letter


def _send_one(row: Mailed, letter: mail.EmailMessage, connection: BaseEmailBackend, *, now: datetime) -> None:
    """Raises what the batch cannot go on after: the server fell silent, or does not come back."""
    try:
        with _in_time(connection):
            connection.send_messages([letter])
    except Exception as error:
        if is_final(error):
            close(row, Mailed.Mail.BOUNCED, reason=Mailed.Reason.REFUSED, told=told(error))
            _warn(row, error, "refused for good")
        else:
            hold_back(row, error, now=now)
        if _is_silence(error):
            raise
        if isinstance(error, smtplib.SMTPServerDisconnected):
            _open_again(connection)
    else:
        row.sent_at = now
        close(row, Mailed.Mail.SENT)


def _is_silence(error: Exception) -> bool:
    """Whether the connection is of no more use, and a new one would most likely be of none. smtplib wraps its cause."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _open_again(connection: BaseEmailBackend) -> None:
    """One letter the server hung up on must not hold up the others."""
    with suppress(Exception):
        connection.close()
    with _in_time(connection):
        connection.open()


def _in_time(connection: BaseEmailBackend) -> AbstractContextManager[None]:
    """A folder of letters, as stands in for a server, needs no watch."""
    return connection.within(LETTER_TIME) if isinstance(connection, Backend) else nullcontext()


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: refused for good at the recipient or the text, or no address at all.

    What the server has against the sender or the login is the operator's to mend, and is tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code in PERMANENT for code, _ in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code in PERMANENT
    return isinstance(error, ValueError) and not isinstance(error, OSError)  # a certificate's error is both


def told(error: Exception) -> str:
    """What the server said, or what went wrong, in a line."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            said = "; ".join(f"{code} {_text(text)}" for code, text in error.recipients.values())
        case smtplib.SMTPResponseException():
            said = f"{error.smtp_code} {_text(error.smtp_error)}"
        case _:
            said = f"{type(error).__name__}: {error}"
    return " ".join(said.split())[:LONGEST_REASON]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def has_nowhere_to_go(row: Mailed, *, to: User) -> bool:
    """Whether no letter can be sent to the person. Then the row says why, and the inbox is all."""
    if to.is_active and to.email:
        return False
    close(row, Mailed.Mail.INBOX_ONLY, reason=Mailed.Reason.NO_ADDRESS if to.is_active else Mailed.Reason.INACTIVE)
    return True


def close(row: Mailed, fate: Mailed.Mail, *, reason: Mailed.Reason = Mailed.Reason.NONE, told: str = "") -> None:
    """The row's fate by mail, for good unless somebody sends it again."""
    row.mail, row.reason, row.failed_reason, row.claimed_until = fate, reason, told, None
    row.save(update_fields=["mail", "reason", "failed_reason", "claimed_until", "sent_at"])


def hold_back(row: Mailed, error: Exception, *, now: datetime, reason: Mailed.Reason = Mailed.Reason.UNREACHED) -> None:
    """Try again later, or give up. What another relay has taken up since is left to it."""
    if row.attempts >= MOST_TRIES:
        close(row, Mailed.Mail.GIVEN_UP, reason=reason, told=told(error))
    else:
        wait = min(FIRST_RETRY * 2 ** min(row.attempts - 1, DOUBLINGS), LAST_RETRY)
        row.reason, row.failed_reason, row.claimed_until = reason, told(error), now + wait
        _mine(row).update(reason=reason, failed_reason=row.failed_reason, claimed_until=row.claimed_until)
    _warn(row, error, "not sent")


def _warn(row: Mailed, error: Exception, what: str) -> None:
    """What the server said may name the recipient's address: it is kept with the row and not in the log."""
    kind, why = type(row).__name__.lower(), type(error).__name__
    logger.warning("%s %s %s at attempt %s: %s", kind, row.pk, what, row.attempts, why)


def put_off(row: Mailed, *, until: datetime, reason: Mailed.Reason) -> None:
    """Not yet: this was no try."""
    _mine(row).update(reason=reason, claimed_until=until, attempts=row.attempts - 1)


def release(row: Mailed) -> None:
    """Back to those that wait: this was no try."""
    _mine(row).update(claimed_until=None, attempts=row.attempts - 1)


def _mine(row: Mailed) -> QuerySet[Any]:
    """The row as long as the claim under which it was taken up is the last."""
    rows = type(row)._default_manager  # noqa: SLF001 -- Django's public name for it
    return rows.filter(pk=row.pk, mail=Mailed.Mail.WAITING, attempts=row.attempts)
