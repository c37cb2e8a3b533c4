"""What became of the letters about a case or a body: to the office of the body all of them, to anybody else their own.

So nobody learns from a letter who reviews. Whether the case or the body may be seen at all is asked before. The letters
about a meeting of its committee with the case on the agenda, invitations above all, count as letters about the case;
those about any meeting of a body as letters about the body.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from committees.models import AgendaItem, Committee, Meeting
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


def letters_of(*, case: Case, roles: frozenset[Role], person: int) -> QuerySet[Message]:
    """Those about a case, the latest first; what became of each says `delivery`."""
    return _told(about(case=case), person, office=bool(roles & OFFICE)).order_by("-pk")


def delivery_of(*, case: Case, roles: frozenset[Role], person: int, pk: int) -> Delivery:
    """One of them. Raises `Message.DoesNotExist` for one this reader may not know of."""
    return delivery(_told(about(case=case), person, office=bool(roles & OFFICE)).get(pk=pk))


def letters_of_body(*, body: Committee, office: bool, person: int) -> QuerySet[Message]:
    """Those about a body and its meetings, the latest first; all of them where the reader keeps its `office`."""
    return _told(about_body(body=body), person, office=office).order_by("-pk")


def delivery_of_body(*, body: Committee, office: bool, person: int, pk: int) -> Delivery:
    """One of them. Raises `Message.DoesNotExist` for one this reader may not know of."""
    return delivery(_told(about_body(body=body), person, office=office).get(pk=pk))


def undelivered(*, case: Case) -> Coalesce:
    """How many letters about the case did not arrive, and will not by themselves: to be asked along with its rows."""
    lost = Message.objects.filter(about(case=case), mail__in=TROUBLED).order_by()
    return Coalesce(Subquery(lost.values(one=Value(1)).annotate(n=Count("pk")).values("n")), 0)


def undelivered_of_body(*, body: Committee) -> int:
    """The same of the letters about a body and its meetings. One statement."""
    return Message.objects.filter(about_body(body=body), mail__in=TROUBLED).count()


def about(*, case: Case) -> Q:
    """Condition on `Message`: it tells of the case, or of a meeting at which its committee has it on the agenda.

    A panel's meetings are left out: its experts are nobody's to the committee's office.
    """
    heard = AgendaItem.objects.filter(subject=case.stream, meeting__committee=case.committee_id)
    return Q(entry__stream=case.stream) | Q(entry__stream__in=_records(heard, "meeting"))


def about_body(*, body: Committee) -> Q:
    """Condition on `Message`: it tells of the body itself (composition, terms, reports), or of a meeting of it."""
    meetings = Meeting.objects.filter(committee=body)
    return Q(entry__stream=body.stream) | Q(entry__stream__in=_records(meetings, "pk"))


def _records(rows: QuerySet[Any], meeting: str) -> QuerySet[Any]:
    """The streams of the meetings whose ids stand in that field."""
    record = Concat(Value("meeting:"), Cast(meeting, CharField()))
    streams: QuerySet[Any] = rows.order_by().annotate(record=record).values("record")
    return streams


def _told(about: Q, person: int, *, office: bool) -> QuerySet[Message]:
    told = Message.objects.filter(about).select_related("recipient", "digest")
    return told if office else told.filter(recipient=person)


def delivery(message: Message) -> Delivery:
    """What became of one letter: what its row says, or the digest in which it goes."""
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
