"""What is left of a time limit that is told to the minute, and what an open page needs to go on counting by itself.

The words are the server's, in the reader's language; the page fills in the figures. It counts from the instant at which
it was drawn, so that a wrong clock of the reader's machine does no harm.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from ledger.models import Deadline

HOUR = 3600
SOON_HOURS = 24


@dataclass(frozen=True)
class Countdown:
    """`left` and `over` are patterns with %(hours)d and %(minutes)d in them; `after` is the tone once it is over.

    `soon` is how many seconds before the end it begins to press.
    """

    drawn_at: datetime
    due_at: datetime
    left: str
    over: str
    after: str
    soon: int = SOON_HOURS * HOUR


def countdown(*, deadline: Deadline, now: datetime) -> Countdown | None:
    """None for what does not move by the minute: what is told in days, stands still or has ended."""
    if not deadline.exact or deadline.paused_at or deadline.settled_at or deadline.has_closed(now=now):
        return None
    if deadline.is_window:
        return Countdown(now, deadline.due_at, _left(), gettext("closed unused"), "calm")
    return owed_by_the_minute(due_at=deadline.due_at, now=now)


def owed_by_the_minute(*, due_at: datetime, now: datetime) -> Countdown:
    """Of a duty: it goes on being counted once it is over."""
    return Countdown(now, due_at, _left(), _over(), "over")


def minutes_left(*, due_at: datetime, now: datetime) -> str:
    """How long is left, or how long it has been over."""
    seconds = int((due_at - now).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return (_over() if seconds < 0 else _left()) % {"hours": hours, "minutes": minutes}


def _left() -> str:
    return gettext("%(hours)d h %(minutes)d min left")


def _over() -> str:
    return gettext("%(hours)d h %(minutes)d min overdue")
