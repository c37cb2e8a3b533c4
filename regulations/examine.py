"""Whether a move may be made (审查行为是否可行): everything that stands in the way of it, at once and in a fixed order.

Pure, and the same for a button, a refusal and the move itself. Whether what was sent has the right shape is not asked
here: the checks are given data whose shape was found sound.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from regulations.facts import Actor, Facts
from regulations.move import Move
from regulations.refusal import Refusal


def examine(move: Move, facts: Facts, actor: Actor, data: Mapping[str, object] | None = None) -> tuple[Refusal, ...]:
    """Every reason why `actor` may not make `move` now; empty when they may.

    The wrong state and the wrong role are told alone: what the guards would say of a move that is not the actor's
    to make, or not now, helps nobody. With `data` the checks of what was sent are asked as well.
    """
    actor = facts.acting(actor, presides=move.presides)
    out_of_place = _out_of_place(move, facts, actor)
    if out_of_place:
        return out_of_place
    return _once(_refusals(move, facts, actor, data))


def _out_of_place(move: Move, facts: Facts, actor: Actor) -> tuple[Refusal, ...]:
    """The state, then the role. Whoever came second is told what was done last, and by whom."""
    source, found = facts.rules.source(move.rule), []
    if facts.case.state not in move.sources:
        figures: dict[str, object] = {"state": facts.case.state, "sources": list(move.sources)}
        if facts.latest is not None:
            figures["latest"] = asdict(facts.latest)
        found.append(Refusal("state.not_here", source, figures))
    needs = move.roles_in(facts.case.state)
    if actor.roles.isdisjoint(needs):
        found.append(Refusal("role.not_yours", source, {"needs": list(needs), "has": sorted(actor.roles)}))
    return tuple(found)


def _refusals(move: Move, facts: Facts, actor: Actor, data: Mapping[str, object] | None) -> Iterator[Refusal]:
    for guard in move.guards:
        yield from _each(guard(facts, actor))
    if data is not None:
        for check in move.checks:
            yield from _each(check(facts, actor, data))


def _each(found: Refusal | tuple[Refusal, ...] | None) -> tuple[Refusal, ...]:
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)


def _once(refusals: Iterator[Refusal]) -> tuple[Refusal, ...]:
    """Each refusal once, where it first stood. Compared one by one: figures have no hash."""
    told: list[Refusal] = []
    for refusal in refusals:
        if refusal not in told:
            told.append(refusal)
    return tuple(told)
