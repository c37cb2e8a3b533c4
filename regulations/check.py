"""Whether a pack holds together (办法包自检): asked once at start-up, before any case is touched.

Every finding names what is wrong and where. An empty answer says: every word the pack uses exists, every state can be
reached and is watched, every clock begins and ends, every rule cites an article that is known.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from regulations.articles import article
from regulations.citation import Cite
from regulations.house import check_house, fits, house_settings
from regulations.move import Move
from regulations.pack import STATUSES, Resolved
from regulations.problem import Problem
from regulations.vocabulary import ENDED, Basis, Role, State
from regulations.watch import Step, is_open, owners, standings, steps, watching
from regulations.words import Words


def check(resolved: Resolved) -> tuple[Problem, ...]:
    """Everything wrong with a resolved pack, each once; empty when it may be used.

    What a case may run into is looked at only once every word of the pack is known.
    """
    unknown = (*_words(resolved), *_clock_words(resolved), *_cites(resolved), *_settings(resolved))
    if unknown:
        return tuple(dict.fromkeys(unknown))
    found = steps(resolved)
    return tuple(dict.fromkeys((*_reach(resolved, found), *_watch(resolved, found), *_clocks(resolved, found))))


def check_together(packs: Iterable[Resolved]) -> tuple[Problem, ...]:
    """What is wrong between packs: a move of one name leads to the same states in each, or none."""
    targets: dict[str, frozenset[State]] = {}
    problems = []
    for resolved in packs:
        for name, move in resolved.moves.items():
            if targets.setdefault(name, frozenset(move.targets)) != frozenset(move.targets):
                problems.append(
                    _problem(
                        "move.targets_differ",
                        f"{resolved.id}: {name}",
                        "各办法包中目标状态不一致",
                        "leads elsewhere than in another pack",
                    )
                )
    return tuple(problems)


def _problem(code: str, where: str, zh: str, en: str) -> Problem:
    return Problem(code, where, Words(f"{where}：{zh}。", f"{where}: {en}."))


## Words: everything named exists


def _words(resolved: Resolved) -> Iterator[Problem]:
    if resolved.status not in STATUSES:
        yield _problem("pack.status", resolved.id, "状态不明", f"has no such status as {resolved.status}")
    for move in resolved.moves.values():
        for rule in (move.rule, *(ask.options for ask in move.asks if ask.options)):
            if rule not in resolved.rules:
                yield _problem("rule.unknown", f"{move.name}: {rule}", "规则不存在", "there is no such rule")
        yield from _shape(move)


def _shape(move: Move) -> Iterator[Problem]:
    """A line is whole: somebody may make it, from each of its states, and it knows where it leads."""
    nobody = [state for state in move.sources if not _human(move.roles_in(state))]
    if nobody:
        yield _problem("move.nobody", move.name, "无人可为", f"nobody may make it in {', '.join(nobody)}")
    if not set(move.by_state) <= set(move.sources) or not all(set(few) <= set(move.by) for few in _few(move)):
        yield _problem("move.by_state", move.name, "角色范围不符", "by_state says more than sources and by")
    if isinstance(move.target, Mapping) and not move.branch and set(move.target) != set(move.sources):
        yield _problem("move.branches", move.name, "目标状态不全", "does not say where each of its states leads")


def _few(move: Move) -> Iterable[tuple[Role, ...]]:
    return move.by_state.values()


def _human(roles: Iterable[Role]) -> bool:
    return any(role is not Role.SYSTEM for role in roles)


def _clock_words(resolved: Resolved) -> Iterator[Problem]:
    for move in resolved.moves.values():
        for clock in sorted({start.clock for start in move.starts} | _ends(move)):
            if clock not in resolved.clocks:
                yield _problem("clock.unknown", f"{move.name}: {clock}", "期限不存在", "there is no such clock")


def _ends(move: Move) -> set[str]:
    """The clocks a move ends by name."""
    return {*move.settles, *(one.clock for one in move.settles_if)} - {"*"}


def _cites(resolved: Resolved) -> Iterator[Problem]:
    sources = {key: rule.source for key, rule in resolved.rules.items()}
    sources |= {name: clock.source for name, clock in resolved.clocks.items()}
    for where, source in sources.items():
        at_home = source.basis is Basis.HOUSE
        unnumbered = source.cite.article is None and not source.cite.annex
        if at_home != (unnumbered and not _known(source.cite)):
            yield _problem("cite.basis", where, "依据与出处不符", "cites an article exactly if no house fixed it")
        elif not at_home and (source.cite.instrument not in resolved.chain or not _known(source.cite)):
            yield _problem("cite.unknown", f"{where}: {source.cite}", "条款不存在", "there is no such article")


def _known(cite: Cite) -> bool:
    """The article exists, and is as certain as the rule says."""
    found = article(cite)
    return found is not None and found.certain == cite.certain


def _settings(resolved: Resolved) -> Iterator[Problem]:
    """Each setting has one meaning, and a default within its own bounds."""
    keys = [rule.key for rule in resolved.rules.values()]
    keys += [clock.setting for clock in resolved.clocks.values() if clock.setting]
    for key, times in Counter(keys).items():
        if times > 1:
            yield _problem("setting.twice", key, "自定事项重名", "names more than one thing")
    specs = house_settings(resolved)
    for key, spec in specs.items():
        if not fits(spec, spec.default):
            yield _problem("setting.default", key, "默认值超出范围", "has a default outside its bounds")
    for key in sorted(resolved.limits.keys() - specs.keys()):
        yield _problem("setting.unknown", key, "没有这一自定事项", "is bounded but is no setting")


## Reach: every state, every end


def _reach(resolved: Resolved, found: tuple[Step, ...]) -> Iterator[Problem]:
    reached = {standing.state for standing in standings(found)}
    named = {state for move in resolved.moves.values() for state in (*move.sources, *move.targets)}
    for state in State:
        if state in named and state not in reached:
            yield _problem("state.unreachable", state, "无法到达", "no move from a draft leads here")


def _watch(resolved: Resolved, found: tuple[Step, ...]) -> Iterator[Problem]:
    """Every open case has a named party who must act and a clock that watches it; an ended one has neither."""
    for standing in sorted(standings(found), key=repr):
        where = f"{standing.state} ({', '.join(sorted(standing.running)) or '-'})"
        if is_open(standing.state) and not watching(resolved, standing):
            yield _problem("state.unwatched", where, "没有期限看管", "no clock watches a case that stands so")
        elif is_open(standing.state) and not owners(resolved, standing):
            yield _problem("state.nobody", where, "期限责任人无事可为", "no owner of a running clock can act")
        elif standing.state in ENDED and watching(resolved, standing):
            yield _problem("state.still_watched", where, "办结后仍有期限", "a clock runs on after the end")


## Clocks: each begins, ends, and runs once


def _clocks(resolved: Resolved, found: tuple[Step, ...]) -> Iterator[Problem]:
    """To end with the case is no end of its own: each clock is also ended by an act that answers it."""
    started = {clock for step in found for clock in step.started}
    settled = {clock for move in resolved.moves.values() for clock in _ends(move)}
    for name in resolved.clocks:
        if name in resolved.elsewhere:
            if name in started | settled:
                yield _problem("clock.elsewhere", name, "不属于审查事项", "is not for a case's moves to start or end")
        elif name not in started:
            yield _problem("clock.never_started", name, "从未开始", "no move starts it")
        elif name not in settled:
            yield _problem("clock.never_settled", name, "从未结束", "no move ends it")
    for step in found:
        for name in step.started:
            if name in step.source.running - step.settled:
                yield _problem("clock.twice", f"{step.move}: {name}", "重复计时", "starts a clock that already runs")


__all__ = ["Problem", "check", "check_house", "check_together", "house_settings"]
