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
    """Somebody seated on the body: since which day they have served there, and the last day of their seat."""

    person: int
    position: Position
    since: date
    until: date


@dataclass(frozen=True)
class Chair:
    """`holders` act as the chair; `able` may preside, and are more where the chair may name a vice-chair."""

    holders: frozenset[int]
    able: frozenset[int]
    ground: ChairGround

    def ground_of(self, person: int | None) -> ChairGround:
        """On what ground the person acts as the chair: whoever does not hold it was named to preside."""
        return self.ground if person in self.holders else ChairGround.NAMED

    def presiding(self, presider: int, ground: ChairGround) -> frozenset[int]:
        """Who presides over the matter in a meeting convened with `presider` on `ground`.

        Whom the chair named presides over every matter they may; who was convened because the chair had to keep out
        of one matter gives way to the chair in the others.
        """
        named = frozenset({presider})
        return named if named <= (self.able if ground in LASTING else self.holders) else self.holders


LASTING = frozenset({ChairGround.CHAIR, ChairGround.NAMED})
"""The grounds on which a presider presides over every matter of a meeting."""

RULES: Mapping[ChairGround, str] = {
    ChairGround.CHAIR: "meeting.chair",
    ChairGround.NAMED: "meeting.chair",
    ChairGround.CHAIR_OUT: "meeting.chair",
    ChairGround.STAND_IN: "meeting.stand_in",
}
"""The rule on which each ground stands."""


def chair_of(serving: Iterable[Serving], out: AbstractSet[int] = frozenset(), *, on: date | None = None) -> Chair:
    """Who holds the chair, given who sits on the body and who keeps `out`; of the seats that last until `on`, if given.

    Of those who have served equally long, the one named first in `serving`.
    """
    free = [one for one in serving if one.person not in out and (on is None or one.until >= on)]
    chair, vice = _at(free, Position.CHAIR), _at(free, Position.VICE_CHAIR)
    if chair:
        return Chair(chair, chair | vice, ChairGround.CHAIR)
    if vice:
        return Chair(vice, vice, ChairGround.CHAIR_OUT)
    members = [one for one in free if one.position in VOTING_POSITIONS]
    senior = frozenset({min(members, key=lambda one: one.since).person}) if members else frozenset[int]()
    return Chair(senior, senior, ChairGround.STAND_IN)


def _at(serving: Iterable[Serving], position: Position) -> frozenset[int]:
    return frozenset(one.person for one in serving if one.position is position)


def convened_on(presider: int, chair: Chair, *, by_chair: bool) -> ChairGround | None:
    """The ground on which `presider` may be convened to preside; None where there is none.

    A vice-chair presides in the able chair's stead only by the chair's own act.
    """
    if presider in chair.holders:
        return chair.ground
    return ChairGround.NAMED if presider in chair.able and by_chair else None
