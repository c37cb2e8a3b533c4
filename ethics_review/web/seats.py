"""Seats on pages of their own: given, renewed and ended by the unit, with what the body would lack told before.

Each is sent in two steps: the first shows the composition as it would be and writes nothing, the second does it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from committees.models import Committee, Seat
from committees.terms import longest_term_ends_on
from ethics_review.engine import InputInvalid
from ethics_review.engine.facts import rules_of_body
from ethics_review.operations import appointing
from ethics_review.operations.appointing import Foreseen, Letter
from ethics_review.queries.people import possible_members
from ethics_review.web.heading import named
from ethics_review.web.inbox import ROW
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.seat_forms import SeatEndForm, SeatForm
from ethics_review.web.shown import Ground, Reason, ground_of, reasons_of
from ethics_review.web.terms import apart, joined, word
from regulations.calendar import ONE_DAY
from regulations.clocks import local
from regulations.refusal import Refused
from regulations.vocabulary import Position

ASKED_OF_A_BODY = (
    "committee.min_members",
    "committee.categories",
    "committee.both_sexes",
    "committee.external_members",
    "committee.one_chair",
    "committee.term_years",
)


@dataclass(frozen=True)
class Side:
    """The body on the day, without or with what is asked for."""

    voting: int
    lacking: list[Reason]


@dataclass(frozen=True)
class Outlook:
    """What would come of it: the day, the composition as things stand, and with it; `worse` where it breaks one."""

    on: date
    without: Side
    having: Side

    @property
    def worse(self) -> bool:
        return bool(self.having.lacking) and not self.without.lacking


@answers("GET", "POST")
def new(request: SignedIn, pk: int) -> HttpResponse:
    """A person is seated. `?renew=` names the seat that is to be held for a further term."""
    now, tongue = timezone.now(), language()
    body = _body(request, pk, now)
    renewed = _renewed(request, body)
    form = SeatForm(request.POST or None, people=_people(tongue), tongue=tongue, initial=_letter_of(body, renewed, now))
    if request.method != "POST" or not form.is_valid():
        return _form(request, body, form, renewed=renewed, status=INVALID if form.errors else 200)
    if "change" in request.POST:
        return _form(request, body, form, renewed=renewed)
    letter = Letter(**form.cleaned_data)
    try:
        seen = appointing.foresee_appointment(body=body, letter=letter, now=now)
        if "confirmed" not in request.POST:
            return _form(request, body, form, renewed=renewed, foreseen=seen)
        seat = appointing.appoint(committee=pk, letter=letter, user=request.user, now=now)
    except (Refused, InputInvalid) as error:
        return _form(request, body, form, renewed=renewed, error=error, status=REFUSED)
    return _done(
        request, body, gettext("%(person)s was seated. The change must be registered.") % {"person": apart(seat.person)}
    )


@answers("GET", "POST")
def end(request: SignedIn, pk: int, seat: int) -> HttpResponse:
    """A seat ends before its term."""
    now = timezone.now()
    body = _body(request, pk, now)
    held = _seat(body, seat)
    form = SeatEndForm(request.POST or None, initial={"ended_on": max(local(now).date() + ONE_DAY, held.starts_on)})
    if request.method != "POST" or not form.is_valid():
        return _end_form(request, body, held, form, status=INVALID if form.errors else 200)
    if "change" in request.POST:
        return _end_form(request, body, held, form)
    words = form.cleaned_data
    try:
        seen = appointing.foresee_end(body=body, seat=held, ended_on=words["ended_on"], now=now)
        if "confirmed" not in request.POST:
            return _end_form(request, body, held, form, foreseen=seen)
        appointing.end(committee=pk, seat=seat, user=request.user, now=now, **words)
    except Refused as error:
        return _end_form(request, body, held, form, error=error, status=REFUSED)
    return _done(
        request,
        body,
        gettext("The seat of %(person)s ends. The change must be registered.") % {"person": apart(held.person)},
    )


def _done(request: SignedIn, body: Committee, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("committee", pk=body.pk)


def _body(request: SignedIn, pk: int, now: datetime) -> Committee:
    try:
        return appointing.body_of(committee=pk, user=request.user, now=now)
    except Committee.DoesNotExist as error:
        raise Http404 from error


def _seat(body: Committee, seat: int) -> Seat:
    try:
        return appointing.seat_of(body=body, seat=seat)
    except InputInvalid as error:
        raise Http404 from error


def _renewed(request: SignedIn, body: Committee) -> Seat | None:
    given = request.GET.get("renew", "")
    if not given:
        return None
    if not ROW.fullmatch(given):
        raise Http404
    return _seat(body, int(given))


def _letter_of(body: Committee, renewed: Seat | None, now: datetime) -> dict[str, Any]:
    """What the form proposes: a whole term from today, or from the end of the one that is renewed."""
    today = local(now).date()
    starts_on = max(renewed.ends_on + ONE_DAY, today) if renewed else today
    years = rules_of_body(body).number("committee.term_years")
    term = {"starts_on": starts_on, "ends_on": longest_term_ends_on(starts_on, years) - timedelta(days=1)}
    if renewed is None:
        return {"position": Position.MEMBER.value} | term
    kept = {"person": renewed.person_id, "position": renewed.position, "sex": renewed.sex}
    return kept | {"categories": renewed.categories} | term


def _people(tongue: str) -> list[tuple[int, str]]:
    """Everybody who may be seated, each with where they belong."""
    return [(one.pk, _told(one, tongue)) for one in possible_members()]


def _told(person: User, tongue: str) -> str:
    unit = person.institution
    belongs = named(unit.name, unit.name_en, tongue) if unit else gettext("of no unit")
    return f"{person} · {belongs}"


def _form(
    request: SignedIn,
    body: Committee,
    form: SeatForm,
    *,
    renewed: Seat | None,
    foreseen: Foreseen | None = None,
    error: Refused | InputInvalid | None = None,
    status: int = 200,
) -> HttpResponse:
    letter = _letter_told(foreseen.seat) if foreseen else []
    return _page(request, body, form, foreseen, error, status, ending=False, holder=renewed, letter=letter)


def _end_form(
    request: SignedIn,
    body: Committee,
    held: Seat,
    form: SeatEndForm,
    *,
    foreseen: Foreseen | None = None,
    error: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    letter = [] if foreseen is None else [*_letter_told(held), (gettext("Reason"), form.cleaned_data["reason"])]
    return _page(request, body, form, foreseen, error, status, ending=True, holder=held, letter=letter)


def _page(
    request: SignedIn,
    body: Committee,
    form: SeatForm | SeatEndForm,
    foreseen: Foreseen | None,
    error: Refused | InputInvalid | None,
    status: int,
    **more: Any,
) -> HttpResponse:
    tongue = language()
    return page(
        request,
        "committees/seats/confirm.html" if foreseen else "committees/seats/form.html",
        section="committees",
        status=status,
        body=body,
        name=named(body.name, body.name_en, tongue),
        form=form,
        outlook=_outlook(foreseen, tongue) if foreseen else None,
        reasons=_reasons(error, tongue),
        demands=_demands(body, tongue),
        **more,
    )


def _reasons(error: Refused | InputInvalid | None, tongue: str) -> list[Reason]:
    if isinstance(error, Refused):
        return reasons_of(error.refusals, tongue)
    return [Reason(gettext("There is no such person, or they have left."), None)] if error else []


def _outlook(seen: Foreseen, tongue: str) -> Outlook:
    sides = (Side(len(one.seats), reasons_of(one.refusals, tongue)) for one in (seen.without, seen.having))
    return Outlook(seen.on, *sides)


def _letter_told(seat: Seat) -> list[tuple[str, str]]:
    """The seat in words, to be read once more."""
    tongue = language()
    outside = gettext("from outside") if seat.external else gettext("of the unit itself")
    told = [
        (gettext("Person"), str(seat.person)),
        (gettext("Seat"), word(seat.position, tongue)),
        (gettext("Expertise"), joined((word(one, tongue) for one in seat.categories), tongue)),
        (gettext("Sex"), word(seat.sex, tongue) if seat.sex else ""),
        (gettext("From outside"), outside),
        (gettext("Term"), f"{seat.starts_on} – {seat.ends_on}"),
    ]
    return [(name, value or "—") for name, value in told]


def _demands(body: Committee, tongue: str) -> list[tuple[str, Ground]]:
    """What the rules ask of the composition, each with its article."""
    rules = rules_of_body(body)
    return [
        (rules.pack.rules[key].gist.in_language(tongue), ground_of(rules.source(key), tongue))
        for key in ASKED_OF_A_BODY
    ]
