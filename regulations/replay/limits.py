"""The time limits of one case under one pack, carried from entry to entry as the door and the sweeper carry them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from regulations import clocks
from regulations.clocks import Clock, Due
from regulations.facts import ClockFact
from regulations.replay.record import Moment

EXTEND, PAUSE, RESUME = "extend", "pause_clock", "resume_clock"
MISSED, RECOUNTED, CLOSED = "deadline_missed", "deadline_recomputed", "window_closed"


@dataclass(frozen=True)
class Limit:
    """One time limit (期限): how it was counted at first and at last, what started it and what ended it.

    `settled_at` is None while it runs. A window limits a right: nobody is late with it.
    """

    clock: Clock
    started_by: int
    first: Due
    due: Due
    paused_at: datetime | None = None
    missed: bool = False
    settled_by: int | None = None
    settled_at: datetime | None = None

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
        )


class Limits:
    """Every limit the case has had so far, in the order in which they started."""

    def __init__(self) -> None:
        self.all: list[Limit] = []

    def facts(self, now: datetime) -> tuple[ClockFact, ...]:
        """Those that run, soonest first."""
        running = [limit for limit in self.all if limit.settled_by is None]
        return tuple(limit.fact(now) for limit in sorted(running, key=lambda limit: limit.due.due_at))

    def start(self, started: Iterable[tuple[Clock, Due]], moment: Moment) -> None:
        self.all += [Limit(clock, moment.seq, due, due) for clock, due in started]

    def settle(self, names: Iterable[str], moment: Moment) -> None:
        for name in names:
            self._change(name, settled_by=moment.seq, settled_at=moment.at, paused_at=None)

    def act(self, moment: Moment, data: Mapping[str, object]) -> None:
        """What a move upon a limit does to it; nothing where no such limit runs."""
        name, limit = str(data.get("clock")), self._running(str(data.get("clock")))
        if limit is None:
            return
        match moment.action:
            case _ if moment.action == EXTEND:
                day, unit = date.fromisoformat(str(data["new_date"])), limit.due.length.unit
                due = clocks.ending(start=limit.due.started_at, day=day, unit=unit, calendar=moment.calendar)
                self._change(name, due=due)
            case _ if moment.action == PAUSE:
                self._change(name, paused_at=moment.at)
            case _ if moment.action == RESUME:
                self._change(name, due=_resumed(limit, moment), paused_at=None)

    def pass_by(self, moment: Moment) -> None:
        """What the sweeper did: an end missed, a right unused in its time, an end counted again by a newer calendar."""
        name = str(moment.recorded.get("clock"))
        limit = self._running(name)
        if limit is None:
            return
        if moment.action == MISSED and moment.at > limit.due.due_at:
            self._change(name, missed=True)
        elif moment.action == CLOSED and moment.at > limit.due.due_at:
            self.settle([name], moment)
        elif moment.action == RECOUNTED:
            rolls = limit.clock.roll_last_day
            again = clocks.due(
                start=limit.due.started_at, clock=limit.due.length, calendar=moment.calendar, roll_last_day=rolls
            )
            self._change(name, due=again)

    def _running(self, name: str) -> Limit | None:
        return next((one for one in self.all if one.clock.name == name and one.settled_by is None), None)

    def _change(self, name: str, **values: object) -> None:
        limit = self._running(name)
        if limit is not None:
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
