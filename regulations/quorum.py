"""Who counts, how many are needed, and what is carried (法定人数, 表决). Whole numbers only.

A share is compared by multiplying out; no quotient is ever formed. Which shares and numbers apply
belongs to a pack.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from regulations.vocabulary import Position

Option = TypeVar("Option", bound=Hashable)


@dataclass(frozen=True)
class Share:
    """A part of a body, such as two of every three."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError(f"{self} is not a part of a whole")

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


def needed(share: Share, of: int) -> int:
    """The fewest votes that reach `share` of a body of `of`; never fewer than one."""
    if of < 0:
        raise ValueError(f"a body has no {of} members")
    return max(1, -(-share.numerator * of // share.denominator))


def reached(share: Share, votes: int, of: int) -> bool:
    """Whether `votes` are at least `share` of `of`. Nobody voting, or nobody there, reaches nothing."""
    if not 0 <= votes <= of:
        raise ValueError(f"{votes} votes cannot come from a body of {of}")
    return votes > 0 and share.denominator * votes >= share.numerator * of


@dataclass(frozen=True)
class SeatFact:
    """One seat (委员席位) as it stands at one moment of one matter: who holds it, and whether they take part.

    `categories` are values of `Category`, or further fields a committee has named for itself.
    """

    person: int
    name: str
    position: Position
    categories: frozenset[str]
    voting: bool
    in_term: bool
    present: bool
    recused: bool
    declared: bool
    sex: str = ""
    external: bool = False


@dataclass(frozen=True)
class Counted:
    """One person who counts, however many seats they hold: the expertise of all those seats together."""

    person: int
    name: str
    positions: frozenset[Position]
    categories: frozenset[str]
    declared: bool
    sex: str
    external: bool


def seated(seats: Iterable[SeatFact]) -> tuple[Counted, ...]:
    """The voting members of the body in their term, present or not, in the order of their seats."""
    return _people(seat for seat in seats if seat.voting and seat.in_term)


def entitled(seats: Iterable[SeatFact]) -> tuple[Counted, ...]:
    """The voting members in their term who are not recused, present or not.

    A conflict is the person's, not the seat's: whoever is recused in one seat takes part in none.
    """
    roll = tuple(seats)
    recused = {seat.person for seat in roll if seat.recused}
    return seated(seat for seat in roll if seat.person not in recused)


def counted(seats: Iterable[SeatFact]) -> tuple[Counted, ...]:
    """Those who count in a quorum and a vote: entitled, and present in a seat that votes."""
    roll = tuple(seats)
    unconflicted = {one.person for one in entitled(roll)}
    return seated(seat for seat in roll if seat.present and seat.person in unconflicted)


def undeclared(seats: Iterable[SeatFact]) -> tuple[Counted, ...]:
    """Those who count but have not declared their interests (利益冲突声明)."""
    return tuple(person for person in counted(seats) if not person.declared)


def missing_categories(people: Iterable[SeatFact | Counted], required: Iterable[str]) -> tuple[str, ...]:
    """The required fields of expertise that none of `people` brings, in the order required.

    Whoever may not count is to be left out first: `counted` for a meeting, `seated` for a composition.
    """
    covered = frozenset[str]().union(*(one.categories for one in people))
    return tuple(category for category in required if category not in covered)


def tally(positions_by_person: Mapping[int, Option], options: Iterable[Option]) -> dict[Option, int]:
    """How many votes each option has, in the order of `options`; `ValueError` for a vote on another."""
    votes = Counter(positions_by_person.values())
    result = {option: votes.pop(option, 0) for option in options}
    if votes:
        raise ValueError(f"votes for what was not put to the vote: {', '.join(map(str, votes))}")
    return result


def carried(tally: Mapping[Option, int], share: Share, of: int) -> Option | None:
    """The one option that reaches `share` of `of`; None where none does, or more than one."""
    if sum(tally.values()) > of:
        raise ValueError(f"{sum(tally.values())} votes cannot come from a body of {of}")
    winners = [option for option, votes in tally.items() if reached(share, votes, of)]
    return winners[0] if len(winners) == 1 else None


@dataclass(frozen=True)
class RollSeat:
    """One person on the frozen roll of a ballot: the fields they bring, and how they voted, if they did."""

    person: int
    categories: frozenset[str]
    position: str | None


@dataclass(frozen=True)
class Count:
    """What a ballot comes to: `taking_part` are those of its `roll` who voted or are in the room.

    `need` is how many votes carry an option. `result` is the one carried; empty where none is, or where those who take
    part are fewer than `min_present` (None where no number is asked for), or `missing` is a field that is required.
    """

    tally: Mapping[str, int]
    roll: int
    taking_part: int
    min_present: int | None
    missing: tuple[str, ...]
    need: int
    result: str

    @property
    def quorate(self) -> bool:
        """Whether enough people take part, and bring every field required."""
        return not self.missing and (self.min_present is None or self.taking_part >= self.min_present)


def count(
    *,
    roll: Iterable[RollSeat],
    options: Iterable[str],
    present: AbstractSet[int],
    min_present: int | None,
    required: Iterable[str],
    share: Share,
) -> Count:
    """Count the votes over the frozen roll: whoever is on it counts in the whole, voted or not."""
    seats = tuple(roll)
    votes = tally({seat.person: seat.position for seat in seats if seat.position is not None}, options)
    there = [seat for seat in seats if seat.position is not None or seat.person in present]
    brought = frozenset[str]().union(*(seat.categories for seat in there))
    found = Count(
        tally=votes,
        roll=len(seats),
        taking_part=len(there),
        min_present=min_present,
        missing=tuple(one for one in required if one not in brought),
        need=needed(share, of=len(seats)),
        result=carried(votes, share, of=len(seats)) or "",
    )
    return found if found.quorate else replace(found, result="")


@dataclass(frozen=True)
class Arithmetic:
    """How a closed ballot was counted (计票), step by step: `counted` are on its roll, `has` the option with the most.

    `present` were in the room when it was opened, `recused` of them keep out, `others` are not counted otherwise.
    """

    present: int
    recused: int
    others: int
    counted: int
    need: int
    has: int
    carried: bool

    @property
    def unquorate(self) -> bool:
        """Whether enough votes carry nothing, since too few took part or a field was missing."""
        return not self.carried and self.has >= self.need


def arithmetic(
    *,
    room: AbstractSet[int],
    recused: AbstractSet[int],
    roll: int,
    tally: Mapping[str, int],
    share: Share,
    result: str,
) -> Arithmetic:
    """The figures of a closed ballot with `roll` people on its roll that came to `result`, "" for none.

    Nobody stands on a roll who was not in the room when it was frozen.
    """
    out = len(room & recused)
    return Arithmetic(
        present=len(room),
        recused=out,
        others=max(0, len(room) - out - roll),
        counted=roll,
        need=needed(share, of=roll),
        has=tally[result] if result else max(tally.values(), default=0),
        carried=bool(result),
    )


def _people(seats: Iterable[SeatFact]) -> tuple[Counted, ...]:
    held: dict[int, list[SeatFact]] = {}
    for seat in seats:
        held.setdefault(seat.person, []).append(seat)
    return tuple(_person(together) for together in held.values())


def _person(seats: Sequence[SeatFact]) -> Counted:
    return Counted(
        person=seats[0].person,
        name=seats[0].name,
        positions=frozenset(seat.position for seat in seats),
        categories=frozenset[str]().union(*(seat.categories for seat in seats)),
        declared=all(seat.declared for seat in seats),
        sex=seats[0].sex,
        external=all(seat.external for seat in seats),
    )
