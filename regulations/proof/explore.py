"""Every world a case may come to under a pack, from the draft on, nearest first; and how it comes there.

A move is made as the door makes it: the real conditions are asked of real facts, the state and the clocks follow from
the pack's own line, the rest from the table of effects. What happens by itself alternates with the moves.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from regulations.examine import examine
from regulations.facts import Actor, Facts
from regulations.guards.filing import WAITING_FOR
from regulations.move import Move
from regulations.pack import Resolved, Rules
from regulations.proof.choices import Choice, actors_of, choices_of
from regulations.proof.effects import EFFECTS, demanded
from regulations.proof.environment import happenings
from regulations.proof.portrait import portray
from regulations.proof.world import STARTS, Room, World, tidy
from regulations.refusal import Refusal
from regulations.vocabulary import Role, State
from regulations.words import Words

FOLLOWED_BY = {"cast_vote": "close_ballot", "submit_worksheet": "convert_to_general"}


class Step(NamedTuple):
    """One step to the next world: a move in a role, or something that happened (`move` is empty)."""

    move: str
    role: Role | None
    words: Words
    target: World
    started: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()
    """Of the clocks that ran, those the move ended."""
    outcome: str = ""


@dataclass(frozen=True)
class Attempt:
    """Somebody tries a move in a world: what the pack answers."""

    resolved: Resolved
    move: Move
    world: World
    facts: Facts
    actor: Actor
    choice: Choice
    refusals: tuple[Refusal, ...]

    def again(self, facts: Facts, actor: Actor, data: Mapping[str, object] | None = None) -> tuple[Refusal, ...]:
        """The same with other facts, by somebody else, in other words."""
        return examine(self.move, facts, actor, self.choice.data if data is None else data)


class Breach(NamedTuple):
    """An invariant broken in one step from a world. `twist` is what was otherwise than the world tells."""

    law: str
    step: Step | None = None
    twist: Words | None = None


Watcher = Callable[[Attempt, Step | None], Iterator[Breach]]


class Offered(NamedTuple):
    """What one move leads to from one world, and the invariants broken on the way."""

    steps: tuple[Step, ...]
    breaches: tuple[Breach, ...]


NOTHING = Offered((), ())


Known = dict[tuple[int, int], Offered]


@dataclass
class Memory:
    """What moves lead to, kept for packs that differ in other moves. Never for other rules, clocks or settings."""

    kept: dict[tuple[object, ...], dict[World, Known]] = field(default_factory=dict)
    held: list[object] = field(default_factory=list)
    """What the keys name by identity: kept, so that no identity is given away again."""

    def of(self, rules: Rules) -> dict[World, Known]:
        """What is known under exactly these rules, world by world and line by line."""
        self.held += (rules.pack.rules, rules.pack.clocks, rules.pack.moves)
        key = (id(rules.pack.rules), id(rules.pack.clocks), str(sorted(rules.house.items())))
        return self.kept.setdefault(key, {})


@dataclass
class Found:
    """The worlds in the order in which they were found, the steps from each, and the step that first led there."""

    steps: dict[World, tuple[Step, ...]] = field(default_factory=dict)
    origin: dict[World, tuple[World, Step] | None] = field(default_factory=dict)

    def path(self, world: World) -> tuple[Step, ...]:
        """The shortest way from a draft to the world."""
        way = []
        come = self.origin[world]
        while come is not None:
            way.append(come[1])
            come = self.origin[come[0]]
        return tuple(reversed(way))

    def start(self, world: World) -> World:
        """The draft that way begins with."""
        come = self.origin[world]
        while come is not None:
            world = come[0]
            come = self.origin[world]
        return world


def explore(
    rules: Rules, watchers: tuple[Watcher, ...], memory: Memory, found: Found
) -> Iterator[tuple[World, tuple[Breach, ...]]]:
    """Each world once, nearest first, with what is broken in a step from it. `found` grows along."""
    known, lines = memory.of(rules), _lines(rules.pack)
    found.origin |= dict.fromkeys(STARTS)
    waiting = deque(STARTS)
    while waiting:
        world = waiting.popleft()
        offers = _offers(rules, world, lines[world.state], watchers, known.setdefault(world, {}))
        found.steps[world] = (*_by_itself(world), *(step for offer in offers for step in offer.steps))
        for step in found.steps[world]:
            if step.target not in found.origin:
                found.origin[step.target] = (world, step)
                waiting.append(step.target)
        yield world, tuple(breach for offer in offers for breach in offer.breaches)


Lines = tuple[tuple[tuple[int, int], Move], ...]


def _lines(resolved: Resolved) -> Mapping[State, Lines]:
    """The moves of each state, each by what it is and what the rules demand after it."""
    keyed = tuple(
        ((id(move), id(resolved.moves.get(FOLLOWED_BY.get(move.name, "")))), move) for move in resolved.moves.values()
    )
    return {state: tuple((key, move) for key, move in keyed if state in move.sources) for state in State}


def _by_itself(world: World) -> Iterator[Step]:
    for words, target in happenings(world):
        yield Step("", None, words, tidy(target))


def _offers(
    rules: Rules, world: World, lines: Lines, watchers: tuple[Watcher, ...], seen: Known
) -> tuple[Offered, ...]:
    """What every move of the state leads to from this world. Facts are made only for what is not known yet."""
    facts = None
    for key, move in lines:
        if key not in seen:
            facts = facts or portray(world, rules)
            seen[key] = _tried(rules.pack, move, world, facts, watchers)
    return tuple(seen[key] for key, _ in lines)


def _tried(resolved: Resolved, move: Move, world: World, facts: Facts, watchers: tuple[Watcher, ...]) -> Offered:
    steps: dict[Step, None] = {}
    breaches: list[Breach] = []
    for attempt in attempts(resolved, move, world, facts):
        step = None if attempt.refusals else made(attempt)
        if step is not None:
            steps[step] = None
        breaches += (breach for watch in watchers for breach in watch(attempt, step))
    return Offered(tuple(steps), tuple(breaches)) if steps or breaches else NOTHING


def attempts(resolved: Resolved, move: Move, world: World, facts: Facts) -> Iterator[Attempt]:
    """Everybody who may try the move here, with each choice of words."""
    for actor in actors_of(move, world, facts.rules):
        for choice in choices_of(move, world, facts.rules):
            refusals = examine(move, facts, actor, choice.data)
            yield Attempt(resolved, move, world, facts, actor, choice, refusals)


def made(attempt: Attempt) -> Step | None:
    """The step an attempt makes; None where the rules demand a further move that is then refused, or lead nowhere."""
    move, world, facts = attempt.move, attempt.world, attempt.facts
    after, more = EFFECTS[move.name](world, attempt.choice, facts)
    recorded = {**attempt.choice.data, **more}
    try:
        state = move.destination(world.state, recorded)
    except KeyError:
        return None
    settled = move.settled(facts, recorded, state)
    started = tuple(start.clock for start in move.starts if start.when is None or start.when(facts, recorded))
    clocks = (world.clocks - settled) | set(started)
    waits = state is world.state and WAITING_FOR.get(state) in clocks - set(started)
    if state is not world.state:  # a vote and a meeting belong to the stage they were held in
        after = after._replace(ballot=None, room=Room.NONE)
    target = tidy(after._replace(state=state, clocks=clocks, late=after.late and waits))
    step = Step(
        move.name, next(iter(attempt.actor.roles)), attempt.choice.words, target, started, settled, _outcome(recorded)
    )
    return _followed(attempt, step)


def _outcome(recorded: Mapping[str, object]) -> str:
    return str(recorded.get("outcome", recorded.get("result", "")))


def _followed(attempt: Attempt, step: Step) -> Step | None:
    """The step with the move the rules demand next, by the system and at once."""
    name = demanded(step.move, step.target, attempt.facts)
    line = attempt.resolved.moves.get(name)
    if not name:
        return step
    if line is None:
        return None
    facts = portray(step.target, attempt.facts.rules)
    data = {"trigger": "doubt"}
    if examine(line, facts, Actor.system(), data):
        return None
    then = Attempt(attempt.resolved, line, step.target, facts, Actor.system(), Choice(data=data), ())
    made_next = made(then)
    return None if made_next is None else step._replace(target=made_next.target)
