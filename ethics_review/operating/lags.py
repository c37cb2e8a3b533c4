"""How far sweeper and relay are behind. One held back after a failure is not late: it waits for its next try."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.db.models.functions import Coalesce

from ledger.models import Deadline, Message

TOLERATED = timedelta(minutes=5)
"""A sweeper or a relay further behind than this is not doing its work."""


def unswept(*, now: datetime) -> int:
    """Seconds since the sweeper should have looked at something and has not."""
    waiting = Deadline.objects.filter(settled_at__isnull=True, next_at__lt=now)
    return seconds_since(waiting.aggregate(oldest=Min("next_at"))["oldest"], now=now)


def unsent(*, now: datetime) -> int:
    """Seconds since the message could go that waits longest untried: it was written, or its night was over."""
    untried = Message.objects.filter(mail=Message.Mail.WAITING, attempts=0)
    waiting = untried.annotate(since=Coalesce("claimed_until", "created_at")).filter(since__lte=now)
    return seconds_since(waiting.aggregate(oldest=Min("since"))["oldest"], now=now)


def seconds_since(moment: datetime | None, *, now: datetime) -> int:
    """Whole seconds, 0 for nothing and for what is still to come."""
    return max(0, int((now - moment).total_seconds())) if moment is not None else 0
