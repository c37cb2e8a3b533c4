"""Query parameters: each known, given once and of its kind. Everything wrong with them is said at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.http import QueryDict

from ethics_review.engine import InputInvalid, InputProblem
from regulations.clocks import end_of

LONGEST = 200
DIGITS = 18
LARGEST = 10**DIGITS - 1
"""Any number so long fits into a column of either database."""
CASE_NUMBER = re.compile(r"[0-9]{4}-[0-9]{4,11}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Years a question may be about; outside of them an instant may have no counterpart in another time zone."""
Moment = TypeVar("Moment", date, datetime)
Read = Callable[[str, str], Any]
"""Takes the path and the text; returns the value or raises `InputInvalid`."""


def wrong(path: str, code: str, **figures: object) -> InputInvalid:
    return InputInvalid((InputProblem(path, code, figures),))


def refuse_unknown(query: QueryDict, known: Iterable[str]) -> None:
    """Refuse parameters nobody knows, given twice or without a value: a filter misspelt must not widen a list."""
    known = frozenset(known)
    problems = [InputProblem(_path(name), "input.unknown_field", {}) for name in query if name not in known]
    for name, values in query.lists():
        if name in known and len(values) > 1:
            problems.append(InputProblem(_path(name), "input.repeated", {}))
        if name in known and not values[-1]:
            problems.append(InputProblem(_path(name), "input.required", {}))
    if problems:
        raise InputInvalid(tuple(problems))


def read(query: QueryDict, kinds: Mapping[str, Read]) -> dict[str, Any]:
    """The parameters that are given, each read by its kind."""
    values: dict[str, Any] = {}
    problems: list[InputProblem] = []
    for name, kind in kinds.items():
        if name not in query:
            continue
        try:
            values[name] = kind(_path(name), _storable(_path(name), str(query[name])))
        except InputInvalid as error:
            problems += error.problems
    if problems:
        raise InputInvalid(tuple(problems))
    return values


def _path(name: str) -> str:
    return f"?{name[:LONGEST]}"


def _storable(path: str, text: str) -> str:
    if "\x00" in text:
        raise wrong(path, "input.character")
    if len(text) > LONGEST:
        raise wrong(path, "input.too_long", limit=LONGEST)
    return text


def text(_path: str, value: str) -> str:
    return value


def whole(path: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()):
        raise wrong(path, "input.type", expected="integer")
    if len(value) > DIGITS:
        raise wrong(path, "input.too_long", limit=LARGEST)
    return int(value)


def between(low: int, high: int) -> Read:
    def bounded(path: str, value: str) -> int:
        number = whole(path, value)
        if number < low:
            raise wrong(path, "input.too_short", limit=low)
        if number > high:
            raise wrong(path, "input.too_long", limit=high)
        return number

    return bounded


def one_of(allowed: Iterable[str]) -> Read:
    options = list(allowed)

    def chosen(path: str, value: str) -> str:
        if value not in options:
            raise wrong(path, "input.enum", allowed=options)
        return value

    return chosen


def several_of(allowed: Iterable[str]) -> Read:
    """One or more of the options, between commas."""
    one = one_of(allowed)
    return lambda path, value: [one(path, part) for part in value.split(",")]


def case_numbers(most: int) -> Read:
    """At most so many numbers of cases between commas, each once."""

    def numbers(path: str, value: str) -> list[str]:
        found = list(dict.fromkeys(value.split(",")))
        if not all(CASE_NUMBER.fullmatch(one) for one in found):
            raise wrong(path, "input.format", expected="case-number")
        if len(found) > most:
            raise wrong(path, "input.too_long", limit=most)
        return found

    return numbers


def flag(path: str, value: str) -> bool:
    return bool(one_of(("true", "false"))(path, value) == "true")


def day(path: str, value: str) -> date:
    found = _parsed(date.fromisoformat, path, value, "date")
    if found.isoformat() != value:  # weeks and ordinal days are ISO 8601 too
        raise wrong(path, "input.format", expected="date")
    return found


def instant(path: str, value: str) -> datetime:
    """An instant with its zone; a bare day means its end in Shanghai."""
    if len(value) == len("2026-01-01"):
        return end_of(day(path, value))
    found = _parsed(datetime.fromisoformat, path, value.replace(" ", "+"), "date-time")
    if found.tzinfo is None:
        raise wrong(path, "input.format", expected="date-time")
    return found


def _parsed(parse: Callable[[str], Moment], path: str, value: str, kind: str) -> Moment:
    try:
        found = parse(value)
    except ValueError as error:
        raise wrong(path, "input.format", expected=kind) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise wrong(path, "input.format", expected=kind)
    return found
