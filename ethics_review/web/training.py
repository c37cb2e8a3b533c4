"""The training of a body's people (委员培训): what is on record, who has none, the forms to record and strike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import StepValueValidator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Seat, Training
from committees.queries import seats_on
from ethics_review.engine import InputInvalid
from ethics_review.operations import training as acts
from ethics_review.operations.training import Given
from ethics_review.queries import sittings, trainings
from ethics_review.queries.roster import rules_of
from ethics_review.web.heading import named
from ethics_review.web.inputs import LONG, day_input
from ethics_review.web.members_page import members_of, rank, shown_by
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.terms import word
from regulations.clocks import local
from regulations.refusal import Refused

HALF_AN_HOUR = Decimal("0.5")


class TrainingForm(forms.Form):
    """What a certificate says."""

    person = forms.TypedChoiceField(coerce=int, label=_("Person"))
    held_on = forms.DateField(label=_("Held on"), widget=day_input())
    subject = forms.CharField(max_length=200, label=_("Subject"))
    provider = forms.CharField(max_length=200, label=_("Held by"))
    hours = forms.DecimalField(
        required=False,
        min_value=HALF_AN_HOUR,
        max_value=9999,
        max_digits=5,
        decimal_places=1,
        label=_("Hours"),
        widget=forms.NumberInput(attrs={"step": HALF_AN_HOUR}),
    )
    certificate = forms.CharField(
        required=False,
        max_length=100,
        label=_("Number of the certificate"),
        help_text=_("Give the hours, the number of the certificate, or both."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = people  # type: ignore[attr-defined] # a ChoiceField

    def clean_hours(self) -> Decimal | None:
        """Half hours. The field's own step is examined before its largest value, and huge numbers break it."""
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is not None and hours % HALF_AN_HOUR:
            raise forms.ValidationError(StepValueValidator.message, params={"limit_value": HALF_AN_HOUR})
        return hours


class StrikeForm(forms.Form):
    """Why a record is struck."""

    reason = forms.CharField(max_length=LONG, label=_("Reason"))


@dataclass(frozen=True)
class TrainingLine:
    """One training on record."""

    id: int
    person: str
    held_on: date
    words: str
    struck_at: datetime | None
    reason: str


@answers("GET")
def show(request: SignedIn, pk: int) -> HttpResponse:
    """Who was trained when, who has no training on record, and whose has lapsed."""
    return _shown(request, _body(request, pk))


@answers("POST")
def record(request: SignedIn, pk: int) -> HttpResponse:
    """A training is recorded: the own, or anybody's by the office."""
    now, body = timezone.now(), _body(request, pk)
    seats = seats_on(committee=body, on=local(now).date())
    form = TrainingForm(request.POST, people=_people(_recordable(seats, request)))
    if not form.is_valid():
        return _shown(request, body, form=form, status=INVALID)
    words = dict(form.cleaned_data)
    try:
        acts.record_training(committee=pk, person=words.pop("person"), given=Given(**words), user=request.user, now=now)
    except (Refused, InputInvalid) as error:
        return _shown(request, body, form=form, reasons=_reasons(error), status=REFUSED)
    messages.success(request, gettext("The training was recorded."))
    return redirect("training", pk=pk)


@answers("POST")
def strike(request: SignedIn, pk: int, item: int) -> HttpResponse:
    """A record that was a mistake is struck; it stays to be read and counts no more."""
    body, form = _body(request, pk), StrikeForm(request.POST)
    if not form.is_valid():
        said = [Reason(gettext("Say why the record is struck."), None)]
        return _shown(request, body, reasons=said, status=INVALID)
    try:
        acts.strike_training(
            committee=pk, training=item, reason=form.cleaned_data["reason"], user=request.user, now=timezone.now()
        )
    except InputInvalid as error:
        raise Http404 from error
    except Refused as error:
        return _shown(request, body, reasons=_reasons(error), status=REFUSED)
    messages.success(request, gettext("The record was struck."))
    return redirect("training", pk=pk)


def _body(request: SignedIn, pk: int) -> Committee:
    try:
        return trainings.body_of(committee=pk, user=request.user, now=timezone.now())
    except Committee.DoesNotExist as error:
        raise Http404 from error


def _reasons(error: Refused | InputInvalid) -> list[Reason]:
    if isinstance(error, Refused):
        return reasons_of(error.refusals, language())
    return [Reason(gettext("There is no such person, or they have left."), None)]


def _in_office(seats: list[Seat], request: SignedIn) -> bool:
    return any(seat.person_id == request.user.pk and seat.position in sittings.OFFICE for seat in seats)


def _recordable(seats: list[Seat], request: SignedIn) -> list[Seat]:
    """The seats whose holders' training the reader may record: all for the office, else the own."""
    return [seat for seat in seats if _in_office(seats, request) or seat.person_id == request.user.pk]


def _people(seats: list[Seat]) -> list[tuple[int, str]]:
    return [(seat.person_id, f"{seat.person} · {word(seat.position, language())}") for seat in sorted(seats, key=rank)]


def _shown(
    request: SignedIn,
    body: Committee,
    *,
    form: TrainingForm | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
) -> HttpResponse:
    now, tongue = timezone.now(), language()
    today, found = local(now).date(), trainings.of_body(committee=body)
    seats = seats_on(committee=body, on=today)
    recordable = _recordable(seats, request)
    return page(
        request,
        "committees/training.html",
        section="committees",
        status=status,
        body=body,
        name=named(body.name, body.name_en, tongue),
        members=members_of(body=body, seats=seats, found=found, rules=rules_of(body), on=today, tongue=tongue),
        lines=[_line(one) for one in found],
        form=form or (TrainingForm(people=_people(recordable)) if recordable else None),
        strikes=_in_office(seats, request),
        reasons=reasons or [],
    )


def _line(one: Training) -> TrainingLine:
    return TrainingLine(one.pk, str(one.person), one.held_on, shown_by(one), one.struck_at, one.strike_reason)
