"""The filing as a form: one field for each leaf of the catalogue, by the path of its value. YAML says the same in text.

Nothing is examined here: what is left blank is left out, what is wrong is said by the operation with its article.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ethics_review import wording
from ethics_review.web.inputs import SHORT, Choice, day_input
from ethics_review.web.terms import sentence_case
from regulations.catalogue import risks
from regulations.filing_fields import Node, at, filing_schema, tree
from regulations.materials import regimes

SPARE_ROWS = 2
"""Empty rows offered below the records already there."""
RARE = frozenset({"urgency", "change", "informed_consent", "cross_references", "partners"})
"""Parts of the filing only some activities have: shown closed until something stands in them."""
THE_ACTIVITY = "activity"
"""The part of what describes the activity itself."""
TOGETHER = {
    "title": THE_ACTIVITY,
    "responsible_person": THE_ACTIVITY,
    "period": THE_ACTIVITY,
    "legal_qualifications": "partners",
    "foreign_partners": "partners",
    "partner_approvals": "partners",
    "amends": "change",
    "involves_participants": "informed_consent",
    "conflict_statement": "commitment",
}
"""Parts that are shown with another."""
LONGEST_NUMBER = 4
"""Digits of the number of a record; no list of a filing comes near."""
NONE_OF_THEM = "0"
"""The answer that an activity is on none of the list's items. Not to answer is something else."""
UNASKED = frozenset({"id"})
Path = tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """A row of a list on the page; `path` is where it stands (`risk_assessment.risks.0`)."""

    path: str
    filled: bool
    fields: tuple[BoundField, ...]


@dataclass(frozen=True)
class Group:
    """A part of the filing on the page. `records` are the rows of a list, each with its fields."""

    key: str
    label: str
    rare: bool
    opened: bool
    fields: tuple[BoundField, ...]
    records: tuple[Record, ...]


