"""The lifecycle as BPMN 2.0 (OMG, ISO/IEC 19510), with the diagram interchange a modeller needs to open it.

A state is an exclusive gateway at which somebody chooses; a move out of it is a user task, with the roles that may do
it; a move that may come to more than one thing is followed by a gateway of its own. Moves that leave a case where it is
are told in the documentation of the state's gateway: drawn, they would hide the procedure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.etree import ElementTree as ET

from ethics_review.published.layout import Block, Layout, Way, layout
from ethics_review.published.lines import branch_words, finals, staying
from ethics_review.published.markup import written
from ethics_review.wording import label
from regulations.move import Move
from regulations.pack import Resolved
from regulations.vocabulary import ENDED, Role, State

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
OWN = "urn:ethics-review:lifecycle"

ROW, LANE, LEFT = 70, 24, 160
GATEWAY, EVENT, TASK_WIDTH, TASK_HEIGHT = 50, 36, 210, 50
LABEL, WORDS = 200, 18
STATES, TASKS, OUTCOMES, LANES = LEFT, LEFT + 220, LEFT + 500, LEFT + 860


@dataclass
class Drawing:
    """The document as it grows: what flows, and where each part of it is drawn."""

    pack: Resolved
    language: str
    laid: Layout
    nodes: dict[str, ET.Element] = field(default_factory=dict)
    flows: list[ET.Element] = field(default_factory=list)
    shapes: list[ET.Element] = field(default_factory=list)
    edges: list[ET.Element] = field(default_factory=list)

    def node(self, kind: str, key: str, name: str, documentation: str, box: tuple[int, int, int, int]) -> None:
        """A node of the process, and its shape: left, middle, width and height."""
        element = ET.Element(_model(kind), {"id": key, "name": name})
        if documentation:
            ET.SubElement(element, _model("documentation")).text = documentation
        self.nodes[key] = element
        shape = ET.Element(_di("BPMNShape"), {"id": f"{key}_shape", "bpmnElement": key})
        if kind == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        left, middle, width, height = box
        _bounds(shape, left, middle - height // 2, width, height)
        if kind != "userTask" and name:
            _bounds(ET.SubElement(shape, _di("BPMNLabel")), left - LABEL // 4, middle - height, LABEL, WORDS)
        self.shapes.append(shape)

    def flow(self, source: str, target: str, name: str, points: list[tuple[int, int]]) -> None:
        """A sequence flow and its line."""
        key = f"flow_{len(self.flows)}"
        told = {"name": name} if name else {}
        self.flows.append(
            ET.Element(_model("sequenceFlow"), {"id": key, **told, "sourceRef": source, "targetRef": target})
        )
        ET.SubElement(self.nodes[source], _model("outgoing")).text = key
        edge = ET.Element(_di("BPMNEdge"), {"id": f"{key}_edge", "bpmnElement": key})
        for x, y in dict.fromkeys(points):
            ET.SubElement(edge, f"{{{DD}}}waypoint", {"x": str(x), "y": str(y)})
        if name:
            _bounds(
                ET.SubElement(edge, _di("BPMNLabel")),
                OUTCOMES + GATEWAY,
                points[1][1] - WORDS,
                LANES - OUTCOMES - GATEWAY,
                WORDS,
            )
        self.edges.append(edge)

    def y(self, row: int) -> int:
        """The middle of a row."""
        return ROW + row * ROW

    def lane(self, state: State) -> int:
        """Where the lane to a state stands."""
        return LANES + self.laid.lanes[state] * LANE


def bpmn(pack: Resolved, language: str) -> str:
    """The process in one language."""
    drawing = Drawing(pack, language, layout(pack, extra=dict.fromkeys(ENDED - finals(pack), 1)))
    for block in drawing.laid.blocks:
        _state(drawing, block)
    _start(drawing)
    for block in drawing.laid.blocks:
        _ends(drawing, block)
        for _, ways in groupby(block.ways, key=lambda way: way.together[0].move.name):
            _task(drawing, block, tuple(ways))
    return _document(drawing)


def _start(drawing: Drawing) -> None:
    first = drawing.laid.blocks[0]
    y = drawing.y(first.row)
    drawing.node("startEvent", "start", "", "", (LEFT - 100, y, EVENT, EVENT))
    drawing.flow("start", _key(first.state), "", [(LEFT - 100 + EVENT, y), (STATES, y)])


def _state(drawing: Drawing, block: Block) -> None:
    """The gateway of a state; the end itself where nothing leads away."""
    y, name = drawing.y(block.row), label(block.state, drawing.language)
    if block.state in finals(drawing.pack):
        drawing.node("endEvent", _key(block.state), name, "", (STATES + 7, y, EVENT, EVENT))
        return
    kept = staying(drawing.pack, block.state)
    documentation = "\n".join(_documentation(drawing, move) for move in kept)
    drawing.node("exclusiveGateway", _key(block.state), name, documentation, (STATES, y, GATEWAY, GATEWAY))


def _ends(drawing: Drawing, block: Block) -> None:
    """An ended state from which an appeal still leads away ends where nobody appeals."""
    if block.state not in ENDED or block.state in finals(drawing.pack):
        return
    y, key = drawing.y(block.row + block.rows), f"end_{block.state}"
    drawing.node("endEvent", key, label(block.state, drawing.language), "", (TASKS, y, EVENT, EVENT))
    drawing.flow(_key(block.state), key, "", _down(drawing, block, y))


def _down(drawing: Drawing, block: Block, y: int) -> list[tuple[int, int]]:
    """From below the gateway to the left of what stands in the row at `y`."""
    middle = STATES + GATEWAY // 2
    return [(middle, drawing.y(block.row) + GATEWAY // 2), (middle, y), (TASKS, y)]


def _task(drawing: Drawing, block: Block, ways: tuple[Way, ...]) -> None:
    """The task of a move made in a state, and where it leads."""
    move, y = ways[0].together[0].move, drawing.y(ways[0].row)
    key = f"{move.name}_in_{block.state}"
    drawing.node(
        "userTask",
        key,
        move.label.in_language(drawing.language),
        _documentation(drawing, move),
        (TASKS, y, TASK_WIDTH, TASK_HEIGHT),
    )
    drawing.flow(_key(block.state), key, "", _down(drawing, block, y))
    if len(ways) == 1:
        _lead(drawing, key, ways[0], (TASKS + TASK_WIDTH, y))
    else:
        _outcomes(drawing, key, ways, y)
    for role in move.roles_in(block.state):
        owner = ET.SubElement(drawing.nodes[key], _model("potentialOwner"), {"id": f"{key}_by_{role}"})
        ET.SubElement(owner, _model("resourceRef")).text = f"role_{role}"


def _outcomes(drawing: Drawing, key: str, ways: tuple[Way, ...], y: int) -> None:
    """The gateway after a move that may come to more than one thing."""
    gateway = f"{key}_outcome"
    drawing.node("exclusiveGateway", gateway, "", "", (OUTCOMES, y, GATEWAY, GATEWAY))
    drawing.flow(key, gateway, "", [(TASKS + TASK_WIDTH, y), (OUTCOMES, y)])
    _lead(drawing, gateway, ways[0], (OUTCOMES + GATEWAY, y))
    for way in ways[1:]:
        _lead(drawing, gateway, way, (OUTCOMES + GATEWAY // 2, y + GATEWAY // 2))


def _lead(drawing: Drawing, source: str, way: Way, start: tuple[int, int]) -> None:
    """Along the row into the lane, along the lane to the state's row, and into its gateway."""
    line = way.together[0]
    branches = (one.branch for one in way.together if one.branch)
    name = branch_words(drawing.pack, line.move, branches, drawing.language)
    y, entry, lane = drawing.y(way.row), drawing.y(drawing.laid.entry(way.target)), drawing.lane(way.target)
    side = STATES + (7 + EVENT if way.target in finals(drawing.pack) else GATEWAY)
    drawing.flow(source, _key(way.target), name, [start, (start[0], y), (lane, y), (lane, entry), (side, entry)])


