"""The application step by step: one step for each part of the filing, then its documents, then all of it once more.

A step shows and replaces its own part only. What was sent is laid over what stands (`sent_for`), so that saving one
step never touches another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext

from ethics_review.web.filing_conflict import theirs_of
from ethics_review.web.filing_form import RARE, FilingForm, Group, part_label, part_of
from ethics_review.web.filing_page import Lacking
from ethics_review.web.shown import Ground, ground_of
from regulations.filing_fields import is_blank, rule_of, tree
from regulations.pack import Rules

DOCUMENTS, CHECK = "documents", "check"


@dataclass(frozen=True)
class Step:
    """One step in the list: `missing` things of it are lacking; `state` is complete, missing, unused or plain."""

    key: str
    label: str
    missing: int
    state: str
    current: bool


@dataclass(frozen=True)
class Question:
    """A field with the rule that asks for it; `missing` where the filing lacks it now."""

    field: BoundField
    ground: Ground
    missing: bool


@dataclass(frozen=True)
class QuestionRecord:
    """A row of a list; one that is not `filled` is offered for the next record, `opened` where it is the first."""

    path: str
    number: int
    filled: bool
    opened: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class StepPage:
    """The questions of one step. `list_path` is the list its rows belong to, "" where it has none.

    `sources` are the rules that ask, each once, for beside a question there is room for the article's number only.
    """

    label: str
    rare: bool
    opened: bool
    list_path: str
    list_label: str
    records: tuple[QuestionRecord, ...]
    questions: tuple[Question, ...]
    sources: tuple[Ground, ...]


def parts() -> tuple[str, ...]:
    """The parts of a filing in the order in which they are asked: what is rare comes last."""
    found = dict.fromkeys(part_of(name) for name in tree().inside if name != "id")
    return tuple(sorted(found, key=lambda part: part in RARE))


def every_step() -> tuple[str, ...]:
    """Every step, by the key that stands in its address."""
    return (*parts(), DOCUMENTS, CHECK)


def steps(*, body: Mapping[str, Any], lacking: Iterable[Lacking], current: str, language: str) -> list[Step]:
    """The list of steps, each with how far it has come."""
    missing: dict[str, int] = {}
    for item in lacking:
        part = part_at(item.path)
        missing[part] = missing.get(part, 0) + 1
    given = {part_of(name) for name, value in body.items() if name != "id" and not is_blank(value)}
    shown = [_step(part, missing.get(part, 0), part in given, current, language) for part in parts()]
    return [
        *shown,
        Step(DOCUMENTS, gettext("Documents"), 0, "plain", current == DOCUMENTS),
        Step(CHECK, gettext("Check and submit"), 0, "plain", current == CHECK),
    ]


def _step(part: str, missing: int, given: bool, current: str, language: str) -> Step:  # noqa: FBT001 -- one of five
    state = "missing" if missing else "unused" if part in RARE and not given else "complete"
    return Step(part, part_label(part, language), missing, state, part == current)


def part_at(path: str) -> str:
    """The part to which a place of the filing belongs."""
    return part_of(path.partition(".")[0])


def first_unfinished(lacking: Iterable[Lacking]) -> str:
    """Where to go on: the first step that lacks something, else the last look at all of it."""
    waiting = {part_at(item.path) for item in lacking}
    return next((part for part in parts() if part in waiting), CHECK)


def after(key: str) -> str:
    """The step that follows; nothing follows the last."""
    return dict(pairwise(every_step())).get(key, key)


def before(key: str) -> str:
    """The step before; "" at the first."""
    return {second: first for first, second in pairwise(every_step())}.get(key, "")


def step_page(*, form: FilingForm, part: str, lacking: Iterable[Lacking], rules: Rules) -> StepPage:
    """The questions of one part, each with the rule that asks for it."""
    group = next(group for group in form.groups() if group.key == part)
    return page_of(group, form=form, lacking=lacking, rules=rules)


def page_of(group: Group, *, form: FilingForm, lacking: Iterable[Lacking], rules: Rules) -> StepPage:
    """The same of a part that is at hand."""
    missing = {item.path for item in lacking}

    def asked(field: BoundField) -> Question:
        ground = ground_of(rules.source(rule_of(field.html_name)), form.language)
        return Question(field, ground, field.html_name in missing)

    records = tuple(
        QuestionRecord(record.path, number, record.filled, number == 1, tuple(map(asked, record.fields)))
        for number, record in enumerate(group.records, 1)
    )
    plain, inner = tuple(map(asked, group.fields)), (one for record in records for one in record.questions)
    list_path = records[0].path.rpartition(".")[0] if records else ""
    return StepPage(
        group.label,
        group.rare,
        group.opened,
        list_path,
        part_label(list_path, form.language) if list_path else "",
        records,
        plain,
        tuple(dict.fromkeys(question.ground for question in (*plain, *inner))),
    )


def as_sent(form: FilingForm) -> QueryDict:
    """What a browser would send of a form nobody touched."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        values = value if isinstance(value, list) else [value]
        data.setlist(bound.html_name, [str(one) for one in values if one is not None])
    return data


def sent_for(*, stored: FilingForm, sent: QueryDict, part: str = "") -> QueryDict:
    """What stands, with one part, or all of it, replaced by what was sent.

    A row that is to be removed is left out. Where two windows differ and the other's answer is taken
    (`take.funding=theirs`), what stands stays.
    """
    data, removed = as_sent(stored), sent.get("remove", "")
    theirs = theirs_of(sent)
    left = {removed} if removed else set()
    for name in [name for name in data if _belongs(name, part) and not _within(name, theirs)]:
        del data[name]
    for name in sent:
        if _belongs(name, part) and not _within(name, theirs | left):
            data.setlist(name, sent.getlist(name))
    return data


def _belongs(name: str, part: str) -> bool:
    top = name.partition(".")[0]
    return top in tree().inside and part in {"", part_of(top)}


def _within(name: str, paths: set[str]) -> bool:
    """Whether a field stands at one of the places or below it."""
    return any(name == path or name.startswith(f"{path}.") for path in paths)
