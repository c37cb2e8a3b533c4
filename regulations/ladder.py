"""The reminder ladder of a time limit (提醒阶梯): when somebody is told of it, before, at and after its end, and who.

Rungs are data of the pack. Nothing here knows which limits exist or who holds a role, and nothing reads the time. A
ladder has no last word of its own: only an event that settles the limit, ends its case or stops the count ends it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile, zip_longest
from typing import Any

from regulations.calendar import ONE_DAY, Calendar
from regulations.units import UNIT_WORDS, Unit
from regulations.vocabulary import Role
from regulations.words import Words

STEPS: Mapping[Unit, timedelta] = {Unit.HOURS: timedelta(hours=1), Unit.DAYS: ONE_DAY, Unit.WORKING_DAYS: ONE_DAY}
OFTENEST = timedelta(hours=6)
"""Nobody is told of the same thing more often than that, whatever a pack or an overlay says."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Rung:
    """One rung: `offset` units after the end, before it where negative, 0 at the end itself.

    The owner of the limit is always told; `to` are told besides. `every` repeats a rung after the end each so many
    units, until the next rung begins or the limit is settled.
    """

    offset: int
    unit: Unit = Unit.DAYS
    to: tuple[Role, ...] = ()
    every: int = 0

    def __post_init__(self) -> None:
        if self.unit not in STEPS:
            raise ValueError(f"a rung stands hours, days or working days from the end, not {self.unit}")
        if self.unit is Unit.WORKING_DAYS and self.offset >= 0:
            raise ValueError("only a reminder before the end counts in working days")
        if self.every < 0 or (self.every and self.offset <= 0):
            raise ValueError("only a rung after the end is repeated")
        if self.every and self.step < OFTENEST:
            raise ValueError(f"a rung is repeated no more often than every {OFTENEST}")

    @property
    def span(self) -> timedelta:
        """How far from the end it stands, were every day a working day: the order of the rungs."""
        return self.offset * STEPS[self.unit]

    @property
    def step(self) -> timedelta:
        """After how long it is told again; nothing where it is told once."""
        return self.every * STEPS[self.unit]

    @property
    def place(self) -> tuple[timedelta, bool]:
        """Where it stands: a day is 24 hours, but three working days are never simply three days."""
        return self.span, self.unit is Unit.WORKING_DAYS

    def words(self) -> Words:
        """The rung as a reader says it."""
        if self.offset == 0:
            return Words("届满时", "at the end")
        amount = _amount(abs(self.offset), self.unit)
        if self.offset < 0:
            return Words(f"届满前{amount.zh}", f"{amount.en} before the end")
        again = _amount(self.every, self.unit)
        more = Words(f"，其后每{again.zh}", f", then every {again.en}") if self.every else Words("", "")
        return Words(f"届满后{amount.zh}{more.zh}", f"{amount.en} after the end{more.en}")


def _amount(amount: int, unit: Unit) -> Words:
    zh, en = UNIT_WORDS[unit]
    return Words(f"{amount}{zh}", f"{amount} {en}{'' if amount == 1 else 's'}")


Ladder = tuple[Rung, ...]


@dataclass(frozen=True)
class Occurrence:
    """One time at which a rung is told."""

    moment: datetime
    rung: Rung


def check_ladder(ladder: Ladder) -> None:
    """Refuse (`ValueError`) what is no ladder: rungs out of order, two at one place, steps after a silent end."""
    spans = [rung.span for rung in ladder]
    if spans != sorted(spans) or len({rung.place for rung in ladder}) != len(ladder):
        raise ValueError("the rungs of a ladder rise, each at its own place")
    if any(rung.offset > 0 for rung in ladder) and not any(rung.offset == 0 for rung in ladder):
        raise ValueError("who is told after the end is told at the end too")


def ordered(rungs: Iterable[Rung]) -> Ladder:
    """The rungs as a ladder, from the earliest to the latest."""
    return tuple(sorted(rungs, key=lambda rung: (rung.span, rung.unit)))


def reminders(ladder: Ladder) -> tuple[int, ...]:
    """How many units before the end somebody is reminded, the earliest first; those in working days apart."""
    return tuple(-rung.offset for rung in ladder if rung.offset < 0 and rung.unit is not Unit.WORKING_DAYS)


def escalation(ladder: Ladder) -> tuple[Role, ...]:
    """Who is told besides the owner when the limit ends; nobody, where it only closes a right."""
    return next((rung.to for rung in ladder if rung.offset == 0), ())


def with_reminders(ladder: Ladder, amounts: Collection[int], unit: Unit) -> Ladder:
    """The ladder with exactly these reminders in `unit` before the end; who is told at one of them stays."""
    kept = (rung for rung in ladder if rung.offset >= 0 or rung.unit is not unit or -rung.offset in amounts)
    wanted = (Rung(-amount, unit) for amount in amounts)
    return laid_in(tuple(wanted), kept)


def laid_in(ladder: Ladder, rungs: Iterable[Rung]) -> Ladder:
    """The ladder with these rungs, each in the place of the one that stands where it does, if any."""
    return ordered(({rung.place: rung for rung in ladder} | {rung.place: rung for rung in rungs}).values())


