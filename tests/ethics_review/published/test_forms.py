"""The published forms of a lifecycle: valid by their own standards, whole, and the same procedure in each."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from scjson.dataclasses_strict import Scxml
from statemachine.io import load
from xsdata.exceptions import ParserError
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

import regulations
from ethics_review.published import FORMS, LANGUAGES
from ethics_review.published.lines import finals, lines, states, staying
from ethics_review.published.scxml import event
from ethics_review.wording import label
from regulations.vocabulary import ENDED, State

PACKS = regulations.all_packs()
SCHEMA = Path(__file__).parents[2] / "schemas" / "bpmn" / "BPMN20.xsd"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
SVG = "{http://www.w3.org/2000/svg}"
STRICT = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True)

every_form = pytest.mark.parametrize("form", FORMS)
every_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def schema():
    return xmlschema.XMLSchema(SCHEMA)


def written(form, pack, language="zh-hans"):
    return FORMS[form](pack, language)


def parsed(form, pack, language="zh-hans"):
    return ET.fromstring(written(form, pack, language))  # noqa: S314 -- what we wrote ourselves


def read(text):
    return XmlParser(config=STRICT).from_string(text, Scxml)


@every_form
@every_pack
@every_language
def test_a_form_names_every_state_and_every_move_that_leads_somewhere(form, pack, language):
    text = written(form, pack, language)

    assert [state for state in states(pack) if label(state, language) not in text] == []
    assert [line.move.name for line in lines(pack) if line.move.label.in_language(language) not in text] == []


@every_form
@every_pack
def test_a_form_is_the_same_each_time(form, pack):
    assert written(form, pack) == written(form, pack)


## BPMN


@every_pack
@every_language
def test_the_process_is_valid_by_the_schema(schema, pack, language):
    assert [error.reason for error in schema.iter_errors(written("bpmn", pack, language))] == []


def test_the_schema_finds_what_is_wrong(schema):
    text = written("bpmn", PACKS[0])

    for wrong in (text.replace("bpmn:userTask", "bpmn:userTusk"), text.replace(' sourceRef="start"', "")):
        assert wrong != text
        assert not schema.is_valid(wrong)


@every_pack
def test_whatever_flows_is_drawn_and_no_two_nodes_lie_on_each_other(pack):
    root = parsed("bpmn", pack)
    process = root.find(f"{BPMN}process")
    drawn = {one.get("bpmnElement") for one in root.iter() if one.tag in {f"{DI}BPMNShape", f"{DI}BPMNEdge"}}
    boxes = [
        [float(shape.find(f"{DC}Bounds").get(name)) for name in ("x", "y", "width", "height")]
        for shape in root.iter(f"{DI}BPMNShape")
    ]

    assert drawn == {one.get("id") for one in process if one.get("id")}
    assert not [(one, other) for one in boxes for other in boxes if one is not other and overlap(one, other)]


def overlap(one, other):
    apart = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
    return not (apart or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1])


@every_pack
def test_every_way_through_the_process_can_end(pack):
    """Each ended state has an end of its own, whether or not an appeal may still lead away from it."""
    process = parsed("bpmn", pack).find(f"{BPMN}process")
    ends = {one.get("name") for one in process.iter(f"{BPMN}endEvent")}

    assert ends == {label(state, "zh-hans") for state in ENDED}


## SCXML


@every_pack
@every_language
def test_the_chart_is_of_the_shape_the_schema_asks(pack, language):
    chart = read(written("scxml", pack, language))

    assert {one.id for one in (*chart.state, *chart.final)} == set(states(pack))
    assert {one.id for one in chart.final} == finals(pack)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("<transition ", "<transit "), (' event="submit"', ' type="deep"'), (' datamodel="null"', ' binding="never"')],
)
def test_a_chart_of_another_shape_is_refused(right, wrong):
    text = written("scxml", PACKS[0])

    assert right in text
    with pytest.raises((ParserError, TypeError, Warning)):
        read(text.replace(right, wrong))


@every_pack
def test_a_machine_that_runs_the_chart_goes_where_the_pack_says(pack):
    machine = load(written("scxml", pack), format="scxml")
    ways = paths(pack)

    assert ways.keys() == set(states(pack))
    for line in lines(pack):
        assert reached(machine, [*ways[line.source], event(line)]) == {line.target}
    for state, way in ways.items():
        assert all(reached(machine, [*way, move.name]) == {state} for move in staying(pack, state))


def test_a_move_made_where_the_pack_does_not_allow_it_leads_nowhere():
    machine = load(written("scxml", PACKS[0]), format="scxml")

    assert reached(machine, ["accept"]) == {State.DRAFT}
    assert reached(machine, ["submit", "accept"]) == {State.ACCEPTED}


def paths(pack):
    """The shortest way to each state, as events."""
    found, waiting = {State.DRAFT: []}, [State.DRAFT]
    while waiting:
        state = waiting.pop(0)
        for line in lines(pack):
            if line.source is state and line.target not in found:
                found[line.target] = [*found[state], event(line)]
                waiting.append(line.target)
    return found


def reached(machine, events):
    running = machine()
    for one in events:
        running.send(one)
    return {str(state) for state in running.configuration_values}


## SVG


@every_pack
@every_language
def test_the_picture_is_drawn_without_style_or_script_and_no_two_texts_share_a_place(pack, language):
    root = parsed("svg", pack, language)
    places = [(one.get("x"), one.get("y")) for one in root.iter(f"{SVG}text")]
    width = float(root.get("width"))

    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {"svg", "title", "rect", "text", "path", "circle"}
    assert not [one for one in root.iter() if one.get("style")]
    assert len(set(places)) == len(places)
    assert all(0 < float(x) < width for x, _ in places)
