"""What is done about one deadline whose moment has come: reminded of, recorded as missed, told again, or closed.

Nothing is decided by the passing of time: overdue is flagged and told, never deemed. Each act says whom it told.
"""

from collections.abc import Callable
from datetime import datetime

from ethics_review.operations.found import Found, figures, rung_key, which
from ethics_review.operations.reaching import NOBODY, Subject, tell, tell_blindly
from ledger import operations as ledger
from ledger.models import Deadline, Entry
from regulations.vocabulary import Role

Act = Callable[[Deadline, Subject, Found, datetime], frozenset[int]]


def _miss(deadline: Deadline, subject: Subject, found: Found, now: datetime) -> frozenset[int]:
    """Recorded once. Who is told is said by the latest rung: the end's own, unless nobody looked for days."""
    entry = _record(deadline, "deadline_missed", now)
    ledger.miss(deadline=deadline, at=now)
    if found.told is None:
        return NOBODY
    people = _tell(deadline, subject, entry, "clock_missed", found, now, suffix=deadline.clock)
    return people | tell_blindly(deadline=deadline, subject=subject, entry=entry, now=now, suffix="")


def _escalate(deadline: Deadline, subject: Subject, found: Found, now: datetime) -> frozenset[int]:
    """Told again, and to more, until an act settles it: one message for the rung that has come."""
    people = NOBODY
    if found.told is not None:
        entry, rung = deadline.started_by, rung_key(deadline=deadline, told=found.told)
        people = _tell(deadline, subject, entry, "clock_overdue", found, now, suffix=rung)
        people |= tell_blindly(deadline=deadline, subject=subject, entry=entry, now=now, suffix=rung)
    ledger.advance(deadline=deadline, now=now)
    return people


def _close(deadline: Deadline, subject: Subject, found: Found, now: datetime) -> frozenset[int]:  # noqa: ARG001 -- every act's shape
    """A right not used in its time is gone. Nobody owed anything, so nobody is told; others of its clock run on."""
    ledger.lapse(deadline=deadline, entry=_record(deadline, "window_closed", now), at=now)
    return NOBODY


def _remind(deadline: Deadline, subject: Subject, found: Found, now: datetime) -> frozenset[int]:
    """One message for the rung that has come. It hangs on the entry that started the clock, and maybe others too."""
    people = NOBODY
    if found.told is not None:
        entry, rung = deadline.started_by, rung_key(deadline=deadline, told=found.told)
        people = _tell(deadline, subject, entry, "clock_reminder", found, now, suffix=rung)
    ledger.advance(deadline=deadline, now=now)
    return people


ACTS: dict[str, Act] = {"miss": _miss, "escalate": _escalate, "close": _close, "remind": _remind}


def _record(deadline: Deadline, action: str, now: datetime) -> Entry:
    body = {"clock": deadline.clock, "due_at": deadline.due_at, "started_by": deadline.started_by.seq}
    body |= which(deadline)
    return ledger.append(stream=deadline.stream, action=action, body=body, actor=None, role=Role.SYSTEM, at=now)


def _tell(
    deadline: Deadline, subject: Subject, entry: Entry, notice: str, found: Found, now: datetime, *, suffix: str
) -> frozenset[int]:
    return tell(
        deadline=deadline,
        subject=subject,
        entry=entry,
        notice=notice,
        roles=found.to,
        now=now,
        suffix=suffix,
        more=figures(found),
    )
