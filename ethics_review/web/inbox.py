"""What one has been told, worded when it is read; a message opened from here counts as read."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ethics_review import wording
from ethics_review.operations import inbox as acts
from ethics_review.queries import inbox
from ethics_review.web.page import SignedIn, answers, language, page
from ledger.models import Message

ON_PAGE = 20


@dataclass(frozen=True)
class Told:
    """One message. `case` is the number of the case it is about, and `meeting` the id of the meeting, if any."""

    id: int
    subject: str
    text: str
    at: datetime
    unread: bool
    case: str
    meeting: int | None


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """The inbox, latest first."""
    now = timezone.now()
    shown = Paginator(inbox.messages_of(user=request.user), ON_PAGE).get_page(request.GET.get("page"))
    visible = inbox.still_visible(messages=list(shown), user=request.user, now=now)
    told_now = [told(message, language()) for message in visible]
    return page(request, "inbox/list.html", section="inbox", messages_told=told_now, pages=shown)


def told(message: Message, tongue: str) -> Told:
    """The message in the reader's language, without what a letter adds for those who are elsewhere."""
    subject, text = wording.notice(message.notice, message.params, tongue)
    number = inbox.case_number(message)
    said, *more = text.split("\n\n")
    lines = [line for line in more[0].splitlines() if number not in line or not number] if len(more) > 1 else []
    return Told(
        id=message.pk,
        subject=subject,
        text="\n".join([said, *lines]),
        at=message.created_at,
        unread=message.read_at is None,
        case=number,
        meeting=inbox.meeting_id(message),
    )


@answers("POST")
def mark_read(request: SignedIn) -> HttpResponse:
    """Mark the named messages as read, and go to the case if the button says so."""
    ids = [int(value) for value in request.POST.getlist("message") if value.isdecimal()]
    acts.mark_read(user=request.user, messages=ids, now=timezone.now())
    number, meeting = request.POST.get("case", ""), request.POST.get("meeting", "")
    if meeting.isdecimal():
        return redirect("meeting", pk=int(meeting))
    return redirect("case", number=number) if number else redirect("inbox")
