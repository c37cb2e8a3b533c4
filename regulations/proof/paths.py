"""The invariants of whole ways: what can be reached from every world. Asked once all worlds are known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from regulations.pack import Resolved
from regulations.proof.explore import Breach, Found, Step
from regulations.proof.world import IN_FORCE, World
from regulations.vocabulary import ENDED, State
from regulations.watch import Standing, is_open, owners

Broken = tuple[World, Breach]
NEGATIVE = frozenset({State.REJECTED, State.DECLINED, State.TERMINATED, State.SUSPENDED})
RESULTS = (ENDED | {State.ACTIVE}) - {State.WITHDRAWN}
DECIDED_AGAINST = frozenset({State.MODIFICATION_REQUIRED, State.REVISION_REQUIRED})


def backwards(found: Found) -> Mapping[World, list[tuple[World, Step]]]:
    """From each world, the steps that lead to it."""
    into: dict[World, list[tuple[World, Step]]] = {world: [] for world in found.steps}
    for world, steps in found.steps.items():
        for step in steps:
            into[step.target].append((world, step))
    return into


def reaching(
    goals: Iterable[World],
    into: Mapping[World, list[tuple[World, Step]]],
    allowed: Callable[[World, Step], bool],
) -> set[World]:
    """Every world from which one of the goals is reached by allowed steps."""
    reached = set(goals)
    waiting = list(reached)
    while waiting:
        for world, step in into[waiting.pop()]:
            if world not in reached and allowed(world, step):
                reached.add(world)
                waiting.append(world)
    return reached


def ways(resolved: Resolved, found: Found) -> Iterator[Broken]:
    """The nearest world that breaks each invariant of ways."""
    into = backwards(found)
    yield from chain(
        _dead_ends(found, into),
        _unowned(resolved, found, into),
        _unappealable(found),
        _stuck(found, into),
        _endless(resolved, found, into),
    )


def _first(law: str, worlds: Iterable[World], good: set[World]) -> Iterator[Broken]:
    """The nearest of the worlds that is not good."""
    for world in worlds:
        if world not in good:
            yield world, Breach(law)
            return


def _dead_ends(found: Found, into: Mapping[World, list[tuple[World, Step]]]) -> Iterator[Broken]:
    """From every open world a result is reached. Withdrawing is no result: it is always a way out."""
    results = [world for world in found.steps if world.state in RESULTS]
    good = reaching(results, into, lambda _, step: step.move != "withdraw")
    yield from _first("no_dead_end", (world for world in found.steps if is_open(world.state)), good)


def _unowned(resolved: Resolved, found: Found, into: Mapping[World, list[tuple[World, Step]]]) -> Iterator[Broken]:
    """An owner of a watching clock can act: now, or once others have done their part in the same state."""
    able = [world for world in found.steps if is_open(world.state) and _can_act(resolved, world, found.steps[world])]
    good = reaching(able, into, lambda world, step: step.target.state is world.state)
    yield from _first("owned", (world for world in found.steps if is_open(world.state)), good)


def _can_act(resolved: Resolved, world: World, steps: tuple[Step, ...]) -> bool:
    """One of the owners has a step that leads on or ends a clock."""
    asked = owners(resolved, Standing(world.state, world.clocks - world.paused, bool(world.listed), world.prior))
    return any(
        step.role in asked and (step.target.state is not world.state or step.settled or _leads(resolved, step))
        for step in steps
    )


def _leads(resolved: Resolved, step: Step) -> bool:
    """A move that leads somewhere, be it to where the matter stands."""
    return resolved.moves[step.move].target is not None


def _unappealable(found: Found) -> Iterator[Broken]:
    """Where a negative decision has led, the applicant's appeal is open."""
    for world, steps in found.steps.items():
        for step in steps:
            if _is_negative(world, step) and not any(next_.move == "appeal" for next_ in found.steps[step.target]):
                yield world, Breach("appeal", step)
                return


def _is_negative(world: World, step: Step) -> bool:
    """A decision against the applicant: not the ruling on an appeal against it, nor what goes on after one."""
    if not step.move or world.state is State.UNDER_APPEAL:
        return False
    if step.target.state in NEGATIVE:
        return world.state is not step.target.state or step.outcome == "suspend"
    return step.target.state in DECIDED_AGAINST and world.state not in {*DECIDED_AGAINST, *IN_FORCE}


def _stuck(found: Found, into: Mapping[World, list[tuple[World, Step]]]) -> Iterator[Broken]:
    """What is suspended goes on again, and what is suspended ends, by acts of the committee."""
    suspended = [world for world in found.steps if world.state is State.SUSPENDED]
    ended = [world for world in found.steps if world.state in {State.TERMINATED, State.COMPLETED}]
    by_committee = reaching(ended, into, lambda world, _: world.state is State.SUSPENDED)
    yield from _first("suspended", suspended, by_committee)
    active = [world for world in found.steps if world.state is State.ACTIVE]
    resumed = reaching(active, into, lambda _, step: step.move != "withdraw")
    yield from _first("suspended", suspended, resumed)
    at_once = {world for world in suspended if _resumes(found.steps[world])}
    resumable = reaching(at_once, into, lambda world, _: world.state is State.SUSPENDED)
    yield from _first(
        "suspended", (world for world in suspended if not world.unexamined and not world.major), resumable
    )


def _resumes(steps: tuple[Step, ...]) -> bool:
    return any(step.move == "resume" and step.target.state is State.ACTIVE for step in steps)


def _endless(resolved: Resolved, found: Found, into: Mapping[World, list[tuple[World, Step]]]) -> Iterator[Broken]:
    """Every clock that runs can be ended by an act of its owner, and not only with the matter itself."""
    ended: dict[str, list[World]] = {}
    for world, steps in found.steps.items():
        for step in steps:
            for clock in _ended(resolved, world, step):
                ended.setdefault(clock, []).append(world)
    for clock in sorted(set(chain.from_iterable(world.clocks for world in found.steps))):
        good = reaching(ended.get(clock, ()), into, lambda _, step: step.move != "withdraw")
        yield from _first("clocks", (world for world in found.steps if clock in world.clocks), good)


def _ended(resolved: Resolved, world: World, step: Step) -> frozenset[str]:
    """The clocks of the actor that the step ends, or that end by themselves; none where the matter ends with them."""
    if step.target.state in ENDED and world.state not in ENDED:
        return frozenset()
    if not step.move:
        return world.clocks - step.target.clocks
    return frozenset(clock for clock in step.settled if resolved.clocks[clock].owner is step.role)
