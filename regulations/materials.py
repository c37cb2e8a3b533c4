"""What an application consists of (申请材料): its shape, what it lacks, and what it claims.

A filing is a mapping as JSON or YAML gives it. A malformed one cannot even be a draft; an incomplete one can, and is
told everything it lacks at once. The fields stand in `catalogues/materials.toml`, the shape in
`catalogues/filing.schema.json`. Which article asks for a field is the pack's to say: only the rule's key is named here.
"""

import difflib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from regulations.catalogue import FOLDER
from regulations.pack import Item
from regulations.substance import shown, sound
from regulations.words import Words

DEEPEST = 12
GENERAL_RULE = "materials.complete"
ACTIVITY, AMENDMENT = "activity", "amendment"
GRANTED = frozenset({"filed", "registered", "approved"})
"""The states in which a neighbouring regime's filing has taken effect."""

Filing = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a filing from being read. `rule` is the key of the pack's rule the field stands on."""

    path: str
    code: str
    rule: str
    figures: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Missing:
    """One thing a filing lacks: where, its name, and the rule that asks for it."""

    path: str
    words: Words
    rule: str


@dataclass(frozen=True)
class Field:
    """One field of a filing as the catalogue describes it. `blank`: an empty value is an answer."""

    path: str
    words: Words
    rule: str
    when: str
    blank: bool = False


@dataclass(frozen=True)
class Claims:
    """What the applicant says of the activity, as far as the procedure asks. Claims, not findings."""

    title: Words
    unit: str
    amendment: bool
    amends: str
    minimal_risk_claimed: bool
    listed_claim: tuple[int, ...]
    leaves_risk_unchanged: bool
    urgent: bool
    exempting_references: tuple[tuple[str, str], ...]
    people_take_part: bool


@dataclass(frozen=True)
class _Node:
    """A field with the fields inside it; "*" stands for the elements of a list."""

    inside: dict[str, "_Node"] = field(default_factory=dict)
    asked: Field | None = None


## The catalogue


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "materials.toml").read_text("utf-8"))


@cache
def fields() -> tuple[Field, ...]:
    """Every field of a filing, in the order in which a notice names what is missing."""
    return tuple(
        Field(entry["path"], Words(entry["zh"], entry["en"]), entry["rule"], entry["when"], entry.get("blank", False))
        for entry in _catalogue()["items"]
    )


@cache
def regimes() -> tuple[Item, ...]:
    """The neighbouring regimes a case may refer to. Others may be named as well."""
    return tuple(Item(entry["key"], Words(entry["zh"], entry["en"])) for entry in _catalogue()["regimes"])


@cache
def filing_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a filing."""
    schema: dict[str, Any] = json.loads((FOLDER / "filing.schema.json").read_text("utf-8"))
    return schema


def field_at(path: str) -> Field | None:
    """The field at a path of a filing (`risk_assessment.risks.0.control`), or None where there is none."""
    node = _tree()
    for part in path.split("."):
        inside = node.inside.get("*" if part.isdecimal() else part)
        if inside is None:
            return None
        node = inside
    return node.asked


def rule_of(path: str) -> str:
    """The key of the rule that asks for the field at `path`, or for the nearest part around it."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        found = field_at(".".join(parts[:length]))
        if found is not None:
            return found.rule
    return GENERAL_RULE


@cache
def _tree() -> _Node:
    root = _Node()
    for one in fields():
        *around, name = one.path.split(".")
        node = root
        for part in around:
            node = node.inside[part]
        node.inside[name] = _Node(asked=one)
    return root


## Shape


