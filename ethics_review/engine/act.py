"""One act in the making: what an effect may read, and what it leaves for the door to record, start and tell."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from accounts.models import User
from committees.models import Ballot, Committee
from ethics_review.engine.situation import Rows, Situation
from ethics_review.models import Case, ReExamination
from ledger.models import Entry
from regulations.clocks import Clock, Due
from regulations.facts import Actor, Facts
from regulations.move import Move
from regulations.pack import Rules
from regulations.vocabulary import Role

Row = TypeVar("Row")


@dataclass
class Act:
    """`recorded` becomes the body of the entry; `fields` are the case's columns the effect changed.

    `owed` are clocks the effect starts besides those of the line: as many as there are conditions.
    """

    situation: Situation
    line: Move
    actor: Actor
    user: User | None
    data: Mapping[str, Any]
    now: datetime
    recorded: dict[str, Any] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    people: dict[Role, frozenset[int]] = field(default_factory=dict)
    with_entry: list[Callable[[Entry], object]] = field(default_factory=list)
    owed: list[tuple[Clock, Due]] = field(default_factory=list)
    follow: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.situation.rows.case

    @property
    def facts(self) -> Facts:
        return self.situation.facts

    @property
    def rows(self) -> Rows:
        return self.situation.rows

    @property
    def rules(self) -> Rules:
        return self.situation.facts.rules

    @property
    def role(self) -> Role:
        """The role in which the actor acts: the first of the line's, at this stage, that the actor holds."""
        return next(role for role in self.line.roles_in(self.facts.case.state) if role in self.actor.roles)

    @property
    def person(self) -> User:
        """The acting person. The system signs nothing, so an effect that needs a signature has one."""
        if self.user is None:
            raise TypeError(f"{self.line.name} needs a person")
        return self.user

    @property
    def ballot(self) -> Ballot:
        """The ballot the guards have seen."""
        return _seen(self.rows.ballot)

    @property
    def re_examination(self) -> ReExamination:
        """The re-examination the guards have seen."""
        return _seen(self.rows.re_examination)

    @property
    def panel(self) -> Committee:
        """The panel the guards have seen."""
        return _seen(self.rows.panel)

    def change(self, **values: Any) -> None:
        """Set columns of the case; the door saves them with the state."""
        for name, value in values.items():
            setattr(self.case, name, value)
        self.fields |= values.keys()

    def text(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()

    def then(self, move: str, **data: Any) -> None:
        """A move the rules demand next, in the same transaction, by the system."""
        self.follow.append((move, data))


def _seen(row: Row | None) -> Row:
    if row is None:
        raise LookupError("a move passed its guards without the row it works on")
    return row


Effect = Callable[[Act], None]


def digest(content: object) -> str:
    """What the ledger keeps of words that may have to be erased one day: SHA-256 of the text, or of it as JSON."""
    if not isinstance(content, str):
        content = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
