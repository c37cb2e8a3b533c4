"""Two windows on one draft: what this one was sent beside what the other has saved, answer by answer.

Nothing is merged in silence. Where the other window has changed an answer that is shown here, both are shown and the
person chooses; what nobody else has touched needs no choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ethics_review import wording
from ethics_review.web.filing_form import part_of
from ethics_review.web.filing_page import leaves, told
from regulations.filing_fields import is_blank, tree


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


def _answers(body: Mapping[str, Any], part: str) -> dict[str, Any]:
    """Every answer by its path; the records of a list are one answer, and a blank is none."""
    names = (name for name in tree().inside if name in body and part in {"", part_of(name)})
    found = (leaf for name in names for leaf in leaves(name, body[name]))
    return {path: value for path, value in found if value == [] or not is_blank(value)}
