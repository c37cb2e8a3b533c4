"""Bodies: who sits on them, whether they are composed as their rules demand on a day, and what their office records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext

from committees.composition import examine
from committees.models import Committee, Seat
from committees.queries import seats_on
from ethics_review import wording
from ethics_review.engine import InputInvalid
from ethics_review.engine.facts import adopted, rules_of_body
from ethics_review.operations import sittings as acts
from ethics_review.operations.reporting import AnnualReport, submit_annual_report
from ethics_review.operations.signing import Signatures, sign_statements, signable
from ethics_review.queries import annual, dashboard, sittings, trainings
from ethics_review.queries.deliveries import undelivered_of_body
from ethics_review.queries.roster import rules_of
from ethics_review.web.body_reports import reports_shown
from ethics_review.web.forms import AnnualReportForm, OnDay, RegistrationForm, SignaturesForm
from ethics_review.web.heading import named
from ethics_review.web.members_page import Members, members_of, rank
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.terms import joined, sentence_case, word
from regulations.clocks import local
from regulations.refusal import Refused
from regulations.vocabulary import CommitteeKind, Position

ON_PAGE = 50
SOON = timedelta(days=90)
"""So long before a term ends it is time to think of who follows."""
OFFICE = frozenset({Position.SECRETARY, Position.CHAIR})


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
    """One seat in term on the day. `gives_up`: from when it no longer counts, if before its term ends."""

    id: int
    person: str
    position: str
    brings: str
    sex: str
    external: bool
    votes: bool
    starts_on: date
    ends_on: date
    signed: tuple[date, date] | None
    """When the statements of secrecy and of interests were signed."""
    ends_soon: bool
    gives_up: date | None


@dataclass(frozen=True)
class Composed:
    """The body on one day, and all it lacks. `signing`: whether who has signed is shown, asked for or not.

    `ending` is how many terms end soon, `after` the day after the last of them; none where none does.
    """

    on: date
    seats: list[SeatLine]
    signing: bool
    voting: int
    lacking: list[Reason]
    ending: int
    after: date | None


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
    """One body on the day asked for (`?on=`), today unless another is given; what its office may record about it."""
    return _shown(request, _body(request, pk))


@answers("POST")
def adopt(request: SignedIn, pk: int) -> HttpResponse:
    """The body goes over to another instrument."""
    act = partial(acts.adopt_instrument, pack=request.POST.get("pack", ""))
    return _recorded(request, pk, act, _adopted)


def _adopted(body: Committee) -> str:
    """What comes of it: the change is registered, and the body may lack what only the new instrument asks."""
    done = gettext("The body is under another instrument now. Register the change.")
    on = local(timezone.now()).date()
    lacking = composed(body, on, language(), seats_on(committee=body, on=on)).lacking
    return (
        " ".join([done, gettext("Under it the body lacks:"), *(one.sentence for one in lacking)]) if lacking else done
    )


@answers("POST")
def register(request: SignedIn, pk: int) -> HttpResponse:
    """The platform has registered the body, or a change of it."""
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        said = [Reason(f"{form['number'].label}: {error}", None) for error in form.errors["number"]]
        return _shown(request, _body(request, pk), reasons=said, status=INVALID)
    act = partial(acts.register_committee, number=form.cleaned_data["number"])
    return _recorded(request, pk, act, lambda _: gettext("The registration was recorded."))


def _recorded(
    request: SignedIn, pk: int, act: Callable[..., Committee], done: Callable[[Committee], str]
) -> HttpResponse:
    body = _body(request, pk)
    try:
        recorded = act(committee=pk, user=request.user, now=timezone.now())
    except Refused as error:
        return _shown(request, body, reasons=reasons_of(error.refusals, language()), status=REFUSED)
    except InputInvalid as error:
        said = [Reason(wording.problem_sentence(problem, language()), None) for problem in error.problems]
        return _shown(request, body, reasons=said, status=INVALID)
    messages.success(request, done(recorded))
    return redirect("committee", pk=pk)


def _body(request: SignedIn, pk: int) -> Committee:
    return get_object_or_404(sittings.bodies(user=request.user, now=timezone.now()), pk=pk)


def _shown(
    request: SignedIn,
    body: Committee,
    *,
    report: AnnualReportForm | None = None,
    signatures: SignaturesForm | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
) -> HttpResponse:
    now, tongue = timezone.now(), language()
    form = OnDay(request.GET if "on" in request.GET else {"on": local(now).date()})
    on = form.day(otherwise=local(now).date())
    seats = [seat for seat in sittings.seats_held(user=request.user, now=now) if seat.committee_id == body.pk]
    held, seated = {seat.position for seat in seats}, seats_on(committee=body, on=on)
    standing = body.kind in annual.STANDING
    appoints = standing and dashboard.manages(body, user=request.user, now=now)
    inside = standing and (bool(seats) or appoints)
    return page(
        request,
        "committees/_composition.html" if request.htmx else "committees/detail.html",
        section="committees",
        status=status,
        body=body,
        line=_line(body, tongue),
        composed=composed(body, on, tongue, seated),
        pack=adopted(body).title.in_language(tongue),
        form=form,
        others=_others(body, now, tongue) if held & OFFICE else [],
        registers=Position.SECRETARY in held,
        reported=annual.reported_years(committee=body),
        reporting=report or AnnualReportForm(initial={"year": annual.last_year(now)}),
        keeps=bool(held & OFFICE) and standing,
        reports=reports_shown(body=body, user=request.user, now=now, tongue=tongue),
        signing=signatures or (_signatures(signable(committee=body, user=request.user, now=now)) if seats else None),
        reasons=reasons or [],
        told=bool(seats),
        undelivered=undelivered_of_body(body=body) if held & OFFICE else 0,
        dashboard=inside,
        appoints=appoints,
        seated_by_unit=standing,
        members=_members(body, on, tongue, seated) if inside else None,
    )


def _members(body: Committee, on: date, tongue: str, seats: list[Seat]) -> Members:
    """What its people have signed and learnt, for them and the manager of their unit. One statement."""
    found = trainings.of_body(committee=body)
    return members_of(body=body, seats=seats, found=found, rules=rules_of(body), on=on, tongue=tongue)


def _others(body: Committee, now: datetime, tongue: str) -> list[tuple[str, str]]:
    """The instruments the body might go over to."""
    found = acts.adoptable(body=body, day=local(now).date())
    return [(one.id, one.title.in_language(tongue)) for one in found]


@answers("POST")
def annual_report(request: SignedIn, pk: int) -> HttpResponse:
    """The body's office reports on a year."""
    form, body = AnnualReportForm(request.POST), _body(request, pk)
    if not form.is_valid():
        return _shown(request, body, report=form, status=INVALID)
    try:
        submit_annual_report(
            committee=pk, report=AnnualReport(**form.cleaned_data), user=request.user, now=timezone.now()
        )
    except Refused as error:
        return _shown(request, body, report=form, reasons=reasons_of(error.refusals, language()), status=REFUSED)
    return redirect("committee", pk=pk)


