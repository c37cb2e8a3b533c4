"""Which days are worked in mainland China (工作日, 法定休假日, 调休上班), year by year, with the notice that says so.

A year whose notice is not loaded is never guessed silently: `Calendar.covers` says so, and the clocks
mark what they compute from such a year as provisional. No time limit is counted here.
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from regulations.arrangement_words import wrong
from regulations.words import Words

ONE_DAY = timedelta(days=1)
SATURDAY = 5
DECEMBER = 12
WEEKEND = {SATURDAY: Words("星期六", "Saturday"), 6: Words("星期日", "Sunday")}


class CalendarError(ValueError):
    """An arrangement file that cannot be relied on. `problems` names everything wrong with it at once."""

    def __init__(self, file: str, *problems: Words) -> None:
        super().__init__(f"{file}: " + " ".join(f"{one.zh}。 {one.en}." for one in problems))
        self.file = file
        self.problems = problems


@dataclass(frozen=True)
class DayOff:
    """One day not worked, and why. `document` is None where it is an ordinary Saturday or Sunday."""

    day: date
    reason: Words
    document: str | None


@dataclass(frozen=True)
class MakeUpDay:
    """A Saturday or Sunday worked in exchange for a holiday (调休上班), and the notice that orders it."""

    day: date
    document: str


@dataclass(frozen=True)
class Arrangement:
    """One year's holiday notice (节假日安排): the days off with their holiday, and the weekend days worked.

    The New Year holiday may reach back into December of the year before, as in the notice for 2019.
    """

    year: int
    document: str
    issuer: str
    issued_on: date
    days_off: Mapping[date, Words] = field(hash=False)
    workdays: frozenset[date]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days_off", MappingProxyType(dict(self.days_off)))


@dataclass(frozen=True)
class Calendar:
    """The arrangements known to this process, at most one for a year."""

    arrangements: tuple[Arrangement, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.arrangements, key=lambda arrangement: arrangement.year))
        twice = [one.year for one, other in pairwise(ordered) if one.year == other.year]
        if twice:
            raise CalendarError("calendar", *(wrong("", "twice", year=year) for year in twice))
        object.__setattr__(self, "arrangements", ordered)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years whose notice is loaded, ascending."""
        return tuple(arrangement.year for arrangement in self.arrangements)

    @cached_property
    def _days_off(self) -> dict[date, DayOff]:
        return {
            day: DayOff(day, name, arrangement.document)
            for arrangement in self.arrangements
            for day, name in arrangement.days_off.items()
        }

    @cached_property
    def _make_up_days(self) -> dict[date, MakeUpDay]:
        return {
            day: MakeUpDay(day, arrangement.document)
            for arrangement in self.arrangements
            for day in arrangement.workdays
        }

    def covers(self, year: int) -> bool:
        """Whether the notice for `year` is loaded. Where it is not, weekdays are only a guess."""
        return year in self.years

    def documents(self, years: Iterable[int]) -> tuple[str, ...]:
        """The document numbers of the notices for `years`, in their order; a year without one has none."""
        numbers = {arrangement.year: arrangement.document for arrangement in self.arrangements}
        return tuple(numbers[year] for year in years if year in numbers)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked; in a year not covered, the guess Monday to Friday."""
        return self.why_off(day) is None

    def why_off(self, day: date) -> DayOff | None:
        """Why `day` is not worked: the holiday with its notice, or the weekend; None for a working day."""
        if day in self._make_up_days:
            return None
        if day in self._days_off:
            return self._days_off[day]
        weekend = WEEKEND.get(day.weekday())
        return DayOff(day, weekend, None) if weekend else None

    def why_worked(self, day: date) -> MakeUpDay | None:
        """The notice that makes a weekend day a working day; None for every other day."""
        return self._make_up_days.get(day)

    def roll(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.roll(day + ONE_DAY)

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`; `start` itself is not counted. No days added is `start`."""
        if n < 0:
            raise ValueError(f"working days are counted forward, not {n}")
        for _ in range(n):
            start = self.next_working_day(start)
        return start

    def with_years(self, *more: Arrangement) -> "Calendar":
        """A calendar that also knows `more`; a corrected notice takes the place of the one for its year."""
        replaced = {arrangement.year for arrangement in more}
        kept = (arrangement for arrangement in self.arrangements if arrangement.year not in replaced)
        return Calendar((*kept, *more))


def built_in() -> Calendar:
    """The calendar counted by: the arrangements of the product, and those an operator has loaded since."""
    return _source[-1]()


def use(source: Callable[[], Calendar]) -> None:
    """Count by the calendar `source` gives each time it is asked."""
    _source[:] = [source]


@cache
def shipped() -> Calendar:
    """The calendar of the arrangement files that come with the product."""
    files = sorted((Path(__file__).parent / "calendars").glob("cn_*.toml"))
    return Calendar(tuple(load(file) for file in files))


_source: list[Callable[[], Calendar]] = [shipped]


