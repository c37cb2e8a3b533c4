"""The lifecycle as one case has gone through it: where it stands, what it passed and when, which ways it took.

The blocks of the published picture, one below the other with their ways out beneath, so that a narrow window shows
them too. Only the ways that were taken run into lanes; of the others it is enough to say where they lead. What stands
here is where things are drawn: how they look is for the style sheet.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ethics_review.published.layout import Block, Layout, Leg, Way, layout
from ethics_review.published.lines import finals
from ethics_review.published.markup import text_width
from ethics_review.wording import label
from regulations.pack import Resolved
from regulations.vocabulary import State

ROW, GAP, EDGE, INDENT, PAD, LANE, BEND = 24, 12, 8, 36, 12, 14, 6
FONT = 14
BOLD = 1.12
"""So much wider bold words are at most: those of a way that was taken."""


@dataclass(frozen=True)
class Journey:
    """What a reader knows of the way of a case. `entered`: the day on which each state was last entered."""

    place: State
    entered: Mapping[State, str]
    taken: Collection[Leg]


@dataclass(frozen=True)
class Box:
    """A state. `standing` is here, passed or ahead; from a `final` one nothing leads away."""

    top: int
    middle: int
    label: str
    note: str
    standing: str
    final: bool


@dataclass(frozen=True)
class Step:
    """A way out of the state above it, and whether the case took it."""

    middle: int
    label: str
    taken: bool


@dataclass(frozen=True)
class Chart:
    """Everything that is drawn; `tracks` are the paths along which the case went, `tips` where each comes in."""

    width: int
    height: int
    box_width: int
    boxes: list[Box]
    steps: list[Step]
    tracks: list[str]
    tips: list[int]


def chart(*, pack: Resolved, journey: Journey, language: str) -> Chart:
    """The drawing of a case's way under its pack, with its words in one language."""
    laid = layout(pack)
    led = laid.followed(journey.taken)
    drawing = _Drawing(pack, journey, language, laid, led)
    return Chart(
        width=round(drawing.lanes + led.width * LANE + EDGE),
        height=drawing.y(laid.rows - 1) + ROW // 2 + EDGE,
        box_width=drawing.box,
        boxes=[drawing.box_of(block) for block in laid.blocks],
        steps=[drawing.step_of(way) for block in laid.blocks for way in block.ways],
        tracks=[drawing.track(way) for block in laid.blocks for way in block.ways if way.leg in journey.taken],
        tips=sorted({drawing.y(laid.entry(state)) for state in led.lanes}),
    )


@dataclass(frozen=True)
class _Drawing:
    pack: Resolved
    journey: Journey
    language: str
    laid: Layout
    led: Layout

    @property
    def box(self) -> int:
        """How wide the boxes are: the longest name of a state, with the day it was entered."""
        named = max(BOLD * _width(label(block.state, self.language)) for block in self.laid.blocks)
        return round(named + _width("2026-01-01") + 3 * PAD)

    @property
    def lanes(self) -> float:
        """Where the first lane stands: right of every box and of all words, so that none is crossed."""
        ways = (EDGE + INDENT + BOLD * _width(self.told(way)) for block in self.laid.blocks for way in block.ways)
        return max(EDGE + self.box, *ways) + 2 * PAD

    def y(self, row: int) -> int:
        return round(EDGE + self.laid.middle(row, height=ROW, gap=GAP))

    def name(self, state: State) -> str:
        """With a capital where the language has them: it stands alone."""
        words = label(state, self.language)
        return words[:1].upper() + words[1:]

    def told(self, way: Way) -> str:
        """The move, and where it leads."""
        return f"{way.together[0].move.label.in_language(self.language)} → {label(way.target, self.language)}"

    def box_of(self, block: Block) -> Box:
        here = block.state is self.journey.place
        note = self.journey.entered.get(block.state, "")
        standing = "here" if here else "passed" if note else "ahead"
        middle = self.y(block.row)
        final = block.state in finals(self.pack)
        return Box(middle - ROW // 2, middle, self.name(block.state), note, standing, final)

    def step_of(self, way: Way) -> Step:
        return Step(self.y(way.row), self.told(way), way.leg in self.journey.taken)

    def track(self, way: Way) -> str:
        """From behind the words of the way along its lane to the box of the state it led to."""
        y, entry = self.y(way.row), self.y(self.laid.entry(way.target))
        start, turn = round(EDGE + INDENT + BOLD * _width(self.told(way)) + BEND), BEND if entry > y else -BEND
        lane, end = round(self.lanes + self.led.lanes[way.target] * LANE), EDGE + self.box + 4
        out = f"M{start} {y}H{lane - BEND}q{BEND} 0 {BEND} {turn}"
        return f"{out}V{entry - turn}q0 {turn} {-BEND} {turn}H{end}"


def _width(words: str) -> float:
    return text_width(words, size=FONT)
