"""What one person has been told (告知), latest first, without what they may no longer see."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from ethics_review.models import Case
from ethics_review.queries import sittings
from ethics_review.wording.notices import BLIND
from ledger import queries as ledger
from ledger.models import Message
from regulations.telling import TELLINGS, UNSORTED, Topic


def unread_count(*, user: User) -> int:
    """How many messages wait unread. One statement."""
    return ledger.unread(user=user).count()


def unread_beside(*, user: User) -> Coalesce:
    """The same, to be asked along with the rows a page begins with."""
    waiting = ledger.unread(user=user).order_by()
    return Coalesce(Subquery(waiting.values(one=Value(1)).annotate(n=Count("pk")).values("n")), 0)


def messages_of(*, user: User) -> QuerySet[Message]:
    """Read and unread, with the entries they are about."""
    mine = Message.objects.filter(recipient=user).exclude(mail=Message.Mail.SET_ASIDE)
    return mine.select_related("entry").order_by("-pk")


def of_topic(*, messages: QuerySet[Message], topic: Topic) -> QuerySet[Message]:
    """Those that are of that topic to the person told. A notice nobody has sorted may ask for something."""
    if topic is UNSORTED.topic:
        return messages.exclude(notice__in=[kind for kind, one in TELLINGS.items() if one.topic is not topic])
    return messages.filter(notice__in=[kind for kind, one in TELLINGS.items() if one.topic is topic])


def still_visible(*, messages: Collection[Message], user: User, now: datetime) -> list[Message]:
    """Those whose case or meeting the recipient may still see; a message about anything else stays.

    One statement for each of the two at most.
    """
    numbers = {number for number in map(case_number, messages) if number}
    seen: set[str] = set()
    if numbers:
        visible = Case.objects.visible_to(user, now).filter(number__in=numbers)
        seen = set(visible.values_list("number", flat=True))
    sat = {pk for pk in map(meeting_id, messages) if pk is not None}
    known = set(sittings.meetings(user=user, now=now).filter(pk__in=sat).values_list("pk", flat=True)) if sat else set()
    return [one for one in messages if case_number(one) in seen | {""} and meeting_id(one) in known | {None}]


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
