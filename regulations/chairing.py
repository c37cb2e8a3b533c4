"""Who holds the chair (主任委员职责) for one matter, and on what ground: one answer for the room, desk and door.

The chair does. Where the chair keeps out of the matter or has no seat on the day, the vice-chairs do; where they must
keep out too, the member who has served longest stands in, so that no case is stuck behind those who may not touch it.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from regulations.vocabulary import VOTING_POSITIONS, ChairGround, Position


@dataclass(frozen=True)
class Serving:
    """Somebody seated on the body, and since which day they have served there."""

    person: int
    position: Position
    since: date


@dataclass(frozen=True)
class Chair:
    """`holders` act as the chair; `able` may preside, and are more where the chair may name a vice-chair."""

    holders: frozenset[int]
    able: frozenset[int]
    ground: ChairGround
    seniority: tuple[int, ...] = ()
    """In the last resort, everybody who is free to stand in: who has served longest comes first."""

    def presiding(self, presider: int, ground: ChairGround, room: AbstractSet[int]) -> frozenset[int]:
        """Who presides over the matter in a meeting convened with `presider` on `ground`, with these in the `room`.

        Whom the chair named presides over every matter they may; who was convened because the chair had to keep out
        of one matter gives way to the chair in the others. Of those who may stand in, whoever has served longest of
        the room presides: one member who does not come holds up no meeting.
        """
        if self.ground is ChairGround.STAND_IN:
            return frozenset(next(([person] for person in self.seniority if person in room), self.holders))
        named = frozenset({presider})
        return named if named <= (self.able if ground in LASTING else self.holders) else self.holders

    def closing(self, presiding: frozenset[int], room: AbstractSet[int]) -> frozenset[int]:
        """Who closes a vote under way: who presides, or whoever of the room could when none of those is left in it."""
        return (presiding & room) or (self.holders & room) or (self.able & room) or presiding


LASTING = frozenset({ChairGround.CHAIR, ChairGround.NAMED})
"""The grounds on which a presider presides over every matter of a meeting."""

RULES: Mapping[ChairGround, str] = {
    ChairGround.CHAIR: "meeting.chair",
    ChairGround.NAMED: "meeting.chair",
    ChairGround.CHAIR_OUT: "meeting.chair",
    ChairGround.STAND_IN: "meeting.stand_in",
}
"""The rule on which each ground stands."""


def chair_of(serving: Iterable[Serving], out: AbstractSet[int] = frozenset()) -> Chair:
    """Who holds the chair, given who sits on the body on the day and who keeps `out`.

    Of those who have served equally long, the one named first in `serving`.
    """
    free = [one for one in serving if one.person not in out]
    chair, vice = _at(free, Position.CHAIR), _at(free, Position.VICE_CHAIR)
    if chair:
        return Chair(chair, chair | vice, ChairGround.CHAIR)
    if vice:
        return Chair(vice, vice, ChairGround.CHAIR_OUT)
    members = sorted((one for one in free if one.position in VOTING_POSITIONS), key=lambda one: one.since)
    seniority = tuple(one.person for one in members)
    return Chair(frozenset(seniority[:1]), frozenset(seniority[:1]), ChairGround.STAND_IN, seniority)


def _at(serving: Iterable[Serving], position: Position) -> frozenset[int]:
    return frozenset(one.person for one in serving if one.position is position)


def convened_on(presider: int, chair: Chair, *, by_chair: bool) -> ChairGround | None:
    """The ground on which `presider` may be convened to preside; None where there is none.

    A vice-chair presides in the able chair's stead only by the chair's own act.
    """
    if presider in chair.holders:
        return chair.ground
    return ChairGround.NAMED if presider in chair.able and by_chair else None
