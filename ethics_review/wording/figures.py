"""Figures of a refusal in words: `{missing:category}` names categories, `{due_on:day}` writes a day.

A kind with a dot in it is the key of a rule whose items are meant (`{trigger:simplified.triggers}`). Lists are
enumerated. What a kind does not know is shown as it is: a figure is never lost.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from string import Formatter

from ethics_review.wording.labels import act_label, clock_label, field_label, filing_value, item_label, label_in
from regulations.clocks import local
from regulations.telling import telling
from regulations.vocabulary import Category, CommitteeKind, Opinion, Outcome, Position, Role, State
from regulations.words import Words

Kind = Callable[[object, str], str]

TYPES = {
    "string": Words("文字", "text"),
    "integer": Words("整数", "a whole number"),
    "number": Words("数字", "a number"),
    "boolean": Words("是或否", "true or false"),
    "array": Words("列表", "a list"),
    "object": Words("一组字段", "a group of fields"),
    "null": Words("空", "nothing"),
}
FORMATS = {
    "date": Words("日期，写作“年-月-日”，如2026-05-28", "a day as in 2026-05-28"),
    "case-number": Words("事项编号，如2026-0001", "the number of a case as in 2026-0001"),
    "date-time": Words(
        "带时区的时间，如2026-05-28T09:30:00+08:00", "an instant with its time zone as in 2026-05-28T09:30:00+08:00"
    ),
}


def is_english(language: str) -> bool:
    return language.startswith("en")


def enumerated(parts: Iterable[str], language: str) -> str:
    return (", " if is_english(language) else "、").join(parts)


def day(value: object, language: str) -> str:
    """A day, given as such or in ISO 8601."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{found:%Y-%m-%d}" if is_english(language) else f"{found.year}年{found.month}月{found.day}日"


def instant(value: object, language: str) -> str:
    """An instant on the clocks of Shanghai, to the minute."""
    try:
        found = local(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)
    return f"{day(found.date(), language)} {found:%H:%M}"


def _entry(value: object, language: str) -> str:
    """Who did what last: the second of two people is told it."""
    if not isinstance(value, Mapping):
        return str(value)
    role, act = label_in(Role, value.get("role"), language), act_label(str(value.get("action")), language)
    who, at = str(value.get("actor") or ""), instant(value.get("at"), language)
    if is_english(language):
        return f"{f'{who} ({role})' if who else f'the {role}'} made the step “{act}” on {at}"
    return f"{f'{who}（{role}）' if who else role}已于{at}办理“{act}”"


def _tally(value: object, language: str) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return enumerated((f"{_option(option, language)} {count}" for option, count in value.items()), language)


def _option(value: object, language: str) -> str:
    """An outcome of a decision or an opinion of a panel."""
    worded = label_in(Outcome, value, language)
    return label_in(Opinion, value, language) if worded == str(value) else worded


def _field(value: object, language: str) -> str:
    path, name = str(value), field_label(str(value), language)
    if not path:
        return "what was sent" if is_english(language) else "所提交的内容"
    if is_english(language):
        return f"{name} ({path})" if name else f"“{path}”"
    return f"“{name}”（{path}）" if name else f"“{path}”"


def _why_told(value: object, language: str) -> str:
    """What hangs on a notice that must be told."""
    why = telling(str(value)).why
    return str(value) if why is None else why.in_language(language)


def _of(vocabulary: type) -> Kind:
    return lambda value, language: label_in(vocabulary, value, language)


KINDS: Mapping[str, Kind] = {
    "": lambda value, language: str(value),  # noqa: ARG005 -- one signature for all kinds
    "state": _of(State),
    "role": _of(Role),
    "category": _of(Category),
    "body": _of(CommitteeKind),
    "seat": _of(Position),
    "layer": lambda value, language: filing_value("layer", value, language),
    "option": _option,
    "day": day,
    "instant": instant,
    "clock": lambda value, language: clock_label(str(value), language),
    "field": _field,
    "legal": _why_told,
    "type": lambda value, language: TYPES[str(value)].in_language(language) if str(value) in TYPES else str(value),
    "format": lambda value, language: (
        FORMATS[str(value)].in_language(language) if str(value) in FORMATS else str(value)
    ),
}
WHOLE: Mapping[str, Kind] = {
    "tally": _tally,
    "entry": _entry,
    "count": lambda value, language: str(len(value)) if isinstance(value, list | tuple) else str(value),  # noqa: ARG005
}
"""Kinds that take a figure as a whole; the others take a list element by element."""


@dataclass(frozen=True)
class Figure:
    """One figure, to be written in one language as the phrase's placeholder asks."""

    value: object
    language: str

    def __format__(self, kind: str) -> str:
        if kind in WHOLE:
            return WHOLE[kind](self.value, self.language)
        if isinstance(self.value, list | tuple | set | frozenset):
            return enumerated((self._one(value, kind) for value in self.value), self.language)
        return self._one(self.value, kind)

    def _one(self, value: object, kind: str) -> str:
        return item_label(kind, value, self.language) if "." in kind else KINDS[kind](value, self.language)


def placeholders(phrase: str) -> dict[str, str]:
    """The figures a phrase asks for, each with its kind."""
    return {name: kind or "" for _, name, kind, _ in Formatter().parse(phrase) if name}


def filled(phrase: str, figures: Mapping[str, object], language: str) -> str:
    """The phrase with its figures in words. Raises KeyError for a figure that is not given."""
    return phrase.format_map({name: Figure(value, language) for name, value in figures.items()})


def plain(value: object) -> object:
    """A figure as JSON carries it: enumerations as their value, days and instants in ISO 8601, sets in order."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple() | set() | frozenset():
            ordered = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return [plain(item) for item in ordered]
    return str(value)
