"""Time limits (时限): the rule of a clock as data, and the one function that counts it out.

Counting follows the Civil Code, articles 200 to 204. Nothing here knows which limits exist: their
figures belong to a pack. Nothing here reads the time: every instant is an argument.
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from regulations.calendar import ONE_DAY, Calendar, DayOff, MakeUpDay
from regulations.citation import Source
from regulations.duty import UNSTATED, Duty
from regulations.ladder import Ladder, check_ladder, escalation, reminders
from regulations.units import UNIT_WORDS, Unit
from regulations.vocabulary import Basis, Role
from regulations.words import Words

# Fixed, not looked up: the whole country keeps UTC+8, without daylight saving.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
# The period ends at 24:00; this is the last instant a database with microseconds can hold before it.
LAST_INSTANT = time.max
LEAP_YEAR = 2000
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Length:
    """How long a limit runs: an amount of a unit, or the next `month_day` (month, day) for a fixed date.

    None of a unit is what is left of a limit that stopped on its last day. A clock lasts at least one.
    """

    amount: int
    unit: Unit
    month_day: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if (self.unit is Unit.FIXED_DATE) != (self.month_day is not None):
            raise ValueError("a fixed date, and nothing else, names its month and day")
        if self.month_day is not None:
            date(LEAP_YEAR, *self.month_day)  # ValueError where there is no such day
        elif self.amount < 0:
            raise ValueError(f"no less than 0 of a unit is left of a limit, not {self.amount}")

    def words(self) -> Words:
        """The length as a reader says it."""
        if self.month_day is not None:
            month, day = self.month_day
            return Words(f"{month}月{day}日", f"{month:02d}-{day:02d}")
        zh, en = UNIT_WORDS[self.unit]
        return Words(f"{self.amount}{zh}", f"{self.amount} {en}{'' if self.amount == 1 else 's'}")


@dataclass(frozen=True)
class Clock:
    """A time limit (时限) as the pack states it.

    `owner` must act before it ends; `ladder` says who is told when, before and after. `duty` says what settles it
    and what follows otherwise. `setting` names the committee's own setting that may replace the amount, and is
    allowed only where the house fixed the amount.
    """

    name: str
    amount: int
    unit: Unit
    _: KW_ONLY
    source: Source
    label: Words
    owner: Role
    month_day: tuple[int, int] | None = None
    starts_note: Words | None = None
    ladder: Ladder = ()
    duty: Duty = UNSTATED
    roll_last_day: bool = True
    extendable: bool = False
    pausable: bool = False
    setting: str | None = None

    def __post_init__(self) -> None:
        Length(self.amount, self.unit, self.month_day)
        if self.amount < 1:
            raise ValueError(f"{self.name}: a limit lasts at least 1 of its unit, not {self.amount}")
        check_ladder(self.ladder)
        if self.setting is not None and self.source.basis is not Basis.HOUSE:
            raise ValueError(f"{self.name}: a setting cannot replace what an instrument fixes")

    @property
    def escalate(self) -> tuple[Role, ...]:
        """Who is told besides the owner when it ends; nobody, where it only closes a right."""
        return escalation(self.ladder)

    @property
    def reminders(self) -> tuple[int, ...]:
        """How many days before the end somebody is reminded, or hours where the unit is hours."""
        return reminders(self.ladder)

    @property
    def length(self) -> Length:
        """How long the limit runs unless a setting says otherwise."""
        return Length(self.amount, self.unit, self.month_day)

    def lasting(self, amount: int) -> "Clock":
        """The clock with the amount a committee has set; `ValueError` where no setting may replace it."""
        if self.setting is None:
            raise ValueError(f"{self.name}: no setting replaces the {self.length.words().en}")
        return replace(self, amount=amount)


@dataclass(frozen=True)
class Due:
    """When a limit ends, and how that was counted. Overdue is every instant after `due_at`.

    `started_on` is the day left out of the count, `counted_to` the last day before rolling. `skipped` are
    the days off that moved the end, `made_up` the weekend days that counted as working days.
    `uncovered_years` are the years without a loaded notice that the result depends on.
    """

    length: Length
    started_at: datetime
    started_on: date
    counted_to: date
    due_on: date
    due_at: datetime
    skipped: tuple[DayOff, ...] = ()
    made_up: tuple[MakeUpDay, ...] = ()
    uncovered_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the end must be counted again when a missing year's notice is loaded."""
        return bool(self.uncovered_years)

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose notices the end may rest on: those of the counted working days, or of the last day."""
        first = self.started_on + ONE_DAY if self.length.unit is Unit.WORKING_DAYS else self.counted_to
        return tuple(range(min(first, self.due_on).year, self.due_on.year + 1))

    def is_overdue(self, *, now: datetime) -> bool:
        """Whether the limit has ended. The last instant itself is still in time."""
        return local(now) > self.due_at


def local(instant: datetime) -> datetime:
    """The same instant on the clocks of Shanghai; `ValueError` for an instant without a zone."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"{instant} names no time zone")
    return instant.astimezone(SHANGHAI)


