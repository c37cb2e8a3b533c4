"""The page of what differs between two revisions of a filing, for whoever may read both."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from ethics_review.api.readers import reader_of
from ethics_review.web.difference_page import difference_page
from ethics_review.web.heading import heading_of, visible_case
from ethics_review.web.page import SignedIn, answers, language, page

MOST_DIGITS = 9
"""No revision has a longer number."""


@answers("GET")
def show(request: SignedIn, number: str) -> HttpResponse:
    """What differs; 404 for a revision the reader may not read, as for one there is not."""
    now, tongue = timezone.now(), language()
    case = visible_case(number=number, user=request.user, now=now)
    before, after = (_revision(request.GET.get(name, "")) for name in ("from", "to"))
    roles = reader_of(case=case, user=request.user, now=now).roles
    found = difference_page(case=case, roles=roles, language=tongue, before=before, after=after)
    if found is None:
        raise Http404
    heading = heading_of(case, tongue)
    return page(request, "cases/difference.html", section="cases", case=heading, difference=found)


def _revision(given: str) -> int | None:
    """A revision by its number; left out, it is the latest, or the one before."""
    if not given:
        return None
    if len(given) > MOST_DIGITS or not (given.isascii() and given.isdecimal()):
        raise Http404
    return int(given)
