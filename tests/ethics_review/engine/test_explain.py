"""What may be done, and why the rest may not: the very same as what happens when it is tried."""

import pytest
from django.db import transaction

from ethics_review.engine import explain
from ethics_review.operations import make_move
from regulations import pack
from regulations.refusal import Refused
from tests.ethics_review.positions import POSITIONS, STATES
from tests.machine.answers import answer
from tests.world import Story

LINES = pack("ai-2026").moves


def people(story):
    world = story.world
    return [
        story.applicant, story.manager, story.secretary, story.chair, world.vice, story.members[2], story.members[8],
        world.officer, world.experts[0], world.experts[6], world.stranger,
    ]  # fmt: skip


def tried(story, who, move, now):
    """The refusals met by whoever tries the move now with a sensible answer; none where it was made. Nothing stays."""
    words = {"number": story.number, "move": move, "user": who, "data": answer(story, move, who), "now": now}
    with transaction.atomic():
        try:
            make_move(**words)
        except Refused as refused:
            return refused.refusals
        finally:
            transaction.set_rollback(True)
    return ()


@pytest.mark.parametrize("state", STATES)
def test_what_is_allowed_can_be_done_and_nothing_else(story, everything, state):
    """`allowed` is true exactly when the move with valid input would succeed at this instant."""
    STATES[state](story)
    story.wait(minutes=1)
    before = everything()

    for who in people(story):
        options = explain(case=story.case, user=who, now=story.now).options
        assert [option.line.name for option in options] == list(LINES)
        for option in options:
            if state in option.line.sources:
                assert tried(story, who, option.line.name, story.now) == option.refusals, option.line.name
            else:
                assert option.refusals[0].code == "state.not_here"
    assert everything() == before


@pytest.mark.parametrize("move", POSITIONS)
def test_in_its_position_a_move_is_allowed(story, move):
    who, _ = POSITIONS[move](story)
    explained = explain(case=story.case, user=who, now=story.now)

    assert move in {option.line.name for option in explained.allowed}


def test_explain_reads_once_for_all_moves(world, statements):
    costs = []
    for others in (1, 3):
        for _ in range(others):
            Story(world).decided()
        story = Story(world).in_review().reviewed().balloting()
        case = story.joined_case
        costs.append(statements(explain, case=case, user=story.chair, now=story.now))

    assert costs[0] == costs[1] <= 8


def test_explain_gives_the_form_of_each_move(story):
    story.submitted()
    explained = explain(case=story.case, user=story.secretary, now=story.now)
    options = {option.line.name: option for option in explained.options}

    asks = options["accept"].asks
    assert asks["required"] == ["procedure", "reason", "scope"]
    assert asks["properties"]["procedure"]["enum"] == ["general", "simplified", "emergency"]
    assert asks["properties"]["scope"]["items"]["enum"][0] == "human_dignity"
    assert asks["properties"]["ground"]["enum"] == ["minimal_risk", "minor_modification", "follow_up", ""]
    assert asks["additionalProperties"] is False
    assert options["open_ballot"].asks["properties"] == {}


def test_explain_says_who_the_reader_is_to_the_case(world):
    story = Story(world, applicant=world.members[4]).accepted()

    def roles(who):
        return sorted(explain(case=story.case, user=who, now=story.now).roles)

    assert roles(world.members[4]) == ["applicant"]
    assert roles(world.chair) == ["chair", "member"]
    assert roles(world.secretary) == ["secretary"]
    assert roles(world.manager) == ["unit"]
    assert roles(world.officer) == ["authority"]
    assert roles(world.stranger) == []
