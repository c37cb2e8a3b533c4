"""Letters about meetings (会议通知的信函): the agenda as its recipient may read it, and the event for a calendar."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse

from committees.models import Answer, Meeting
from ethics_review.icalendar_text import Person, invitation
from ethics_review.occasions import absolute, of_meeting, told
from ethics_review.queries import sittings
from ethics_review.queries.agendas import agenda_with_documents
from ethics_review.wording.figures import is_english
from ledger.letters import Attachment
from ledger.models import Message

FOR_CALENDARS = frozenset({"meeting_invited", "meeting_changed", "meeting_cancelled", "meeting_convened"})
"""Notices that bring the event: the last is the pack's own, to those who act in a case put on an agenda."""
ABOUT_ONE_ITEM = frozenset({"meeting_in_doubt", "meeting_cancelled"})
"""Notices to which the whole agenda adds nothing."""
STATUS = {
    Answer.Choice.COMES: "ACCEPTED",
    Answer.Choice.BY_VIDEO: "ACCEPTED",
    Answer.Choice.DOES_NOT_COME: "DECLINED",
}


def _meeting_of(message: Message, now: datetime) -> Meeting | None:
    """The meeting the message is about, if the recipient may know of it; None for any other message."""
    kind, _, key = message.entry.stream.partition(":")
    number = key if kind == "meeting" else message.entry.data.get("meeting")
    if number is None or (kind != "meeting" and message.notice not in FOR_CALENDARS):
        return None
    return sittings.meetings(user=message.recipient, now=now).filter(pk=int(number)).first()


def agenda_params(*, message: Message, now: datetime) -> dict[str, Any]:
    """What a letter says of the agenda at the moment of sending; nothing where it is about no meeting to come."""
    meeting = _meeting_of(message, now)
    if meeting is None or message.notice in ABOUT_ONE_ITEM or meeting.has_begun(now=now):
        return {}
    lines = agenda_with_documents(meeting=meeting, user=message.recipient, now=now)
    address = absolute(reverse("meeting", args=[meeting.pk]))
    return {"agenda": told(agenda=lines), "answer_at": address}


def event_file(*, message: Message, now: datetime) -> tuple[Attachment, ...]:
    """The invitation as it stands now, to the recipient alone. Without an address there is no letter to send it by."""
    person, language = message.recipient, message.recipient.language
    if message.notice not in FOR_CALENDARS or not person.email:
        return ()
    meeting = _meeting_of(message, now)
    if meeting is None:
        return ()
    agenda = agenda_with_documents(meeting=meeting, user=person, now=now)
    content = invitation(
        of_meeting(meeting=meeting, agenda=agenda, language=language),
        organizer=Person(_office(meeting, language), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendee=Person(str(person), person.email),
        status=_status(meeting, person.pk),
        cancelled=meeting.cancelled_at is not None,
    )
    method = "CANCEL" if meeting.cancelled_at is not None else "REQUEST"
    return (Attachment("meeting.ics", f"text/calendar; method={method}; charset=utf-8", content),)


def _office(meeting: Meeting, language: str) -> str:
    """The body as the one who invites."""
    body = meeting.committee
    return body.name_en if is_english(language) and body.name_en else body.name


def _status(meeting: Meeting, person: int) -> str:
    given = meeting.answers.filter(person=person, for_start=meeting.starts_at).first()
    return STATUS[Answer.Choice(given.choice)] if given is not None else "NEEDS-ACTION"
