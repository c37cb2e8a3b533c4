"""Every way a case may stand under a pack: its state and the clocks that run, found by making every move.

Guards are left out, so that more is found than can happen, never less. From the standings follows whether somebody
must act and something watches in every state: the invariant that no open case is ever left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

from regulations.facts import BodyFact, CaseFact, ClockFact, Facts, FilingFact, InterestFact
from regulations.move import Ask, Move
from regulations.pack import Resolved
from regulations.vocabulary import ENDED, CommitteeKind, Role, State

ANY_TIME = datetime(2026, 1, 5, tzinfo=UTC)
UNFILED = frozenset({State.DRAFT})
"""States before the procedure: a draft is its author's own affair."""
LISTING = "determine_list"
EXEMPTION = "grant_exemption"


@dataclass(frozen=True)
class Standing:
    """A state, the clocks running in it, whether the activity is listed and exempt, and where an appeal came from."""

    state: State
    running: frozenset[str] = frozenset()
    listed: bool = False
    prior: State | None = None
    exempt: bool = False


@dataclass(frozen=True)
class Step:
    """One move from one standing to the next, with the clocks it ended and started."""

    move: str
    source: Standing
    target: Standing
    settled: frozenset[str]
    started: tuple[str, ...]


def steps(resolved: Resolved) -> tuple[Step, ...]:
    """Every step any case may take, from the draft on, each once."""
    found: dict[Step, None] = {}
    waiting, seen = [Standing(State.DRAFT)], {Standing(State.DRAFT)}
    while waiting:
        for step in _from(resolved, waiting.pop()):
            found[step] = None
            if step.target not in seen:
                seen.add(step.target)
                waiting.append(step.target)
    return tuple(found)


def _from(resolved: Resolved, standing: Standing) -> Iterator[Step]:
    for move in resolved.moves.values():
        if standing.state in move.sources:
            for recorded in _recorded(move, standing):
                yield from _make(resolved, move, standing, recorded)


def _recorded(move: Move, standing: Standing) -> Iterator[dict[str, object]]:
    """Everything the move may record that a condition or the choice of the target looks at."""
    named = {ask.name: _choices(ask) for ask in move.asks if "enum" in ask.schema}
    if move.branch and isinstance(move.target, Mapping):
        named[move.branch] = tuple(key for key in move.target if _possible(key, standing))
    for values in product(*named.values()):
        yield {"from": standing.state.value, **dict(zip(named, values, strict=True))}


def _choices(ask: Ask) -> tuple[str, ...]:
    listed = ask.schema["enum"]
    return tuple(listed) if isinstance(listed, list) else ()


def _possible(branch: str, standing: Standing) -> bool:
    """`upheld:rejected` is possible only for a case that was rejected before."""
    _, _, prior = branch.partition(":")
    return not prior or prior == standing.prior


def _make(resolved: Resolved, move: Move, source: Standing, recorded: Mapping[str, object]) -> Iterator[Step]:
    facts = _facts(resolved, source)
    state = move.destination(source.state, recorded)
    settled = move.settled(facts, recorded, state)
    started = tuple(start.clock for start in move.starts if start.when is None or start.when(facts, recorded))
    prior = source.state if state is State.UNDER_APPEAL and state is not source.state else source.prior
    for listed in (True, False) if move.name == LISTING else (source.listed,):
        running = (source.running - settled) | set(started)
        target = Standing(state, running, listed, _kept(prior, state), _exempt(move, source))
        yield Step(move.name, source, target, settled, started)


def _exempt(move: Move, source: Standing) -> bool:
    """A determination lifts what was granted before it."""
    return move.name == EXEMPTION or (source.exempt and move.name != LISTING)


def _kept(prior: State | None, state: State) -> State | None:
    return prior if state is State.UNDER_APPEAL else None


def _facts(resolved: Resolved, standing: Standing) -> Facts:
    """The few facts conditions look at; the rest is blank."""
    return Facts(
        now=ANY_TIME,
        rules=resolved.rules_for(house={}),
        case=CaseFact(
            "", standing.state, 1, None, "", (1,) if standing.listed else (), None, standing.exempt, 0, 0, None, False
        ),
        filing=FilingFact(1, 1, 1, (), False, (), False, False, ()),
        body=BodyFact(0, CommitteeKind.ETHICS, True, False, (), frozenset(), {}),
        interests=InterestFact(frozenset(), frozenset()),
        clocks=tuple(
            ClockFact(name, ANY_TIME, ANY_TIME.date(), missed=False, paused=False, extendable=True, pausable=True)
            for name in sorted(standing.running)
        ),
    )


def standings(found: tuple[Step, ...]) -> frozenset[Standing]:
    """Every standing the steps lead to, the draft included."""
    return frozenset({Standing(State.DRAFT), *(step.target for step in found)})


def is_open(state: State) -> bool:
    """Whether a case in that state owes somebody an act: filed, and not ended."""
    return state not in UNFILED and state not in ENDED


def watching(resolved: Resolved, standing: Standing) -> tuple[str, ...]:
    """The running clocks that tell somebody when they end. A window that merely closes watches nobody."""
    return tuple(sorted(name for name in standing.running if resolved.clocks[name].escalate))


def owners(resolved: Resolved, standing: Standing) -> frozenset[Role]:
    """Who must act: the owners of the watching clocks that have a move forward in this state."""
    able = {role for move in _forward(resolved, standing.state) for role in move.roles_in(standing.state)}
    return frozenset(resolved.clocks[name].owner for name in watching(resolved, standing)) & able


def _forward(resolved: Resolved, state: State) -> Iterator[Move]:
    """The moves that lead somewhere or end a clock; tending a clock does neither."""
    for move in resolved.moves.values():
        if state in move.sources and (move.target is not None or move.settles):
            yield move
