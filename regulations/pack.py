"""A pack: one instrument as modelled (办法), its silences, and the pack resolved along its chain of fall-backs.

A pack is a value. `resolve()` lays it over the instrument it falls back to; the result says of every rule which
instrument supplied it. Nothing is merged at run time by class inheritance, only looked up along an explicit chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from regulations.canonical import plain
from regulations.citation import Cite, Source
from regulations.clocks import Clock
from regulations.move import Move
from regulations.quorum import Share
from regulations.vocabulary import Basis, Category
from regulations.words import Words


@dataclass(frozen=True)
class Item:
    """One entry of a list a rule holds: an annex item, a ground, a focus, a regime.

    `source` is said only where it differs from that of the rule: an entry the parent adds.
    """

    key: str
    words: Words
    parts: tuple[Words, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Rule:
    """One rule as data: its value, where it is written, how sure we are, and a gist for readers (not the legal text).

    `setting` is True where no text fixes the value and the committee may set it (basis "house"). What the house
    fixed for every committee, because the rest stands on it, has that basis and is no setting.
    """

    key: str
    value: object
    source: Source
    gist: Words
    setting: bool = False


@dataclass(frozen=True)
class Between:
    """The least and the most a committee may set a number to."""

    least: int
    most: int


@dataclass(frozen=True)
class OneOf:
    """The words a committee may choose between."""

    values: tuple[str, ...]


Limits = Between | OneOf
PINNABLE, DRAFT = "in_force", "draft"
STATUSES = frozenset({PINNABLE, DRAFT, "repealed"})


@dataclass(frozen=True)
class Pack:
    """An instrument: what it says itself, and the one it falls back to where it is silent.

    `in_force_on` is the day from which it binds; of a draft, which binds nobody, the day it was laid open for comment.
    `limits` bound the committees' own settings, by setting. `elsewhere` are the clocks that no line of the lifecycle
    starts or settles: they watch committees and units, and the conditions of an approval, each its own obligation.
    `catalogues` are the files beside the packs that guards read through the facts, by name, each with the SHA-256 of
    its content.
    """

    id: str
    version: str
    title: Words
    document: str
    in_force_on: date
    status: str
    rules: Mapping[str, Rule]
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    moves: Mapping[str, Move] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    catalogues: Mapping[str, str] = field(default_factory=dict)
    falls_back_to: str | None = None


@dataclass(frozen=True)
class Rules:
    """The resolved rules that bind one committee: the pack's values under the committee's own settings."""

    pack: Resolved
    house: Mapping[str, object] = field(default_factory=dict)

    def rule(self, key: str) -> Rule:
        return self.pack.rules[key]

    def value(self, key: str) -> object:
        rule = self.pack.rules[key]
        return self.house.get(key, rule.value) if rule.setting else rule.value

    def number(self, key: str) -> int:
        value = self.value(key)
        if not isinstance(value, int):
            raise TypeError(f"{key} is not a number")
        return value

    def flag(self, key: str) -> bool:
        return bool(self.value(key))

    def holds(self, key: str) -> bool:
        """Whether a rule that only some packs have is there, and asks for what it says."""
        return key in self.pack.rules and self.flag(key)

    def text(self, key: str) -> str:
        return str(self.value(key))

    def share(self, key: str) -> Share:
        value = self.value(key)
        if not isinstance(value, Share):
            raise TypeError(f"{key} is not a share")
        return value

    def entries(self, key: str) -> tuple[Item, ...]:
        value = self.value(key)
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is not a list")
        return value

    def items(self, key: str) -> tuple[str, ...]:
        return tuple(item.key for item in self.entries(key))

    def categories(self, key: str) -> tuple[Category, ...]:
        return tuple(Category(key) for key in self.items(key))

    def source(self, key: str) -> Source:
        return self.pack.rules[key].source

    def clock(self, name: str) -> Clock:
        """The clock under the committee's own settings, which may replace a length only where the house fixed it."""
        clock = self.pack.clocks[name]
        amount = self.house.get(clock.setting) if clock.setting else None
        return clock.lasting(amount) if isinstance(amount, int) else clock


