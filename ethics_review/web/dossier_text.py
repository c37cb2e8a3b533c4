"""A dossier as somebody pasted or sent it: YAML or JSON, read without guessing; what is wrong is said with its line."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ethics_review.dossier import LARGEST, Unreadable, parse
from regulations.materials import Problem

RULE = "materials.complete"


def filing_in(given: str | UploadedFile) -> Mapping[str, Any]:
    """The filing that a text or file holds. Raises `Unreadable`; nothing was written."""
    text = given if isinstance(given, str) else _decoded(given)
    if len(text.encode()) > LARGEST:
        raise Unreadable(_problem("dossier.too_large", file="", limit=LARGEST))
    return _from_json(text) if text.lstrip().startswith("{") else parse(text).filing


def _decoded(file: UploadedFile) -> str:
    if (file.size or 0) > LARGEST:
        raise Unreadable(_problem("dossier.too_large", file=file.name or "", limit=LARGEST))
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_problem("dossier.not_utf8", file=file.name or "")) from error


def _from_json(text: str) -> Mapping[str, Any]:
    """JSON as RFC 8259 has it: no name said twice, no NaN. A text that is none may still be YAML in braces."""
    try:
        body: dict[str, Any] = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return parse(text).filing
    return {name: value for name, value in body.items() if name not in {"expect", "missing"}}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name said twice")  # the YAML loader says where
    return named


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _problem(code: str, **figures: object) -> Problem:
    return Problem("", code, RULE, figures)
