"""The forms of the pages. A move's form is made from what the move asks; nothing is examined here but shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models import Answer, Attendance, Meeting
from ethics_review import dossier
from ethics_review.web.inputs import ABSENT, Part, day_input, moment_input
from ethics_review.web.shown import Ground
from ethics_review.web.terms import WORDS
from regulations.vocabulary import Category

LARGEST = 2**63 - 1
"""No row has a larger number: no column holds one."""


@dataclass(frozen=True)
class ShownRow:
    """A line of a part with its fields, ready for a template."""

    title: str
    questions: tuple[str, ...]
    ground: Ground | None
    fields: tuple[BoundField, ...]


@dataclass(frozen=True)
class ShownPart:
    """A part ready for a template; `errors` are about the part as a whole."""

    label: str
    template: str
    required: bool
    rows: tuple[ShownRow, ...]
    errors: tuple[str, ...]

    @property
    def goes_on(self) -> bool:
        """Whether anything stands in a row after the first, or is wrong there."""
        return any(field.value() or field.errors for row in self.rows[1:] for field in row.fields)


class MoveForm(forms.Form):
    """What one move asks of one person now. `version` is the case's at the moment the page was drawn."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = tuple(parts)
        self.part_errors: dict[str, list[str]] = {}
        for part in self.parts:
            self.fields.update(part.fields)
        rows = [row for part in self.parts for row in part.rows]
        self.titles = {name: row.title for row in rows for name in row.names}

    def answer(self) -> dict[str, Any]:
        """The move's input, as the API would be sent it."""
        answers = {part.name: part.answer(self.cleaned_data) for part in self.parts}
        return {name: value for name, value in answers.items() if value is not ABSENT}

    def keep(self, typed: QueryDict) -> None:
        """Show what was typed as if it stood there already; the version is that of now."""
        fields = {name: field for name, field in self.fields.items() if name != "version"}
        kept = {name: field.widget.value_from_datadict(typed, {}, name) for name, field in fields.items()}
        self.initial = {**self.initial, **{name: value for name, value in kept.items() if value is not None}}

    def told(self) -> list[tuple[str, str]]:
        """What was answered, in words, field by field: to be read once more before it is sent."""
        return [(called(field), _in_words(field, self.cleaned_data.get(field.name))) for field in self.visible_fields()]

    def blame(self, path: str, sentence: str) -> None:
        """Show a problem at the field of its path, else at the part, else above the form."""
        name = path.partition(".")[0]
        if path in self.fields:
            self.add_error(path, sentence)
        elif any(part.name == name for part in self.parts):
            self.part_errors.setdefault(name, []).append(sentence)
        else:
            self.add_error(None, sentence)

    def shown(self) -> list[ShownPart]:
        return [self._shown(part) for part in self.parts]

    def marked(self) -> bool:
        """Whether anything bears the mark that it must be filled in: a panel does as a whole."""
        return any(field.required for field in self.fields.values() if field is not self.fields["version"]) or any(
            part.name == "experts" for part in self.parts
        )

    def _shown(self, part: Part) -> ShownPart:
        rows = tuple(
            ShownRow(row.title, row.questions, row.ground, tuple(self[name] for name in row.names)) for row in part.rows
        )
        required = any(field.required for field in part.fields.values())
        return ShownPart(part.label, part.template, required, rows, tuple(self.part_errors.get(part.name, ())))


def called(field: BoundField) -> str:
    """What a field asks, and of what where its row has a title: each focus of a worksheet is asked the same."""
    titles: Mapping[str, str] = getattr(field.form, "titles", {})
    return " · ".join(filter(None, (titles.get(field.name, ""), str(field.label))))


def _in_words(field: BoundField, value: object) -> str:
    choices: Mapping[str, object] = dict(getattr(field.field, "choices", ()))
    return str(choices.get(str(value), value if value is not None else ""))


