"""What a move was given, held against what it asks: shape only. What the law says of it is for the checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.validators import extend

from regulations.clocks import local
from regulations.move import Ask, Move
from regulations.pack import Resolved
from regulations.substance import shown, sound

DEEPEST, WIDEST = 8, 1000
"""Levels and elements that no answer to a move comes near."""
FORMATS = FormatChecker(formats=())
CODES = {
    "required": "input.required",
    "type": "input.type",
    "enum": "input.enum",
    "additionalProperties": "input.unknown_field",
    "format": "input.format",
    "pattern": "input.required",
    "minLength": "input.required",
    "minItems": "input.too_short",
    "minimum": "input.too_short",
    "maxItems": "input.too_long",
    "maxLength": "input.too_long",
    "maximum": "input.too_long",
    "uniqueItems": "input.format",
    "multipleOf": "input.format",
}


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    """A day of the calendar; weeks and ordinal days are ISO 8601 too, and nobody's form."""
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@FORMATS.checks("date-time", raises=(ValueError, OverflowError))
def _is_instant(value: object) -> bool:
    """An instant with its zone, that exists on the clocks of Shanghai as well."""
    return not isinstance(value, str) or local(datetime.fromisoformat(value)) is not None


def _is_whole(_: object, value: object) -> bool:
    """JSON Schema takes 6.0 for a whole number; a column and a clock do not."""
    return isinstance(value, int) and not isinstance(value, bool)


Examiner = extend(Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class InputProblem:
    """One thing wrong with what was sent."""

    path: str
    code: str
    figures: Mapping[str, object]


class InputInvalid(Exception):
    """Raised with everything wrong at once; nothing was written."""

    def __init__(self, problems: tuple[InputProblem, ...]) -> None:
        super().__init__(", ".join(f"{problem.path}: {problem.code}" for problem in problems))
        self.problems = problems


def schema_of(pack: Resolved, move: Move) -> dict[str, Any]:
    """The JSON Schema of a move's input under one pack: `asks` in the API, the form on the page."""
    return {
        "type": "object",
        "properties": {ask.name: _property(pack, ask) for ask in move.asks},
        "required": [ask.name for ask in move.asks if ask.required],
        "additionalProperties": False,
    }


def _property(pack: Resolved, ask: Ask) -> dict[str, Any]:
    schema = {**ask.schema, "title": ask.label.zh, "x-title-en": ask.label.en}
    if ask.free:
        schema["x-free"] = True
    if not ask.options:
        return schema
    items = pack.rules[ask.options].value
    keys = [item.key for item in items] if isinstance(items, tuple) else []
    match schema["type"]:
        case "array":
            return schema | {"items": {"enum": keys}}
        case "object":
            shape = schema.pop("additionalProperties")
            return schema | {"properties": dict.fromkeys(keys, shape), "additionalProperties": False}
    return schema | {"enum": keys if ask.required else [*keys, ""]}


@lru_cache(maxsize=512)
def _validator(pack: Resolved, name: str) -> Any:
    return Examiner(schema_of(pack, pack.moves[name]), format_checker=FORMATS)


def validate(pack: Resolved, move: Move, data: Mapping[str, Any]) -> None:
    """Raise `InputInvalid` with every problem of `data`, ordered by path."""
    problems = problems_of(_validator(pack, move.name), data)
    if problems:
        raise InputInvalid(problems)


def problems_of(examiner: Any, data: object) -> tuple[InputProblem, ...]:
    """Everything wrong with `data`, ordered by path. What no column can hold is told first, and alone."""
    _, flaws = sound(data, deepest=DEEPEST, widest=WIDEST)
    if flaws:
        return tuple(InputProblem(".".join(flaw.path), flaw.code, flaw.figures) for flaw in flaws)
    found = [problem for error in examiner.iter_errors(data) for problem in _problems(error)]
    return tuple(sorted(found, key=lambda problem: problem.path))


def _problems(error: Any) -> Iterator[InputProblem]:
    """One problem for each thing an error of the schema (jsonschema's `ValidationError`) names."""
    path = ".".join(str(part) for part in error.absolute_path)
    code = CODES.get(str(error.validator), "input.malformed")
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield InputProblem(_join(path, missing[0] if len(missing) == 1 else _named(error)), code, {})
    elif error.validator == "additionalProperties":
        for name in sorted(error.instance.keys() - error.schema.get("properties", {}).keys()):
            yield InputProblem(_join(path, shown(name)), code, {"unknown": [shown(name)]})
    else:
        yield InputProblem(path, code, _figures(error))


def _named(error: Any) -> str:
    """Jsonschema reports each missing name in an error of its own, quoted in its message."""
    return str(error.message.split("'")[1])


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _figures(error: Any) -> dict[str, object]:
    match error.validator:
        case "enum":
            return {"allowed": list(error.validator_value)}
        case "type" | "format":
            return {"expected": error.validator_value}
        case "minItems" | "minimum" | "maxItems" | "maxLength" | "maximum":
            return {"limit": error.validator_value}
    return {}