def end_of(day: date) -> datetime:
    """The last instant of `day` in Shanghai: a period that ends on it ends here (24:00)."""
    return datetime.combine(day, LAST_INSTANT, tzinfo=SHANGHAI)


def due(*, start: datetime, clock: Clock | Length, calendar: Calendar, roll_last_day: bool = True) -> Due:
    """When a limit started at `start` ends (Civil Code 200 to 204).

    The day of the start is left out, except for hours and fixed dates. A calendar-day or month limit whose
    last day is a day off ends on the next working day, unless the clock or `roll_last_day` says no. In a
    year without a notice nothing is rolled and the result is provisional; working days are then counted
    Monday to Friday. `ValueError` for a start without a time zone, or an end after the year 9999.
    """
    length = clock.length if isinstance(clock, Clock) else clock
    rolls = roll_last_day and (isinstance(clock, Length) or clock.roll_last_day)
    try:
        return _counted(local(start), length, calendar, rolls=rolls)
    except OverflowError as error:
        raise ValueError(f"{length.words().en} from {start} leave the calendar") from error


def ending(*, start: datetime, day: date, unit: Unit, calendar: Calendar) -> Due:
    """A limit whose end is stated as a day (an extension, P17; the end of a filing, P34): it ends on that very day.

    It is neither rolled nor provisional, for nobody computed it. Its length is what lies between, in working days
    where `unit` is working days and in calendar days otherwise: what is left of it can be told when it stops.
    """
    first = local(start).date()
    counts_all = unit is not Unit.WORKING_DAYS
    amount = sum(counts_all or calendar.is_working_day(each) for each in _days_after(first, day))
    return _ending(Length(amount, Unit.DAYS if counts_all else unit), local(start), day)


def resumed(
    *,
    start: datetime,
    length: Length,
    stopped_at: datetime,
    resumed_at: datetime,
    calendar: Calendar,
    roll_last_day: bool = True,
) -> Due:
    """When a limit of `length` from `start` ends that stood still between the two instants.

    No text regulates it (basis: house); what was left when it stopped is counted anew by Civil Code 200 to 204:

    - calendar days and months: the calendar days left before any rolling, from the day of the resumption, which
      is not counted; a last day that is a day off then rolls unless `roll_last_day` says no;
    - working days: the working days left, counted from the resumption in the same way;
    - hours: the very time it stood, to the microsecond;
    - a fixed date stays where it is.

    The day on which it stopped counts as spent: where none is left, the limit ends with the day of the resumption,
    or with the next working day. Provisional where the calendar lacks a year, like every count.
    """
    if length.unit is Unit.HOURS:
        return due(start=start + (resumed_at - stopped_at), clock=length, calendar=calendar)
    if length.unit is Unit.FIXED_DATE:
        return due(start=start, clock=length, calendar=calendar)
    rest = _left(length, local(start).date(), local(stopped_at).date(), calendar)
    return due(start=resumed_at, clock=rest, calendar=calendar, roll_last_day=roll_last_day)


def _left(length: Length, start: date, stopped: date, calendar: Calendar) -> Length:
    """What is left of a limit in days or months after the day on which it stopped; none where that was the last."""
    if length.unit is Unit.WORKING_DAYS:
        spent = sum(calendar.is_working_day(day) for day in _days_after(start, stopped))
        return Length(max(0, length.amount - spent), length.unit)
    in_months = length.unit is Unit.MONTHS
    last = add_months(start, length.amount) if in_months else start + timedelta(days=length.amount)
    return Length(max(0, (last - stopped).days), Unit.DAYS)


def _counted(start: datetime, length: Length, calendar: Calendar, *, rolls: bool) -> Due:
    if length.month_day is not None:
        return _ending(length, start, next_occurrence(start.date(), length.month_day))
    match length.unit:
        case Unit.HOURS:
            end = start + timedelta(hours=length.amount)
            return Due(length, start, start.date(), end.date(), end.date(), end)
        case Unit.WORKING_DAYS:
            return _working_days(length, start, calendar)
        case Unit.MONTHS:
            last = add_months(start.date(), length.amount)
        case _:
            last = start.date() + timedelta(days=length.amount)
    return _rolled(length, start, last, calendar) if rolls else _ending(length, start, last)


def _ending(length: Length, start: datetime, last: date) -> Due:
    return Due(length, start, start.date(), last, last, end_of(last))


def _rolled(length: Length, start: datetime, last: date, calendar: Calendar) -> Due:
    """Civil Code 203: where the last day is a day off, the day after the days off end."""
    day, skipped = last, []
    while calendar.covers(day.year) and (off := calendar.why_off(day)):
        skipped.append(off)
        day += ONE_DAY
    made_up = calendar.why_worked(day)
    return Due(
        length,
        start,
        start.date(),
        counted_to=last,
        due_on=day,
        due_at=end_of(day),
        skipped=tuple(skipped),
        made_up=(made_up,) if made_up else (),
        uncovered_years=() if calendar.covers(day.year) else (day.year,),
    )


