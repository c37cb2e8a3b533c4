"""Bodies: who sits on them, and whether they are composed as their rules demand, today or on another day."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

import regulations
from committees.models import Committee, Seat
from committees.queries import composition, seats_on
from ethics_review import wording
from ethics_review.queries import sittings
from ethics_review.web.forms import OnDay
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.terms import joined, sentence_case, word
from regulations.clocks import local
from regulations.vocabulary import CommitteeKind, Position

ON_PAGE = 50


@dataclass(frozen=True)
class BodyLine:
    """One body in the list."""

    id: int
    name: str
    kind: str
    unit: str
    seated: int
    registration: str


@dataclass(frozen=True)
class SeatLine:
    """One seat in term on the day."""

    person: str
    position: str
    brings: str
    sex: str
    external: bool
    votes: bool
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Composed:
    """The body on one day, and all it lacks."""

    on: date
    seats: list[SeatLine]
    voting: int
    lacking: list[Reason]


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """The bodies this person may look up."""
    bodies = sittings.bodies(user=request.user, now=timezone.now())
    shown = Paginator(bodies, ON_PAGE).get_page(request.GET.get("page"))
    lines = [_line(body, language()) for body in shown]
    return page(request, "committees/list.html", section="committees", bodies=lines, pages=shown)


def _line(body: Committee, tongue: str) -> BodyLine:
    return BodyLine(
        id=body.pk,
        name=named(body.name, body.name_en, tongue),
        kind=sentence_case(wording.label_in(CommitteeKind, body.kind, tongue)),
        unit=named(body.institution.name, body.institution.name_en, tongue),
        seated=body.seated,  # type: ignore[attr-defined] # annotated by the query
        registration=body.registration_number,
    )


@answers("GET")
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One body on the day asked for (`?on=`), today unless another is given."""
    now, tongue = timezone.now(), language()
    body = get_object_or_404(sittings.bodies(user=request.user, now=now), pk=pk)
    form = OnDay(request.GET)
    on = form.day(otherwise=local(now).date())
    return page(
        request,
        "committees/_composition.html" if request.htmx else "committees/detail.html",
        section="committees",
        body=body,
        line=_line(body, tongue),
        composed=composed(body, on, tongue),
        pack=regulations.pack(body.pack_id).title.in_language(tongue),
        form=form,
        seated_here=any(seat.committee_id == body.pk for seat in sittings.seats_held(user=request.user, now=now)),
    )


def composed(body: Committee, on: date, tongue: str) -> Composed:
    """The seats in term on the day and what the body lacks then. Two statements."""
    rules = regulations.pack(body.pack_id).rules_for(house=body.house)
    seats = seats_on(committee=body, on=on)
    found = composition(committee=body, on=on, rules=rules)
    lines = [_seat(seat, tongue) for seat in sorted(seats, key=_rank)]
    return Composed(on, lines, len(found.seats), reasons_of(found.refusals, tongue))


def _rank(seat: Seat) -> int:
    """In the order of the vocabulary: the chair first."""
    return list(Position).index(Position(seat.position))


def _seat(seat: Seat, tongue: str) -> SeatLine:
    return SeatLine(
        person=str(seat.person),
        position=word(seat.position, tongue),
        brings=joined((word(category, tongue) for category in seat.categories), tongue),
        sex=word(seat.sex, tongue) if seat.sex else "",
        external=seat.external,
        votes=seat.votes,
        starts_on=seat.starts_on,
        ends_on=seat.ends_on,
    )
