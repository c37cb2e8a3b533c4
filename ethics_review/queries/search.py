"""Cases, meetings and bodies by words, always within what the person may see: what is not found is not counted either.

Each word must be in one of the places looked at. Text is compared as it stands, without cutting it into words: that is
what finds Chinese, and what both databases do alike. The scope is narrowed by relation first, by indices; then the text
of what is left is read through (docs/adr/0024).
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from committees.models import AgendaItem, Committee, Meeting, Seat
from committees.terms import in_term_on
from ethics_review.models import Case, Filing
from ethics_review.queries import sittings
from ethics_review.queries.involved import in_part
from ethics_review.relations import Relations
from regulations.clocks import local

PLACES = (
    "number",
    "title_zh",
    "title_en",
    "applicant__name",
    "institution__name",
    "institution__name_en",
    "committee__name",
    "committee__name_en",
)
"""What a case is found by besides the text of its filing."""
OF_MEETINGS = ("place", "committee__name", "committee__name_en", "presider__name")
OF_BODIES = ("name", "name_en", "registration_number", "institution__name", "institution__name_en")


def cases(*, me: Relations, words: Collection[str], limit: int) -> list[Case]:
    """The latest cases that hold every word, at most `limit`. One statement.

    Each carries `read`, the revision this person reads: an applicant the latest, everybody else the one submitted last.
    """
    readable = Filing.objects.filter(Q(submitted_at__isnull=False) | Q(case__applicant=me.person), case=OuterRef("pk"))
    found = Case.objects.seen_by(me).annotate(read=Subquery(readable.order_by("-revision").values("pk")[:1]))
    for word in words:
        text = Filing.objects.filter(pk=OuterRef("read"), words__contains=word)
        found = found.filter(_in(PLACES, word) | in_part(me=me, word=word) | Exists(text))
    return list(found.select_related("committee", "institution", "applicant").order_by("-pk")[:limit])


def filings(*, found: Collection[Case]) -> dict[int, Filing]:
    """The revisions this person reads of the cases found, by case. One statement."""
    rows = Filing.objects.filter(pk__in=[case.read for case in found])  # type: ignore[attr-defined] # annotated
    return {filing.case_id: filing for filing in rows}


def meetings(
    *, user: User, now: datetime, words: Collection[str], about: Collection[Case], limit: int
) -> list[Meeting]:
    """The person's meetings that hold every word, or on whose agenda one of the cases `about` stands. One statement."""
    streams = [case.stream for case in about]
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"), subject__in=streams)
    return list(sittings.meetings(user=user, now=now).filter(_every(OF_MEETINGS, words) | Exists(items))[:limit])


def bodies(*, user: User, now: datetime, words: Collection[str], limit: int) -> list[Committee]:
    """The bodies that hold every word, in their names or in that of somebody who sits on them. One statement."""
    found: QuerySet[Committee] = sittings.bodies(user=user, now=now)
    seats = Seat.objects.filter(in_term_on(local(now).date()), committee=OuterRef("pk"))
    for word in words:
        found = found.filter(_in(OF_BODIES, word) | Exists(seats.filter(person__name__icontains=word)))
    return list(found[:limit])


def _every(places: Collection[str], words: Collection[str]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= _in(places, word)
    return wanted


def _in(places: Collection[str], word: str) -> Q:
    wanted = Q()
    for place in places:
        wanted |= Q(**{f"{place}__icontains": word})
    return wanted
