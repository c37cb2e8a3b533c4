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


def sound(value: object, *, deepest: int, widest: int) -> tuple[object, tuple[Flaw, ...]]:
    """A copy of `value` with None in every unsound place, and what was found there, in the order of reading.

    `deepest` is how many levels of lists and mappings may stand inside one another, `widest` how many elements one
    of them may have.
    """
    reading = _Reading(deepest, widest)
    copy = reading.copy(value, ())
    return copy, tuple(reading.flaws)


@dataclass(frozen=True)
class _Reading:
    deepest: int
    widest: int
    flaws: list[Flaw] = field(default_factory=list)

    def copy(self, value: object, path: tuple[str, ...]) -> object:
        found = self._bounds(value, path) or _flaw(value)
        if found is not None:
            code, figures = found
            self.flaws.append(Flaw(path, code, MappingProxyType(figures)))
            return None
        match value:
            case Mapping():
                pairs = list(self._named(value, path))
                return {name: self.copy(item, (*path, shown(name))) for name, item in pairs}
            case list() | tuple():
                return [self.copy(item, (*path, str(index))) for index, item in enumerate(value)]
        return value

    def _bounds(self, value: object, path: tuple[str, ...]) -> tuple[str, dict[str, object]] | None:
        if not isinstance(value, Mapping | list | tuple):
            return None
        if len(path) == self.deepest:
            return "input.too_deep", {"limit": self.deepest}
        return ("input.too_long", {"limit": self.widest}) if len(value) > self.widest else None

    def _named(self, value: Mapping[object, object], path: tuple[str, ...]) -> Iterator[tuple[str, object]]:
        """The pairs whose name is text that can be kept; the others are flaws of the mapping."""
        for name, item in value.items():
            if isinstance(name, str) and _storable(name):
                yield name, item
            else:
                self.flaws.append(Flaw(path, "input.name"))


def _flaw(value: object) -> tuple[str, dict[str, object]] | None:
    """Why a single value cannot be kept."""
    match value:
        case str() if not _storable(value):
            return "input.character", {}
        case int() if abs(value) > LARGEST:
            return "input.not_a_number", {}
        case float() if not math.isfinite(value):
            return "input.not_a_number", {}
        case None | str() | int() | float() | Mapping() | list() | tuple():
            return None
    return "input.malformed", {}


def _storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half of a surrogate pair is no text in any encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def shown(name: str) -> str:
    """A name as a path shows it."""
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