def _documentation(drawing: Drawing, move: Move) -> str:
    source = drawing.pack.rules[move.rule].source
    by = ", ".join(label(role, drawing.language) for role in move.by)
    return f"{move.label.in_language(drawing.language)}: {by}; {source.cite} ({label(source.basis, drawing.language)})"


def _document(drawing: Drawing) -> str:
    for prefix, namespace in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", DD)):
        ET.register_namespace(prefix, namespace)
    pack = drawing.pack
    head = {"id": "definitions", "name": pack.title.in_language(drawing.language), "targetNamespace": OWN}
    root = ET.Element(_model("definitions"), head)
    for role in _roles(pack):
        ET.SubElement(root, _model("resource"), {"id": f"role_{role}", "name": label(role, drawing.language)})
    process = ET.SubElement(root, _model("process"), {"id": "lifecycle", "name": head["name"], "isExecutable": "false"})
    ET.SubElement(process, _model("documentation")).text = f"{pack.document}; {pack.id} {pack.version}; {pack.digest}"
    process.extend(_arranged(drawing))
    process.extend(drawing.flows)
    diagram = ET.SubElement(root, _di("BPMNDiagram"), {"id": "diagram"})
    plane = ET.SubElement(diagram, _di("BPMNPlane"), {"id": "plane", "bpmnElement": "lifecycle"})
    plane.extend(drawing.shapes)
    plane.extend(drawing.edges)
    return written(root)


def _roles(pack: Resolved) -> tuple[Role, ...]:
    named = {role for move in pack.moves.values() for role in move.by}
    return tuple(role for role in Role if role in named)


def _arranged(drawing: Drawing) -> Iterator[ET.Element]:
    """The nodes, each with what comes in before what goes out and who may do it, as the schema orders them."""
    order = {_model(name): place for place, name in enumerate(("documentation", "incoming", "outgoing"))}
    for flow in drawing.flows:
        ET.SubElement(drawing.nodes[flow.attrib["targetRef"]], _model("incoming")).text = flow.attrib["id"]
    for node in drawing.nodes.values():
        node[:] = sorted(node, key=lambda one: order.get(one.tag, len(order)))
        yield node


def _bounds(shape: ET.Element, x: int, y: int, width: int, height: int) -> None:
    bounds = {"x": x, "y": y, "width": width, "height": height}
    ET.SubElement(shape, f"{{{DC}}}Bounds", {name: str(value) for name, value in bounds.items()})


def _key(state: State) -> str:
    return f"state_{state}"


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _di(name: str) -> str:
    return f"{{{DI}}}{name}"