@dataclass(frozen=True, eq=False)
class Resolved:
    """A pack laid over its fall-backs. There is one of each; equality is identity."""

    id: str
    version: str
    title: Words
    document: str
    in_force_on: date
    status: str
    chain: tuple[str, ...]
    rules: Mapping[str, Rule]
    suppliers: Mapping[str, str]
    clocks: Mapping[str, Clock]
    moves: Mapping[str, Move]
    limits: Mapping[str, Limits]
    elsewhere: frozenset[str]
    catalogues: Mapping[str, str] = field(default_factory=dict)

    @property
    def pinnable(self) -> bool:
        """Whether a case may be accepted under this pack: a draft may be compared, never applied."""
        return self.status == PINNABLE

    def rules_for(self, *, house: Mapping[str, object]) -> Rules:
        """The rules under one committee's own settings (keys of house rules only; others are ignored)."""
        return Rules(self, house)

    def cite(self, key: str) -> Cite:
        return self.rules[key].source.cite

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything the pack says, and over the source of all that its guards and checks do."""
        return hashlib.sha256(json.dumps(self._canonical(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def _canonical(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "version": self.version,
            "document": self.document,
            "in_force_on": self.in_force_on.isoformat(),
            "chain": list(self.chain),
            "rules": {key: plain(rule) for key, rule in self.rules.items()},
            "clocks": {name: plain(clock) for name, clock in self.clocks.items()},
            "moves": {name: plain(move) for name, move in self.moves.items()},
            "limits": plain(self.limits),
            "elsewhere": plain(self.elsewhere),
            "catalogues": plain(self.catalogues),
        }


def resolve(pack: Pack, known: Mapping[str, Pack]) -> Resolved:
    """Lay `pack` over what it falls back to. Raises KeyError for an unknown fall-back."""
    chain = _chain(pack, known)
    rules: dict[str, Rule] = {}
    suppliers: dict[str, str] = {}
    for layer in reversed(chain):
        for key, rule in layer.rules.items():
            rules[key] = rule
            suppliers[key] = layer.id
    clocks: dict[str, Clock] = {}
    moves: dict[str, Move] = {}
    limits: dict[str, Limits] = {}
    for layer in reversed(chain):
        clocks |= layer.clocks
        moves |= layer.moves
        limits |= layer.limits
    inherited = {key: _inherited(rule, suppliers[key], pack.id) for key, rule in rules.items()}
    return Resolved(
        id=pack.id,
        version=pack.version,
        title=pack.title,
        document=pack.document,
        in_force_on=pack.in_force_on,
        status=pack.status,
        chain=tuple(layer.id for layer in chain),
        rules=inherited,
        suppliers=suppliers,
        clocks={name: _inherited_clock(clock, pack.id) for name, clock in clocks.items()},
        moves=moves,
        limits=limits,
        elsewhere=frozenset().union(*(layer.elsewhere for layer in chain)),
        catalogues={name: content for layer in reversed(chain) for name, content in layer.catalogues.items()},
    )


def _chain(pack: Pack, known: Mapping[str, Pack]) -> list[Pack]:
    chain = [pack]
    while chain[-1].falls_back_to is not None:
        chain.append(known[chain[-1].falls_back_to])
    return chain


def _inherited(rule: Rule, supplier: str, reader: str) -> Rule:
    """A rule supplied by a parent is relied on as `parent`, however surely the parent itself was read."""
    if supplier == reader or rule.source.basis is Basis.HOUSE:
        return rule
    return Rule(rule.key, rule.value, Source(rule.source.cite, Basis.PARENT), rule.gist, rule.setting)


def _inherited_clock(clock: Clock, reader: str) -> Clock:
    """The same of a clock."""
    if clock.source.cite.instrument == reader or clock.source.basis is Basis.HOUSE:
        return clock
    duty = clock.duty
    if duty.source.basis is not Basis.HOUSE:
        duty = replace(duty, source=Source(duty.source.cite, Basis.PARENT))
    return replace(clock, source=Source(clock.source.cite, Basis.PARENT), duty=duty)