class FilingForm(forms.Form):
    """Every field of a filing. `body` is what stands already; `listed` the items of the list in words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        body: Mapping[str, Any],
        listed: tuple[Choice, ...],
        language: str,
        version: int = 0,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.body, self.listed, self.language = body, listed, language
        for path, schema in self._leaves():
            name = ".".join(path)
            self.fields[name] = self._field(path, schema)
            self.initial[name] = _shown(at(body, *path), schema)

    def filing(self) -> dict[str, Any]:
        """The filing as it would be sent to the API: nothing that was left blank, no empty records."""
        body: dict[str, Any] = {}
        for path, schema in self._leaves():
            value, stored = _given(self.cleaned_data.get(".".join(path)), schema), at(self.body, *path)
            if value is not None:
                _put(body, path, stored if str(stored) == value else value)  # a number stays the number it was
        if "id" in self.body:
            body["id"] = self.body["id"]
        return _dense(body)

    def blame(self, path: str, sentence: str) -> None:
        """Show a problem at its field, else above the form."""
        self.add_error(path if path in self.fields else None, sentence)

    def groups(self) -> list[Group]:
        """The parts in the order of the catalogue; those only some activities have come last."""
        found: dict[str, list[Path]] = {}
        for path, _schema in self._leaves():
            found.setdefault(part_of(path[0]), []).append(path)
        return sorted((self._group(name, paths) for name, paths in found.items()), key=lambda group: group.rare)

    def _group(self, name: str, paths: list[Path]) -> Group:
        records: dict[Path, list[BoundField]] = {}
        plain = []
        for path in paths:
            row = next((path[: place + 1] for place, part in enumerate(path) if part.isdecimal()), None)
            bound = self[".".join(path)]
            records.setdefault(row, []).append(bound) if row else plain.append(bound)
        bounds = [self[".".join(path)] for path in paths]
        opened = any(_is_filled(one) or one.errors for one in bounds)
        rows = (Record(".".join(row), any(map(_is_filled, inner)), tuple(inner)) for row, inner in records.items())
        return Group(name, part_label(name, self.language), name in RARE, opened, tuple(plain), tuple(rows))

    def _leaves(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """Every leaf with the schema of its value, records repeated as often as they are shown."""
        for name, node in tree().inside.items():
            if name not in UNASKED:
                yield from self._below((name,), node, filing_schema()["properties"][name])

    def _below(self, path: Path, node: Node, schema: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        whole = _resolved(schema)
        if whole.get("type") == "object":
            for name, inner in node.inside.items():
                yield from self._below((*path, name), inner, whole["properties"][name])
        elif whole.get("type") == "array" and _resolved(whole["items"]).get("type") == "object":
            for index in self._rows(path):
                yield from self._below((*path, str(index)), node.inside["*"], whole["items"])
        else:
            yield path, whole

    def _rows(self, path: Path) -> Iterable[int]:
        """The numbers of the records: those that were sent, however they are numbered, or those stored and spare."""
        if self.data:
            start = ".".join(path) + "."
            return sorted({int(name[len(start) :].partition(".")[0]) for name in self.data if _is_row(name, start)})
        stored = at(self.body, *path)
        return range((len(stored) if isinstance(stored, list) else 0) + SPARE_ROWS)

    def _field(self, path: Path, schema: Mapping[str, Any]) -> forms.Field:
        name = ".".join(path)
        shown: dict[str, Any] = {
            "label": wording.field_label(name, self.language),
            "help_text": wording.question(name, self.language),
            "required": False,
        }
        choices = self._choices(path, schema)
        if choices:
            return forms.ChoiceField(choices=[("", "—"), *choices], **shown)
        match schema.get("type"):
            case "boolean":
                return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **shown)
            case "array" if schema["items"].get("type") == "integer":
                options = [*((one.value, one.label) for one in self.listed), (NONE_OF_THEM, _("None of these"))]
                return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **shown)
            case "array":
                return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **shown | {"help_text": _lines(shown)})
        return _text(schema, shown)

    def _choices(self, path: Path, schema: Mapping[str, Any]) -> list[Any]:
        """What may be chosen where one of several is asked; the kinds of risk stand under their layers."""
        if path[-1] == "kind":
            return _kinds(self.language)
        if path[-1] == "regime":
            known = [(item.key, item.words.in_language(self.language)) for item in regimes()]
            return [*known, *self._other_regime(path, known)]
        values = schema.get("enum", ())
        return [(value, sentence_case(wording.filing_value(path[-1], value, self.language))) for value in values]

    def _other_regime(self, path: Path, known: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """A regime the catalogue does not name stays choosable where it stands."""
        stored = at(self.body, *path)
        return [(stored, stored)] if stored and stored not in dict(known) else []


def _lines(shown: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (shown["help_text"], gettext("One to a line."))))


def part_of(name: str) -> str:
    """The part in which a field at the top of the filing is shown: a field of its own belongs to the activity."""
    return TOGETHER.get(name, name if name in RARE or _has_parts(tree().inside[name]) else THE_ACTIVITY)


def part_label(part: str, language: str) -> str:
    """What a part is called."""
    return str(_("The activity")) if part == THE_ACTIVITY else wording.field_label(part, language)


def first_field(path: str) -> str:
    """The field at a place of the filing, or the first one below it."""
    node = tree()
    for part in path.split("."):
        node = node.inside["*" if part.isdecimal() else part]
    while _has_parts(node):
        name, node = next(iter(node.inside.items()))
        path = f"{path}.{'0' if name == '*' else name}"
    return path


def _has_parts(node: Node) -> bool:
    inside = node.inside.get("*", node).inside
    return bool(inside) and inside.keys() != {"*"}


def _is_filled(bound: BoundField) -> bool:
    return bound.value() not in (None, "", [])


def _kinds(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of risk under their layers, as the Framework orders them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind in risks():
        found.setdefault(kind.group, []).append((kind.key, sentence_case(kind.words.in_language(language))))
    return [(sentence_case(wording.filing_value("layer", layer, language)), kinds) for layer, kinds in found.items()]


def _text(schema: Mapping[str, Any], shown: dict[str, Any]) -> forms.Field:
    if schema.get("format") == "date":
        return forms.DateField(widget=day_input(), **shown)
    longest = schema.get("maxLength", SHORT)
    widget = forms.TextInput() if longest <= SHORT else forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=longest, widget=widget, **shown)


def _is_row(name: str, start: str) -> bool:
    number = name[len(start) :].partition(".")[0] if name.startswith(start) else ""
    return number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    return filing_schema()["$defs"][reference.rpartition("/")[2]] if reference else schema


def _shown(value: object, schema: Mapping[str, Any]) -> object:
    """A stored value as its field shows it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() if schema.get("items", {}).get("type") == "integer":
            return [str(one) for one in value] or [NONE_OF_THEM]
        case list():
            return "\n".join(str(one) for one in value)
    return value


def _given(value: object, schema: Mapping[str, Any]) -> object:
    """What a field was given as a value of the filing; None where it was left blank."""
    if value in (None, "", []):
        return None
    if schema.get("type") == "boolean":
        return value == "yes"
    if isinstance(value, list):
        return [int(one) for one in value if one != NONE_OF_THEM]
    if schema.get("type") == "array":
        return [line.strip() for line in str(value).splitlines() if line.strip()]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _put(body: dict[str, Any], path: Path, value: object) -> None:
    """Set a value deep inside, a list's records under their number for the time being."""
    *way, last = path
    for part in way:
        body = body.setdefault(part, {})
    body[last] = value


def _dense(value: Any) -> Any:
    """Records under their numbers become a list; a number left out leaves no gap."""
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_dense(value[name]) for name in sorted(value, key=int)]
    return {name: _dense(inner) for name, inner in value.items()}
