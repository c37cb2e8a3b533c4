"""How far a meeting has come, and so what its page offers to record."""

from datetime import datetime
from enum import IntEnum

from django.utils.translation import gettext

from committees.models import Meeting
from regulations.clocks import local


class Stage(IntEnum):
    """What may be recorded of a meeting by now: nothing before its day in Shanghai, the end once it has begun."""

    AHEAD = 0
    ITS_DAY = 1
    BEGUN = 2


def stage_of(*, meeting: Meeting, come: bool, now: datetime) -> Stage:
    """A meeting to which somebody has `come` is no longer called off or changed, so it may be ended."""
    if come or meeting.has_begun(now=now):
        return Stage.BEGUN
    return Stage.ITS_DAY if local(meeting.starts_at).date() <= local(now).date() else Stage.AHEAD


def status_of(*, meeting: Meeting, now: datetime) -> str:
    if meeting.cancelled_at:
        return gettext("Cancelled")
    if meeting.ended_at:
        return gettext("Ended")
    return gettext("Under way") if meeting.starts_at <= now else gettext("Planned")
