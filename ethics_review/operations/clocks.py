"""Extending, pausing and resuming a clock: always with reasons, an extension always with its new date."""

from datetime import date

from ethics_review.engine.act import Act
from ledger import operations as ledger
from ledger.models import Deadline
from ledger.queries import running
from regulations.clocks import end_of


def extend(act: Act) -> None:
    deadline, new = _deadline(act), date.fromisoformat(act.data["new_date"])
    act.recorded |= {"was_due_on": deadline.due_on.isoformat(), "due_on": new.isoformat()}
    act.with_entry.append(
        lambda entry: ledger.extend(deadline=deadline, due_at=end_of(new), due_on=new, provisional=False, entry=entry)
    )


def pause_clock(act: Act) -> None:
    deadline = _deadline(act)
    act.with_entry.append(lambda entry: ledger.pause(deadline=deadline, entry=entry, at=act.now))


def resume_clock(act: Act) -> None:
    deadline = _deadline(act)
    act.with_entry.append(lambda entry: ledger.resume(deadline=deadline, entry=entry, at=act.now))


def _deadline(act: Act) -> Deadline:
    return running(stream=act.case.stream).filter(clock=act.data["clock"]).get()
