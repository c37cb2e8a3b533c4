"""Extending, pausing and resuming a clock: always with reasons, an extension always with its new date."""

from datetime import date, datetime

from ethics_review.engine.act import Act
from ledger import operations as ledger
from ledger.models import Deadline
from ledger.queries import running
from regulations import calendar, clocks


def extend(act: Act) -> None:
    deadline, new = _deadline(act), date.fromisoformat(act.data["new_date"])
    known = calendar.built_in()
    due = clocks.ending(start=deadline.counted_from, day=new, unit=deadline.length.unit, calendar=known)
    _record_end(act, deadline, due)
    act.with_entry.append(lambda entry: ledger.extend(deadline=deadline, due=due, entry=entry))


def pause_clock(act: Act) -> None:
    deadline = _deadline(act)
    act.with_entry.append(lambda entry: ledger.pause(deadline=deadline, entry=entry, at=act.now))


def resume_clock(act: Act) -> None:
    """What was left when it stopped is counted from now, by the law's function."""
    deadline = _deadline(act)
    due = _resumed(deadline, act.now)
    _record_end(act, deadline, due)
    act.with_entry.append(lambda entry: ledger.resume(deadline=deadline, due=due, entry=entry, at=act.now))


def _resumed(deadline: Deadline, now: datetime) -> clocks.Due:
    """The guard has seen that it stands still."""
    return clocks.resumed(
        start=deadline.counted_from,
        length=deadline.length,
        stopped_at=deadline.paused_at or now,
        resumed_at=now,
        calendar=calendar.built_in(),
        roll_last_day=deadline.rolls,
    )


def _record_end(act: Act, deadline: Deadline, due: clocks.Due) -> None:
    act.recorded |= {"was_due_on": deadline.due_on.isoformat(), "due_on": due.due_on.isoformat()}


def _deadline(act: Act) -> Deadline:
    return running(stream=act.case.stream).filter(clock=act.data["clock"]).get()