def _working_days(length: Length, start: datetime, calendar: Calendar) -> Due:
    last = calendar.roll(calendar.add_working_days(start.date(), length.amount))  # rolls only where no day is left
    counted = tuple(_days_after(start.date(), last))
    found = Due(
        length,
        start,
        start.date(),
        counted_to=last,
        due_on=last,
        due_at=end_of(last),
        skipped=tuple(off for day in counted if (off := calendar.why_off(day))),
        made_up=tuple(worked for day in counted if (worked := calendar.why_worked(day))),
    )
    return replace(found, uncovered_years=tuple(year for year in found.years if not calendar.covers(year)))


def _days_after(start: date, last: date) -> Iterator[date]:
    for offset in range(1, (last - start).days + 1):
        yield start + offset * ONE_DAY


def add_months(day: date, months: int) -> date:
    """Civil Code 202: the corresponding day `months` later, or the last day of a month without one."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    return _day_in(day.year + years, month + 1, day.day)


def next_occurrence(day: date, month_day: tuple[int, int]) -> date:
    """The first `month_day` on or after `day`; 29 February is the 28th in a common year."""
    this_year = _day_in(day.year, *month_day)
    return this_year if this_year >= day else _day_in(day.year + 1, *month_day)


def _day_in(year: int, month: int, day: int) -> date:
    if year > date.max.year:
        raise OverflowError(year)
    following = date(year, month, 28) + timedelta(days=4)  # always a day of the next month
    last = (following - timedelta(days=following.day)).day
    return date(year, month, min(day, last))


class Step(StrEnum):
    """The kinds of line an explanation has."""

    START = "start"
    COUNTED_TO = "counted_to"
    DAY_OFF = "day_off"
    MADE_UP = "made_up"
    PROVISIONAL = "provisional"
    DUE = "due"


@dataclass(frozen=True)
class Line:
    """One line of an explanation. `on` is an instant for hours and a day otherwise."""

    kind: Step
    on: date
    note: Words
    document: str | None = None


def explain(due: Due) -> tuple[Line, ...]:
    """How a limit was counted, in the order of counting; the end itself comes last."""
    return (_start(due), *_counted_to(due), *_moved(due), *_provisional(due), _end(due))


def _start(due: Due) -> Line:
    match due.length.unit:
        case Unit.HOURS:
            note = Words("自此刻起按小时计算（民法典第201条）", "hours run from this instant (Civil Code art. 201)")
            return Line(Step.START, due.started_at, note)
        case Unit.FIXED_DATE:
            zh, en = due.length.words().zh, due.length.words().en
            note = Words(f"此日或其后的第一个{zh}", f"the first {en} on or after this day")
        case _:
            note = Words("当日不计入（民法典第201条）", "the day of the start is not counted (Civil Code art. 201)")
    return Line(Step.START, due.started_on, note)


def _counted_to(due: Due) -> Iterator[Line]:
    zh, en = due.length.words().zh, due.length.words().en
    if due.length.unit is Unit.DAYS:
        note = Words(f"{zh}的最后一日", f"the last of {en}")
    elif due.length.unit is not Unit.MONTHS:
        return  # hours, working days and fixed dates end where they are counted to
    elif due.counted_to.day == due.started_on.day:
        note = Words(f"{zh}后的对应日（民法典第202条）", f"the day corresponding after {en} (Civil Code art. 202)")
    else:
        note = Words(
            f"{zh}后无对应日，以月末日为准（民法典第202条）", f"the month's last day after {en} (Civil Code art. 202)"
        )
    yield Line(Step.COUNTED_TO, due.counted_to, note)


def _moved(due: Due) -> list[Line]:
    """The days off and the make-up days that shaped the result, in the order of the days."""
    counted = due.length.unit is Unit.WORKING_DAYS
    zh, en = ("不计入", "not counted") if counted else ("顺延（民法典第203条）", "moves the end (Civil Code art. 203)")
    off = (
        Line(Step.DAY_OFF, each.day, Words(f"{each.reason.zh}，{zh}", f"{each.reason.en}, {en}"), each.document)
        for each in due.skipped
    )
    note = Words("调休上班，是工作日", "a make-up working day")
    worked = (Line(Step.MADE_UP, each.day, note, each.document) for each in due.made_up)
    return sorted((*off, *worked), key=lambda line: line.on)


def _provisional(due: Due) -> Iterator[Line]:
    for year in due.uncovered_years:
        note = Words(
            f"{year}年的放假安排尚未载入，结果为暂定，载入后重新计算",
            f"no holiday notice for {year} is loaded: provisional, to be counted again once it is",
        )
        yield Line(Step.PROVISIONAL, due.due_on, note)


def _end(due: Due) -> Line:
    if due.length.unit is Unit.HOURS:
        return Line(Step.DUE, due.due_at, Words("此刻届满", "ends at this instant"))
    note = Words("当日24时届满（民法典第203条）", "ends at 24:00 of this day (Civil Code art. 203)")
    return Line(Step.DUE, due.due_on, note)