def malformed(filing: object) -> tuple[Problem, ...]:
    """Everything that keeps `filing` from being a draft, at once, ordered by path; empty when it can be one.

    A blank value (nothing, or blanks only) counts as not given and has no wrong shape.
    """
    clean, flaws = sound(filing, deepest=DEEPEST)
    found = [_problem(flaw.path, flaw.code, flaw.figures) for flaw in flaws]
    for error in _validator().iter_errors(clean):
        if not error.absolute_path or not _is_void(error.instance):
            found.extend(_problems(error))
    found.extend(_reversed_period(clean))
    return tuple(sorted(found, key=lambda problem: _order(problem.path)))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(filing_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _problem(path: Sequence[str], code: str, figures: Mapping[str, object]) -> Problem:
    joined = ".".join(path)
    return Problem(joined, code, rule_of(joined), MappingProxyType(dict(figures)))


def _order(path: str) -> list[tuple[int, str]]:
    """By path, the elements of a list by their number."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in path.split(".")]


def _problems(error: ValidationError) -> Iterator[Problem]:
    """One problem for each thing an error of the schema names."""
    path = [str(part) for part in error.absolute_path]
    match error.validator:
        case "additionalProperties":
            known = error.schema["properties"]
            for name in sorted(error.instance.keys() - known.keys()):
                yield _problem([*path, shown(name)], "input.unknown_field", _unknown(name, known))
        case "type" | "format":
            yield _problem(path, f"input.{error.validator}", {"expected": error.validator_value})
        case "enum":
            yield _problem(path, "input.enum", {"allowed": list(error.validator_value)})
        case "minItems" | "minimum":
            yield _problem(path, "input.too_short", {"limit": error.validator_value})
        case "maxItems" | "maxLength" | "maximum":
            yield _problem(path, "input.too_long", {"limit": error.validator_value})
        case "uniqueItems":
            yield _problem(path, "input.repeated", {})
        case _:
            yield _problem(path, "input.malformed", {})


def _unknown(name: str, known: Mapping[str, object]) -> dict[str, object]:
    near = difflib.get_close_matches(shown(name), known, n=1)
    return {"unknown": [shown(name)]} | ({"nearest": near[0]} if near else {})


def _reversed_period(filing: object) -> Iterator[Problem]:
    """An activity does not end before it starts."""
    start, end = _at(filing, "period", "start"), _at(filing, "period", "end")
    if _is_date(start) and _is_date(end) and end < start:
        yield _problem(["period", "end"], "materials.period_reversed", {"start": start, "end": end})


def _is_date(value: object) -> bool:
    return isinstance(value, str) and Draft202012Validator.FORMAT_CHECKER.conforms(value, "date")


## Completeness


def missing(filing: object) -> tuple[Missing, ...]:
    """Everything `filing` lacks, at once, in the order of the catalogue; empty when it is complete."""
    kind = AMENDMENT if _is_amendment(filing) else ACTIVITY
    return tuple(_lacking(_tree(), filing, (), filing, kind))


def _lacking(node: _Node, value: object, path: tuple[str, ...], filing: object, kind: str) -> Iterator[Missing]:
    for name, inside in node.inside.items():
        if name == "*" and isinstance(value, list):
            for index, element in enumerate(value):
                yield from _lacking_at(inside, element, (*path, str(index)), filing, kind)
        elif name != "*" and isinstance(value, Mapping):
            yield from _lacking_at(inside, value.get(name), (*path, name), filing, kind)


def _lacking_at(node: _Node, value: object, path: tuple[str, ...], filing: object, kind: str) -> Iterator[Missing]:
    """The field itself where nothing is given, else what is lacking inside it."""
    asked = node.asked
    if asked is None or (asked.when in {ACTIVITY, AMENDMENT} and asked.when != kind):
        return
    if not _is_blank(value):
        yield from _lacking(node, value, path, filing, kind)
    elif _is_asked(asked, path, filing) and (_is_void(value) or not asked.blank):
        yield Missing(".".join(path), asked.words, asked.rule)


def _is_asked(asked: Field, path: tuple[str, ...], filing: object) -> bool:
    condition, _, where = asked.when.partition(":")
    match condition:
        case "optional":
            return False
        case "true":
            return _at(filing, *_beside(where, path)) is True
        case "given":
            return not _is_blank(_at(filing, *_beside(where, path)))
    return True


def _beside(where: str, path: tuple[str, ...]) -> Iterator[str]:
    """The path `where` within the same elements of the same lists as `path`."""
    indices = (part for part in path if part.isdecimal())
    return (next(indices) if part == "*" else part for part in where.split("."))


def _is_blank(value: object) -> bool:
    """Nothing, an empty list or mapping, or text without one visible character."""
    return _is_void(value) or (isinstance(value, list | Mapping) and not value)


def _is_void(value: object) -> bool:
    if isinstance(value, str):
        return not any(character.isprintable() and not character.isspace() for character in value)
    return value is None


def _at(value: object, *path: str) -> Any:
    """What stands at `path`, or None where the way ends before it."""
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _is_amendment(filing: object) -> bool:
    return not _is_blank(_at(filing, "amends")) or not _is_blank(_at(filing, "change"))


## Claims


def claims(filing: object) -> Claims:
    """What the filing claims. A claim that is missing is not made."""
    return Claims(
        title=Words(_text(filing, "title", "zh"), _text(filing, "title", "en")),
        unit=_text(filing, "unit"),
        amendment=_is_amendment(filing),
        amends=_text(filing, "amends"),
        minimal_risk_claimed=_at(filing, "risk_assessment", "minimal_risk_claimed") is True,
        listed_claim=tuple(sorted({int(item) for item in _list(filing, "risk_assessment", "listed_claim") if _whole(item)})),
        leaves_risk_unchanged=_at(filing, "change", "affects_risk_benefit") is False,
        urgent=not _is_blank(_at(filing, "urgency")),
        exempting_references=tuple(
            (_text(reference, "regime"), _text(reference, "number"))
            for reference in _list(filing, "cross_references")
            if _exempts(reference)
        ),
        people_take_part=_at(filing, "involves_participants") is True or not _is_blank(_at(filing, "informed_consent")),
    )


def _exempts(reference: object) -> bool:
    """Only a filing that has taken effect and makes ethics compliance a condition can replace re-examination."""
    return (
        _at(reference, "ethics_is_a_condition") is True
        and _text(reference, "status") in GRANTED
        and bool(_text(reference, "number"))
    )


def _text(value: object, *path: str) -> str:
    found = _at(value, *path)
    return found.strip() if isinstance(found, str) else ""


def _list(value: object, *path: str) -> list[Any]:
    found = _at(value, *path)
    return found if isinstance(found, list) else []


def _whole(value: object) -> bool:
    """JSON knows one kind of number: 1.0 is the first item of the list as much as 1 is."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
