"""The people of the model, by number, and who of them is in which room.

A room that is full has one more than the pack asks for; one that lacks people has one fewer than the law does. So a
pack that is stricter than the law is served, and one that is laxer shown for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from regulations.pack import Rules
from regulations.proof.figures import EXPERTS_NEEDED, PRESENT_NEEDED
from regulations.proof.world import Panel, Room
from regulations.quorum import SeatFact
from regulations.vocabulary import Position, Role

CHAIR, VICE, REVIEWER, FOURTH, LAWYER, SIXTH, SEVENTH = range(1, 8)
SECRETARY, APPLICANT, AUTHORITY, UNIT, STRANGER = 8, 20, 40, 50, 60
SEVEN = frozenset({CHAIR, VICE, REVIEWER, FOURTH, LAWYER, SIXTH, SEVENTH})
FURTHER = 101
"""The first of those who sit only where a pack asks for more people than the law."""
POSITIONS = {CHAIR: Position.CHAIR, VICE: Position.VICE_CHAIR}
"""Who may preside; everybody else is a member."""
EXPERTS = (31, 32, 33, 34, 35)
NEAR, ETHICIST, JURIST = EXPERTS[:3]
SUBSTITUTE = 36
"""Who sits in the jurist's place on a panel without one."""
ABSENT = SIXTH
"""Whoever of the full room goes out before voting."""
WHO: Mapping[Role, int | None] = {
    Role.APPLICANT: APPLICANT,
    Role.UNIT: UNIT,
    Role.SECRETARY: SECRETARY,
    Role.CHAIR: CHAIR,
    Role.MEMBER: REVIEWER,
    Role.REVIEWER: REVIEWER,
    Role.AUTHORITY: AUTHORITY,
    Role.EXPERT: ETHICIST,
    Role.SYSTEM: None,
}


@dataclass(frozen=True, eq=False)
class Cast:
    """Who there is under one pack. `peers` are named to review in this order."""

    members: frozenset[int]
    peers: tuple[int, ...]
    present: Mapping[Room, frozenset[int]]
    named: Mapping[Panel, tuple[int, ...]]
    brought: Mapping[int, frozenset[str]]

    def seats_in(self, room: Room) -> tuple[SeatFact, ...]:
        """Every voting seat of the committee, with who is in that room."""
        silent = {SIXTH} if room is Room.SILENT else set()
        return tuple(
            self._seat(person, present=person in self.present[room], declared=person not in silent)
            for person in sorted(self.members)
        )

    def seats_of(self, panel: Panel) -> tuple[SeatFact, ...]:
        """The seats of that panel: they sit in no room, and so count as present."""
        declared = panel is not Panel.SILENT
        return tuple(self._seat(person, present=True, declared=declared) for person in self.named[panel])

    def _seat(self, person: int, *, present: bool, declared: bool) -> SeatFact:
        expert = Position.EXPERT if person not in self.members else Position.MEMBER
        return SeatFact(
            person=person,
            name=str(person),
            position=Position.CHAIR if person == CHAIR else expert,
            categories=self.brought.get(person, frozenset()),
            voting=True,
            in_term=True,
            present=present,
            recused=False,
            declared=declared,
        )


def cast_of(rules: Rules) -> Cast:
    """The people for these rules."""
    return _cast(
        max(rules.number("meeting.min_present") - PRESENT_NEEDED, 0),
        max(rules.number("panel.min_experts") - EXPERTS_NEEDED, 0),
        rules.items("meeting.categories"),
        rules.items("panel.categories"),
    )


@cache
def _cast(members: int, experts: int, fields: tuple[str, ...], panel_fields: tuple[str, ...]) -> Cast:
    """So many more members and experts than the law needs, who bring those fields between them."""
    further = frozenset(range(FURTHER, FURTHER + members))
    everyone = SEVEN | further
    panel = (*EXPERTS, *range(FURTHER + members, FURTHER + members + experts))
    generalist = frozenset({"ai_technology", "science", *fields}) - {"ethics", "law", "ai_application"}
    return Cast(
        members=everyone,
        peers=(REVIEWER, FOURTH, SEVENTH, LAWYER, SIXTH, VICE, *sorted(further)),
        present=_rooms(everyone),
        named=_panels(panel),
        brought={
            CHAIR: generalist,
            REVIEWER: frozenset({"ethics"}),
            FOURTH: frozenset({"ai_application"}),
            LAWYER: frozenset({"law"}),
            SIXTH: generalist,
            NEAR: frozenset({"field", *panel_fields}) - {"ethics", "law"},
            ETHICIST: frozenset({"ethics"}),
            JURIST: frozenset({"law"}),
        },
    )


def _rooms(everyone: frozenset[int]) -> Mapping[Room, frozenset[int]]:
    """FEW are one fewer than the law asks for; NARROW lack the jurist, HEADLESS whoever may preside."""
    full = everyone - {SEVENTH}
    return {
        Room.CALLED: frozenset(),
        Room.FULL: full,
        Room.SILENT: full,
        Room.FIELDLESS: full,
        Room.FEW: frozenset({CHAIR, REVIEWER, FOURTH, LAWYER}),
        Room.NARROW: everyone - {LAWYER},
        Room.HEADLESS: everyone - POSITIONS.keys(),
    }


def _panels(panel: tuple[int, ...]) -> Mapping[Panel, tuple[int, ...]]:
    """FEW are one fewer than the law asks for; NARROW are enough, without the jurist."""
    return {
        Panel.NONE: (),
        Panel.SILENT: panel,
        Panel.FIT: panel,
        Panel.NEAR: panel,
        Panel.FEW: EXPERTS[:-1],
        Panel.NARROW: tuple(SUBSTITUTE if person == JURIST else person for person in panel),
    }
