"""What has happened to a case since a page about it was drawn: asked by the page itself, told only where there is news.

Nothing has to be remembered for it: a page says which version of the case it shows, and when it was drawn. What is told
is the record, as blinded for this reader as on the case's own page, and which time limits have run out. Who may not see
the case finds nothing here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from ethics_review.api.readers import reader_of
from ethics_review.models import Case
from ethics_review.queries import case_record, history
from ethics_review.queries.history import Row
from ethics_review.web.heading import pack_shown, visible_case
from ethics_review.web.history_page import LogLine, Reading, log
from ethics_review.web.page import SignedIn, answers, language
from ethics_review.web.shown import TimeLimit, time_limit
from ledger.models import Deadline

UNCHANGED = 204
MOST = 3
"""So many of the latest steps are named, and so many limits; of the other steps how many there are."""


@dataclass(frozen=True)
class News:
    """What the page does not show yet: the latest steps first, how many more there are, and the limits that ran out.

    `told` is what the page says the next time, so that it is not told the same again.
    """

    number: str
    told: str
    title: str
    lines: list[LogLine]
    more: int
    over: list[TimeLimit]


@answers("GET")
def since(request: SignedIn, number: str, version: int) -> HttpResponse:
    """What came after `version` and after the page was `drawn`; nothing (204) where there is none, or it is `told`.

    Four statements besides those of the session where there is nothing to tell: it is asked again and again.
    """
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    late = case_record.ran_out(case=case, since=_drawn(request, now), now=now)
    is_new = (case.version > version or late) and request.GET.get("told", "") != _told(case, late)
    found = _news(case, request.user, version, late, now) if is_new else None
    if found is None:
        return HttpResponse(status=UNCHANGED)
    return render(request, "cases/parts/news.html", {"news": found, "here": request.htmx.current_url_abs_path or ""})


def _drawn(request: SignedIn, now: datetime) -> datetime:
    """When the page says it was drawn; now, where it says nothing that can be read."""
    try:
        return datetime.fromtimestamp(int(request.GET.get("drawn", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return now


def _news(case: Case, reader: User, version: int, late: list[Deadline], now: datetime) -> News | None:
    """None where the rules of the case are gone: nothing can be worded then."""
    pack, _ = pack_shown(case, language())
    if pack is None:
        return None
    later = _later(case, reader, version, now) if case.version > version else []
    moved = gettext("The case has moved on since you opened this page")
    ran_out = gettext("A time limit has run out since you opened this page")
    return News(
        number=case.number,
        told=_told(case, late),
        title=moved if later else ran_out,
        lines=log(later[-MOST:], Reading(pack, {}, language())),
        more=max(0, len(later) - MOST),
        over=[time_limit(one, pack, now, language()) for one in late[:MOST]],
    )


def _later(case: Case, reader: User, version: int, now: datetime) -> list[Row]:
    """The steps that gave the case a later version, as this reader may see them."""
    rows = history.rows(case=case, roles=reader_of(case=case, user=reader, now=now).roles, person=reader.pk)
    return [row for row in rows if row.body.get("version", 0) > version]


def _told(case: Case, late: list[Deadline]) -> str:
    return f"{case.version}.{len(late)}"
