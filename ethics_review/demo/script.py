"""What stands in `fixtures/`: the people, the bodies and the applications of the demo, read as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ethics_review import dossier
from regulations.clocks import SHANGHAI

PASSWORD = "ethics-demo-2026"  # noqa: S105 -- of invented people, printed at every start
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DOSSIERS = FIXTURES / "dossiers"
DEMO = FIXTURES / "demo"


@dataclass(frozen=True)
class Institution:
    """A unit, or the authority."""

    key: str
    kind: str
    name: str
    name_en: str
    region: str


@dataclass(frozen=True)
class Person:
    """Somebody with a login. `shown` introduces those whose login is printed, in Chinese and in English."""

    username: str
    name: str
    name_en: str
    institution: str = ""
    manages: str = ""
    officer_of: str = ""
    staff: bool = False
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeatLetter:
    """One seat as the letter of appointment states it."""

    person: str
    position: str
    sex: str
    external: bool
    categories: tuple[str, ...]


@dataclass(frozen=True)
class MandateLetter:
    """One written mandate to the centre."""

    institution: str
    signed: date
    starts: date
    ends: date
    note: str


@dataclass(frozen=True)
class Lesson:
    """What some of a body's people were taught on one day; their certificates are numbered in one series."""

    held: date
    subject: str
    provider: str
    hours: int
    series: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Body:
    """A committee: its charter, its seats, and when it was set up, registered and put under the AI measures."""

    key: str
    charter: Mapping[str, Any]
    established: datetime
    registered: tuple[datetime, str]
    adopted: tuple[datetime, str]
    registered_again: tuple[datetime, str]
    term: tuple[date, date]
    secretary: str
    seats: tuple[SeatLetter, ...]
    mandates: tuple[MandateLetter, ...]
    lessons: tuple[Lesson, ...]

    @property
    def chair(self) -> str:
        return self.seated_as("chair")[0]

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody with a vote, the chair first."""
        return self.seated_as("chair", "vice_chair", "member")

    def seated_as(self, *positions: str) -> tuple[str, ...]:
        return tuple(seat.person for seat in self.seats if seat.position in positions)


def instant(text: str) -> datetime:
    """An instant of the story; one without a zone is Shanghai's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _yaml(name: str) -> Any:
    return yaml.safe_load((DEMO / name).read_text("utf-8"))


@cache
def institutions() -> tuple[Institution, ...]:
    return tuple(Institution(**entry) for entry in _yaml("institutions.yaml"))


@cache
def people() -> tuple[Person, ...]:
    return tuple(Person(**entry | {"shown": tuple(entry.get("shown", ()))}) for entry in _yaml("people.yaml"))


@cache
def bodies() -> Mapping[str, Body]:
    """The bodies by key, in the order in which they were set up."""
    return {entry["key"]: _body(entry) for entry in _yaml("committees.yaml")}


def _body(entry: Mapping[str, Any]) -> Body:
    adopts = entry["adopts"]
    return Body(
        key=entry["key"],
        charter={name: entry[name] for name in ("institution", "kind", "name", "name_en", "pack", "house")},
        established=instant(entry["established"]),
        registered=(instant(entry["registered"]["at"]), entry["registered"]["number"]),
        adopted=(instant(adopts["at"]), adopts["pack"]),
        registered_again=(instant(adopts["registered"]), adopts["number"]),
        term=tuple(entry["term"]),
        secretary=entry["secretary"],
        seats=tuple(
            SeatLetter(person, position, sex, side == "outside", tuple(categories))
            for person, position, sex, side, categories in entry["seats"]
        ),
        mandates=tuple(MandateLetter(**mandate) for mandate in entry.get("mandates", ())),
        lessons=tuple(Lesson(**one | {"people": tuple(one["people"])}) for one in entry.get("lessons", ())),
    )


@cache
def filing(name: str) -> Mapping[str, Any]:
    """The application of that file: one of the dossiers, or one of the demo's own."""
    folder = DOSSIERS if name[0].isdigit() else DEMO / "filings"
    return dossier.read(folder / f"{name}.yaml").filing


def corrected(name: str, *corrections: str) -> Mapping[str, Any]:
    """The same with what was supplied later laid over it (`corrections.yaml`), one correction after the other."""
    body: dict[str, Any] = _copy(filing(name))
    for correction in corrections:
        for path, value in _yaml("corrections.yaml")[name][correction].items():
            _put(body, path.split("."), value)
    return body


def _put(body: Any, path: list[str], value: object) -> None:
    *way, last = [int(part) if part.isdecimal() else part for part in path]
    for part in way:
        body = body[part]
    body[last] = value


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copy(item) for name, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
