"""The grammar of a lifecycle line: one `Move` (程序行为) says who may do what, from where, under which conditions,
with which clocks and notices. Packs hold the lines; nothing is executed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from regulations.facts import Actor, Facts
from regulations.refusal import Refusal
from regulations.vocabulary import ENDED, Role, State
from regulations.words import Words

Guard = Callable[[Facts, Actor], "Refusal | tuple[Refusal, ...] | None"]
Check = Callable[[Facts, Actor, Mapping[str, object]], "Refusal | tuple[Refusal, ...] | None"]
Condition = Callable[[Facts, Mapping[str, object]], bool]


@dataclass(frozen=True)
class Ask:
    """One thing a move asks of the person who makes it. `schema` is a JSON Schema (2020-12) fragment."""

    name: str
    schema: Mapping[str, object]
    label: Words
    required: bool = True
    hint: Words | None = None
    options: str = ""
    """The key of a rule whose items are the permitted values."""
    free: bool = False
    """Free text: kept in a table of its own, of which the ledger holds the digest only."""


@dataclass(frozen=True)
class Start:
    """A clock a move starts. `when` looks at the facts before the move and at what the move recorded."""

    clock: str
    when: Condition | None = None
    months_from: str = ""
    """A recorded value that shortens a clock counted in months (a closer follow-up than the maximum)."""
    until_from: str = ""
    """A recorded day on which it ends instead, where one was recorded (the last on which a filing is valid)."""


@dataclass(frozen=True)
class Settle:
    """A clock a move ends only in some of its outcomes."""

    clock: str
    when: Condition


@dataclass(frozen=True)
class Notice:
    """Something that must be told (告知): the kind of message, the roles that receive it, and when it is due."""

    kind: str
    to: tuple[Role, ...]
    when: Condition | None = None


@dataclass(frozen=True)
class Move:
    """One line. `target` is None where the case stays, or maps a recorded key (or the source state) to a state.

    `rule` is the key of the rule the move stands on; `settles` names the clocks it ends, "*" meaning all.
    """

    name: str
    label: Words
    sources: tuple[State, ...]
    target: State | Mapping[str, State] | None
    by: tuple[Role, ...]
    rule: str
    guards: tuple[Guard, ...] = ()
    checks: tuple[Check, ...] = ()
    asks: tuple[Ask, ...] = ()
    settles: tuple[str, ...] = ()
    starts: tuple[Start, ...] = ()
    tells: tuple[Notice, ...] = ()
    branch: str = ""
    """Which recorded value selects the target when `target` is a mapping; empty means the source state does."""
    sealed: bool = False
    """What was said must not show in the record (a vote, a worksheet): the ledger holds a commitment only."""
    by_state: Mapping[State, tuple[Role, ...]] = field(default_factory=dict)
    """Fewer of `by` in some of the sources: a panel's vote is opened by its organiser, a committee's by its chair."""
    settles_if: tuple[Settle, ...] = ()

    @property
    def targets(self) -> tuple[State, ...]:
        """Every state this move may lead to; empty where the case stays."""
        if self.target is None:
            return ()
        if isinstance(self.target, Mapping):
            return tuple(dict.fromkeys(self.target.values()))
        return (self.target,)

    def roles_in(self, state: State) -> tuple[Role, ...]:
        """Who may make the move while the case is in `state`."""
        return self.by_state.get(state, self.by)

    def settled(self, facts: Facts, recorded: Mapping[str, object], destination: State) -> frozenset[str]:
        """Which of the clocks that ran before the move it ends. Nothing goes on running once a case has ended."""
        running = frozenset(clock.name for clock in facts.clocks)
        if destination in ENDED or "*" in self.settles:
            return running
        named = {*self.settles, *(one.clock for one in self.settles_if if one.when(facts, recorded))}
        return running & named

    def destination(self, source: State, recorded: Mapping[str, object]) -> State:
        """The state the case is in after the move made from `source`."""
        if self.target is None:
            return source
        if isinstance(self.target, Mapping):
            return self.target[str(recorded[self.branch]) if self.branch else source.value]
        return self.target
