"""How one thing a move asks becomes fields on a page, and the fields become the answer again.

Shape only, read from the JSON Schema of the ask; what the law says of the answer is examined at the door. A field is
named by the path of its value (`focuses.privacy.answer`), so that a problem found there finds its field here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ethics_review.web.shown import Ground, ground_of
from regulations.citation import Source
from regulations.clocks import local
from regulations.pack import Item

SHORT, LONG = 300, 2000
FEW = 6
"""So many choices or fewer are shown at once instead of in a list that opens."""
ABSENT = object()
"""Nothing was given, and nothing had to be."""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """One value that may be chosen, in words."""

    value: str
    label: str


@dataclass(frozen=True)
class Row:
    """A line of a compound part: its heading, the questions under it, and the names of its fields."""

    names: tuple[str, ...]
    title: str = ""
    questions: tuple[str, ...] = ()
    ground: Ground | None = None


@dataclass(frozen=True)
class Part:
    """One ask on the page: the template that shows it, its fields, and how their values make the answer."""

    name: str
    label: str
    template: str
    fields: Mapping[str, forms.Field]
    rows: tuple[Row, ...]
    answer: Callable[[Values], Any]


def single(
    name: str, label: str, field: forms.Field, answer: Callable[[Any], Any], *, may_be_empty: bool = False
) -> Part:
    """A part of one field. An empty value is no answer, except where an empty list is one."""

    def collect(values: Values) -> Any:
        value = values.get(name)
        return ABSENT if value in (None, "") or (value == [] and not may_be_empty) else answer(value)

    return Part(name, label, "moves/parts/field.html", {name: field}, (Row((name,)),), collect)


def part(name: str, schema: Values, label: str, choices: tuple[Choice, ...], *, required: bool) -> Part:
    """The part for a plain schema: text, number, day, instant, yes or no, one or several of `choices`."""
    shown: dict[str, Any] = {"label": label, "required": required}
    match schema["type"]:
        case "array":
            return _several(name, schema, label, choices, required=required)
        case "boolean" if required:
            yes_no = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **shown)
            return single(name, label, yes_no, lambda value: value == "yes")
        case "boolean":
            return single(name, label, forms.BooleanField(**shown), bool)
        case kind if choices:
            convert = int if kind == "integer" else str
            return single(name, label, _one(choices, shown), convert)
        case "integer":
            whole = forms.IntegerField(min_value=schema.get("minimum"), **shown)
            return single(name, label, whole, int)
    return single(name, label, *_text(schema, shown))


def _one(choices: tuple[Choice, ...], shown: dict[str, Any]) -> forms.ChoiceField:
    options = [(choice.value, choice.label) for choice in choices]
    if shown["required"] and len(options) <= FEW:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **shown)
    return forms.ChoiceField(choices=[("", "—"), *options], **shown)


def _several(name: str, schema: Values, label: str, choices: tuple[Choice, ...], *, required: bool) -> Part:
    whole = schema["items"].get("type") == "integer"
    may_be_empty = required and "minItems" not in schema
    field = forms.MultipleChoiceField(
        label=label,
        required=required and not may_be_empty,
        choices=[(choice.value, choice.label) for choice in choices],
        widget=forms.CheckboxSelectMultiple,
    )

    def answer(values: list[str]) -> list[int | str]:
        return [int(value) if whole else value for value in values]

    return single(name, label, field, answer, may_be_empty=may_be_empty)


def _text(schema: Values, shown: dict[str, Any]) -> tuple[forms.Field, Callable[[Any], Any]]:
    match schema.get("format"):
        case "date":
            return forms.DateField(widget=day_input(), **shown), date.isoformat
        case "date-time":
            return forms.DateTimeField(widget=moment_input(), **shown), lambda at: local(at).isoformat()
    longest = schema.get("maxLength")
    widget = forms.TextInput() if longest and longest <= SHORT else forms.Textarea(attrs={"rows": 3})
    return forms.CharField(max_length=longest, widget=widget, **shown), str


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def focuses(name: str, label: str, items: tuple[Item, ...], source: Source, language: str) -> Part:
    """The worksheet: each focus with its article, its questions, an answer and a comment."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for item in items:
        answer, comment = f"{name}.{item.key}.answer", f"{name}.{item.key}.comment"
        fields[answer] = forms.ChoiceField(
            label=_("Finding"),
            choices=[("yes", _("Met")), ("no", _("Not met")), ("na", _("Does not apply"))],
            widget=forms.RadioSelect,
        )
        remark = forms.Textarea(attrs={"rows": 2})
        fields[comment] = forms.CharField(label=_("Comment on this focus"), required=False, widget=remark)
        questions = tuple(question.in_language(language) for question in item.parts)
        ground = ground_of(item.source or source, language)
        rows.append(Row((answer, comment), item.words.in_language(language), questions, ground))

    def collect(values: Values) -> Any:
        return {item.key: _finding(values, f"{name}.{item.key}") for item in items}

    return Part(name, label, "moves/parts/focuses.html", fields, tuple(rows), collect)


