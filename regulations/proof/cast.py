"""The people of the model, by number, and who of them is in which room. Seven vote; six of them make a full room."""

from collections.abc import Mapping

from regulations.proof.world import Panel, Room
from regulations.quorum import SeatFact
from regulations.vocabulary import Position, Role

CHAIR, VICE, REVIEWER, FOURTH, LAWYER, SIXTH, SEVENTH = range(1, 8)
SECRETARY, APPLICANT, AUTHORITY, UNIT, STRANGER = 8, 20, 40, 50, 60
MEMBERS = frozenset({CHAIR, VICE, REVIEWER, FOURTH, LAWYER, SIXTH, SEVENTH})
PRESIDERS = frozenset({CHAIR, VICE})
EXPERTS = (31, 32, 33, 34, 35)
NEAR = EXPERTS[0]
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
    Role.EXPERT: EXPERTS[1],
    Role.SYSTEM: None,
}
BROUGHT: Mapping[int, frozenset[str]] = {
    CHAIR: frozenset({"ai_technology", "science"}),
    REVIEWER: frozenset({"ethics"}),
    FOURTH: frozenset({"ai_application"}),
    LAWYER: frozenset({"law"}),
    SIXTH: frozenset({"ai_technology", "science"}),
    EXPERTS[0]: frozenset({"field"}),
    EXPERTS[1]: frozenset({"ethics"}),
    EXPERTS[2]: frozenset({"law"}),
}
FULL = MEMBERS - {SEVENTH}
PRESENT: Mapping[Room, frozenset[int]] = {
    Room.CALLED: frozenset(),
    Room.FULL: FULL,
    Room.SILENT: FULL,
    Room.FIELDLESS: FULL,
    Room.FEW: frozenset({CHAIR, REVIEWER, FOURTH, LAWYER}),
    Room.NARROW: MEMBERS - {LAWYER},
    Room.HEADLESS: MEMBERS - PRESIDERS,
}
"""FEW are one fewer than the law asks for; NARROW lack the jurist, HEADLESS whoever may preside."""
NAMED: Mapping[Panel, tuple[int, ...]] = {
    Panel.NONE: (),
    Panel.SILENT: EXPERTS,
    Panel.FIT: EXPERTS,
    Panel.NEAR: EXPERTS,
    Panel.FEW: EXPERTS[:-1],
    Panel.NARROW: (*EXPERTS[:2], *EXPERTS[3:], 36),
}
"""FEW are one fewer than the law asks for; NARROW are five, without the jurist."""


def seats_in(room: Room) -> tuple[SeatFact, ...]:
    """Every voting seat of the committee, with who is in that room."""
    silent = {SIXTH} if room is Room.SILENT else set()
    return tuple(_seat(person, present=person in PRESENT[room], declared=person not in silent) for person in MEMBERS)


def seats_of(panel: Panel) -> tuple[SeatFact, ...]:
    """The seats of that panel: they sit in no room, and so count as present."""
    declared = panel is not Panel.SILENT
    return tuple(_seat(person, present=True, declared=declared) for person in NAMED[panel])


def _seat(person: int, *, present: bool, declared: bool) -> SeatFact:
    return SeatFact(
        person=person,
        name=str(person),
        position=Position.CHAIR if person == CHAIR else Position.EXPERT if person in EXPERTS else Position.MEMBER,
        categories=BROUGHT.get(person, frozenset()),
        voting=True,
        in_term=True,
        present=present,
        recused=False,
        declared=declared,
    )
