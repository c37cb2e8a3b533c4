"""What must be told, and what has been read of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from accounts.models import User
from ledger import queries
from ledger.models import Entry, Message
from ledger.operations.writing import open_batch, require_transaction


def post(
    *,
    entry: Entry,
    notice: str,
    recipients: Iterable[int],
    params: Mapping[str, object],
    suffix: str = "",
    at: datetime | None = None,
) -> list[Message]:
    """Leave one message of `notice` about `entry` for each recipient, never a second one. One insert.

    `recipients` are the ids of users. `suffix` tells apart repeated notices about one entry, such as the reminders of
    a deadline, and `at` is when such a one is posted: without it, the entry's own instant. The returned messages carry
    no id: where one had been posted before, the earlier row stands.
    """
    require_transaction("post")
    key = f"{notice}:{entry.stream}:{entry.seq}"
    end = f":{suffix}" if suffix else ""
    messages = [
        Message(
            notice=notice,
            entry=entry,
            recipient_id=person,
            params=dict(params),
            dedupe=f"{key}:{person}{end}",
            created_at=at or entry.moment,
        )
        for person in sorted(set(recipients))
    ]
    if (batch := open_batch()) is not None:
        batch.messages += messages
        return messages
    return Message.objects.bulk_create(messages, ignore_conflicts=True)


def mark_read(*, recipient: User, messages: Collection[int], at: datetime) -> int:
    """Mark the recipient's own messages of these ids as read at `at`; how many were unread until now."""
    return queries.unread(user=recipient).filter(pk__in=messages).update(read_at=at)


def mark_unread(*, recipient: User, messages: Collection[int]) -> int:
    """Mark the recipient's own messages of these ids as unread again; how many were read until now."""
    read = Message.objects.filter(recipient=recipient, pk__in=messages, read_at__isnull=False)
    return read.update(read_at=None)


def mark_all_read(*, recipient: User, at: datetime) -> int:
    """Mark everything the recipient has been told as read at `at`; how many were unread until now."""
    return Message.objects.filter(recipient=recipient, read_at__isnull=True).update(read_at=at)
