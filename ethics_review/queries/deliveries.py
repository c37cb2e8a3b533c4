"""What became of the letters about a case: to the office of its committee all of them, to anybody else their own.

So nobody learns from a letter who reviews. Whether the case may be seen at all is asked before.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ethics_review.models import Case
from ethics_review.queries.history import OFFICE
from ledger.deliveries import HELD_BACK
from ledger.models import Message
from regulations.vocabulary import Role

EMAIL, DIGEST, INBOX = "email", "digest", "inbox"
TROUBLED = frozenset({Message.Mail.BOUNCED, Message.Mail.GIVEN_UP})


@dataclass(frozen=True)
class Delivery:
    """One notice to one person: by which channel, what became of it, since when or when next.

    `said` is what the mail server said; `resendable` tells whether it can be sent again now, `trouble` whether it did
    not arrive and will not by itself.
    """

    message: Message
    channel: str
    status: str
    reason: str
    said: str
    next_try_at: datetime | None
    resendable: bool
    trouble: bool


def deliveries_of(*, case: Case, roles: frozenset[Role], person: int, limit: int = 500) -> list[Delivery]:
    """The latest first. One statement."""
    return [_delivery(message) for message in _messages(case, roles, person).order_by("-pk")[:limit]]


def delivery_of(*, case: Case, roles: frozenset[Role], person: int, pk: int) -> Delivery:
    """One of them. Raises `Message.DoesNotExist` for one this reader may not know of."""
    return _delivery(_messages(case, roles, person).get(pk=pk))


def undelivered(*, case: Case) -> int:
    """How many letters about the case did not arrive, and will not by themselves. One statement."""
    return Message.objects.filter(entry__stream=case.stream, mail__in=TROUBLED).count()


def _messages(case: Case, roles: frozenset[Role], person: int) -> QuerySet[Message]:
    told = Message.objects.filter(entry__stream=case.stream).select_related("recipient", "digest")
    return told if roles & OFFICE else told.filter(recipient=person)


def _delivery(message: Message) -> Delivery:
    """What the row says, or the digest in which it goes."""
    row = message.digest if message.mail == Message.Mail.GATHERED and message.digest else message
    status = message.mail
    if row.mail == Message.Mail.WAITING and row.reason in HELD_BACK:
        status = "held_back"
    elif row.mail == Message.Mail.WAITING and row.reason == Message.Reason.QUIET_HOURS:
        status = "put_off"
    return Delivery(
        message=message,
        channel=_channel(message),
        status=status,
        reason=message.reason if row.reason == "" else row.reason,
        said=row.failed_reason,
        next_try_at=row.claimed_until if status in {"held_back", "put_off"} else None,
        resendable=_resendable(message),
        trouble=message.mail in TROUBLED,
    )


def _channel(message: Message) -> str:
    if message.mail in {Message.Mail.INBOX_ONLY, Message.Mail.SET_ASIDE}:
        return INBOX
    return DIGEST if message.digest_id or message.mail == Message.Mail.GATHERED else EMAIL


def _resendable(message: Message) -> bool:
    """Whether `operations.deliveries.resend` would do it, as far as the row tells."""
    if message.mail == Message.Mail.WAITING:
        return message.reason in HELD_BACK
    if message.reason == Message.Reason.NO_ADDRESS:
        return bool(message.recipient.email)
    return message.mail in {Message.Mail.SENT, *TROUBLED}
