"""Whether a letter about a message may go out now: what its recipient has chosen, and what nobody can choose away.

Asked at the moment of sending, so that a choice made since the message was left counts.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from accounts.channels import channels_of
from accounts.models import Channels
from ledger.models import Message
from regulations import telling
from regulations.clocks import local
from regulations.telling import Way

URGENT = "urgent"
"""The name under which a message's figures say that it is about a matter that cannot wait."""


class Course(StrEnum):
    """What is to be done with a message by mail."""

    SEND = "send"
    WAIT = "wait"
    GATHER = "gather"
    KEEP = "keep"


def course(*, message: Message, now: datetime) -> Course:
    """Send it, let it wait for the morning, gather it for the digest, or keep it in the inbox alone."""
    if telling.must_be_told(message.notice) or _is_urgent(message):
        return Course.SEND
    channels = channels_of(message.recipient)
    way = channels.way(telling.telling(message.notice).topic)
    if way is Way.INBOX:
        return Course.KEEP
    if way is Way.DAILY:
        return Course.GATHER
    return Course.WAIT if is_quiet(channels, now=now) else Course.SEND


def is_quiet(channels: Channels, *, now: datetime) -> bool:
    """Whether the person is not written to at `now`."""
    return telling.is_quiet(local(now).time(), channels.quiet_from, channels.quiet_until)


def morning(channels: Channels, *, now: datetime) -> datetime:
    """When the quiet hours that run at `now` end."""
    here = local(now)
    end = here.replace(
        hour=channels.quiet_until.hour,
        minute=channels.quiet_until.minute,
        second=channels.quiet_until.second,
        microsecond=0,
    )
    return end if end > here else end + timedelta(days=1)


def _is_urgent(message: Message) -> bool:
    clock = str(message.params.get("clock") or "")
    return bool(message.params.get(URGENT)) or telling.is_urgent(message.notice, clock)