@answers("POST")
def statements(request: SignedIn, pk: int) -> HttpResponse:
    """The signed statements of a seat's holder are recorded."""
    body = _body(request, pk)
    form = _signatures(sittings.seated(committee=body, now=timezone.now()), request.POST)
    if not form.is_valid():
        return _shown(request, body, signatures=form, status=INVALID)
    days = {name: form.cleaned_data[name] for name in ("secrecy_signed_on", "interests_signed_on")}
    act = partial(sign_statements, seat=form.cleaned_data["seat"], signed=Signatures(**days))
    return _recorded(request, pk, act, lambda _: gettext("The signatures were recorded."))


def _signatures(seats: list[Seat], data: Mapping[str, Any] | None = None) -> SignaturesForm:
    """The form for these seats, in the order of the vocabulary."""
    shown = [(seat.pk, f"{seat.person} · {word(seat.position, language())}") for seat in sorted(seats, key=rank)]
    return SignaturesForm(data, seats=shown)


def composed(body: Committee, on: date, tongue: str, seats: list[Seat]) -> Composed:
    """What the body lacks on the day, from the seats in term then. No statement."""
    rules = rules_of_body(body)
    found = examine(kind=CommitteeKind(body.kind), seats=seats, on=on, rules=rules)
    lines = [_seat(seat, tongue, on) for seat in sorted(seats, key=rank)]
    ending = [line.ends_on for line in lines if line.ends_soon]
    after = max(ending) + timedelta(days=1) if ending else None
    signing = rules.holds("committee.signed_statements") or any(line.signed for line in lines)
    return Composed(on, lines, signing, len(found.seats), reasons_of(found.refusals, tongue), len(ending), after)


def _seat(seat: Seat, tongue: str, on: date) -> SeatLine:
    return SeatLine(
        id=seat.pk,
        person=str(seat.person),
        position=word(seat.position, tongue),
        brings=joined((word(category, tongue) for category in seat.categories), tongue),
        sex=word(seat.sex, tongue) if seat.sex else "",
        external=seat.external,
        votes=seat.votes,
        starts_on=seat.starts_on,
        ends_on=seat.ends_on,
        signed=_signed(seat),
        ends_soon=seat.ends_on - on < SOON and seat.ended_on is None,
        gives_up=seat.ended_on,
    )


def _signed(seat: Seat) -> tuple[date, date] | None:
    if seat.secrecy_signed_on is None or seat.interests_signed_on is None:
        return None
    return seat.secrecy_signed_on, seat.interests_signed_on
