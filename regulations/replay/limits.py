"""The time limits of one case under one pack, carried from entry to entry as the door and the sweeper carry them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from regulations import clocks
from regulations.clocks import Clock, Due
from regulations.facts import CONDITION, ClockFact
from regulations.replay.record import Moment

EXTEND, PAUSE, RESUME = "extend", "pause_clock", "resume_clock"
MISSED, RECOUNTED, CLOSED = "deadline_missed", "deadline_recomputed", "window_closed"


@dataclass(frozen=True)
class Limit:
    """One time limit (期限): how it was counted at first and at last, what started it and what ended it.

    `settled_at` is None while it runs. A window limits a right: nobody is late with it. `item` is which of several
    that one entry started under one clock, from 0 on.
    """

    clock: Clock
    started_by: int
    first: Due
    due: Due
    paused_at: datetime | None = None
    missed: bool = False
    settled_by: int | None = None
    settled_at: datetime | None = None
    item: int = 0

    @property
    def late(self) -> bool:
        """Whether what was owed was done after the end."""
        return bool(self.clock.escalate) and self.settled_at is not None and self.settled_at > self.due.due_at

    def fact(self, now: datetime) -> ClockFact:
        """The limit as a rule sees it at `now`."""
        overdue = bool(self.clock.escalate) and (self.paused_at or now) > self.due.due_at
        return ClockFact(
            name=self.clock.name,
            due_at=self.due.due_at,
            due_on=self.due.due_on,
            missed=self.missed,
            paused=self.paused_at is not None,
            extendable=self.clock.extendable,
            pausable=self.clock.pausable and not overdue,
            item=self.item,
        )


class Limits:
    """Every limit the case has had so far, in the order in which they started."""

    def __init__(self) -> None:
        self.all: list[Limit] = []

    def facts(self, now: datetime) -> tuple[ClockFact, ...]:
        """Those that run, soonest first."""
        return tuple(limit.fact(now) for limit in sorted(self._running(), key=lambda limit: limit.due.due_at))

    def start(self, started: Iterable[tuple[Clock, Due]], moment: Moment) -> None:
        items: Counter[str] = Counter()
        for clock, due in started:
            self.all.append(Limit(clock, moment.seq, due, due, item=items[clock.name]))
            items[clock.name] += 1

    def settle(self, names: Collection[str], moment: Moment) -> None:
        """Every running limit under these clocks ends."""
        self._end([limit for limit in self._running() if limit.clock.name in names], moment)

    def meet(self, numbers: Collection[int], moment: Moment) -> None:
        """The conditions of the approval with these numbers, from 1 on, end."""
        met = [limit for limit in self._running(CONDITION) if limit.item + 1 in numbers]
        self._end(met, moment)

    def _end(self, limits: Iterable[Limit], moment: Moment) -> None:
        for limit in limits:
            self._change(limit, settled_by=moment.seq, settled_at=moment.at, paused_at=None)

    def act(self, moment: Moment, data: Mapping[str, object]) -> None:
        """What a move upon a limit does to it; nothing where no such limit runs."""
        limit = next(iter(self._running(str(data.get("clock")))), None)
        if limit is None:
            return
        match moment.action:
            case _ if moment.action == EXTEND:
                day, unit = date.fromisoformat(str(data["new_date"])), limit.due.length.unit
                due = clocks.ending(start=limit.due.started_at, day=day, unit=unit, calendar=moment.calendar)
                self._change(limit, due=due)
            case _ if moment.action == PAUSE:
                self._change(limit, paused_at=moment.at)
            case _ if moment.action == RESUME:
                self._change(limit, due=_resumed(limit, moment), paused_at=None)

    def pass_by(self, moment: Moment) -> None:
        """What the sweeper did: an end missed, a right unused in its time, an end counted again by a newer calendar."""
        name = str(moment.recorded.get("clock"))
        limit = self._meant(name, moment)
        if limit is None:
            return
        if moment.action == MISSED and moment.at > limit.due.due_at:
            self._change(limit, missed=True)
        elif moment.action == CLOSED and moment.at > limit.due.due_at:
            self.settle([name], moment)
        elif moment.action == RECOUNTED:
            rolls = limit.clock.roll_last_day
            again = clocks.due(
                start=limit.due.started_at, clock=limit.due.length, calendar=moment.calendar, roll_last_day=rolls
            )
            self._change(limit, due=again)

    def _running(self, name: str | None = None) -> list[Limit]:
        return [one for one in self.all if one.settled_by is None and name in {None, one.clock.name}]

    def _meant(self, name: str, moment: Moment) -> Limit | None:
        """Which of several under one clock the sweeper found: the one with that end, else the first."""
        running, found = self._running(name), str(moment.recorded.get("due_at") or "")
        here = [one for one in running if found and one.due.due_at == datetime.fromisoformat(found)]
        return next(iter(here or running), None)

    def _change(self, limit: Limit, **values: object) -> None:
        self.all[self.all.index(limit)] = replace(limit, **values)  # type: ignore[arg-type] # its own fields


def _resumed(limit: Limit, moment: Moment) -> Due:
    """What was left when it stopped, counted from now; where it never stopped, nothing moves its end."""
    if limit.paused_at is None:
        return limit.due
    return clocks.resumed(
        start=limit.due.started_at,
        length=limit.due.length,
        stopped_at=limit.paused_at,
        resumed_at=moment.at,
        calendar=moment.calendar,
        roll_last_day=limit.clock.roll_last_day,
    )
