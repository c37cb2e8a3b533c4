"""Short forms in which the packs are written. Only shape here; every value is the pack's own."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from regulations.citation import Cite, Source
from regulations.pack import Item, Rule
from regulations.vocabulary import Basis
from regulations.words import Words

HOUSE = Source(Cite("house"), Basis.HOUSE)
T = TypeVar("T")


def instrument(name: str) -> Callable[..., Source]:
    """`at(17, Basis.REPORTED)`: article 17 of the instrument; `sure=False` where its number is not confirmed."""

    def at(article: int | None, basis: Basis, *, sure: bool = True) -> Source:
        return Source(Cite(name, article, certain=sure, annex=article is None), basis)

    return at


def unnumbered(name: str, basis: Basis) -> Source:
    """The instrument as a whole: what it says is told by its sources, and not in which article."""
    return Source(Cite(name, certain=False), basis)


def rule(key: str, value: object, source: Source, zh: str, en: str) -> Rule:
    """A rule of the instrument, or one the house fixed for every committee because the rest stands on it."""
    return Rule(key, value, source, Words(zh, en))


def setting(key: str, value: object, zh: str, en: str) -> Rule:
    """A value no text fixes: each committee's own, with this default."""
    return Rule(key, value, HOUSE, Words(zh, en), setting=True)


def item(key: object, zh: str, en: str, *, source: Source | None = None) -> Item:
    return Item(str(key), Words(zh, en), source=source)


def table(*rules: Rule) -> Mapping[str, Rule]:
    """Rules by key. A key said twice in one instrument is a mistake of the pack's author."""
    return _once((rule.key, rule) for rule in rules)


def named(*things: Any) -> Mapping[str, Any]:
    """Clocks or moves by name. A name given twice is a mistake of the pack's author."""
    return _once((thing.name, thing) for thing in things)


def _once(told: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for key, thing in told:
        if key in found:
            raise ValueError(f"{key} is said twice")
        found[key] = thing
    return found
