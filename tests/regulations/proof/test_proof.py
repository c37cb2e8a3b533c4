"""The packs of the product hold, whatever a committee has set; and the proof itself is what it says it is."""

from collections import Counter
from dataclasses import replace

import pytest

import regulations
from regulations.house import house_settings
from regulations.pack import Item
from regulations.proof import HOUSES, LAWS, Memory, prove
from regulations.proof.effects import EFFECTS
from regulations.proof.explore import Found, explore
from regulations.proof.figures import FIGURES, How, binding
from regulations.proof.prove import WATCHERS, examples
from regulations.proof.world import STARTS, Panel, Room, World, tidy
from regulations.quorum import Share
from regulations.vocabulary import State
from regulations.words import Words
from tests.exhaustive import exhaustive
from tests.regulations.proof import mutants
from tests.regulations.proof.mutants import GOOD

PACKS = regulations.all_packs()
TENDING = {"pause_clock", "resume_clock"}


@pytest.fixture(scope="module")
def found(proof, memory):
    """All that the measures of 2026 permit under the usual settings."""
    found = Found()
    for _ in explore(mutants.GOOD.rules_for(house={}), WATCHERS, memory, found):
        pass
    return found


def test_measures_of_2026_hold(proof):
    assert [(example.law.name, example.steps) for example in proof.broken] == []
    assert proof.holds


@exhaustive
def test_general_measures_hold():
    assert prove(regulations.pack("general-2023")).holds


def test_every_state_and_every_move_is_explored(found):
    taken = {step.move for steps in found.steps.values() for step in steps} - {""}

    assert {world.state for world in found.steps} == set(State)
    assert taken == mutants.GOOD.moves.keys() - TENDING
    assert EFFECTS.keys() == mutants.GOOD.moves.keys()


def test_every_kind_of_room_and_panel_is_explored(found):
    assert {world.room for world in found.steps} == set(Room)
    assert {world.panel for world in found.steps} == set(Panel) - {Panel.NARROW}


def test_settings_that_change_the_steps_are_settings_of_the_packs():
    for house in HOUSES:
        assert house.keys() <= house_settings(mutants.GOOD).keys()


def test_each_world_is_reached_by_its_shortest_way(found):
    farther = Counter()
    for world, steps in found.steps.items():
        for step in steps:
            farther[len(found.path(step.target)) <= len(found.path(world)) + 1] += 1

    assert set(farther) == {True}
    assert all(found.start(world) in STARTS for world in found.steps)


def test_every_world_is_tidy(found):
    assert [world for world in found.steps if tidy(world) != world] == []


def test_the_same_pack_is_proved_the_same_way_twice():
    first, second = (prove(mutants.dropped("open_ballot", "quorum_met"), first_only=True) for _ in range(2))

    assert first.broken == second.broken


def test_what_is_remembered_changes_no_finding(proof, memory):
    broken = mutants.dropped("decline", "declined_after_notice")

    assert prove(broken, memory=memory, first_only=True).broken == prove(broken, first_only=True).broken


def test_nothing_is_remembered_of_other_rules(proof, memory):
    half = mutants.with_rule("decision.majority", Share(1, 2))

    assert _beyond_the_figure(half, memory).law.name == "valid_vote"


LOWERED = {
    "a majority of half": (mutants.with_rule("decision.majority", Share(1, 2)), "valid_vote", "issue_decision"),
    "half of the experts": (mutants.with_rule("panel.majority", Share(1, 2)), "valid_vote", "give_opinion"),
    "a quorum of four": (mutants.with_rule("meeting.min_present", 4), "valid_vote", "open_ballot"),
    "a panel of four": (mutants.with_rule("panel.min_experts", 4), "valid_vote", "open_ballot"),
    "a meeting without law": (mutants.short_of("meeting.categories", "law"), "valid_vote", "open_ballot"),
    "one simplified reviewer": (mutants.with_rule("simplified.min_members", 1), "valid_vote", "issue_decision"),
    "two notices": (mutants.with_rule("acceptance.single_notice", 2), "single_notice", "request_completion"),
}


