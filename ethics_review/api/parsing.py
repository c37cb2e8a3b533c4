"""Bodies as they arrive: read no further than the limit, in full or not at all, and holding nothing a row cannot keep.

What a body must contain is not said here. A body that is no JSON is malformed (400); one that holds what no column or
letter can is invalid (422), with the place of each flaw.
"""

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

from ethics_review.engine import InputInvalid, InputProblem
from regulations.substance import sound

DEEPEST = 32
WIDEST = 1000
LONGEST_LENGTH = 15
"""Digits of a length anybody announces in earnest."""
TAIL = 4
"""Bytes that may follow the closing line of a form: two line ends."""
FORM_OVERHEAD = 64 * 1024
"""Bytes a form may have besides its file: boundaries, headers and the few fields."""


class JsonParser(BaseParser):
    """JSON in UTF-8 (RFC 8259): every name once, no NaN, no bottomless nesting."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        request = (parser_context or {})["request"]
        _refuse_charset(request, media_type or self.media_type)
        data = _decoded(_read(stream, _length(request)))
        _, flaws = sound(data, deepest=DEEPEST, widest=WIDEST)
        if flaws:
            raise InputInvalid(tuple(InputProblem(".".join(flaw.path), flaw.code, flaw.figures) for flaw in flaws))
        return data


class MergePatchParser(JsonParser):
    """A JSON merge patch (RFC 7396) is JSON under another name."""

    media_type = "application/merge-patch+json"


def _refuse_charset(request: HttpRequest, media_type: str) -> None:
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower().strip('"') not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(media_type)


def _length(request: HttpRequest) -> int | None:
    """The length the request announces, if it does."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text[:LONGEST_LENGTH]) if text.isascii() and text.isdecimal() else None


def _read(stream: IO[bytes], announced: int | None) -> bytes:
    """The whole body. One that announces too much is refused before a byte of it is read."""
    if announced is not None and announced > settings.JSON_LIMIT:
        raise RequestDataTooBig
    content = stream.read(settings.JSON_LIMIT + 1)
    if len(content) > settings.JSON_LIMIT:
        raise RequestDataTooBig
    if announced is not None and len(content) < announced:
        raise ParseError
    return content


def _decoded(content: bytes) -> Any:
    try:
        return json.loads(content.decode(), parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ParseError from error


def _no_number(name: str) -> None:
    raise ValueError(name)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name said twice")
    return named


class Watched:
    """A request's stream that remembers how much was read and how it ended."""

    def __init__(self, stream: IO[bytes], tail: int) -> None:
        self.stream, self.tail = stream, tail
        self.end, self.count = b"", 0

    def read(self, *size: int) -> bytes:
        return self._seen(self.stream.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._seen(self.stream.readline(*size))

    def _seen(self, chunk: bytes) -> bytes:
        self.count += len(chunk)
        self.end = (self.end + chunk)[-self.tail :]
        return chunk


def watch_form(request: HttpRequest) -> None:
    """Watch a form as it is read, whoever reads it: Django itself looks into it for what protects a session."""
    seam: Any = request
    seam._stream = Watched(seam._stream, len(_closing(request)) + TAIL)  # noqa: SLF001 -- the only place to stand


def refuse_oversized(request: HttpRequest) -> None:
    """Refuse a form by the length it announces, before a byte of it is read."""
    if (_length(request) or 0) > settings.UPLOAD_LIMIT + FORM_OVERHEAD:
        raise RequestDataTooBig


def refuse_cut_off(request: HttpRequest) -> None:
    """Django takes a form without its end for a whole one, and would keep the last file cut off."""
    seam: Any = request
    stream = seam._stream  # noqa: SLF001 -- as above
    whole = stream.count >= (_length(request) or 0) and _closing(request) in stream.end
    if stream.count and not whole:
        raise ParseError


def _closing(request: HttpRequest) -> bytes:
    """The last line of a form: its boundary between dashes."""
    return f"--{(request.content_params or {}).get('boundary', '')}--".encode("ascii", "replace")
