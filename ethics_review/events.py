"""What a webhook is told of a message, and only if its owner may still see the matter. The ledger's LEDGER_PAYLOAD.

Little, and no more than the letter says: which matter, which time limit, which entry of the record, and where to read
on. A program that wants more asks the API, as whoever it acts for.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from ethics_review.queries import inbox
from ledger.models import Message
from regulations.clocks import local


def payload(message: Message, *, now: datetime) -> dict[str, object] | None:
    """Type, instant and data; None where the recipient has gone or may not see the matter."""
    person = message.recipient
    if not person.is_active or not inbox.still_visible(messages=[message], user=person, now=now):
        return None
    number, params, entry = inbox.case_number(message), message.params, message.entry
    path = reverse("case", args=[number]) if number else reverse("inbox")
    return {
        "type": message.notice,
        "timestamp": local(entry.moment).isoformat(),
        "data": {
            "case": str(params.get("number") or number) or None,
            "title": {"zh": params.get("title_zh", ""), "en": params.get("title_en", "")},
            "clock": params.get("clock"),
            "due_on": params.get("due_on"),
            "entry": {"stream": entry.stream, "seq": entry.seq, "hash": entry.hash},
            "address": settings.PUBLIC_URL + path,
        },
    }
