"""What has happened to a case since a page about it was drawn: asked by the page itself, told only where there is news.

Nothing has to be remembered for it: a page says which version of the case it shows. What is told is the record, as
blinded for this reader as on the case's own page. Who may not see the case finds nothing here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from ethics_review.api.readers import reader_of
from ethics_review.models import Case
from ethics_review.queries import history
from ethics_review.web.heading import pack_shown, visible_case
from ethics_review.web.history_page import LogLine, Reading, log
from ethics_review.web.page import SignedIn, answers, language

UNCHANGED = 204
MOST = 3
"""So many of the latest steps are named; of the others how many there are."""


@dataclass(frozen=True)
class News:
    """What the page does not show yet: the latest steps first, and how many more there are."""

    number: str
    version: int
    lines: list[LogLine]
    more: int


@answers("GET")
def since(request: SignedIn, number: str, version: int) -> HttpResponse:
    """The steps after `version`; nothing (204) where there are none, or where they are `told` already.

    Three statements besides those of the session where there is nothing to tell: it is asked again and again.
    """
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    told = request.GET.get("told", "") == str(case.version)
    found = None if told or case.version <= version else _news(case, request.user, version, now)
    if found is None:
        return HttpResponse(status=UNCHANGED)
    return render(request, "cases/parts/news.html", {"news": found, "here": request.htmx.current_url_abs_path or ""})


def _news(case: Case, reader: User, version: int, now: datetime) -> News | None:
    """The steps that gave the case a later version. None where its rules are gone: nothing can be worded then."""
    pack, _ = pack_shown(case, language())
    if pack is None:
        return None
    rows = history.rows(case=case, roles=reader_of(case=case, user=reader, now=now).roles, person=reader.pk)
    later = [row for row in rows if row.body.get("version", 0) > version]
    lines = log(later[-MOST:], Reading(pack, {}, language()))
    return News(case.number, case.version, lines, len(later) - len(lines))
