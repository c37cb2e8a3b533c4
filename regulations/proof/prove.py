"""The proof of a pack: every world, every invariant; of each that is broken, the shortest way to where it breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regulations.citation import Cite
from regulations.pack import Resolved, Rules
from regulations.proof.conduct import conducted
from regulations.proof.effects import EFFECTS
from regulations.proof.explore import Breach, Found, Memory, Step, explore
from regulations.proof.figures import binding, shortfall
from regulations.proof.laws import LAWS, Law
from regulations.proof.paths import ways
from regulations.proof.twists import time_decides_nothing, twisted, urgency_lowers_nothing
from regulations.proof.world import IN_FORCE, World
from regulations.watch import Standing, is_open, owners, watching
from regulations.words import Words

HOUSES: tuple[Mapping[str, object], ...] = ({}, {"clock.pausing": True}, {"ballot.closes": "chair"})
"""A committee's settings that change which steps there are; every other setting is a number no guard compares here."""
WATCHERS = (conducted, twisted, urgency_lowers_nothing, time_decides_nothing)


@dataclass(frozen=True)
class CounterExample:
    """A broken invariant: the way from a draft to where it breaks, and where that is.

    `start` is the draft, `steps` the shortest way; the last step is the one that breaks it, under `twist` if there is
    one. `detail` says what is wrong where no step breaks it: a figure.
    """

    law: Law
    cite: Cite
    start: World
    steps: tuple[Step, ...]
    twist: Words | None = None
    detail: Words | None = None

    @property
    def last_move(self) -> str:
        """The last move on the way, "" where the pack is wrong before anybody moves."""
        return next((step.move for step in reversed(self.steps) if step.move), "")


@dataclass(frozen=True)
class Proof:
    """What was found of one pack."""

    pack: Resolved
    worlds: int
    steps: int
    broken: tuple[CounterExample, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


def prove(
    resolved: Resolved,
    *,
    house: Mapping[str, object] | None = None,
    memory: Memory | None = None,
    first_only: bool = False,
) -> Proof:
    """Explore every world of the pack and hold it against every invariant; `first_only` stops at the first broken.

    `house` are the settings of the committee it is proved for; `HOUSES` are those that change what may happen.
    `memory` carries over what moves lead to between packs that differ in other moves. Raises `LookupError` for a
    pack with a move the model does not know: nothing would be proved of it.
    """
    unknown = sorted(resolved.moves.keys() - EFFECTS.keys())
    if unknown:
        raise LookupError(f"{resolved.id}: the model knows no {', '.join(unknown)}")
    found = Found()
    broken: dict[str, CounterExample] = {}
    for example in examples(resolved.rules_for(house=house or {}), memory or Memory(), found):
        broken.setdefault(example.law.name, example)
        if first_only:
            break
    return Proof(resolved, len(found.steps), sum(map(len, found.steps.values())), tuple(broken.values()))


def examples(rules: Rules, memory: Memory, found: Found) -> Iterator[CounterExample]:
    """Figures first, then step by step, then what only the whole shows."""
    resolved = rules.pack
    for figure in binding(resolved):
        if not figure.met_by(resolved):
            yield CounterExample(LAWS["figures"], figure.cite, World(), (), detail=shortfall(figure, resolved))
    for world, breaches in explore(rules, WATCHERS, memory, found):
        for breach in (*_standing(resolved, world), *breaches):
            yield _example(resolved, found, world, breach)
    for world, breach in ways(resolved, found):
        yield _example(resolved, found, world, breach)


def _standing(resolved: Resolved, world: World) -> Iterator[Breach]:
    """Every open matter is watched, and an owner of a watching clock has a move in its state.

    What is in force by an exemption is watched for the end of the filing it rests on, too.
    """
    if not is_open(world.state):
        return
    standing = Standing(world.state, world.clocks - world.paused, bool(world.listed), world.prior)
    unwatched = world.state in IN_FORCE and world.rests_on_exemption and "exemption" not in world.clocks
    if unwatched or not watching(resolved, standing):
        yield Breach("watched")
    elif not owners(resolved, standing):
        yield Breach("owned")


def _example(resolved: Resolved, found: Found, world: World, breach: Breach) -> CounterExample:
    law = LAWS[breach.law]
    way = (*found.path(world), breach.step) if breach.step is not None else found.path(world)
    rule = law.rule if law.rule in resolved.rules else "record.traceable"
    return CounterExample(law, resolved.cite(rule), found.start(world), way, breach.twist)
