"""The lifecycle as a picture: states on the left, their ways out beside them, a coloured lane to where each leads."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ethics_review.published.layout import Block, Layout, Way, layout
from ethics_review.published.lines import finals, way_words
from ethics_review.published.markup import text_width, written
from ethics_review.wording import label
from regulations.pack import Resolved
from regulations.vocabulary import ENDED, State

ROW, GAP, LANE, EDGE, BEND = 24, 16, 16, 24, 6
FONT, HEAD = 13, 44
FAMILY = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
COLOURS = ("#1f5fa8", "#b3541e", "#2f7d4f", "#8a3b8f", "#9a6b00", "#007a87", "#b0304a", "#5a5f69")
FILLS = {"open": "#eef3fa", "active": "#e3f3e8", "ended": "#ececec"}
INK, PAPER, FRAME = "#1d2129", "#ffffff", "#5a5f69"


@dataclass(frozen=True)
class Sheet:
    """The measures of one picture."""

    pack: Resolved
    language: str
    laid: Layout
    box: float
    text: float

    @property
    def left(self) -> float:
        """Where the labels of the ways out begin."""
        return EDGE + self.box

    @property
    def lanes(self) -> float:
        """Where the first lane stands."""
        return self.left + self.text + 2 * EDGE

    @property
    def width(self) -> float:
        return self.lanes + self.laid.width * LANE + EDGE

    @property
    def height(self) -> float:
        return self.y(self.laid.rows) + EDGE

    def y(self, row: int) -> float:
        """The middle of a row; blocks are set apart."""
        return HEAD + self.laid.middle(row, height=ROW, gap=GAP)

    def x(self, state: State) -> float:
        """Where the lane to a state stands."""
        return self.lanes + self.laid.lanes[state] * LANE

    def colour(self, state: State) -> str:
        places = [block.state for block in self.laid.blocks]
        return COLOURS[places.index(state) % len(COLOURS)]


def svg(pack: Resolved, language: str) -> str:
    """The picture's text in one language."""
    sheet = _sheet(pack, language)
    root = ET.Element("svg", _attributes(sheet))
    title = pack.title.in_language(language)
    ET.SubElement(root, "title").text = title
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
    _text(root, EDGE, HEAD - 14, title, weight="bold")
    for block in sheet.laid.blocks:
        for way in block.ways:
            _way(root, sheet, way)
    for state in sheet.laid.lanes:
        _entry(root, sheet, state)
    for block in sheet.laid.blocks:
        _block(root, sheet, block)
    _begin(root, sheet)
    return written(root)


def _sheet(pack: Resolved, language: str) -> Sheet:
    laid = layout(pack)
    box = max(_width(label(block.state, language)) for block in laid.blocks) + 2 * GAP
    text = max(_width(_told(pack, way, language)) for block in laid.blocks for way in block.ways)
    return Sheet(pack, language, laid, box, text)


def _told(pack: Resolved, way: Way, language: str) -> str:
    """The move, and where it leads: read without following the line."""
    return f"{way_words(pack, way.together, language)} → {label(way.target, language)}"


def _width(words: str) -> float:
    return text_width(words, size=FONT)


def _attributes(sheet: Sheet) -> dict[str, str]:
    size = {"width": f"{sheet.width:g}", "height": f"{sheet.height:g}"}
    box = f"0 0 {sheet.width:g} {sheet.height:g}"
    font = {"font-family": FAMILY, "font-size": str(FONT), "fill": INK}
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        **size,
        "viewBox": box,
        "lang": sheet.language,
        **font,
    }


def _text(parent: ET.Element, x: float, y: float, words: str, *, weight: str = "normal") -> None:
    place = {"x": f"{x:g}", "y": f"{y:g}", "dominant-baseline": "central"}
    ET.SubElement(parent, "text", place if weight == "normal" else place | {"font-weight": weight}).text = words


def _path(parent: ET.Element, steps: str, colour: str) -> None:
    ET.SubElement(parent, "path", {"d": steps, "fill": "none", "stroke": colour, "stroke-width": "1.5"})


def _way(root: ET.Element, sheet: Sheet, way: Way) -> None:
    """Out of the box, past the label, round the bend into the lane of the state it leads to."""
    y, colour = sheet.y(way.row), sheet.colour(way.target)
    start = sheet.left + EDGE + _width(_told(sheet.pack, way, sheet.language)) + BEND
    lane, turn = sheet.x(way.target), BEND if sheet.laid.entry(way.target) > way.row else -BEND
    _path(root, f"M{sheet.left:g} {y:g}h{EDGE - BEND}", colour)
    _path(root, f"M{start:g} {y:g}H{lane - BEND:g}q{BEND} 0 {BEND} {turn}", colour)
    _text(root, sheet.left + EDGE, y, _told(sheet.pack, way, sheet.language))


def _entry(root: ET.Element, sheet: Sheet, state: State) -> None:
    """The lane down or up to the state, and the arrow into its box."""
    lane, colour, row = sheet.x(state), sheet.colour(state), sheet.laid.entry(state)
    y = sheet.y(row)
    rows = [way.row for block in sheet.laid.blocks for way in block.ways if way.target is state]
    for far, turn in ((min(rows), -BEND), (max(rows), BEND)):
        if (far - row) * turn > 0:
            _path(root, f"M{lane:g} {sheet.y(far) - turn:g}V{y + turn:g}q0 {-turn} {-BEND} {-turn}", colour)
    tip = sheet.left + 9
    _path(root, f"M{lane - BEND:g} {y:g}H{tip:g}", colour)
    ET.SubElement(root, "path", {"d": f"M{sheet.left:g} {y:g}l10 -5v10z", "fill": colour})


def _block(root: ET.Element, sheet: Sheet, block: Block) -> None:
    """The state's box: an ended one is grey, and one from which nothing leads away has a double frame."""
    kind = "active" if block.state is State.ACTIVE else "ended" if block.state in ENDED else "open"
    top, height = sheet.y(block.row) - ROW / 2, block.rows * ROW
    frame = {"x": str(EDGE), "y": f"{top:g}", "width": f"{sheet.box:g}", "height": str(height), "rx": "6"}
    ET.SubElement(root, "rect", {**frame, "fill": FILLS[kind], "stroke": FRAME, "stroke-width": "1.2"})
    if block.state in finals(sheet.pack):
        inner = {"x": str(EDGE + 3), "y": f"{top + 3:g}", "width": f"{sheet.box - 6:g}", "height": str(height - 6)}
        ET.SubElement(root, "rect", {**inner, "rx": "4", "fill": "none", "stroke": FRAME})
    _text(root, EDGE + GAP, top + height / 2, label(block.state, sheet.language), weight="bold")


def _begin(root: ET.Element, sheet: Sheet) -> None:
    """The dot from which every case starts."""
    y = f"{sheet.y(sheet.laid.entry(State.DRAFT)):g}"
    ET.SubElement(root, "circle", {"cx": str(EDGE - 14), "cy": y, "r": "5"})
    _path(root, f"M{EDGE - 14} {y}h14", INK)
