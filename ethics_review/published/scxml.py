"""The lifecycle as SCXML (State Chart XML, W3C Recommendation of 1 September 2015), for tools that run state charts.

An event is the name of a move; what a move must record to lead somewhere follows after a dot. Who may make it and what
it stands on are in attributes of a namespace of our own, which other tools pass over. What the guards ask is not here:
it looks at facts no chart holds.
"""

from xml.etree import ElementTree as ET

from ethics_review.published.lines import Line, branch_words, finals, lines, states, staying
from ethics_review.published.markup import written
from ethics_review.wording import label
from regulations.move import Move
from regulations.pack import Resolved
from regulations.vocabulary import State

SCXML = "http://www.w3.org/2005/07/scxml"
OWN = "urn:ethics-review:lifecycle"


def scxml(pack: Resolved, language: str) -> str:
    """The chart's text; labels in one language, names in none."""
    ET.register_namespace("", SCXML)
    ET.register_namespace("review", OWN)
    name = {"name": pack.id.replace("-", "_"), "version": "1.0", "initial": State.DRAFT.value, "datamodel": "null"}
    told = {"title": pack.title.in_language(language), "digest": pack.digest}
    root = ET.Element(_named("scxml"), {**name, **_own(told)})
    for state in states(pack):
        _state(root, pack, state, language)
    return written(root)


def event(line: Line) -> str:
    """The event that takes a line: the move, and what it recorded."""
    return ".".join([line.move.name, *line.branch.split(":")]) if line.branch else line.move.name


def _state(root: ET.Element, pack: Resolved, state: State, language: str) -> None:
    kind = "final" if state in finals(pack) else "state"
    element = ET.SubElement(root, _named(kind), {"id": state.value, **_own({"label": label(state, language)})})
    for line in (line for line in lines(pack) if line.source is state):
        told = {"outcome": branch_words(pack, line.move, (line.branch,), language)} if line.branch else {}
        told = _told(pack, line.move, state, language) | told
        ET.SubElement(element, _named("transition"), {"event": event(line), "target": line.target.value, **_own(told)})
    for move in staying(pack, state):
        ET.SubElement(element, _named("transition"), {"event": move.name, **_own(_told(pack, move, state, language))})


def _told(pack: Resolved, move: Move, state: State, language: str) -> dict[str, str]:
    source = pack.rules[move.rule].source
    by = " ".join(role.value for role in move.roles_in(state))
    return {"label": move.label.in_language(language), "by": by, "cite": str(source.cite), "basis": source.basis.value}


def _named(name: str) -> str:
    return f"{{{SCXML}}}{name}"


def _own(values: dict[str, str]) -> dict[str, str]:
    return {f"{{{OWN}}}{name}": value for name, value in values.items()}
