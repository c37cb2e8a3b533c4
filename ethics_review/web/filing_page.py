"""A filing (申请材料) as a reader sees it, in the order and with the names of the catalogue; and as YAML to edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.web.filing_form import first_field, part_of
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import joined, sentence_case, word
from ethics_review.wording.labels import CHOICES
from regulations import materials
from regulations.filing_fields import Node, ordered, tree
from regulations.pack import Rules

NEVER_FOLD = 10_000
GENERAL = frozenset({"title", "responsible_person", "period"})
"""Parts that describe the activity as a whole."""


@dataclass(frozen=True)
class Line:
    """One field and what was filed under it; several values are a list."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Records with the same fields, such as the risks: a column for each field, a row for each record."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    """Each value under its column."""


@dataclass(frozen=True)
class Section:
    """A part of the filing."""

    label: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True)
class Lacking:
    """One thing the filing lacks, the article that asks for it, and where the form asks for it."""

    path: str
    label: str
    ground: Ground
    part: str
    anchor: str


def sections(body: Mapping[str, Any], language: str) -> list[Section]:
    """The filing part by part, in the catalogue's order; what describes the activity as a whole comes first."""
    names = [name for name in tree().inside if name in body]
    whole = [name for name in names if name in GENERAL or not _is_part(body[name])]
    parts = [name for name in names if name not in whole]
    found = [leaf for name in whole for leaf in leaves(name, body[name])]
    general = Section(gettext("The activity"), tuple(_line(*leaf, language) for leaf in found), ())
    return [general, *(_section(name, body[name], language) for name in parts)]


def _is_part(value: object) -> bool:
    return bool(value) and (isinstance(value, Mapping) or _is_records(value))


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _section(name: str, value: Any, language: str) -> Section:
    found = leaves(name, value)
    lines = tuple(_line(path, one, language) for path, one in found if not _is_records(one))
    grids = tuple(_grid(path, one, language) for path, one in found if _is_records(one))
    return Section(_label(name, language), lines, grids)


def leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    """Every leaf at and below `path`, in the catalogue's order; a list of records is one leaf."""
    if not isinstance(value, Mapping) or not value:
        return [(path, value)]
    return [leaf for name in ordered(value, path) for leaf in leaves(f"{path}.{name}", value[name])]


def _line(path: str, value: object, language: str) -> Line:
    return Line(_label(path, language), values(path, value, language))


def _grid(path: str, records: list[Mapping[str, Any]], language: str) -> Grid:
    """A column for every field that any record has."""
    together: dict[str, Any] = {}
    for record in records:
        together |= record
    names = ordered(together, f"{path}.0")
    columns = tuple(_label(f"{path}.0.{name}", language) for name in names)
    told = ([cell(f"{path}.0.{name}", record.get(name), language) for name in names] for record in records)
    return Grid(_label(path, language), columns, tuple(tuple(zip(columns, row, strict=True)) for row in told))


def cell(path: str, value: object, language: str) -> str:
    """What was filed at one place, in a line."""
    return joined(values(path, value, language), language)


def _label(path: str, language: str) -> str:
    return wording.field_label(path, language) or path


def told(path: str, value: Any, language: str) -> tuple[str, ...]:
    """What stands at one place, a line for each value or record."""
    if not _is_records(value):
        return values(path, value, language)
    rows = ([(name, record[name]) for name in ordered(record, f"{path}.0")] for record in value)
    return tuple(joined([cell(f"{path}.0.{name}", one, language) for name, one in row], language) for row in rows)


def values(path: str, value: object, language: str) -> tuple[str, ...]:
    """What was filed as text, keys told in words; empty where nothing was."""
    if path.endswith(".listed_claim") and isinstance(value, list):
        return tuple(wording.item_label("list.items", item, language) for item in value) or (gettext("None of them"),)
    match value:
        case bool():
            return (word("yes" if value else "no", language),)
        case list():
            return tuple(str(one) for one in value)
        case None | "" | {}:
            return ()
    return (_told(path, str(value), language),)


def _told(path: str, value: str, language: str) -> str:
    name = path.rpartition(".")[2]
    if name == "regime":
        return next((item.words.in_language(language) for item in materials.regimes() if item.key == value), value)
    if name == "status":
        return word(value, language)
    return sentence_case(wording.filing_value(path, value, language)) if value in CHOICES.get(name, {}) else value


def lacking(body: object, rules: Rules, language: str) -> list[Lacking]:
    """Everything the filing lacks, each with the article that asks for it."""
    return [
        Lacking(
            item.path,
            item.words.in_language(language),
            ground_of(rules.source(item.rule), language),
            part_of(item.path.partition(".")[0]),
            first_field(item.path),
        )
        for item in materials.missing(body, materials.further(rules.pack))
    ]


def as_yaml(body: Mapping[str, Any]) -> str:
    """The filing as text to be edited, in the catalogue's order: a database need not keep the order of names."""
    return str(yaml.safe_dump(_in_order(body, tree()), allow_unicode=True, sort_keys=False, width=NEVER_FOLD, indent=2))


def _in_order(value: Any, node: Node | None) -> Any:
    inside = node.inside if node else {}
    if isinstance(value, list):
        return [_in_order(one, inside.get("*")) for one in value]
    if isinstance(value, Mapping):
        names = [*(name for name in inside if name in value), *(name for name in value if name not in inside)]
        return {name: _in_order(value[name], inside.get(name)) for name in names}
    return value
