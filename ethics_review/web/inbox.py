"""What one has been told, worded when it is read; a message opened from here counts as read.

Shown are all of it or what is unread, of every topic or one; unknown filters narrow nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ethics_review.operations import inbox as acts
from ethics_review.queries import inbox
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.wording.figures import is_english
from ethics_review.wording.notices import worded
from ledger.models import Message
from regulations.telling import TOPICS, Topic

ON_PAGE = 20
ROW, NUMBER = re.compile("[0-9]{1,18}"), re.compile("[0-9]{4}-[0-9]{4,11}")
"""What the buttons of the page send: the number of a row, and that of a case."""


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
    now, chosen = timezone.now(), request.GET.get("topic", "")
    unread_only = request.GET.get("show") == "unread"
    found = inbox.messages_of(user=request.user)
    if unread_only:
        found = found.filter(read_at__isnull=True)
    if chosen in set(Topic):
        found = inbox.of_topic(messages=found, topic=Topic(chosen))
    shown = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    visible = inbox.still_visible(messages=list(shown), user=request.user, now=now)
    return page(
        request,
        "inbox/list.html",
        section="inbox",
        messages_told=[told(message, language()) for message in visible],
        pages=shown,
        topics=[(topic.value, words.in_language(language())) for topic, words in TOPICS.items()],
        topic=chosen,
        unread_only=unread_only,
        narrowed=unread_only or chosen in set(Topic),
    )


def told(message: Message, tongue: str) -> Told:
    """The message in the reader's language, without what a letter adds for those who are elsewhere."""
    notice = worded(message.notice, message.params, tongue)
    number = inbox.case_number(message)
    colon = ": " if is_english(tongue) else "："
    lines = [f"{name}{colon}{value}" for name, value in notice.lines if not number or number not in value]
    return Told(
        id=message.pk,
        subject=notice.subject,
        text="\n".join([notice.text, *lines]),
        at=message.created_at,
        unread=message.read_at is None,
        case=number,
        meeting=inbox.meeting_id(message),
    )


@answers("POST")
def mark_read(request: SignedIn) -> HttpResponse:
    """Mark the named messages as read or unread, or all as read; and go to the case if the button says so."""
    ids = [int(value) for value in request.POST.getlist("message") if ROW.fullmatch(value)]
    match request.POST.get("mark"):
        case "all":
            acts.mark_all_read(user=request.user, now=timezone.now())
        case "unread":
            acts.mark_unread(user=request.user, messages=ids)
        case _:
            acts.mark_read(user=request.user, messages=ids, now=timezone.now())
    number, meeting = request.POST.get("case", ""), request.POST.get("meeting", "")
    if ROW.fullmatch(meeting):
        return redirect("meeting", pk=int(meeting))
    return redirect("case", number=number) if NUMBER.fullmatch(number) else redirect("inbox")