def load(path: Path) -> Arrangement:
    """Read one arrangement file; `CalendarError` with every problem where it contradicts itself or its form."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CalendarError(str(path), wrong("", "unreadable", why=error.strerror)) from error
    except ValueError as error:  # not TOML, a date that does not exist, or not UTF-8
        raise CalendarError(str(path), wrong("", "not_toml", why=error)) from error
    problems: list[Words] = []

    def complain(where: str, code: str, /, **figures: object) -> None:
        problems.append(wrong(where, code, **figures))

    arrangement = _arrangement(table, complain)
    if problems:
        raise CalendarError(str(path), *problems)
    return arrangement


class Complain(Protocol):
    """Note what is wrong at a place of the file; see `arrangement_words`."""

    def __call__(self, where: str, code: str, /, **figures: object) -> None: ...


@dataclass(frozen=True)
class _Holiday:
    """One `[[holiday]]` table as written: its place in the file, its days and the days worked for it."""

    where: str
    name: Words
    ends: tuple[date, date] | None
    working: tuple[date, ...]

    def days(self) -> Iterator[date]:
        if self.ends:
            first, last = self.ends
            for offset in range((last - first).days + 1):
                yield first + offset * ONE_DAY


def _arrangement(table: dict[str, object], complain: Complain) -> Arrangement:
    _refuse_unknown(table, {"year", "document", "issuer", "issued_on", "holiday"}, "", complain)
    year = _year(table, complain)
    holidays = _holidays(table, year, complain)
    days_off = _days_off(holidays, complain)
    return Arrangement(
        year=year or 0,  # 0 never leaves this module: the file is refused for its year
        document=_text(table, "document", "", complain),
        issuer=_text(table, "issuer", "", complain),
        issued_on=_day(table.get("issued_on"), "issued_on", complain) or date.min,
        days_off=days_off,
        workdays=_workdays(holidays, days_off, complain),
    )


def _year(table: dict[str, object], complain: Complain) -> int | None:
    year = table.get("year")
    if isinstance(year, int) and not isinstance(year, bool) and date.min.year < year <= date.max.year:
        return year
    complain("year", "year", value=year)
    return None


def _holidays(table: dict[str, object], year: int | None, complain: Complain) -> Sequence[_Holiday]:
    listed = table.get("holiday")
    if not isinstance(listed, list) or not listed:
        complain("holiday", "no_holiday")
        return ()
    tables: list[tuple[str, dict[str, object]]] = []
    for place, item in enumerate(listed, 1):
        if isinstance(item, dict):
            tables.append((f"holiday[{place}].", item))
        else:
            complain(f"holiday[{place}]", "table", value=item)
    return tuple(_holiday(table, where, year, complain) for where, table in tables)


def _holiday(table: dict[str, object], where: str, year: int | None, complain: Complain) -> _Holiday:
    _refuse_unknown(table, {"zh", "en", "first", "last", "working"}, where, complain)
    working = table.get("working", [])
    if not isinstance(working, list):
        complain(f"{where}working", "dates", value=working)
        working = []
    days = (_day_of(year, day, f"{where}working[{place}]", complain) for place, day in enumerate(working, 1))
    return _Holiday(
        where=where,
        name=Words(_text(table, "zh", where, complain), _text(table, "en", where, complain)),
        ends=_ends(table, where, year, complain),
        working=tuple(day for day in days if day),
    )


def _ends(table: dict[str, object], where: str, year: int | None, complain: Complain) -> tuple[date, date] | None:
    first = _day_of(year, table.get("first"), f"{where}first", complain)
    last = _day_of(year, table.get("last"), f"{where}last", complain)
    if not first or not last:
        return None
    if last < first:
        complain(f"{where}last", "before", first=first, last=last)
        return None
    return first, last


def _days_off(holidays: Iterable[_Holiday], complain: Complain) -> dict[date, Words]:
    days_off: dict[date, Words] = {}
    for holiday in holidays:
        for day in holiday.days():
            if day in days_off:
                complain(f"{holiday.where}first", "off_already", day=day, holiday=days_off[day].zh)
            days_off[day] = holiday.name
    return days_off


def _workdays(holidays: Iterable[_Holiday], days_off: Mapping[date, Words], complain: Complain) -> frozenset[date]:
    workdays: set[date] = set()
    for holiday in holidays:
        for day in holiday.working:
            where = f"{holiday.where}working"
            if day in days_off:
                complain(where, "off_and_worked", day=day, holiday=days_off[day].zh)
            if day.weekday() < SATURDAY:
                complain(where, "weekday", day=day)
            if day in workdays:
                complain(where, "named_twice", day=day)
            workdays.add(day)
    return frozenset(workdays)


def _refuse_unknown(table: Mapping[str, object], known: set[str], where: str, complain: Complain) -> None:
    # A misspelt `working` would otherwise lose its make-up days without a word.
    for key in sorted(set(table) - known):
        complain(f"{where}{key}", "unknown", known=", ".join(sorted(known)))


def _text(table: Mapping[str, object], key: str, where: str, complain: Complain) -> str:
    value = table.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    complain(f"{where}{key}", "text", value=value)
    return ""


def _day(value: object, where: str, complain: Complain) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]  # anything but text is refused below
    except (TypeError, ValueError):
        complain(where, "date", value=value)
        return None


def _day_of(year: int | None, value: object, where: str, complain: Complain) -> date | None:
    """A date of the notice's year, or of the December before, where the New Year holiday may begin."""
    day = _day(value, where, complain)
    if day is None or year is None:
        return day
    if day.year == year or (day.year, day.month) == (year - 1, DECEMBER):
        return day
    complain(where, "outside", day=day, year=year)
    return None
