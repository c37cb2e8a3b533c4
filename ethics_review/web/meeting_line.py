"""One meeting as a line of a list, and as the head of its own page."""

from dataclasses import dataclass
from datetime import datetime

from committees.models import Meeting
from ethics_review.web.meeting_stage import status_of
from ethics_review.web.terms import word


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    id: int
    number: int
    body: str
    starts_at: datetime
    ended_at: datetime | None
    status: str
    mode: str
    place: str
    presider: str
    matters: int
    begun: bool
    cancelled: bool
    reason: str


def meeting_line(meeting: Meeting, now: datetime, tongue: str) -> MeetingLine:
    body = meeting.committee
    return MeetingLine(
        id=meeting.pk,
        number=meeting.number,
        body=body.name_en if tongue.startswith("en") and body.name_en else body.name,
        starts_at=meeting.starts_at,
        ended_at=meeting.ended_at,
        status=status_of(meeting=meeting, now=now),
        mode=word(meeting.mode, tongue),
        place=meeting.place,
        presider=str(meeting.presider),
        matters=getattr(meeting, "matters", 0),
        begun=meeting.has_begun(now=now),
        cancelled=meeting.cancelled_at is not None,
        reason=meeting.cancel_reason,
    )
