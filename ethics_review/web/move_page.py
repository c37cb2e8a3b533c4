"""The page of one move: what it stands on, what it brings about, what it asks, or why it may not be made now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.engine import Explained, InputInvalid, Option
from ethics_review.web import inputs
from ethics_review.web.choices import Choices, categories, choices_for
from ethics_review.web.decision_asks import beside_the_point, needed
from ethics_review.web.forms import MoveForm
from ethics_review.web.inputs import Part
from ethics_review.web.shown import Ground, Reason, ground_of, reasons_of
from ethics_review.web.terms import sentence_case
from regulations.move import Ask, Move
from regulations.pack import Resolved

SPARE_EXPERTS = 2
"""Rows offered beyond the number the rule asks for."""
EXTRA_ITEMS, MOST_ROWS = 5, 60
"""Spare rows of a notice, and so many filled ones at most."""
CONDITIONS = 5
WHERE_OFFERED = frozenset({"evidence", "conditions_met", "meeting", "centre"})
"""Asked only where there is something to choose: a condition still to be met, a meeting called, another centre."""


@dataclass(frozen=True)
class MovePage:
    """A move before it is made. `reasons` are empty where it may be; what is `sealed` stays as it was sent."""

    name: str
    label: str
    gist: str
    ground: Ground
    leads_to: list[str]
    starts: list[str]
    settles: list[str]
    told: list[str]
    reasons: list[Reason]
    sealed: bool


def move_page(*, option: Option, pack: Resolved, language: str) -> MovePage:
    """What `option` is, in words."""
    line, rule = option.line, pack.rules[option.line.rule]
    return MovePage(
        name=line.name,
        label=line.label.in_language(language),
        gist=rule.gist.in_language(language),
        ground=ground_of(rule.source, language),
        leads_to=[sentence_case(wording.label(state, language)) for state in line.targets],
        starts=_clock_labels(pack, [start.clock for start in line.starts], language),
        settles=_clock_labels(pack, [*line.settles, *(one.clock for one in line.settles_if)], language),
        told=_told(line, language),
        reasons=reasons_of(option.refusals, language),
        sealed=line.sealed,
    )


def _clock_labels(pack: Resolved, names: list[str], language: str) -> list[str]:
    return [pack.clocks[name].label.in_language(language) for name in dict.fromkeys(names) if name in pack.clocks]


def _told(line: Move, language: str) -> list[str]:
    roles = dict.fromkeys(role for notice in line.tells for role in notice.to)
    return [sentence_case(wording.label(role, language)) for role in roles]


def option_of(explained: Explained, move: str) -> Option | None:
    return next((option for option in explained.options if option.line.name == move), None)


def move_form(
    *,
    explained: Explained,
    option: Option,
    language: str,
    data: Mapping[str, Any] | None,
    kept: Mapping[str, str] | None = None,
) -> MoveForm:
    """The form of what the move asks, with the choices of this moment, as it was `kept` if it was.

    One statement for people or meetings.
    """
    choices = choices_for(explained=explained, line=option.line, language=language)
    pack = explained.situation.facts.rules.pack
    filled = {"extra": _filled("extra", data or {})}
    parts = [
        _part(ask, option, choices.get(ask.name, ()), pack, language, filled=filled.get(ask.name, 0))
        for ask in _asked(explained, option, choices, data or {})
    ]
    _mark_needed(parts, explained, option, language)
    case = explained.situation.rows.case
    return MoveForm(data, parts=parts, initial={"version": case.version} | _initial(explained) | dict(kept or {}))


def _asked(explained: Explained, option: Option, choices: Mapping[str, Choices], data: Mapping[str, Any]) -> list[Ask]:
    """What is asked now. What was sent in spite of that is asked too: the door says what is wrong with it."""
    out = beside_the_point(line=option.line, facts=explained.situation.facts)
    return [
        ask
        for ask in option.line.asks
        if (ask.name not in WHERE_OFFERED or choices.get(ask.name)) and (ask.name not in out or _sent(ask.name, data))
    ]


def _sent(name: str, data: Mapping[str, Any]) -> bool:
    return any(value and field.split(".")[0] == name for field, value in data.items())


def _mark_needed(parts: list[Part], explained: Explained, option: Option, language: str) -> None:
    """The door refuses what is missing, with its article; the field says so before anything is sent."""
    marks = needed(line=option.line, facts=explained.situation.facts, roles=explained.roles, language=language)
    for part in parts:
        if part.name in marks:
            field = part.fields[part.name]
            field.help_text = gettext("With this outcome it must be stated (%(article)s).") % {
                "article": marks[part.name].article
            }
            field.widget.attrs["aria-required"] = "true"


def _filled(name: str, data: Mapping[str, Any]) -> int:
    """How many rows of a list were sent with something in them, so that as many spare ones are offered again."""
    rows = {field.split(".")[1] for field in data if field.startswith(f"{name}.") and data[field]}
    return min(len(rows), MOST_ROWS)


def _part(ask: Ask, option: Option, choices: Choices, pack: Resolved, language: str, *, filled: int = 0) -> Part:
    label, schema = ask.label.in_language(language), option.asks["properties"][ask.name]
    match ask.name:
        case "focuses":
            source = pack.rules[ask.options].source
            return inputs.focuses(ask.name, label, _items(pack, ask.options), source, language)
        case "experts":
            rows = int(str(pack.rules["panel.min_experts"].value)) + SPARE_EXPERTS
            return inputs.experts(ask.name, label, choices, categories(language), rows)
        case "extra":
            return inputs.extra_items(ask.name, label, choices, EXTRA_ITEMS + filled)
        case "conditions":
            return inputs.conditions(ask.name, label, CONDITIONS)
        case "evidence":
            return inputs.evidence(ask.name, label, choices)
    return inputs.part(ask.name, schema, label, choices, required=ask.required)


def _items(pack: Resolved, key: str) -> Any:
    return pack.rules[key].value


def _initial(explained: Explained) -> dict[str, Any]:
    """What stands already: the reviewers named, the experts seated."""
    rows = explained.situation.rows
    values: dict[str, Any] = {"reviewers": [str(assignment.person_id) for assignment in rows.assignments]}
    for index, seat in enumerate(rows.panel_seats):
        values[f"experts.{index}.person"] = str(seat.person_id)
        values[f"experts.{index}.categories"] = seat.categories
    return values


def blame_input(form: MoveForm, error: InputInvalid, language: str) -> None:
    """Show every problem of the input where it stands."""
    for problem in error.problems:
        form.blame(problem.path, wording.problem_sentence(problem, language))
