"""The shape of a filing (申请材料): what keeps it from being even a draft."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from regulations.catalogue import risks
from regulations.filing_fields import at, filing_schema, is_void, rule_of
from regulations.substance import shown, sound

DEEPEST = 12
"""Levels of lists and mappings inside one another; the deepest field of a filing stands at the fourth."""
WIDEST = 1000
"""Elements of one list or mapping: more are not examined one by one."""
GUESSES = 20
"""For so many unknown fields of one mapping the nearest known name is looked for."""

KEYWORDS = {
    "type": ("input.type", "expected"),
    "format": ("input.format", "expected"),
    "enum": ("input.enum", "allowed"),
    "minItems": ("input.too_short", "limit"),
    "minimum": ("input.too_short", "limit"),
    "maxItems": ("input.too_long", "limit"),
    "maxLength": ("input.too_long", "limit"),
    "maximum": ("input.too_long", "limit"),
    "uniqueItems": ("input.repeated", ""),
}
"""What a keyword of the schema that fails is called, and the figure it is told with."""


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a filing from being read. `rule` is the key of the pack's rule the field stands on."""

    path: str
    code: str
    rule: str
    figures: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def malformed(filing: object) -> tuple[Problem, ...]:
    """Everything that keeps `filing` from being a draft, at once, ordered by path; empty when it can be one.

    A blank value (nothing, or blanks only) counts as not given and has no wrong shape.
    """
    clean, flaws = sound(filing, deepest=DEEPEST, widest=WIDEST)
    found = [_problem(flaw.path, flaw.code, flaw.figures) for flaw in flaws]
    for error in _validator().iter_errors(clean):
        if not error.absolute_path or not is_void(error.instance):
            found.extend(_problems(error))
    found.extend(_reversed_period(clean))
    found.extend(_kinds_elsewhere(clean))
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
    path, keyword, value = [str(part) for part in error.absolute_path], str(error.validator), error.instance
    if keyword == "additionalProperties" and isinstance(value, Mapping):
        yield from _unknown(path, value, error.schema)
        return
    code, figure = KEYWORDS.get(keyword, ("input.malformed", ""))
    yield _problem(path, code, {figure: error.validator_value} if figure else {})


def _unknown(path: Sequence[str], value: Mapping[str, object], schema: Any) -> Iterator[Problem]:
    """A problem for each field nobody knows, with the known one it may be meant for."""
    known = schema["properties"]
    unknown = sorted(value.keys() - known.keys())
    for name in unknown:
        near = difflib.get_close_matches(shown(name), known, n=1) if len(unknown) <= GUESSES else []
        figures = {"unknown": [shown(name)]} | ({"nearest": near[0]} if near else {})
        yield _problem([*path, shown(name)], "input.unknown_field", figures)


def _reversed_period(filing: object) -> Iterator[Problem]:
    """An activity does not end before it starts."""
    start, end = at(filing, "period", "start"), at(filing, "period", "end")
    if _is_date(start) and _is_date(end) and end < start:
        yield _problem(["period", "end"], "materials.period_reversed", {"start": start, "end": end})


def _kinds_elsewhere(filing: object) -> Iterator[Problem]:
    """A kind of risk belongs to one layer of the framework; it does not stand under another."""
    layers, register = {kind.key: kind.group for kind in risks()}, at(filing, "risk_assessment", "risks")
    for index, risk in enumerate(register if isinstance(register, list) else ()):
        layer, belongs = at(risk, "layer"), layers.get(str(at(risk, "kind")))
        if belongs is not None and layer in layers.values() and layer != belongs:
            path = ["risk_assessment", "risks", str(index), "kind"]
            yield _problem(path, "materials.kind_elsewhere", {"layer": layer, "belongs": belongs})


def _is_date(value: object) -> bool:
    return isinstance(value, str) and Draft202012Validator.FORMAT_CHECKER.conforms(value, "date")
