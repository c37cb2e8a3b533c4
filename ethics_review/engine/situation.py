"""A case as the door sees it at one instant: facts for the rules, people for the roles, rows for the effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from committees.models import AgendaItem, Ballot, Committee, Seat
from ethics_review.models import Assignment, Case, Decision, Filing, ReExamination
from regulations.facts import Facts
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Rows:
    """The rows the facts were drawn from, so that an effect need not ask for them again."""

    case: Case
    filing: Filing
    """The revision before the committee; the latest while none is."""
    newest: Filing
    seats: tuple[Seat, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    item: AgendaItem | None = None
    ballot: Ballot | None = None
    re_examination: ReExamination | None = None
    panel: Committee | None = None
    panel_seats: tuple[Seat, ...] = ()
    decision: Decision | None = None
    fallen: Ballot | None = None
    """A closed ballot whose result counts no more, though no entry has said so yet."""

    def filing_for(self, roles: frozenset[Role]) -> Filing:
        """The applicant sees the latest revision; everybody else the one that lies before the committee."""
        return self.newest if Role.APPLICANT in roles else self.filing


@dataclass(frozen=True)
class Situation:
    """Facts, the people behind each role, and the rows. Roles are relations to this case at this moment."""

    facts: Facts
    people: Mapping[Role, frozenset[int]]
    rows: Rows
    overseen: bool = False
    """Whether an authority may hear of the case: it is listed, or experts have been heard on it."""
