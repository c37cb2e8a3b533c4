"""Whether a meeting will be able to vote on a matter, from what its members have said so far (到会预测).

Nothing is counted here in a way of its own: whoever has said they come is looked at as if in the room, and the same
functions judge that room as will judge the real one. What cannot be known yet is told apart from what is lost.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from regulations.chairing import Chair
from regulations.quorum import SeatFact, counted, entitled, missing_categories
from regulations.vocabulary import ChairGround


@dataclass(frozen=True)
class Forecast:
    """One matter of a meeting to come: `need` must be there, of those who may take part in it.

    `missing` are the fields nobody brings who has said they come, `lost` those nobody can bring any more.
    `presider` is whether somebody has said they come who presides over it; `headless`, that nobody can any more.
    """

    need: int
    coming: int
    silent: int
    declined: int
    missing: tuple[str, ...]
    lost: tuple[str, ...]
    presider: bool
    headless: bool

    @property
    def assured(self) -> bool:
        """On the answers so far the vote can be taken."""
        return self.coming >= self.need and not self.missing and self.presider

    @property
    def possible(self) -> bool:
        """It still can, if those come who have not answered."""
        return self.coming + self.silent >= self.need and not self.lost and not self.headless


@dataclass(frozen=True)
class Convened:
    """Who was convened to preside and on what ground, and who may hold the chair for the matter on that day."""

    presider: int
    ground: ChairGround
    chair: Chair

    def led(self, room: AbstractSet[int]) -> bool:
        """Whether somebody in the `room` presides over the matter."""
        return bool(self.chair.presiding(self.presider, self.ground, room) & room)


def foresee(
    seats: Iterable[SeatFact],
    *,
    comes: Mapping[int, bool],
    convened: Convened,
    need: int,
    fields: Iterable[str],
    brought_by_others: Iterable[str] = (),
) -> Forecast:
    """The forecast for one matter; `comes` says of each person who has answered whether they come.

    `seats` are those of the body on the day of the meeting. `fields` must be brought by members; what an adviser
    may bring as well (`brought_by_others`) can be missing, but is never lost while somebody may be invited.
    """
    roll, required, besides = tuple(seats), tuple(fields), tuple(brought_by_others)
    agreed = frozenset(person for person, answer in comes.items() if answer)
    refused = frozenset(comes) - agreed
    sure = counted(_present(roll, agreed))
    most = counted(_present(roll, frozenset(seat.person for seat in roll) - refused))
    return Forecast(
        need=need,
        coming=len(sure),
        silent=len(most) - len(sure),
        declined=len(entitled(roll)) - len(most),
        missing=missing_categories(sure, required + besides),
        lost=missing_categories(most, required),
        presider=convened.led(frozenset(one.person for one in sure)),
        headless=not convened.led(frozenset(one.person for one in most)),
    )


def _present(seats: tuple[SeatFact, ...], people: AbstractSet[int]) -> tuple[SeatFact, ...]:
    """The seats as they will stand if exactly these people come."""
    return tuple(replace(seat, present=seat.person in people) for seat in seats)