@exhaustive
@pytest.mark.parametrize(("pack", "law", "last"), LOWERED.values(), ids=list(LOWERED))
def test_a_lowered_figure_is_found_by_what_it_lets_happen_too(pack, law, last):
    example = _beyond_the_figure(pack, Memory())

    assert (example.law.name, example.last_move) == (law, last)


def _beyond_the_figure(pack, memory):
    """The first counter-example that is not the figure itself."""
    found = examples(pack.rules_for(house={}), memory, Found())
    return next(example for example in found if example.law.name != "figures")


def test_one_vote_short_of_the_law_is_the_vote_that_a_lowered_majority_lets_pass():
    example = _beyond_the_figure(mutants.with_rule("decision.majority", Share(1, 2)), Memory())

    voted = next(step for step in example.steps if step.move == "cast_vote")
    assert voted.words.en == "approve, one vote short of the majority"


def test_a_pack_with_a_move_the_model_does_not_know_is_not_proved():
    pardon = replace(mutants.line("suspend"), name="pardon")

    with pytest.raises(LookupError, match="ai-2026: the model knows no pardon"):
        prove(mutants.with_lines(pardon=pardon))


def test_a_stricter_pack_meets_the_figures():
    stricter = mutants.with_rule("meeting.min_present", 6), mutants.with_clock("decision", amount=20)

    for pack in (*stricter, mutants.with_rule("decision.majority", Share(3, 4))):
        assert all(figure.met_by(pack) for figure in binding(pack))


@exhaustive
def test_a_pack_that_is_stricter_in_everything_holds():
    fields = tuple(Item(one, Words(one, one)) for one in ("ai_technology", "ai_application", "ethics", "law", "field"))
    stricter = {
        "meeting.min_present": 7,
        "meeting.categories": fields,
        "decision.majority": Share(3, 4),
        "panel.min_experts": 7,
        "panel.categories": fields,
        "panel.majority": Share(4, 5),
        "simplified.min_members": 3,
        "review.reviewers": 2,
    }
    rules = {key: replace(GOOD.rules[key], value=value) for key, value in stricter.items()}

    assert prove(replace(GOOD, rules={**GOOD.rules, **rules})).broken == ()


def test_a_figure_that_is_gone_is_not_met():
    gone = replace(
        mutants.GOOD, rules={key: rule for key, rule in mutants.GOOD.rules.items() if key != "panel.majority"}
    )

    assert [figure.key for figure in binding(gone) if not figure.met_by(gone)] == ["panel.majority"]


def test_the_nearer_instrument_rules():
    nearest = {(figure.key, figure.how is How.WITHIN): figure.cite.instrument for figure in binding(mutants.GOOD)}

    assert nearest["meeting.categories", False] == "ai-2026"
    assert nearest["committee.min_members", False] == "general-2023"
    assert {figure.cite.instrument for figure in binding(regulations.pack("general-2023"))} == {"general-2023"}


def test_figures_cite_as_the_packs_do():
    for pack in PACKS:
        own = [figure for figure in FIGURES if figure.cite.instrument == pack.id]
        for figure in own:
            source = (pack.clocks if figure.how is How.WITHIN else pack.rules)[figure.key].source
            assert (figure.cite.article, figure.cite.annex) == (source.cite.article, source.cite.annex), figure


def test_every_invariant_stands_on_a_rule_of_every_pack():
    for pack in PACKS:
        assert {law.rule for law in LAWS.values()} - pack.rules.keys() <= {"parent.applies"}


def test_a_draft_tells_nothing_of_a_case_to_come():
    assert tidy(World(state=State.WITHDRAWN, room=Room.FULL, listed=True)) == World(state=State.WITHDRAWN)