def as_strict(base: Ladder, ladder: Ladder) -> bool:
    """Whether nobody is told less: every rung is still there, for the same people, and repeated as often.

    A rung put in after one that repeats cuts its repetition short, and so must go on repeating for the same people.
    """
    places, before = {rung.place: rung for rung in ladder}, {rung.place for rung in base}
    kept = all(rung.place in places and _serves(places[rung.place], rung) for rung in base)
    added = [rung for rung in ladder if rung.place not in before]
    return kept and all(_serves(rung, cut) for rung in added if (cut := _repeating(base, rung)) is not None)


def _serves(rung: Rung, base: Rung) -> bool:
    """Whether whoever the base tells is told, and as often."""
    often = not base.every or (rung.every > 0 and rung.step <= base.step)
    return set(base.to) <= set(rung.to) and often


def _repeating(base: Ladder, rung: Rung) -> Rung | None:
    """The rung of the base whose repetition the new one interrupts."""
    before = [one for one in base if one.span < rung.span]
    return before[-1] if before and before[-1].every else None


## When each rung is told


def moment(rung: Rung, end: datetime, calendar: Calendar) -> datetime:
    """When the rung is told for the first time."""
    return _working_days_before(end, -rung.offset, calendar) if rung.unit is Unit.WORKING_DAYS else end + rung.span


def _working_days_before(end: datetime, amount: int, calendar: Calendar) -> datetime:
    day = end
    while amount:
        day -= ONE_DAY
        amount -= calendar.is_working_day(day.date())
    return day


def _rising(ladder: Ladder, end: datetime, calendar: Calendar) -> list[Occurrence]:
    """The first time of each rung, by the moment. Two that fall on one are told as one: the first, to both's people."""
    told: dict[datetime, Rung] = {}
    for rung in ladder:
        when = moment(rung, end, calendar)
        told[when] = _both(told[when], rung) if when in told else rung
    return [Occurrence(when, told[when]) for when in sorted(told)]


def _both(first: Rung, rung: Rung) -> Rung:
    return replace(first, to=tuple(dict.fromkeys((*first.to, *rung.to))))


def _times(rising: list[Occurrence], since: datetime) -> Iterator[Occurrence]:
    """Every time at or after `since` at which a rung is told, in order; without end where the last one repeats."""
    for one, following in zip_longest(rising, rising[1:]):
        step, when = one.rung.step, _repeated(one, since)
        while when >= since and (following is None or when < following.moment):
            yield Occurrence(when, one.rung)
            if not step:
                break
            when += step


def _repeated(one: Occurrence, since: datetime) -> datetime:
    if not one.rung.every or since <= one.moment:
        return one.moment
    return one.moment - one.rung.step * ((one.moment - since) // one.rung.step)  # rounds up: the quotient is negative


def first_from(ladder: Ladder, end: datetime, since: datetime, calendar: Calendar) -> Occurrence | None:
    """The first time at or after `since` at which a rung is told; None where nothing is left of the ladder."""
    return next(_times(_rising(ladder, end, calendar), since), None)


def between(
    ladder: Ladder, end: datetime, calendar: Calendar, *, since: datetime, until: datetime
) -> Iterator[Occurrence]:
    """Every time from `since` on and before `until` at which a rung is told, in order."""
    times = _times(_rising(ladder, end, calendar), since)
    return takewhile(lambda one: one.moment < until, times)


def latest(ladder: Ladder, end: datetime, calendar: Calendar, *, until: datetime) -> Occurrence | None:
    """The last time before `until` at which a rung was told: the present word on the matter."""
    come = [one for one in _rising(ladder, end, calendar) if one.moment < until]
    if not come:
        return None
    last = come[-1]
    if not last.rung.every:
        return last
    step = last.rung.step
    return Occurrence(last.moment + step * ((until - INSTANT - last.moment) // step), last.rung)


## As it is kept


def plainly(ladder: Ladder) -> list[dict[str, Any]]:
    """The ladder as JSON data: what a running limit remembers of the pack it was started under."""
    return [
        {"offset": rung.offset, "unit": rung.unit.value, "to": [role.value for role in rung.to], "every": rung.every}
        for rung in ladder
    ]


def from_plain(kept: Iterable[Mapping[str, Any]]) -> Ladder:
    """The same, read back."""
    return tuple(
        Rung(one["offset"], Unit(one["unit"]), tuple(Role(role) for role in one["to"]), one["every"]) for one in kept
    )


def house(unit: Unit, *, escalate: tuple[Role, ...] = (), higher: tuple[Role, ...] = ()) -> Ladder:
    """The house's own ladder: before the end its owner; then `escalate`; later, again and again, `higher` too.

    No text fixes it. A limit that runs by the hour is told by the hour. One that only closes a right (nobody to
    escalate to) ends quietly.
    """
    by_hours = unit is Unit.HOURS
    counted, (before, soon, often) = (Unit.HOURS, ((24, 6, 1), 6, 24)) if by_hours else (Unit.DAYS, ((7, 3, 1), 3, 7))
    rungs = [Rung(-amount, counted) for amount in before]
    if escalate:
        all_of_them = tuple(dict.fromkeys((*escalate, *higher)))
        rungs += [Rung(0, counted, escalate), Rung(soon, counted, escalate)]
        rungs += [Rung(often, counted, all_of_them, often)]
    return ordered(rungs)


def retold(ladder: Ladder, *, owner_also: tuple[Role, ...]) -> Ladder:
    """The ladder whose reminders before the end reach these too."""
    return tuple(replace(rung, to=owner_also) if rung.offset < 0 else rung for rung in ladder)
