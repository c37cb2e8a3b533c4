"""The regulation as examples (fixtures/scenarios): who may do what, and which rule refuses the rest."""

from pathlib import Path

import pytest
import yaml

import regulations
from regulations.articles import article
from regulations.citation import Cite
from regulations.examine import examine
from tests.regulations.builder import actor_of, facts_of, focuses, line
from tests.regulations.reading import codes

ROOT = Path(__file__).parents[2] / "fixtures" / "scenarios"
LEAST = 60


def load():
    """Every scenario with its pack, in the order of the files."""
    for file in sorted(ROOT.glob("*/*.yaml")):
        for scenario in yaml.safe_load(file.read_text("utf-8")):
            yield file.parent.name, scenario


SCENARIOS = list(load())


def plainly(value):
    """Figures as a scenario writes them: words for words, lists for lists."""
    match value:
        case dict():
            return {key: plainly(item) for key, item in value.items()}
        case list() | tuple():
            return [plainly(item) for item in value]
        case str():
            return str(value)
    return value


def answer(pack, when, given):
    told = dict(when)
    data = told.pop("data", None)
    if data is not None and data.get("focuses") == "all":
        data = data | {"focuses": focuses(pack, without=told.pop("without", ()))}
    actor = actor_of(*told.pop("as"), who=told.pop("who", None))
    move = line(pack, told.pop("move"))
    assert not told, f"unknown: {sorted(told)}"
    return examine(move, facts_of(pack, **given), actor, data)


@pytest.mark.parametrize(("pack", "scenario"), SCENARIOS, ids=[scenario["name"] for _, scenario in SCENARIOS])
def test_scenario_comes_out_as_told(pack, scenario):
    refusals = answer(pack, scenario["when"], scenario.get("given", {}))

    expected = [] if scenario["then"] == "allowed" else scenario["then"]["refused"]
    found = [{"code": refusal.code, "cite": str(refusal.source.cite)} for refusal in refusals]
    assert found == [{"code": one["code"], "cite": one["cite"]} for one in expected]
    for refusal, one in zip(refusals, expected, strict=True):
        assert plainly(dict(refusal.figures)) == one.get("figures", {})


@pytest.mark.parametrize(("pack", "scenario"), SCENARIOS, ids=[scenario["name"] for _, scenario in SCENARIOS])
def test_scenario_stands_on_an_article(pack, scenario):
    instrument, _, place = scenario["cite"].rstrip("?").partition("#")
    cite = Cite(instrument, int(place) if place.isdigit() else None, annex=place == "annex")

    assert instrument in {*regulations.pack(pack).chain, "house"}
    assert instrument == "house" or article(cite) is not None


def test_scenarios_are_many_and_each_has_a_name_of_its_own():
    names = [scenario["name"] for _, scenario in SCENARIOS]

    assert len(names) >= LEAST
    assert len(set(names)) == len(names)


def test_scenarios_show_every_reason_a_guard_gives():
    shown = {
        one["code"] for _, scenario in SCENARIOS if scenario["then"] != "allowed" for one in scenario["then"]["refused"]
    }

    assert codes() - shown == set()


def test_scenarios_show_every_move_allowed_and_refused():
    allowed = {scenario["when"]["move"] for _, scenario in SCENARIOS if scenario["then"] == "allowed"}
    refused = {scenario["when"]["move"] for _, scenario in SCENARIOS if scenario["then"] != "allowed"}

    moves = set(regulations.pack("ai-2026").moves)
    assert (moves - allowed, moves - refused) == (set(), set())
