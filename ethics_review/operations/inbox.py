"""Reading one's messages, one by one, many at once, or all of them; and keeping them for later."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from ledger import operations as ledger


def mark_read(*, user: User, messages: Collection[int], now: datetime) -> int:
    """Mark the user's own messages of these ids as read; how many were unread until now."""
    with transaction.atomic():
        return ledger.mark_read(recipient=user, messages=messages, at=now)


def mark_unread(*, user: User, messages: Collection[int]) -> int:
    """Mark the user's own messages of these ids as unread again; how many were read until now."""
    with transaction.atomic():
        return ledger.mark_unread(recipient=user, messages=messages)


def mark_all_read(*, user: User, now: datetime) -> int:
    """Mark everything the user has been told as read; how many were unread until now."""
    with transaction.atomic():
        return ledger.mark_all_read(recipient=user, at=now)