def _finding(values: Values, path: str) -> dict[str, str]:
    comment = values.get(f"{path}.comment")
    return {"answer": values[f"{path}.answer"]} | ({"comment": comment} if comment else {})


def experts(name: str, label: str, people: tuple[Choice, ...], fields_of: tuple[Choice, ...], count: int) -> Part:
    """Up to `count` experts, each with the fields of expertise they bring."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for index in range(count):
        person, categories = f"{name}.{index}.person", f"{name}.{index}.categories"
        fields[person] = forms.ChoiceField(
            label=_("Expert"), required=False, choices=[("", "—"), *((one.value, one.label) for one in people)]
        )
        fields[categories] = forms.MultipleChoiceField(
            label=_("Expertise"),
            required=False,
            choices=[(one.value, one.label) for one in fields_of],
            widget=forms.CheckboxSelectMultiple,
        )
        rows.append(Row((person, categories)))

    def collect(values: Values) -> Any:
        named = (row for row in rows if values.get(row.names[0]))
        return [{"person": int(values[row.names[0]]), "categories": values[row.names[1]]} for row in named]

    return Part(name, label, "moves/parts/experts.html", fields, tuple(rows), collect)


def extra_items(name: str, label: str, places: tuple[Choice, ...], count: int) -> Part:
    """Up to `count` further items of a notice: a place in the filing and what is wanted there."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for index in range(count):
        path, reason = f"{name}.{index}.path", f"{name}.{index}.reason"
        fields[path] = forms.ChoiceField(
            label=_("Item"), required=False, choices=[("", "—"), *((place.value, place.label) for place in places)]
        )
        fields[reason] = forms.CharField(label=_("What is wanted"), required=False, max_length=SHORT)
        rows.append(Row((path, reason)))

    def collect(values: Values) -> Any:
        named = [row for row in rows if values.get(row.names[0]) or values.get(row.names[1])]
        items = [{"path": values.get(row.names[0], ""), "reason": values.get(row.names[1], "")} for row in named]
        return items or ABSENT

    return Part(name, label, "moves/parts/extra.html", fields, tuple(rows), collect)


def conditions(name: str, label: str, count: int) -> Part:
    """Up to `count` conditions of an approval: what is to be met, and by which day if one is stated."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for index in range(count):
        text, due_on = f"{name}.{index}.text", f"{name}.{index}.due_on"
        fields[text] = forms.CharField(
            label=_("What is to be met"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
        )
        fields[due_on] = forms.DateField(label=_("By when (optional)"), required=False, widget=day_input())
        rows.append(Row((text, due_on)))

    def collect(values: Values) -> Any:
        said = [(values.get(row.names[0]), values.get(row.names[1])) for row in rows]
        found = [
            {"text": text or ""} | ({"due_on": day.isoformat()} if day else {}) for text, day in said if text or day
        ]
        return found or ABSENT

    return Part(name, label, "moves/parts/conditions.html", fields, tuple(rows), collect)


def evidence(name: str, label: str, open_conditions: tuple[Choice, ...]) -> Part:
    """What shows that a condition is met: one field for each that is still to be met."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for index, condition in enumerate(open_conditions):
        text = f"{name}.{index}.text"
        fields[text] = forms.CharField(
            label=condition.label, required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
        )
        rows.append(Row((text,)))

    def collect(values: Values) -> Any:
        said = [(one.value, values.get(row.names[0])) for one, row in zip(open_conditions, rows, strict=True)]
        return [{"condition": int(number), "text": text} for number, text in said if text] or ABSENT

    return Part(name, label, "moves/parts/rows.html", fields, tuple(rows), collect)


def given(at: datetime) -> str:
    """An instant as `moment_input` shows it."""
    return local(at).strftime("%Y-%m-%dT%H:%M")
