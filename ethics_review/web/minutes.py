"""The page of a meeting's minutes, for those who sit on the body; made to be printed and signed."""

from django.http import HttpResponse
from django.utils import timezone

from ethics_review.web.meetings import found
from ethics_review.web.minutes_page import minutes_of
from ethics_review.web.page import SignedIn, answers, language, page


@answers("GET")
def show(request: SignedIn, pk: int) -> HttpResponse:
    """The minutes as far as they have come; complete once the meeting has ended."""
    told = minutes_of(meeting=found(request, pk), user=request.user, now=timezone.now(), tongue=language())
    return page(request, "meetings/minutes.html", section="meetings", minutes=told, meeting=told.meeting)