class CaseFilter(forms.Form):
    """What narrows the list of cases. Anything unknown narrows nothing."""

    q = forms.CharField(required=False, max_length=100, label=_("Number or title"))
    state = forms.ChoiceField(required=False, label=_("State"))
    procedure = forms.ChoiceField(required=False, label=_("Procedure"))

    def __init__(self, data: Mapping[str, Any], *, states: Iterable[Any], procedures: Iterable[Any]) -> None:
        super().__init__(data)
        self.fields["state"].choices = [("", _("All states")), *states]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["procedure"].choices = [("", _("All procedures")), *procedures]  # type: ignore[attr-defined] # as above

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and known, as the query takes them."""
        self.full_clean()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return wanted | {"state": [wanted["state"]]} if "state" in wanted else wanted


def _of_what_size() -> str:
    return gettext("YAML or JSON, in UTF-8, at most %(size)s.") % {"size": filesizeformat(dossier.LARGEST)}


class DossierForm(forms.Form):
    """A dossier pasted or sent as a file; one of the two."""

    text = forms.CharField(
        required=False,
        strip=False,
        label=_("Paste a dossier (YAML or JSON)"),
        widget=forms.Textarea(attrs={"class": "source", "spellcheck": "false", "rows": 18}),
    )
    file = forms.FileField(
        required=False,
        label=_("Or choose a file"),
        help_text=lazy(_of_what_size, str)(),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,text/yaml,application/json"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool(cleaned.get("text", "").strip()):
            raise forms.ValidationError(gettext("Paste a dossier or choose a file: one of the two."))
        return cleaned


class RevisionForm(forms.Form):
    """The filing of a draft as YAML, and the version it was read at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        strip=False,
        label=_("Filing (YAML)"),
        widget=forms.Textarea(attrs={"class": "source", "spellcheck": "false", "rows": 30}),
    )


class OnDay(forms.Form):
    """A day to look at."""

    on = forms.DateField(required=False, label=_("Composition on"), widget=day_input())

    def day(self, *, otherwise: date) -> date:
        """The day given, or the other where none is or it is no day."""
        return (self.cleaned_data.get("on") if self.is_valid() else None) or otherwise


class PeriodForm(forms.Form):
    """From which day through which, both included. A side that is left out, or is no day, is the usual one."""

    since = forms.DateField(required=False, label=_("First day"), widget=day_input())
    until = forms.DateField(required=False, label=_("Through"), widget=day_input())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", gettext("The last day lies before the first."))
        return given

    def days(self, *, since: date, until: date) -> tuple[date, date]:
        """The days given, each the usual one where it is not; both the usual ones where they contradict each other."""
        self.is_valid()
        first, last = self.cleaned_data.get("since") or since, self.cleaned_data.get("until") or until
        return (first, last) if first <= last and not self.errors else (since, until)


class RegisterYear(forms.Form):
    """Of which year, or of every one. What is no year there is the usual one."""

    EVERY = "every"
    year = forms.ChoiceField(required=False, label=_("Year"))

    def __init__(self, data: Mapping[str, Any], *, first: int, last: int) -> None:
        years = [str(year) for year in range(last, min(first, last) - 1, -1)]
        chosen = data.get("year", "")
        super().__init__({"year": chosen if chosen in {*years, self.EVERY} else str(last)})
        self.fields["year"].choices = [*((year, year) for year in years), (self.EVERY, gettext("Every year"))]  # type: ignore[attr-defined] # a field of choices

    def chosen(self, *, otherwise: int) -> int | None:
        """The year, None for every one."""
        self.is_valid()
        chosen = self.cleaned_data.get("year") or str(otherwise)
        return None if chosen == self.EVERY else int(chosen)


class RegistrationForm(forms.Form):
    """The number the platform gave."""

    number = forms.CharField(max_length=80, label=_("Registration number"))


