"""What one person has been told (告知), latest first, without what they may no longer see."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from ethics_review.models import Case
from ethics_review.wording.notices import BLIND
from ledger import queries as ledger
from ledger.models import Message


def unread_count(*, user: User) -> int:
    """How many messages wait unread. One statement."""
    return ledger.unread(user=user).count()


def messages_of(*, user: User) -> QuerySet[Message]:
    """Read and unread, with the entries they are about."""
    mine = Message.objects.filter(recipient=user).exclude(mail=Message.Mail.SET_ASIDE)
    return mine.select_related("entry").order_by("-pk")


def still_visible(*, messages: Collection[Message], user: User, now: datetime) -> list[Message]:
    """Those whose case the recipient may still see; a message about anything else stays. One statement at most."""
    numbers = {number for number in map(case_number, messages) if number}
    seen: set[str] = set()
    if numbers:
        visible = Case.objects.visible_to(user, now).filter(number__in=numbers)
        seen = set(visible.values_list("number", flat=True))
    return [message for message in messages if not case_number(message) or case_number(message) in seen]


def case_number(message: Message) -> str:
    """The number of the case the message is about and leads to; empty where there is none."""
    kind, _, key = message.entry.stream.partition(":")
    return key if kind == "case" and message.notice not in BLIND else ""


def meeting_id(message: Message) -> int | None:
    """The meeting the message is about, where it is about one and no case."""
    kind, _, key = message.entry.stream.partition(":")
    return int(key) if kind == "meeting" else None


def latest_unread(*, user: User, limit: int) -> list[Message]:
    """The latest unread messages. One statement."""
    return list(ledger.unread(user=user)[:limit])
