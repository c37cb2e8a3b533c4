"""The clocks of a case as a time line: each from its start to its end, with what moved the end and what stood still.

Drawn and told in a table from the same values. The pauses and extensions are those of the record; whoever may see the
case may see them. What is counted here is how long something took: when it is due was counted by the law.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext, ngettext

from ethics_review.queries.history import Row
from ethics_review.web.shown import TimeLimit, time_limit
from ethics_review.web.time_scale import Mark, Scale, Span
from ledger.models import Deadline
from regulations.calendar import Calendar
from regulations.clocks import end_of, local
from regulations.pack import Resolved
from regulations.units import Unit

HEAD, ROW = 30, 40
DRAWN = 24
"""So many clocks are drawn at most, those that run and the latest first; the table tells of all."""


@dataclass(frozen=True)
class Extension:
    """An end that was moved: from which day to which."""

    was_due_on: date
    due_on: date


@dataclass(frozen=True)
class Pause:
    """A time in which a clock stood still; it has no end while it does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class ClockLine:
    """One clock in the table. `gross` counts everything from start to end or until now, `net` what was counted."""

    limit: TimeLimit
    started_at: datetime
    extensions: list[Extension]
    pauses: list[Pause]
    gross: str
    net: str
    missed: bool


@dataclass(frozen=True)
class Bar:
    """One clock in the drawing, at `y`: what has run, what is left, and what lies beyond its end."""

    y: int
    label: str
    tone: str
    whole: Span
    run: Span
    late: Span | None
    extensions: list[Span]
    pauses: list[Span]
    reminders: list[int]
    end: int
    ended: int | None
    missed: bool
    provisional: bool


@dataclass(frozen=True)
class TimeLine:
    """The drawing, and the table that tells the same."""

    width: int
    height: int
    bars: list[Bar]
    marks: list[Mark]
    off: list[Span]
    today: int | None
    undrawn: int
    lines: list[ClockLine]

    @property
    def signs(self) -> frozenset[str]:
        """The signs that are explained, because they are drawn."""
        drawn = {
            "extended": any(bar.extensions for bar in self.bars),
            "paused": any(bar.pauses for bar in self.bars),
            "late": any(bar.late for bar in self.bars),
            "reminder": any(bar.reminders for bar in self.bars),
            "ended": any(bar.ended is not None for bar in self.bars),
            "off": bool(self.off),
            "today": self.today is not None,
        }
        return frozenset(sign for sign, there in drawn.items() if there)


@dataclass(frozen=True)
class _Clock:
    """A deadline with what the record says moved or stopped it, at `now`."""

    row: Deadline
    extensions: list[Extension]
    pauses: list[Pause]
    now: datetime

    @property
    def until(self) -> datetime:
        """When it ended: settled, or closed unused; until now while it runs."""
        if self.row.settled_at:
            return self.row.settled_at
        return self.row.due_at if self.row.has_closed(now=self.now) else max(self.now, self.row.started_at)

    @property
    def runs(self) -> bool:
        return self.row.settled_at is None and not self.row.has_closed(now=self.now)


def time_line(
    *,
    deadlines: Iterable[Deadline],
    rows: Sequence[Row],
    pack: Resolved,
    calendar: Calendar,
    now: datetime,
    language: str,
) -> TimeLine | None:
    """The clocks in the order in which they started; None for a case that has had none."""
    clocks = [_clock(row, rows, now) for row in sorted(deadlines, key=lambda one: (one.started_at, one.pk))]
    if not clocks:
        return None
    drawn = _drawn(clocks)
    scale = _scale(drawn)
    named = {clock.row.pk: time_limit(clock.row, pack, now, language) for clock in clocks}
    return TimeLine(
        width=760,
        height=HEAD + ROW * len(drawn),
        bars=[_bar(clock, named[clock.row.pk], scale, HEAD + ROW * place) for place, clock in enumerate(drawn)],
        marks=scale.marks(),
        off=scale.days_off(calendar),
        today=scale.x(now) if any(clock.runs for clock in drawn) else None,
        undrawn=len(clocks) - len(drawn),
        lines=[_line(clock, named[clock.row.pk], calendar) for clock in clocks],
    )


