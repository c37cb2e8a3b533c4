"""Which rules bear on a case in one state: those its moves stand on, offer a choice from, and name in their guards.

Read from the lifecycle itself, so that nothing has to be said twice: a guard names the keys of the rules it draws on.
"""

from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from regulations.guards.common import At
from regulations.move import Move
from regulations.pack import Resolved
from regulations.vocabulary import State

ROOM = "regulations."


def rules_bearing(pack: Resolved, state: State) -> dict[str, list[str]]:
    """The keys of the rules, in the order of the pack, each with the moves through which it bears."""
    lines = [line for line in pack.moves.values() if state in line.sources]
    named = {line.name: _keys(line, state) for line in lines}
    through = {key: [name for name, keys in named.items() if key in keys] for key in pack.rules}
    return {key: moves for key, moves in through.items() if moves}


def _keys(line: Move, state: State) -> frozenset[str]:
    """Every text the line and its functions name. Those that are no rule's key are dropped by whoever looks them up."""
    functions = [*line.guards, *line.checks]
    asked = [guard.guard if isinstance(guard, At) else guard for guard in functions if _asked_in(guard, state)]
    texts = (text for function in asked if isinstance(function, FunctionType) for text in _texts(function))
    return frozenset({line.rule, *(ask.options for ask in line.asks), *texts})


def _asked_in(guard: Any, state: State) -> bool:
    return not isinstance(guard, At) or state in guard.states


@cache
def _texts(function: FunctionType) -> frozenset[str]:
    """The texts in the function and in everything of the room it calls."""
    found: set[str] = set()
    _collect(function, found, set())
    return frozenset(found)


def _collect(function: FunctionType, found: set[str], seen: set[FunctionType]) -> None:
    seen.add(function)
    for code in _codes(function.__code__):
        found.update(_strings(code.co_consts))
        for name in code.co_names:
            value = function.__globals__.get(name)
            if isinstance(value, FunctionType) and value.__module__.startswith(ROOM) and value not in seen:
                _collect(value, found, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of the comprehensions and functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _strings(constants: tuple[Any, ...]) -> Iterator[str]:
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from _strings(constant)
