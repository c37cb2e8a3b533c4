"""What must be told, by which rule; what is the recipient's to choose; and when the night begins and ends."""

from datetime import time

import pytest

import regulations
from regulations.clocks import Unit
from regulations.telling import (
    LEGAL,
    TELLINGS,
    TOPICS,
    URGENT_CLOCKS,
    WAYS,
    Topic,
    Way,
    is_quiet,
    is_urgent,
    must_be_told,
    telling,
)

PACKS = regulations.all_packs()
NIGHT = (time(21, 0), time(7, 0))
NOON_BREAK = (time(12, 0), time(14, 0))


def told(pack):
    return {notice.kind for move in pack.moves.values() for notice in move.tells}


OF_THE_BODY = {"meeting_invited", "meeting_changed", "meeting_cancelled"}
"""What a body tells its members of itself: no line of a case's lifecycle does."""


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_notice_of_a_line_is_sorted(pack):
    assert told(pack) - TELLINGS.keys() == set()


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_must_be_told_stands_on_a_rule_of_the_pack(pack):
    assert {one.rule for one in LEGAL.values()} - pack.rules.keys() == set()


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_must_be_told_is_told_by_a_line(pack):
    assert set(LEGAL) - told(pack) == OF_THE_BODY


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_a_notice_by_which_the_time_to_appeal_runs_must_be_told(pack):
    """The applicant who is not told could not appeal in time."""
    opening = [move for move in pack.moves.values() if any(start.clock == "appeal_window" for start in move.starts)]

    assert {notice.kind for move in opening for notice in move.tells} <= set(LEGAL)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_the_urgent_clocks_are_those_counted_in_hours(pack):
    assert {name for name, clock in pack.clocks.items() if clock.unit is Unit.HOURS} == URGENT_CLOCKS


def test_every_topic_and_way_has_a_name():
    assert (TOPICS.keys(), WAYS.keys()) == (set(Topic), set(Way))


def test_what_the_law_has_told_is_told_apart_from_what_it_has_not():
    assert must_be_told("decision_issued")
    assert not must_be_told("case_completed")
    assert telling("case_completed").topic is Topic.DECISIONS
    assert telling("not_sorted_yet").topic is Topic.ACT


def test_what_is_told_of_the_hours_of_an_emergency_is_urgent():
    assert is_urgent("clock_reminder", "decision_emergency")
    assert is_urgent("emergency_overdue", "")
    assert not is_urgent("clock_reminder", "decision")
    assert not is_urgent("case_submitted", "")


@pytest.mark.parametrize(
    ("at", "hours", "quiet"),
    [
        (time(20, 59, 59), NIGHT, False),
        (time(21, 0, 0), NIGHT, True),
        (time(0, 0, 0), NIGHT, True),
        (time(6, 59, 59), NIGHT, True),
        (time(7, 0, 0), NIGHT, False),
        (time(11, 59, 59), NOON_BREAK, False),
        (time(12, 0, 0), NOON_BREAK, True),
        (time(13, 59, 59), NOON_BREAK, True),
        (time(14, 0, 0), NOON_BREAK, False),
        (time(12, 0, 0), (time(12, 0), time(12, 0)), False),
    ],
)
def test_quiet_hours_begin_and_end_to_the_second(at, hours, quiet):
    assert is_quiet(at, *hours) is quiet
