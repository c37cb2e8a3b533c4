"""Where the boxes and lines of a lifecycle stand: states in one column, their ways out in a second, lanes beyond.

Each state has a row for what comes in and one for each way out. Whatever leads to one state runs into that state's
lane, and from the lane into its box; so no label is ever crossed, and a pack of any size can be drawn.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ethics_review.published.lines import Line, states, ways
from regulations.pack import Resolved
from regulations.vocabulary import State

Leg: TypeAlias = tuple[str, State, State]
"""A move, the state it was made in, and the state it led to."""


@dataclass(frozen=True)
class Way:
    """One way out of a state and the row in which it stands."""

    together: tuple[Line, ...]
    row: int

    @property
    def target(self) -> State:
        return self.together[0].target

    @property
    def leg(self) -> Leg:
        """The way as the record of a case tells it."""
        line = self.together[0]
        return line.move.name, line.source, line.target


@dataclass(frozen=True)
class Block:
    """A state: the row in which it is entered, and its ways out."""

    state: State
    row: int
    ways: tuple[Way, ...]

    @property
    def rows(self) -> int:
        """How many rows it takes, the one of its entry included."""
        return 1 + len(self.ways)


@dataclass(frozen=True)
class Layout:
    """The blocks from above to below, and the lane that leads to each state which is entered."""

    blocks: tuple[Block, ...]
    lanes: Mapping[State, int]

    @property
    def rows(self) -> int:
        return self.blocks[-1].row + self.blocks[-1].rows

    @property
    def width(self) -> int:
        """How many lanes stand side by side."""
        return 1 + max(self.lanes.values(), default=-1)

    def entry(self, state: State) -> int:
        """The row in which a state is entered."""
        return next(block.row for block in self.blocks if block.state is state)

    def middle(self, row: int, *, height: float, gap: float) -> float:
        """How far down the middle of a row is drawn, where rows are so high and blocks set so far apart."""
        return row * height + gap * sum(1 for block in self.blocks if block.row <= row)

    def followed(self, taken: Container[Leg]) -> "Layout":
        """The same blocks in the same rows, with lanes for these legs alone."""
        led = tuple(
            Block(block.state, block.row, tuple(way for way in block.ways if way.leg in taken)) for block in self.blocks
        )
        return Layout(self.blocks, _lanes(led))


def layout(pack: Resolved, *, extra: Mapping[State, int] | None = None) -> Layout:
    """Lay a pack's lifecycle out. `extra` asks for empty rows after the ways out of some states."""
    blocks, row = [], 0
    for state in states(pack):
        found = tuple(Way(together, row + 1 + place) for place, together in enumerate(ways(pack, state)))
        blocks.append(Block(state, row, found))
        row += blocks[-1].rows + (extra or {}).get(state, 0)
    return Layout(tuple(blocks), _lanes(tuple(blocks)))


def _lanes(blocks: tuple[Block, ...]) -> Mapping[State, int]:
    """The shortest lanes inside; two share a place where they do not meet."""
    spans = {block.state: _span(block, blocks) for block in blocks}
    entered = [state for state, (top, bottom) in spans.items() if top != bottom]
    lanes: dict[State, int] = {}
    for state in sorted(entered, key=lambda one: (spans[one][1] - spans[one][0], spans[one])):
        taken = {lanes[other] for other in lanes if _meet(spans[state], spans[other])}
        lanes[state] = next(place for place in range(len(entered)) if place not in taken)
    return lanes


def _span(block: Block, blocks: Iterable[Block]) -> tuple[int, int]:
    rows = [block.row, *(way.row for one in blocks for way in one.ways if way.target is block.state)]
    return min(rows), max(rows)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