class AnnualReportForm(forms.Form):
    """What the office says of a year that has ended. The figures are counted."""

    year = forms.IntegerField(min_value=2000, max_value=9998, label=_("Year"))
    summary = forms.CharField(max_length=20000, label=_("Summary"), widget=forms.Textarea(attrs={"rows": 5}))
    document_sha256 = forms.RegexField(
        regex="^[0-9A-Fa-f]{64}$", required=False, label=_("SHA-256 of the signed document")
    )


class SignaturesForm(forms.Form):
    """On which days the holder of a seat signed the two statements."""

    seat = forms.TypedChoiceField(coerce=int, label=_("Seat"))
    secrecy_signed_on = forms.DateField(label=_("Secrecy statement signed on"), widget=day_input())
    interests_signed_on = forms.DateField(label=_("Statement of interests signed on"), widget=day_input())

    def __init__(self, data: Mapping[str, Any] | None = None, *, seats: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["seat"].choices = seats  # type: ignore[attr-defined] # a ChoiceField


class AttendanceForm(forms.Form):
    """Who came (`arrive`) or left (`leave`), and when; an empty time means now."""

    arrive = forms.IntegerField(required=False, max_value=LARGEST)
    leave = forms.IntegerField(required=False, max_value=LARGEST)
    at = forms.DateTimeField(required=False, label=_("Time"), widget=moment_input())
    kind = forms.ChoiceField(required=False, choices=Attendance.Kind.choices, label=_("In the room as"))
    by_video = forms.BooleanField(required=False, label=_("By video"))
    categories = forms.MultipleChoiceField(
        required=False, choices=[(one.value, one.value) for one in Category], label=_("Expertise")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("arrive")) == bool(cleaned.get("leave")):
            self.add_error("arrive", gettext("Choose one person."))
        return cleaned

    @property
    def person(self) -> int:
        return int(self.cleaned_data["arrive"] or self.cleaned_data["leave"])


class RecusalForm(forms.Form):
    """Who keeps out of which matter, and why."""

    item = forms.IntegerField(max_value=LARGEST, label=_("Matter"))
    person = forms.IntegerField(max_value=LARGEST, label=_("Member"))
    reason = forms.CharField(max_length=2000, label=_("Reason"))


class AnswerForm(forms.Form):
    """Whether one comes, and why not if one wants to say."""

    answer = forms.ChoiceField(choices=[(one, one) for one in Answer.Choice.values], label=_("Answer"))
    reason = forms.CharField(required=False, max_length=500, label=_("Reason, for the office only"))


class PlaceForm(forms.Form):
    """Where on an agenda a matter goes: one place up or down, or into the place of another item (`onto`)."""

    way = forms.ChoiceField(required=False, choices=[("up", "up"), ("down", "down")], label=_("Order"))
    onto = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, label=_("Matter"))


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(max_length=2000, label=_("Reason"))


class ArrangementForm(forms.Form):
    """When, how and where a meeting is held, and who presides."""

    starts_at = forms.DateTimeField(label=_("Starts at"), widget=moment_input())
    mode = forms.ChoiceField(label=_("Form of the meeting"))
    place = forms.CharField(required=False, max_length=200, label=_("Place"))
    presider = forms.TypedChoiceField(coerce=int, label=_("Presider"))

    def __init__(self, data: Mapping[str, Any] | None, *, presiders: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["mode"].choices = [(mode, WORDS[mode]) for mode in Meeting.Mode.values]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["presider"].choices = presiders  # type: ignore[attr-defined] # as above


class MeetingForm(ArrangementForm):
    """The invitation to a meeting."""

    committee = forms.TypedChoiceField(coerce=int, label=_("Body"))
    field_order = ("committee", "starts_at", "mode", "place", "presider")

    def __init__(
        self, data: Mapping[str, Any] | None, *, bodies: list[tuple[int, str]], presiders: list[tuple[int, str]]
    ) -> None:
        super().__init__(data, presiders=presiders)
        self.fields["committee"].choices = bodies  # type: ignore[attr-defined] # a ChoiceField
