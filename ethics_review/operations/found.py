"""What the sweeper did, or would do, about one deadline, in the words of the record and of its commands."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from ledger.models import Deadline
from regulations.citation import Cite, Source
from regulations.ladder import Occurrence, Rung
from regulations.vocabulary import Basis


@dataclass(frozen=True)
class Found:
    """What the sweeper did, or would do, about one deadline, and by which rule.

    `told` is the time at which the rung that has come is told, `to` the roles it tells, `people` how many that reached,
    and `passed_over` the rungs nobody was told at in their time.
    """

    stream: str
    clock: str
    due_at: datetime
    act: str
    told: Occurrence | None = None
    to: tuple[str, ...] = ()
    source: Source | None = None
    passed_over: tuple[Rung, ...] = ()
    people: int | None = field(default=None, compare=False)

    @property
    def rung(self) -> Rung | None:
        return self.told.rung if self.told is not None else None


def described(*, deadline: Deadline, now: datetime) -> Found:
    """What is to be done about a deadline whose moment has come."""
    told, act = deadline.told_last(now=now), _act(deadline, now)
    source = source_of(deadline)
    told = None if act == "close" else told
    return Found(
        deadline.stream,
        deadline.clock,
        deadline.due_at,
        act,
        told=told,
        to=_roles(deadline, told) if told else (),
        source=source,
        passed_over=tuple(one.rung for one in deadline.passed_over(now=now)),
    )


def source_of(deadline: Deadline) -> Source:
    """The rule the deadline stands on, and how sure it is."""
    return Source(Cite(deadline.instrument, deadline.article, deadline.certain), Basis(deadline.basis))


def _roles(deadline: Deadline, told: Occurrence) -> tuple[str, ...]:
    """Whom the rung tells: the owner, and those it names besides."""
    return tuple(dict.fromkeys((deadline.owner, *(role.value for role in told.rung.to))))


def _act(deadline: Deadline, now: datetime) -> str:
    if now <= deadline.due_at:
        return "remind"
    if deadline.is_window:
        return "close"
    return "escalate" if deadline.is_missed else "miss"


def which(deadline: Deadline) -> dict[str, object]:
    """Which of several under one clock, where it is not the first, as an entry says it."""
    return {"item": deadline.item} if deadline.item else {}


def rung_key(*, deadline: Deadline, told: Occurrence) -> str:
    """What tells one telling of one deadline from every other that hangs on the same entry."""
    which = f"{deadline.clock}.{deadline.item}" if deadline.item else deadline.clock
    return f"{which}:{told.moment.isoformat()}"


def figures(found: Found) -> dict[str, object]:
    """Which rung has come, and which were passed over, each once, with how often."""
    said: dict[str, object] = {"rung": _plain(found.rung)} if found.rung is not None else {}
    if found.passed_over:
        often = Counter(found.passed_over)
        said |= {"passed_over": [_plain(rung) | {"times": times} for rung, times in often.items()]}
    return said


def _plain(rung: Rung) -> dict[str, object]:
    return {"offset": rung.offset, "unit": rung.unit.value, "every": rung.every}
