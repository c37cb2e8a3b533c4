"""What a log line may not say (日志中不得出现的内容): addresses, secrets, and what people wrote.

Our own lines tell numbers and codes. Lines of libraries and the messages of exceptions are free text: a mail server
repeats the address it refuses, a database the row it cannot take. So an exception is told by its type and by where it
was raised, with its message only where that comes from a connection; and every text is searched for what looks like an
address or a secret. Imported by the settings: knows nothing of Django's models.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

GONE = "[…]"
PROCESSES = ("celery", "worker", "beat")
"""What stands before the @ in the name of one of our processes."""
OUTSPOKEN = frozenset(
    {"OperationalError", "InterfaceError", "ImproperlyConfigured", "ImportError", "ModuleNotFoundError"}
)
"""Exceptions that speak of servers and settings, never of what somebody entered."""

Replacement = str | Callable[[re.Match[str]], str]
PATTERNS: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (re.compile(r"(?<=://)[^/\s@]*@"), f"{GONE}@"),  # user and password of a server
    (re.compile(r"(?<=[\w/])\?[^\s\"'<>]+"), f"?{GONE}"),  # a query: what somebody looked for
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {GONE}"),
    (re.compile(r"(?i)\b(password|passwd|token|secret|sessionid|csrftoken|api_?key)(['\"]?\s*[=:]\s*['\"]?)[^\s'\",&;}]+"),
     rf"\1\2{GONE}"),
    (re.compile(r"(?<=/)(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{20,}"), GONE),  # an address that is itself the secret
    (re.compile(r"([\w.+%-]+)@([\w-]+(?:\.[\w-]+)*)"),
     lambda found: found.group() if found.group(1) in PROCESSES else GONE),
)  # fmt: skip


def scrubbed(text: str) -> str:
    """The text without addresses and secrets."""
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor. An exception has been told by then, in words of ours."""
    for key, value in event.items():
        if key not in {"exception", "exc_info", "_record"}:
            event[key] = _scrubbed_within(value)
    return event


def _scrubbed_within(value: Any) -> Any:
    match value:
        case str():
            return scrubbed(value)
        case dict():
            return {key: _scrubbed_within(one) for key, one in value.items()}
        case list() | tuple():
            return [_scrubbed_within(one) for one in value]
        case bool() | int() | float() | None:
            return value
    return scrubbed(str(value))


def tell_exception(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: in the place of `exc_info`, where the exception was raised and of what type it is."""
    found = event.pop("exc_info", None)
    error = _error(found)
    if error is not None:
        event["exception"] = "\n".join(told(error))
    return event


def _error(found: Any) -> BaseException | None:
    match found:
        case BaseException():
            return found
        case (_, BaseException() as error, _):
            return error
        case None | False:
            return None
    return sys.exc_info()[1]


def told(error: BaseException) -> Iterator[str]:
    """Line by line, what led to it first, as Python tells it; without the messages, which may quote anything."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from told(before)
        yield "which led to:"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield name_of(error)


def name_of(error: BaseException) -> str:
    """The type, with the message where the message is of a connection or a setting."""
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    outspoken = kind.__name__ in OUTSPOKEN or isinstance(error, ConnectionError | TimeoutError)
    return f"{name}: {scrubbed(str(error))}" if outspoken else name


class Discreet(logging.Filter):
    """Takes the exceptions out of the words of a line, where a library has put them among its arguments.

    Celery words a failed task with the exception's own message and its traceback; both are told below the line anyway.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "see below"
            record.args = {**record.args, "exc": kind, "traceback": "", "args": GONE, "kwargs": GONE}
        elif isinstance(record.args, tuple):
            record.args = tuple(name_of(one) if isinstance(one, BaseException) else one for one in record.args)
        return True
