"""The way of a case on the states of its pack: every state of every pack, in both languages, and nothing crossed."""

import re

import pytest

import regulations
from ethics_review.published import LANGUAGES
from ethics_review.published.chart import Journey, chart
from ethics_review.published.layout import layout
from ethics_review.published.lines import finals, states, ways
from ethics_review.wording import label
from regulations.vocabulary import State

PACKS = regulations.all_packs()
EVERY_STATE = [
    pytest.param(pack, state, language, id=f"{pack.id}-{state}-{language}")
    for pack in PACKS
    for state in states(pack)
    for language in LANGUAGES
]
DAY = "2026-06-10"


def legs(pack):
    return [way.leg for block in layout(pack).blocks for way in block.ways]


def drawn(pack, place, entered=(), taken=(), language="en"):
    journey = Journey(place, dict.fromkeys(entered, DAY), frozenset(taken))
    return chart(pack=pack, journey=journey, language=language)


@pytest.mark.parametrize(("pack", "place", "language"), EVERY_STATE)
def test_the_present_place_is_drawn_in_its_words_and_once(pack, place, language):
    passed = set(states(pack)) - {place, State.WITHDRAWN}

    picture = drawn(pack, place, passed, language=language)

    named = {name(label(state, language)): state for state in states(pack)}
    assert [named[box.label] for box in picture.boxes] == list(states(pack))
    standing = {named[box.label]: box.standing for box in picture.boxes}
    assert {state for state, how in standing.items() if how == "here"} == {place}
    assert {state for state, how in standing.items() if how == "passed"} == passed
    assert {named[box.label] for box in picture.boxes if box.final} == finals(pack)


def name(words):
    return words[:1].upper() + words[1:]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_way_is_told_and_those_taken_are_strong_and_led(pack, language):
    taken = set(legs(pack)[::3])

    picture = drawn(pack, State.ACTIVE, taken=taken, language=language)

    assert len(picture.steps) == sum(len(ways(pack, state)) for state in states(pack))
    assert sum(step.taken for step in picture.steps) == len(picture.tracks) == len(taken)
    assert len(picture.tips) == len({target for _, _, target in taken})


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_no_two_lie_on_each_other_and_everything_lies_inside(pack):
    picture = drawn(pack, State.ACTIVE, taken=legs(pack))

    middles = [box.middle for box in picture.boxes] + [step.middle for step in picture.steps]
    assert len(set(middles)) == len(middles)
    assert all(0 < middle < picture.height for middle in middles)
    for track in picture.tracks:
        start, lane = (int(number) for number in re.match(r"M(\d+) \d+H(\d+)", track).groups())
        assert picture.box_width < lane < picture.width
        assert start < lane


def test_a_case_that_has_gone_nowhere_has_no_tracks():
    picture = drawn(PACKS[0], State.DRAFT, [State.DRAFT])

    assert (picture.tracks, picture.tips) == ([], [])
    assert [box.note for box in picture.boxes if box.note] == [DAY]


def test_a_step_another_pack_allowed_is_left_out():
    """Until acceptance the body may adopt other rules: the record may hold a way that these no longer have."""
    picture = drawn(PACKS[0], State.SUBMITTED, taken=[("submit", State.ACTIVE, State.SUBMITTED)])

    assert picture.tracks == []
