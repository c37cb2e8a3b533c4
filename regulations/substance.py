"""Whether a value is JSON that can be kept and read again: before its shape is examined, its substance.

A parsed request or file may hold what no database column, ledger or letter can: a number that is none, a character
that no text may contain, nesting without end. Pure shape (types, names, lengths) is for a schema, not for here.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

LARGEST = 2**63 - 1
"""The largest whole number both databases and their JSON columns hold exactly."""
LONGEST_NAME = 100
"""A part of a path is cut here, so that a hostile name cannot fill an answer."""


@dataclass(frozen=True)
class Flaw:
    """One place where a value is not JSON that can be kept. `path` is the way to it, names and indices."""

    path: tuple[str, ...]
    code: str
    figures: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def sound(value: object, *, deepest: int) -> tuple[object, tuple[Flaw, ...]]:
    """A copy of `value` with None in every unsound place, and what was found there, in the order of reading.

    `deepest` is how many levels of lists and mappings may stand inside one another.
    """
    flaws: list[Flaw] = []
    copy = _copy(value, (), deepest, flaws)
    return copy, tuple(flaws)


def _copy(value: object, path: tuple[str, ...], deepest: int, flaws: list[Flaw]) -> object:
    match value:
        case None | bool():
            return value
        case Mapping() | list() | tuple() if len(path) == deepest:
            flaws.append(Flaw(path, "input.too_deep", MappingProxyType({"limit": deepest})))
            return None
        case Mapping():
            pairs = list(_named(value, path, flaws))
            return {name: _copy(item, (*path, shown(name)), deepest, flaws) for name, item in pairs}
        case list() | tuple():
            return [_copy(item, (*path, str(index)), deepest, flaws) for index, item in enumerate(value)]
    flaw = _flaw(value)
    if flaw is None:
        return value
    flaws.append(Flaw(path, flaw))
    return None


def _named(value: Mapping[object, object], path: tuple[str, ...], flaws: list[Flaw]) -> Iterator[tuple[str, object]]:
    """The pairs whose name is text that can be kept; the others are flaws of the mapping."""
    for name, item in value.items():
        if isinstance(name, str) and _storable(name):
            yield name, item
        else:
            flaws.append(Flaw(path, "input.name"))


def _flaw(value: object) -> str | None:
    match value:
        case str():
            return None if _storable(value) else "input.character"
        case int():
            return None if abs(value) <= LARGEST else "input.not_a_number"
        case float():
            return None if math.isfinite(value) else "input.not_a_number"
    return "input.malformed"


def _storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half of a surrogate pair is no text in any encoding."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def shown(name: str) -> str:
    """A name as a path shows it."""
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
