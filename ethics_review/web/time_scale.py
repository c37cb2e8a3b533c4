"""A stretch of days drawn from left to right: where an instant stands, which days are marked, which are not worked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from regulations.calendar import ONE_DAY, Calendar
from regulations.clocks import add_months, local

LEFT, WIDTH = 8, 744
"""Where the first day begins, and how far it is to the end of the last."""
APART = 68
"""At least so far stand two dates from each other, that both can be read."""
DAYS, MONTHS = (1, 2, 7), (1, 2, 3, 6, 12, 24, 60)
NARROW = 2.0
"""Where a day is narrower than this, single weekends are no longer shaded: only longer holidays are."""
HOLIDAY = 3


@dataclass(frozen=True)
class Span:
    """A stretch of the line; at least one unit is drawn of it."""

    x: int
    width: int


@dataclass(frozen=True)
class Mark:
    """A date written above the line."""

    x: int
    label: str


@dataclass(frozen=True)
class Scale:
    """The days from `first` to `last`, both whole."""

    first: date
    last: date

    @property
    def day_width(self) -> float:
        return WIDTH / ((self.last - self.first).days + 1)

    def x(self, at: datetime) -> int:
        """Where an instant stands; whatever lies outside stands at the edge."""
        since = local(at) - datetime.combine(self.first, datetime.min.time(), local(at).tzinfo)
        return round(LEFT + min(max(since / ONE_DAY * self.day_width, 0), WIDTH))

    def span(self, start: datetime, end: datetime) -> Span:
        return Span(self.x(start), max(self.x(end) - self.x(start), 1))

    def marks(self) -> list[Mark]:
        """The days or first days of months that are named, evenly and readably apart."""
        step = next((days for days in DAYS if days * self.day_width >= APART), 0)
        found = self._every(step) if step else self._months()
        return [Mark(self._left(day), day.isoformat()) for day in found]

    def days_off(self, calendar: Calendar) -> list[Span]:
        """The stretches of days not worked."""
        shortest = 1 if self.day_width >= NARROW else HOLIDAY
        return [
            Span(self._left(start), max(round(length * self.day_width), 1))
            for start, length in self._off(calendar)
            if length >= shortest
        ]

    def _left(self, day: date) -> int:
        return round(LEFT + (day - self.first).days * self.day_width)

    def _every(self, step: int) -> Iterator[date]:
        day = self.first
        while self._left(day) + APART <= LEFT + WIDTH + 8 or day == self.first:
            yield day
            day += timedelta(days=step)

    def _months(self) -> Iterator[date]:
        step = next((months for months in MONTHS if months * 30 * self.day_width >= APART), MONTHS[-1])
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first and self._left(day) + APART <= LEFT + WIDTH + 8:
                yield day
            day = add_months(day, step if day >= self.first else 1)

    def _off(self, calendar: Calendar) -> Iterator[tuple[date, int]]:
        """The first of each stretch of days off, and how many follow each other."""
        day, length = self.first, 0
        while day <= self.last + ONE_DAY:
            if day <= self.last and not calendar.is_working_day(day):
                length += 1
            elif length:
                yield day - timedelta(days=length), length
                length = 0
            day += ONE_DAY
