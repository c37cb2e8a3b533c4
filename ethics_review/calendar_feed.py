"""A person's calendar as the file their calendar program subscribes to (日历订阅)."""

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from committees.models import Committee
from ethics_review.icalendar_text import Occasion, feed
from ethics_review.occasions import absolute, of_deadline, of_meeting, title_of
from ethics_review.queries.calendar import Owed, calendar_of
from ethics_review.wording.figures import is_english
from regulations.words import Words

NAME = Words("科技伦理审查", "Ethics review")


def feed_of(*, user: User, now: datetime) -> bytes:
    """The whole feed in the person's language. The same content gives the same bytes, whenever it is read."""
    shown, language = calendar_of(user=user, now=now), user.language
    meetings = [
        of_meeting(meeting=meeting, agenda=shown.agendas.get(meeting.pk, ()), language=language)
        for meeting in shown.meetings
    ]
    limits = [_limit(owed, language) for owed in shown.owed]
    return feed([*meetings, *limits], name=NAME.in_language(language))


def _limit(owed: Owed, language: str) -> Occasion:
    subject = owed.subject
    if isinstance(subject, Committee):
        title = subject.name_en if is_english(language) and subject.name_en else subject.name
        address = reverse("committee", args=[subject.pk])
    else:
        title = f"{subject.number} {title_of(case=subject, language=language)}"
        address = reverse("case", args=[subject.number])
    return of_deadline(deadline=owed.deadline, title=title, address=address, language=language)


def address_of(*, secret: str) -> str:
    """Where a calendar program reads the feed."""
    return absolute(reverse("calendar", args=[secret]))
