"""A value of the room as JSON data, so that a digest over it changes whenever what it says or does changes.

A function is rendered as its name and a hash of its source, of every function of the room it calls, and of the
constants they look at: a guard is its helpers too. The result depends on neither process nor hash seed.
"""

import hashlib
import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from types import CodeType, FunctionType
from typing import Any

ROOM = "regulations."


def plain(value: object) -> Any:
    """`value` as JSON data. A guard or condition that is itself data (`At`, `Recorded`) is both: fields and source."""
    if hasattr(value, "__dataclass_fields__"):
        fields = {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return fields | _behaviour(type(value).__call__, type(value)) if callable(value) else fields
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return _behaviour(value, value) if isinstance(value, FunctionType) else value


def _behaviour(function: Any, named: Any) -> dict[str, str]:
    return {"function": f"{named.__module__}.{named.__qualname__}", "source": _hash(function)}


def _hash(function: FunctionType) -> str:
    seen: dict[str, str] = {}
    _collect(function, seen)
    return hashlib.sha256("\n".join(seen[name] for name in sorted(seen)).encode()).hexdigest()


def _collect(function: FunctionType, seen: dict[str, str]) -> None:
    """The source of the function and of all it reaches in the room, each once, by its full name."""
    full = f"{function.__module__}.{function.__qualname__}"
    if full in seen:
        return
    seen[full] = inspect.getsource(function)
    for name in sorted(set(_names(function.__code__))):
        value = function.__globals__.get(name)
        if isinstance(value, FunctionType) and value.__module__.startswith(ROOM):
            _collect(value, seen)
        elif isinstance(value, str | int | tuple | frozenset | Mapping):
            seen[f"{function.__module__}.{name}"] = repr(plain(value))


def _names(code: CodeType) -> Iterator[str]:
    """The names a piece of code looks up, those of its comprehensions and inner functions included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
