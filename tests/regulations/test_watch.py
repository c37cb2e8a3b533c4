"""No open case is ever left alone: in every state somebody must act, and a clock that tells somebody watches."""

import pytest

import regulations
from regulations.owners import OWNER
from regulations.vocabulary import ENDED, Role, State
from regulations.watch import Standing, is_open, owners, standings, steps, watching

PACKS = regulations.all_packs()
STEPS = {pack.id: steps(pack) for pack in PACKS}
GOOD = regulations.pack("ai-2026")

WATCHED = {
    State.SUBMITTED: {"acceptance"},
    State.COMPLETION_REQUESTED: {"supplement"},
    State.ACCEPTED: {"decision", "decision_simplified", "decision_emergency", "pause"},
    State.IN_REVIEW: {"decision", "decision_simplified", "decision_emergency", "pause"},
    State.PRELIMINARY_PASSED: {"re_examination_application", "decision_emergency"},
    State.RE_EXAMINATION_APPLIED: {"re_examination", "decision_emergency"},
    State.RE_EXAMINATION: {"re_examination", "decision_emergency"},
    State.OPINION_RETURNED: {"final_decision", "decision_emergency", "pause"},
    State.MODIFICATION_REQUIRED: {"modification"},
    State.REVISION_REQUIRED: {"revision"},
    State.ACTIVE: {"follow_up", "follow_up_listed", "registration", "change_assessment", "exemption"},
    State.SUSPENDED: {"follow_up", "follow_up_listed", "registration", "change_assessment", "exemption"},
    State.UNDER_APPEAL: {
        "appeal_ruling",
        "follow_up",
        "follow_up_listed",
        "registration",
        "change_assessment",
        "exemption",
    },
}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_state_is_reached(pack):
    assert {standing.state for standing in standings(STEPS[pack.id])} == set(State)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_every_open_case_is_watched_and_somebody_must_act(pack):
    for standing in standings(STEPS[pack.id]):
        assert bool(watching(pack, standing)) is is_open(standing.state), standing
        assert bool(owners(pack, standing)) is is_open(standing.state), standing


@pytest.mark.parametrize("state", WATCHED)
def test_state_is_watched_by_these_clocks(state):
    found = {
        name for standing in standings(STEPS["ai-2026"]) if standing.state is state for name in watching(GOOD, standing)
    }

    assert found == WATCHED[state]


def test_an_exemption_is_watched_from_the_approval_until_it_is_reviewed_anew_or_has_ended():
    found = standings(STEPS["ai-2026"])

    for standing in found:
        if "exemption" in standing.running:
            assert standing.listed, standing
            assert standing.state in {State.ACTIVE, State.SUSPENDED, State.UNDER_APPEAL}, standing
    assert {step.move for step in STEPS["ai-2026"] if "exemption" in step.started} == {
        "issue_decision",
        "confirm_modifications",
        "grant_exemption",
    }


def test_only_drafts_and_what_has_ended_are_not_open():
    assert {state for state in State if not is_open(state)} == {State.DRAFT, *ENDED}


def test_window_that_merely_closes_watches_nobody():
    assert watching(GOOD, Standing(State.REJECTED, frozenset({"appeal_window"}))) == ()
    assert watching(GOOD, Standing(State.ACTIVE, frozenset({"follow_up", "appeal_window"}))) == ("follow_up",)


def test_owner_without_a_move_in_the_state_is_none():
    assert owners(GOOD, Standing(State.SUBMITTED, frozenset({"re_examination"}))) == frozenset()
    assert owners(GOOD, Standing(State.SUBMITTED, frozenset({"acceptance"}))) == {Role.SECRETARY}


def test_owner_who_can_only_tend_a_clock_is_none():
    assert owners(GOOD, Standing(State.UNDER_APPEAL, frozenset({"acceptance"}))) == frozenset()


def test_owner_who_can_end_a_clock_without_moving_the_case_is_one():
    assert owners(GOOD, Standing(State.ACTIVE, frozenset({"registration"}))) == {Role.UNIT}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_named_owner_of_each_state_can_make_a_move_in_it(pack):
    assert set(OWNER) == {state for state in State if state not in ENDED}
    for state, owner in OWNER.items():
        able = {role for move in pack.moves.values() if state in move.sources for role in move.roles_in(state)}
        assert owner in able, state


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_named_owner_of_each_open_state_owns_a_clock_that_may_watch_it(pack):
    for state in filter(is_open, State):
        owned = {
            pack.clocks[name].owner
            for standing in standings(STEPS[pack.id])
            if standing.state is state
            for name in watching(pack, standing)
        }
        assert OWNER[state] in owned, state


def test_appeal_goes_back_only_to_where_it_came_from():
    ruled = [step for step in STEPS["ai-2026"] if step.move == "rule_on_appeal"]

    dismissed = {(step.source.prior, step.target.state) for step in ruled if step.target.state is step.source.prior}
    assert {prior for prior, _ in dismissed} == {
        State.DECLINED,
        State.REJECTED,
        State.MODIFICATION_REQUIRED,
        State.REVISION_REQUIRED,
        State.SUSPENDED,
        State.TERMINATED,
    }
    assert all(step.target.prior is None for step in ruled)
    lodged = {standing.prior for standing in standings(STEPS["ai-2026"]) if standing.state is State.UNDER_APPEAL}
    assert lodged == {prior for prior, _ in dismissed}


def test_paused_decision_is_watched_by_the_pause():
    paused = [step for step in STEPS["ai-2026"] if step.move == "pause_clock" and "pause" not in step.source.running]

    assert paused
    assert {step.started for step in paused} == {("pause",)}
    assert {step.source.state for step in paused} == {State.ACCEPTED, State.IN_REVIEW, State.OPINION_RETURNED}


def test_every_listed_activity_in_force_was_followed_up_as_listed():
    for standing in standings(STEPS["ai-2026"]):
        if standing.state is State.ACTIVE:
            assert ("follow_up_listed" in standing.running) is standing.listed
            assert ("follow_up" in standing.running) is not standing.listed
