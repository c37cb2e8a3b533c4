"""The record of one case (留痕) as a replay reads it: what was done, entry by entry, and what followed from it.

Nothing is looked up here: whoever reads the record gives for every act the facts as they stood before it, to be had
under any rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from regulations.calendar import Calendar
from regulations.facts import Actor, ClockFact, Facts
from regulations.pack import Resolved, Rules
from regulations.quorum import RollSeat
from regulations.vocabulary import State


class FactsBefore(Protocol):
    """The facts before an act. What depends on the rules is counted anew under those given; the rest is as recorded.

    `clocks` are those that would run under these rules, `results` what each ballot would have come to under them.
    """

    def __call__(self, rules: Rules, clocks: tuple[ClockFact, ...], results: Mapping[int, str]) -> Facts: ...


@dataclass(frozen=True)
class RecordedBallot:
    """A ballot when it was closed: the frozen roll with its votes, and what was found."""

    key: int
    on_panel: bool
    options: tuple[str, ...]
    roll: tuple[RollSeat, ...]
    tally: Mapping[str, int]
    result: str


@dataclass(frozen=True)
class RecordedLimit:
    """A time limit as its row stands: the first end, the present one, and the entries that started and ended it.

    `item` tells apart several under one clock that one entry started.
    """

    clock: str
    started_by: int
    item: int
    original_due_at: datetime
    due_at: datetime
    provisional: bool
    settled_by: int | None


@dataclass(frozen=True)
class Moment:
    """One entry. `pack` bound the case then; `before` is None where the entry is no move of the procedure.

    `data` is what the move was given, as far as the record shows it: of free text only that something was said.
    `recorded` is the body of the entry, `calendar` the days as they were known then. `conditions` are those that run
    from the entry on, by the days they state; empty for one that states none.
    """

    seq: int
    at: datetime
    action: str
    pack: Resolved
    actor: Actor
    recorded: Mapping[str, object]
    calendar: Calendar
    destination: State = State.DRAFT
    data: Mapping[str, object] = field(default_factory=dict)
    before: FactsBefore | None = None
    ballot: RecordedBallot | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One case. `gone` names a pack it was under that is not here: nothing can be said of such a case."""

    number: str
    committee: int
    house: Mapping[str, object]
    moments: tuple[Moment, ...]
    limits: tuple[RecordedLimit, ...]
    gone: str = ""
