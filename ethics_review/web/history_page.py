"""The record of a case as a log one can read: what was done, when, by whom or in which role, and what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ethics_review import wording
from ethics_review.queries.history import Row
from ethics_review.web.terms import joined, moment, sentence_case, word
from regulations.pack import Resolved
from regulations.vocabulary import Role, State

FIGURES: Mapping[str, str | Promise] = {
    "procedure": _("Procedure"),
    "ground": _("Ground"),
    "outcome": _("Outcome"),
    "result": _("Result"),
    "opinion": _("Opinion"),
    "ruling": _("Ruling"),
    "tally": _("Votes"),
    "ballot_after": _("Ballot"),
    "items": _("Items"),
    "scope": _("Scope"),
    "regime": _("Regime"),
    "number": _("Number"),
    "valid_until": _("Valid until"),
    "reviewers": _("Reviewers"),
    "experts": _("Experts"),
    "roll": _("Roll"),
    "recused": _("Recused"),
    "presider": _("Presider"),
    "chair_ground": _("In the chair"),
    "occasion": _("Occasion"),
    "conflict": _("Interest kept"),
    "trigger": _("Trigger"),
    "starts_at": _("Starts at"),
    "mode": _("Form"),
    "place": _("Place"),
    "follow_up_months": _("Months to the follow-up"),
    "severity": _("Severity"),
    "major": _("Major change"),
    "affects_risk_benefit": _("Risk or benefit affected"),
    "clock": _("Time limit"),
    "was_due_on": _("Was due on"),
    "due_on": _("Due on"),
    "documents": _("Notices of days off"),
    "revision": _("Revision of the filing"),
    "name": _("Name"),
}
"""What an entry tells besides the act itself; ids, digests and versions stay in the ledger."""
FOLDED = frozenset({"revise"})
PEOPLE = frozenset({"reviewers", "roll", "recused", "presider"})
LISTS = (
    "decision.outcomes",
    "scope.criteria",
    "simplified.grounds",
    "simplified.triggers",
    "exemption.regimes",
    "follow_up.outcomes",
    "scope.decline_grounds",
)
"""Rules whose items an entry may name by their keys."""


@dataclass(frozen=True)
class LogLine:
    """One entry. `words` are what was said, by the name of the ask; `figures` what was recorded."""

    seq: int
    at: datetime
    act: str
    actor: str
    role: str
    moved: str
    figures: list[tuple[str, str]]
    words: list[tuple[str, str]]
    hash: str
    action: str = ""
    folded: tuple["LogLine", ...] = ()
    """Earlier entries of the same kind that nothing else came between, told under this one."""


@dataclass(frozen=True)
class Reading:
    """What it takes to word an entry: the case's pack, the people entries name, the reader's language."""

    pack: Resolved
    people: Mapping[int, User]
    language: str

    def name(self, person: int) -> str:
        return str(self.people.get(person, person))

    def key(self, value: str) -> str:
        """A key in the words of the rule that lists it, else of the vocabulary."""
        told = (wording.item_label(rule, value, self.language, pack=self.pack) for rule in LISTS)
        return next((one for one in told if one != value), None) or word(value, self.language)


def people_in(rows: Iterable[Row]) -> set[int]:
    """The ids of everybody the entries name."""
    named: set[int] = set()
    for row in rows:
        for key in PEOPLE & row.body.keys():
            value = row.body[key]
            named |= set(value) if isinstance(value, list) else {value}
        named |= {one["person"] for one in row.body.get("experts", ())}
    return named


def log(rows: Iterable[Row], reading: Reading) -> list[LogLine]:
    """The entries as lines, latest first. `reading.people` are those of `people_in`."""
    return [_line(row, reading) for row in reversed(list(rows))]


def folded(lines: Iterable[LogLine]) -> list[LogLine]:
    """The same log, with revisions of one draft that follow each other under the latest of them: it saves itself."""
    runs = groupby(lines, key=lambda line: (line.action, line.actor) if line.action in FOLDED else line.seq)
    return [replace(first, folded=tuple(rest)) for _, run in runs for first, *rest in [run]]


def _line(row: Row, reading: Reading) -> LogLine:
    return LogLine(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        act=wording.act_label(row.action, reading.language, pack=reading.pack),
        actor=row.actor or (gettext("name withheld") if row.blinded else ""),
        role=sentence_case(wording.label(Role(row.role), reading.language)),
        moved=_moved(row.body, reading.language),
        figures=[
            (str(label), _told(key, row.body[key], reading))
            for key, label in FIGURES.items()
            if row.body.get(key) not in (None, "", [], {}) and not (key == "result" and row.body.get("ruling"))
        ],
        words=[(_asked(row.action, name, reading), text) for name, text in row.words.items()],
        hash=row.hash,
        action=row.action,
    )


def _asked(action: str, name: str, reading: Reading) -> str:
    """What the move calls the words it asked for."""
    asks = reading.pack.moves[action].asks if action in reading.pack.moves else ()
    return next(
        (ask.label.in_language(reading.language) for ask in asks if ask.name == name), word(name, reading.language)
    )


def _moved(body: Mapping[str, Any], language: str) -> str:
    """Where the case went, if it went anywhere."""
    source, target = body.get("from"), body.get("to")
    return "" if not target or source == target else sentence_case(wording.label(State(target), language))


def _told(key: str, value: Any, reading: Reading) -> str:
    """One figure in words."""
    match value:
        case bool():
            return word("yes" if value else "no", reading.language)
        case dict():
            told = [f"{reading.key(option)} {votes}" for option, votes in value.items()]
        case list() if key == "experts":
            told = [reading.name(one["person"]) for one in value]
        case list():
            told = [_one(key, one, reading) for one in value]
        case _:
            told = [_one(key, value, reading)]
    return joined(told, reading.language)


def _one(key: str, value: Any, reading: Reading) -> str:
    if key in PEOPLE:
        return reading.name(value)
    match key:
        case "starts_at":
            told = moment(datetime.fromisoformat(value))
        case "clock":
            told = wording.clock_label(value, reading.language, pack=reading.pack)
        case "items" if isinstance(value, int):
            told = gettext("item %(number)d") % {"number": value}
        case "items":
            told = wording.field_label(value, reading.language) or str(value)
        case "name" | "number" | "place" | "documents":
            told = str(value)
        case _:
            told = reading.key(str(value).partition(":")[0])
    return told
