"""Reading one's messages."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger import operations as ledger


def mark_read(*, user: User, messages: Collection[int], now: datetime) -> int:
    """Mark the user's own messages of these ids as read; how many were unread until now."""
    with transaction.atomic():
        return ledger.mark_read(recipient=user, messages=messages, at=now)
