"""A case as the door sees it at one instant: facts for the rules, people for the roles, rows for the effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import User
from committees.models import AgendaItem, Ballot, Committee, Seat
from ethics_review.models import Assignment, Case, Decision, Filing, ReExamination
from regulations.facts import Facts
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Rows:
    """The rows the facts were drawn from, so that an effect need not ask for them again."""

    case: Case
    filing: Filing
    seats: tuple[Seat, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    item: AgendaItem | None = None
    ballot: Ballot | None = None
    re_examination: ReExamination | None = None
    panel: Committee | None = None
    panel_seats: tuple[Seat, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True)
class Situation:
    """Facts, the people behind each role, and the rows. Roles are relations to this case at this moment."""

    facts: Facts
    people: Mapping[Role, frozenset[int]]
    rows: Rows
    by_id: Mapping[int, User] = field(default_factory=dict)