def _clock(row: Deadline, rows: Iterable[Row], now: datetime) -> _Clock:
    own = [(at, one) for one in rows if (at := _during(one, row)) is not None]
    extensions = [
        Extension(date.fromisoformat(one.body["was_due_on"]), date.fromisoformat(one.body["due_on"]))
        for _, one in own
        if one.action == "extend"
    ]
    return _Clock(row, extensions, _pauses(own, row), now)


def _during(one: Row, row: Deadline) -> datetime | None:
    """When the entry was made, if it is about this clock while it ran: one of the same name may run again later."""
    if one.body.get("clock") != row.clock:
        return None
    at = datetime.fromisoformat(one.at)
    return at if row.started_at <= at and (row.settled_at is None or at <= row.settled_at) else None


def _pauses(own: Iterable[tuple[datetime, Row]], row: Deadline) -> list[Pause]:
    """A pause ends when the clock is resumed, or with the clock."""
    found, since = [], None
    for at, one in own:
        if one.action == "pause_clock":
            since = at
        elif one.action == "resume_clock" and since is not None:
            found.append(Pause(since, at))
            since = None
    return found if since is None else [*found, Pause(since, row.settled_at)]


def _drawn(clocks: list[_Clock]) -> list[_Clock]:
    if len(clocks) <= DRAWN:
        return clocks
    first = sorted(clocks, key=lambda clock: (not clock.runs, -clock.row.started_at.timestamp()))[:DRAWN]
    return [clock for clock in clocks if clock in first]


def _scale(clocks: Iterable[_Clock]) -> Scale:
    found = list(clocks)
    ends = (max(clock.until, clock.row.due_at) if clock.runs else clock.until for clock in found)
    last = max(*ends, *(clock.row.due_at for clock in found if not clock.runs and clock.row.missed_at), found[0].until)
    return Scale(local(found[0].row.started_at).date(), local(last).date())


def _bar(clock: _Clock, limit: TimeLimit, scale: Scale, y: int) -> Bar:
    row, until = clock.row, clock.until
    end = row.due_at if clock.runs else min(until, row.due_at)
    late = scale.span(row.due_at, until) if row.is_overdue(now=clock.now) and until > row.due_at else None
    return Bar(
        y=y,
        label=limit.label,
        tone=limit.tone,
        whole=scale.span(row.started_at, end),
        run=scale.span(row.started_at, min(until, end)),
        late=late,
        extensions=[scale.span(end_of(one.was_due_on), end_of(one.due_on)) for one in clock.extensions],
        pauses=[scale.span(one.since, one.until or until) for one in clock.pauses],
        reminders=[scale.x(one.moment) for one in row.rungs_until(now=row.started_at, until=end)],
        end=scale.x(end),
        ended=None if clock.runs else scale.x(until),
        missed=row.is_overdue(now=clock.now),
        provisional=row.provisional,
    )


def _line(clock: _Clock, limit: TimeLimit, calendar: Calendar) -> ClockLine:
    gross, net = _spent(clock, calendar)
    overdue = clock.row.is_overdue(now=clock.now)
    return ClockLine(limit, clock.row.started_at, clock.extensions, clock.pauses, gross, net, overdue)


def _spent(clock: _Clock, calendar: Calendar) -> tuple[str, str]:
    """How long it ran: in hours where it runs by the hour, else in days, whole and without what is not counted."""
    if clock.row.exact:
        whole = clock.until - clock.row.started_at
        stood = sum(((one.until or clock.until) - one.since for one in clock.pauses), timedelta())
        return _hours(whole), _hours(whole - stood)
    first, last = local(clock.row.started_at).date(), local(clock.until).date()
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    working = clock.row.length.unit is Unit.WORKING_DAYS
    counted = [day for day in days if not _stood(clock, day) and (not working or calendar.is_working_day(day))]
    return _days(len(days)), _days(len(counted))


def _stood(clock: _Clock, day: date) -> bool:
    """Whether the day was not counted: as the law has it, the day of the pause is spent, that of the resumption not."""
    return any(
        local(one.since).date() < day and (one.until is None or day <= local(one.until).date()) for one in clock.pauses
    )


def _days(number: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}


def _hours(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
