"""What an application consists of (申请材料): its shape, what it lacks, and what it claims.

A filing is a mapping as JSON or YAML gives it. A malformed one cannot even be a draft; an incomplete one can, and is
told everything it lacks at once. This module is the door to both, and to the list of fields.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regulations.filing_fields import (
    Field,
    Node,
    at,
    field_at,
    fields,
    filing_schema,
    is_blank,
    is_void,
    regimes,
    rule_of,
    tree,
)
from regulations.filing_shape import Problem, malformed
from regulations.pack import Resolved
from regulations.words import Words

ACTIVITY, AMENDMENT = "activity", "amendment"
FURTHER = "materials.further"
"""The rule of an overlay that asks for what is otherwise optional; its items are the fields, by path."""
GRANTED = frozenset({"filed", "registered", "approved"})
"""The states in which a neighbouring regime's filing has taken effect."""

__all__ = [
    "FURTHER",
    "Claims",
    "Field",
    "Missing",
    "Problem",
    "claims",
    "field_at",
    "fields",
    "filing_schema",
    "further",
    "malformed",
    "missing",
    "regimes",
    "rule_asking",
]


@dataclass(frozen=True)
class Missing:
    """One thing a filing lacks: where, its name, and the rule that asks for it."""

    path: str
    words: Words
    rule: str


@dataclass(frozen=True)
class Claims:
    """What the applicant says of the activity, as far as the procedure asks. Claims, not findings."""

    title: Words
    identifier: str
    unit: str
    amendment: bool
    amends: str
    minimal_risk_claimed: bool
    listed_claim: tuple[int, ...]
    leaves_risk_unchanged: bool
    urgent: bool
    exempting_references: tuple[tuple[str, str], ...]
    people_take_part: bool


def further(pack: Resolved) -> frozenset[str]:
    """The optional fields that the pack asks of everybody."""
    rule = pack.rules.get(FURTHER)
    items = rule.value if rule is not None and isinstance(rule.value, tuple) else ()
    return frozenset(item.key for item in items)


def missing(filing: object, also: frozenset[str] = frozenset()) -> tuple[Missing, ...]:
    """Everything `filing` lacks, at once, in the order of the catalogue; empty when it is complete.

    `also` are optional fields that are asked as well. A part of the wrong type is lacking as a whole: what cannot be
    read has not been given.
    """
    kind = AMENDMENT if _is_amendment(filing) else ACTIVITY
    asking = _Asking(filing, kind, also)
    return tuple(_lacking(tree(), filing if isinstance(filing, Mapping) else {}, (), asking))


@dataclass(frozen=True)
class _Asking:
    """The whole filing, what it files, and which optional fields are asked."""

    filing: object
    kind: str
    also: frozenset[str]

    def asks_besides(self, path: tuple[str, ...]) -> bool:
        return _of_any(path) in self.also


def _of_any(path: Iterable[str]) -> str:
    """The path with "*" for the elements of lists, as the catalogue has it."""
    return ".".join("*" if part.isdecimal() else part for part in path)


def rule_asking(path: str, pack: Resolved) -> str:
    """The key of the rule by which a notice asks for what stands at `path`: the overlay's where one asks for it."""
    return FURTHER if _of_any(path.split(".")) in further(pack) else rule_of(path)


def _lacking(node: Node, value: Any, path: tuple[str, ...], asking: _Asking) -> Iterator[Missing]:
    """What is lacking inside a list or mapping."""
    for name, inside in node.inside.items():
        if name == "*":
            for index, element in enumerate(value):
                yield from _lacking_at(inside, element, (*path, str(index)), asking)
        else:
            yield from _lacking_at(inside, value.get(name), (*path, name), asking)


def _lacking_at(node: Node, value: object, path: tuple[str, ...], asking: _Asking) -> Iterator[Missing]:
    """The field itself where nothing is given, else what is lacking inside it."""
    asked = node.asked
    if asked is None or (asked.when in {ACTIVITY, AMENDMENT} and asked.when != asking.kind):
        return
    given = not is_blank(value)
    if given and _is_readable(node, value):
        yield from _lacking(node, value, path, asking)
    elif not given and asking.asks_besides(path):
        yield Missing(".".join(path), asked.words, FURTHER)
    elif given or (_is_asked(asked, path, asking.filing) and (is_void(value) or not asked.blank)):
        yield Missing(".".join(path), asked.words, asked.rule)


def _is_readable(node: Node, value: object) -> bool:
    """Whether `value` is of the kind that has the field's parts in it."""
    if not node.inside:
        return True
    return isinstance(value, list if "*" in node.inside else Mapping)


def _is_asked(asked: Field, path: tuple[str, ...], filing: object) -> bool:
    condition, _, where = asked.when.partition(":")
    match condition:
        case "optional":
            return False
        case "true":
            return at(filing, *_beside(where, path)) is True
        case "given":
            return not is_blank(at(filing, *_beside(where, path)))
    return True


def _beside(where: str, path: tuple[str, ...]) -> Iterator[str]:
    """The path `where` within the same elements of the same lists as `path`."""
    indices = (part for part in path if part.isdecimal())
    return (next(indices) if part == "*" else part for part in where.split("."))


def _is_amendment(filing: object) -> bool:
    return not is_blank(at(filing, "amends")) or not is_blank(at(filing, "change"))


def claims(filing: object) -> Claims:
    """What the filing claims. A claim that is missing is not made."""
    return Claims(
        title=Words(_text(filing, "title", "zh"), _text(filing, "title", "en")),
        identifier=_text(filing, "id"),
        unit=_text(filing, "unit"),
        amendment=_is_amendment(filing),
        amends=_text(filing, "amends"),
        minimal_risk_claimed=at(filing, "risk_assessment", "minimal_risk_claimed") is True,
        listed_claim=tuple(
            sorted({int(item) for item in _list(filing, "risk_assessment", "listed_claim") if _whole(item)})
        ),
        leaves_risk_unchanged=at(filing, "change", "affects_risk_benefit") is False,
        urgent=not is_blank(at(filing, "urgency")),
        exempting_references=tuple(
            (_text(reference, "regime"), _text(reference, "number"))
            for reference in _list(filing, "cross_references")
            if _exempts(reference)
        ),
        people_take_part=at(filing, "involves_participants") is True or not is_blank(at(filing, "informed_consent")),
    )


def _exempts(reference: object) -> bool:
    """Only a filing that has taken effect and makes ethics compliance a condition can replace re-examination."""
    return (
        at(reference, "ethics_is_a_condition") is True
        and _text(reference, "status") in GRANTED
        and bool(_text(reference, "number"))
    )


def _text(value: object, *path: str) -> str:
    found = at(value, *path)
    return found.strip() if isinstance(found, str) else ""


def _list(value: object, *path: str) -> list[Any]:
    found = at(value, *path)
    return found if isinstance(found, list) else []


def _whole(value: object) -> bool:
    """JSON knows one kind of number: 1.0 is the first item of the list as much as 1 is."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
