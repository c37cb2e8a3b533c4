"""Whether a body is composed as its rules demand (委员会组成), from the seats in term on one day.

Pure: it looks at seats and rules it is given. A panel of experts (复核专家组) is measured by the panel's rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from committees.models import Seat
from committees.refusals import Code, refusal
from regulations.pack import Rules
from regulations.refusal import Refusal
from regulations.vocabulary import CommitteeKind, Position


@dataclass(frozen=True)
class Composition:
    """What a body lacks on a day, and the voting seats that were counted to find it out."""

    on: date
    seats: tuple[Seat, ...]
    refusals: tuple[Refusal, ...]

    @property
    def lawful(self) -> bool:
        return not self.refusals


def examine(*, kind: CommitteeKind, seats: Sequence[Seat], on: date, rules: Rules) -> Composition:
    """Everything the body lacks at once. `seats` are those in term on the day; only voting ones count."""
    voting = tuple(seat for seat in seats if seat.votes)
    lacking = _panel_lacks if kind == CommitteeKind.EXPERT_PANEL else _committee_lacks
    return Composition(on=on, seats=voting, refusals=tuple(lacking(voting, rules)))


def _committee_lacks(seats: Sequence[Seat], rules: Rules) -> Iterator[Refusal]:
    yield from _too_few(Code.COMMITTEE_TOO_FEW, "committee.min_members", len(seats), rules)
    yield from _categories(Code.COMMITTEE_CATEGORIES, "committee.categories", seats, rules)
    yield from _sexes(seats, rules)
    external = sum(seat.external for seat in seats)
    yield from _too_few(Code.COMMITTEE_TOO_FEW_EXTERNAL, "committee.external_members", external, rules)
    chairs, need = sum(seat.position == Position.CHAIR for seat in seats), rules.number("committee.one_chair")
    if chairs != need:
        yield refusal(Code.COMMITTEE_CHAIR_COUNT, rules.source("committee.one_chair"), need=need, have=chairs)
    yield from _local_rules(seats, rules)


def _local_rules(seats: Sequence[Seat], rules: Rules) -> Iterator[Refusal]:
    """What only some provinces and houses ask of a committee; see the overlays."""
    if rules.holds("committee.odd_members") and len(seats) % 2 == 0:
        yield refusal(Code.COMMITTEE_EVEN, rules.source("committee.odd_members"), have=len(seats))
    unsigned = sum(seat.secrecy_signed_on is None or seat.interests_signed_on is None for seat in seats)
    if rules.holds("committee.signed_statements") and unsigned:
        yield refusal(Code.COMMITTEE_UNSIGNED, rules.source("committee.signed_statements"), unsigned=unsigned)


def _panel_lacks(seats: Sequence[Seat], rules: Rules) -> Iterator[Refusal]:
    yield from _too_few(Code.PANEL_TOO_FEW, "panel.min_experts", len(seats), rules)
    yield from _categories(Code.PANEL_CATEGORIES, "panel.categories", seats, rules)


def _too_few(code: Code, key: str, have: int, rules: Rules) -> Iterator[Refusal]:
    need = rules.number(key)
    if have < need:
        yield refusal(code, rules.source(key), need=need, have=have)


def _categories(code: Code, key: str, seats: Sequence[Seat], rules: Rules) -> Iterator[Refusal]:
    brought = {category for seat in seats for category in seat.categories}
    missing = [category for category in rules.items(key) if category not in brought]
    if missing:
        yield refusal(code, rules.source(key), missing=missing)


def _sexes(seats: Sequence[Seat], rules: Rules) -> Iterator[Refusal]:
    female = sum(seat.sex == Seat.Sex.FEMALE for seat in seats)
    male = sum(seat.sex == Seat.Sex.MALE for seat in seats)
    if rules.flag("committee.both_sexes") and not (female and male):
        yield refusal(Code.COMMITTEE_ONE_SEX, rules.source("committee.both_sexes"), female=female, male=male)
