"""The forms by which a unit gives and ends seats. Shape only: what the law says of them is examined by the act."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from committees.models import Seat
from ethics_review.operations.appointing import LATEST, SEATED
from ethics_review.web.inputs import LONG, day_input
from ethics_review.web.terms import word
from regulations.vocabulary import Category


class SeatForm(forms.Form):
    """A letter of appointment."""

    person = forms.TypedChoiceField(coerce=int, label=_("Person"))
    position = forms.ChoiceField(label=_("Seat"))
    categories = forms.MultipleChoiceField(
        required=False, label=_("Expertise the person brings"), widget=forms.CheckboxSelectMultiple
    )
    sex = forms.ChoiceField(label=_("Sex"), widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=_("First day of the term"), widget=day_input(), validators=[MaxValueValidator(LATEST)]
    )
    ends_on = forms.DateField(
        label=_("Last day of the term"), widget=day_input(), validators=[MaxValueValidator(LATEST)]
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, people: list[tuple[int, str]], tongue: str, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self._offer("person", [("", "—"), *people])
        self._offer("position", [(one.value, word(one.value, tongue)) for one in SEATED])
        self._offer("categories", [(one.value, word(one.value, tongue)) for one in Category])
        self._offer("sex", [(one, word(one, tongue)) for one in Seat.Sex.values])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class SeatEndForm(forms.Form):
    """From which day a seat no longer counts, and why."""

    ended_on = forms.DateField(label=_("The seat no longer counts from"), widget=day_input())
    reason = forms.CharField(max_length=LONG, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
