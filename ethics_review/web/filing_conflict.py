"""Two windows on one draft: what this one was sent beside what the other has saved, answer by answer.

Nothing is merged in silence. Where the other window has changed an answer that is shown here, both are shown and the
person chooses; what nobody else has touched needs no choice.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ethics_review import wording
from ethics_review.web.filing_form import part_of
from ethics_review.web.filing_page import leaves, told
from regulations.filing_fields import is_blank, tree

TAKE = "take."


@dataclass(frozen=True)
class Difference:
    """One answer that is not the same in both windows; `take` is what is chosen unless the person says otherwise."""

    path: str
    label: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    take: str


def differences(
    *, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], part: str, language: str
) -> list[Difference]:
    """Every answer of the part, or of all parts, in which the two differ; empty where the other changed none of them.

    `base` is the revision this window was drawn from. Where only the other window has changed an answer since, its
    answer is proposed.
    """
    before, own, other = (_answers(body, part) for body in (base, mine, theirs))
    paths = [path for path in dict.fromkeys([*own, *other]) if own.get(path) != other.get(path)]
    if all(other.get(path) == before.get(path) for path in paths):
        return []
    return [
        Difference(
            path,
            wording.field_label(path, language),
            told(path, own.get(path), language),
            told(path, other.get(path), language),
            "theirs" if own.get(path) == before.get(path) else "mine",
        )
        for path in paths
    ]


def theirs_of(sent: QueryDict) -> set[str]:
    """The answers for which the person chose what the other window has saved (`take.funding=theirs`)."""
    return {name.removeprefix(TAKE) for name in sent if name.startswith(TAKE) and sent[name] == "theirs"}


def taken(*, mine: Mapping[str, Any], theirs: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """`mine` with the other's answer at each of the paths, also where that is none."""
    body = deepcopy(dict(mine))
    for path in paths:
        *above, last = path.split(".")
        found = _at(theirs, above)
        if isinstance(found, Mapping) and last in found:
            _made(body, above)[last] = deepcopy(found[last])
        else:
            held = _at(body, above)
            if isinstance(held, dict):
                held.pop(last, None)
    return body


def _at(body: Any, names: Iterable[str]) -> Any:
    """What stands there; None where nothing does."""
    for name in names:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body


def _made(body: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The same place, made where it is not there yet."""
    for name in names:
        if not isinstance(body.get(name), dict):
            body[name] = {}
        body = body[name]
    return body


def _answers(body: Mapping[str, Any], part: str) -> dict[str, Any]:
    """Every answer by its path; the records of a list are one answer, and a blank is none."""
    names = (name for name in tree().inside if name in body and part in {"", part_of(name)})
    found = (leaf for name in names for leaf in leaves(name, body[name]))
    return {path: value for path, value in found if value == [] or not is_blank(value)}
