"""What differs between two packs (办法比较), resolved: what appeared, what vanished, what changed, row by row.

A row says where, which facet, what stood there before and what stands there after, and on both sides the article.
What is the same is not told; a pack does not differ from itself. What there is to compare is in `facets`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from regulations.citation import Source
from regulations.facets import (
    FACETS,
    WHOLE,
    Facets,
    bounds,
    clock_told,
    codes,
    no_source,
    of_catalogue,
    of_clock,
    of_limit,
    of_move,
    of_pack,
    of_rule,
    plainly,
    rule_told,
    source_of,
    title,
)
from regulations.move import Move
from regulations.pack import Resolved
from regulations.words import Words

Thing = TypeVar("Thing")


class Kind(StrEnum):
    """What a row is about."""

    PACK = "pack"
    RULE = "rule"
    CLOCK = "clock"
    MOVE = "move"
    LIMIT = "limit"
    CATALOGUE = "catalogue"


class Change(StrEnum):
    """What became of it."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    CHANGED = "changed"


KINDS: Mapping[Kind, Words] = {
    Kind.PACK: Words("办法", "Instrument"),
    Kind.RULE: Words("规则", "Rule"),
    Kind.CLOCK: Words("期限", "Time limit"),
    Kind.MOVE: Words("程序行为", "Move"),
    Kind.LIMIT: Words("自定范围", "Bounds of a setting"),
    Kind.CATALOGUE: Words("目录文件", "Catalogue"),
}
CHANGES: Mapping[Change, Words] = {
    Change.APPEARED: Words("新增", "appeared"),
    Change.VANISHED: Words("删去", "vanished"),
    Change.CHANGED: Words("变更", "changed"),
}


@dataclass(frozen=True)
class Row:
    """One difference. `before` and `source_before` are None for what appeared, the others for what vanished."""

    kind: Kind
    key: str
    facet: str
    change: Change
    before: Words | None
    after: Words | None
    source_before: Source | None = None
    source_after: Source | None = None

    @property
    def heading(self) -> Words:
        """Where, which facet, and what became of it."""
        parts = (KINDS[self.kind], plainly(self.key), FACETS[self.facet], CHANGES[self.change])
        said = [part for part in parts if part.en]
        return Words(" ".join(part.zh for part in said), " ".join(part.en for part in said))


def difference(before: Resolved, after: Resolved) -> tuple[Row, ...]:
    """Everything that differs, in the order of the packs: heads, rules, clocks, moves, limits, catalogues."""
    return (
        *_between(Kind.PACK, {"": before}, {"": after}, of_pack, no_source, title),
        *_between(Kind.RULE, before.rules, after.rules, of_rule, source_of, rule_told),
        *_between(Kind.CLOCK, before.clocks, after.clocks, of_clock, source_of, clock_told),
        *_moves(before, after),
        *_between(Kind.LIMIT, before.limits, after.limits, of_limit, no_source, bounds),
        *_between(Kind.CATALOGUE, before.catalogues, after.catalogues, of_catalogue, no_source, plainly),
    )


def _between(
    kind: Kind,
    before: Mapping[str, Thing],
    after: Mapping[str, Thing],
    facets: Callable[[Thing], Facets],
    source: Callable[[Thing], Source | None],
    told: Callable[[Thing], Words],
) -> Iterator[Row]:
    for key in (*before, *(key for key in after if key not in before)):
        if key not in after:
            yield Row(kind, key, WHOLE, Change.VANISHED, told(before[key]), None, source(before[key]), None)
        elif key not in before:
            yield Row(kind, key, WHOLE, Change.APPEARED, None, told(after[key]), None, source(after[key]))
        else:
            sources = source(before[key]), source(after[key])
            yield from _facets_of(kind, key, facets(before[key]), facets(after[key]), sources)


def _facets_of(
    kind: Kind, key: str, before: Facets, after: Facets, sources: tuple[Source | None, Source | None]
) -> Iterator[Row]:
    """The facets that differ; of a list, each entry that appeared, vanished or changed, and else its order."""
    for facet in (*before, *(one for one in after if one not in before)):
        was, now = before.get(facet, {}), after.get(facet, {})
        if isinstance(was, Words) and isinstance(now, Words):
            if was != now:
                yield Row(kind, key, facet, Change.CHANGED, was, now, *sources)
        else:
            yield from _entries(kind, key, facet, _listed(was), _listed(now), sources)


def _listed(value: Words | Mapping[str, Words]) -> Mapping[str, Words]:
    """A single value beside a list is a list of one."""
    return {"": value} if isinstance(value, Words) else value


def _entries(
    kind: Kind,
    key: str,
    facet: str,
    before: Mapping[str, Words],
    after: Mapping[str, Words],
    sources: tuple[Source | None, Source | None],
) -> Iterator[Row]:
    first, second = sources
    for name in (*before, *(name for name in after if name not in before)):
        where = f"{key}:{name}" if name else key
        if name not in after:
            yield Row(kind, where, facet, Change.VANISHED, before[name], None, first, None)
        elif name not in before:
            yield Row(kind, where, facet, Change.APPEARED, None, after[name], None, second)
        elif before[name] != after[name]:
            yield Row(kind, where, facet, Change.CHANGED, before[name], after[name], first, second)
    if set(before) == set(after) and list(before) != list(after):
        yield Row(kind, key, "order", Change.CHANGED, codes(before), codes(after), first, second)


def _moves(before: Resolved, after: Resolved) -> Iterator[Row]:
    """A move has no source of its own: it stands on the rule it names."""

    def standing(pack: Resolved) -> Mapping[str, tuple[Move, Source]]:
        return {name: (move, pack.rules[move.rule].source) for name, move in pack.moves.items()}

    yield from _between(
        Kind.MOVE,
        standing(before),
        standing(after),
        lambda one: of_move(one[0]),
        lambda one: one[1],
        lambda one: one[0].label,
    )
