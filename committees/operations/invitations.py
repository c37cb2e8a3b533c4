"""Telling those who sit on a body of its meeting (会议通知), and keeping count of what has changed since.

A message is left with the act that causes it. What it says of the agenda is decided when it is worded, for each
recipient: here nobody knows which matters are before whose eyes.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Q

from committees.models import Meeting
from ledger.models import Entry
from ledger.operations import post
from ledger.tasks import nudge
from regulations.convening import reminders

INVITED, CHANGED, CANCELLED = "meeting_invited", "meeting_changed", "meeting_cancelled"
EVERY_DAY = timedelta(days=1)
"""How often the sweeper looks at a meeting to come though nothing was answered: terms end, interests are found."""


def tell(
    *,
    meeting: Meeting,
    entry: Entry,
    notice: str,
    people: Iterable[int],
    besides: AbstractSet[int] = frozenset(),
    suffix: str = "",
    more: Mapping[str, object] = MappingProxyType({}),
    at: datetime | None = None,
) -> None:
    """Leave `notice` about the meeting for these people but those told already; `more` is what else it says.

    `at` is when it is left where that is not the instant of the entry, which several may hang on.
    """
    recipients = set(people) - besides
    if recipients:
        params = {**_params(meeting), **more}
        post(entry=entry, notice=notice, recipients=recipients, params=params, suffix=suffix, at=at)
        nudge()


def announce(
    *, meeting: Meeting, entry: Entry, notice: str, people: Iterable[int], told: AbstractSet[int] = frozenset()
) -> None:
    """Tell these people of an act; not whoever acted, nor those who are `told` otherwise."""
    acted = frozenset[int]() if entry.actor_id is None else frozenset({entry.actor_id})
    tell(meeting=meeting, entry=entry, notice=notice, people=people, besides=told | acted)


def _params(meeting: Meeting) -> dict[str, object]:
    body = meeting.committee
    said = {"place": meeting.place, "reason": meeting.cancel_reason}
    return {
        "meeting": meeting.pk,
        "meeting_number": meeting.number,
        "body_zh": body.name,
        "body_en": body.name_en,
        "starts_at": meeting.starts_at.isoformat(),
        "mode": meeting.mode,
    } | {name: value for name, value in said.items() if value}


def mark_changed(*, meeting: Meeting, at: datetime, fields: Iterable[str] = ()) -> None:
    """Save `fields` as a new version of the invitation, and let the sweeper look at the meeting at once."""
    meeting.sequence += 1
    meeting.changed_at = meeting.next_at = at
    meeting.save(update_fields=[*fields, "sequence", "changed_at", "next_at"])


def next_look(*, meeting: Meeting, now: datetime) -> datetime | None:
    """When the sweeper must look again after `now`: at the next reminder, in a day at the latest, never once begun."""
    if meeting.has_begun(now=now):
        return None
    later = [moment for moment in reminders(meeting.starts_at, meeting.committee.house) if moment > now]
    return min([*later, meeting.starts_at, now + EVERY_DAY])


def look_later(*, meeting: int, until: datetime) -> None:
    """Let the sweeper look at the meeting only after `until`: its look failed, and others wait behind it."""
    Meeting.objects.filter(pk=meeting, ended_at__isnull=True, next_at__isnull=False).update(next_at=until)


def look_again(*, condition: Q, at: datetime) -> None:
    """Let the sweeper look at once at the meetings to come of which `condition` holds: who counts there has changed."""
    Meeting.objects.filter(condition, ended_at__isnull=True, starts_at__gt=at, next_at__isnull=False).update(next_at=at)
