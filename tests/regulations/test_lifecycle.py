"""Where a move leads, which clocks it ends and starts: each branch, listed and not."""

import pytest

from regulations.vocabulary import ENDED, State
from tests.regulations.builder import facts_of, line


def started(move, recorded, **given):
    facts = facts_of("ai-2026", **given)
    return {start.clock for start in line("ai-2026", move).starts if start.when is None or start.when(facts, recorded)}


def settled(move, recorded, destination, **given):
    return line("ai-2026", move).settled(facts_of("ai-2026", **given), recorded, State(destination))


@pytest.mark.parametrize(
    ("outcome", "listed", "clocks"),
    [
        ("approve", [], {"follow_up"}),
        ("approve", [1], {"follow_up_listed", "registration"}),
        ("approve_after_modification", [1], {"modification", "appeal_window"}),
        ("revise_and_re_review", [], {"revision", "appeal_window"}),
        ("reject", [], {"appeal_window"}),
    ],
)
def test_decision_starts_the_clocks_of_its_outcome(outcome, listed, clocks):
    assert started("issue_decision", {"outcome": outcome}, state="in_review", listed=listed) == clocks


@pytest.mark.parametrize(("listed", "clocks"), [([], {"follow_up"}), ([2], {"follow_up_listed", "registration"})])
def test_confirmed_modifications_put_the_approval_into_effect(listed, clocks):
    assert started("confirm_modifications", {}, state="modification_required", listed=listed) == clocks


RESTING = {"listed": [2], "exempt": True}
AGREED = {"panel": {"opinion": "agree"}}


@pytest.mark.parametrize(
    ("move", "state", "recorded"),
    [
        ("issue_decision", "in_review", {"outcome": "approve"}),
        ("confirm_modifications", "modification_required", {}),
    ],
)
@pytest.mark.parametrize(
    ("given", "watched"),
    [
        (RESTING, True),
        (RESTING | {"exempt_until": "2026-12-31"}, True),
        (RESTING | {"exempt": False}, False),
        (RESTING | AGREED, False),
        (RESTING | {"panel": {"opinion": "disagree"}}, True),
    ],
)
def test_an_approval_that_rests_on_a_filing_is_watched_for_its_end(move, state, recorded, given, watched):
    assert ("exemption" in started(move, recorded, state=state, **given)) is watched


@pytest.mark.parametrize("outcome", ["approve_after_modification", "reject"])
def test_what_does_not_take_effect_is_not_watched_for_the_end_of_a_filing(outcome):
    assert "exemption" not in started("issue_decision", {"outcome": outcome}, state="in_review", **RESTING)


@pytest.mark.parametrize(("state", "watched"), [("in_review", False), ("active", True), ("suspended", True)])
def test_an_exemption_granted_in_force_runs_anew(state, watched):
    assert ("exemption" in started("grant_exemption", {}, state=state, **RESTING)) is watched
    assert settled("grant_exemption", {}, state, state=state, clocks=["exemption"]) == {"exemption"}


@pytest.mark.parametrize(
    ("outcome", "ends"),
    [("continue", False), ("suspend", False), ("re_review", True), ("terminate", True)],
)
def test_the_watch_over_an_exemption_ends_with_the_approval_that_rests_on_it(outcome, ends):
    to = {"suspend": "suspended", "re_review": "revision_required", "terminate": "terminated"}.get(outcome, "active")
    ended = settled("conclude_follow_up", {"outcome": outcome}, to, state="active", clocks=["exemption"], **RESTING)

    assert (ended == {"exemption"}) is ends


@pytest.mark.parametrize(
    ("outcome", "listed", "running", "clocks"),
    [
        ("continue", [], [], {"follow_up"}),
        ("continue", [1], [], {"follow_up_listed"}),
        ("continue_with_changes", [], [], {"follow_up"}),
        ("continue_with_changes", [1], [], {"follow_up_listed", "registration"}),
        ("continue_with_changes", [1], ["registration"], {"follow_up_listed"}),
        ("suspend", [], [], {"follow_up", "appeal_window"}),
        ("terminate", [1], [], {"appeal_window"}),
        ("re_review", [], [], {"revision"}),
    ],
)
def test_follow_up_starts_the_clocks_of_its_outcome(outcome, listed, running, clocks):
    assert started("conclude_follow_up", {"outcome": outcome}, state="active", listed=listed, clocks=running) == clocks


@pytest.mark.parametrize(
    ("procedure", "clocks"),
    [
        ("general", {"decision"}),
        ("simplified", {"decision", "decision_simplified"}),
        ("emergency", {"decision_emergency"}),
    ],
)
def test_acceptance_starts_the_clocks_of_the_procedure(procedure, clocks):
    assert started("accept", {"procedure": procedure}, state="submitted") == clocks


@pytest.mark.parametrize(
    ("source", "clocks"),
    [("completion_requested", {"acceptance"}), ("revision_required", {"acceptance"}), ("modification_required", set())],
)
def test_resubmission_goes_to_the_office_unless_it_is_a_modification(source, clocks):
    assert started("resubmit", {"from": source}, state=source) == clocks


@pytest.mark.parametrize(
    ("result", "clocks"),
    [
        ("upheld:declined", {"acceptance"}),
        ("upheld:rejected", {"decision"}),
        ("upheld:modification_required", {"decision"}),
        ("upheld:revision_required", {"decision"}),
        ("upheld:terminated", {"decision"}),
        ("upheld:suspended", set()),
        ("dismissed:rejected", set()),
        ("dismissed:modification_required", {"modification"}),
        ("dismissed:revision_required", {"revision"}),
    ],
)
def test_ruling_starts_what_the_matter_now_owes(result, clocks):
    assert started("rule_on_appeal", {"result": result}, state="under_appeal") == clocks


def test_second_report_runs_on_the_clock_of_the_first():
    assert started("report_change", {}, state="active") == {"change_assessment"}
    assert started("report_incident", {}, state="active", clocks=["change_assessment"]) == set()


def test_interest_found_is_told_and_none_is_not():
    notice = line("ai-2026", "declare_interest").tells[0]
    facts = facts_of("ai-2026", state="accepted")

    assert [notice.when(facts, {"conflict": conflict}) for conflict in (True, False)] == [True, False]


def test_move_ends_the_clocks_it_names_and_no_other():
    running = ["decision", "decision_simplified", "re_examination"]

    assert settled("pass_preliminary", {}, "preliminary_passed", state="in_review", clocks=running) == {
        "decision",
        "decision_simplified",
    }


def test_emergency_clock_runs_on_through_re_examination():
    clocks = ["decision_emergency", "re_examination_application", "re_examination", "final_decision"]

    for move, state, to in [
        ("pass_preliminary", "in_review", "preliminary_passed"),
        ("apply_re_examination", "preliminary_passed", "re_examination_applied"),
        ("give_opinion", "re_examination", "opinion_returned"),
    ]:
        assert "decision_emergency" not in settled(move, {}, to, state=state, clocks=clocks)
    assert "decision_emergency" in settled("issue_decision", {}, "active", state="opinion_returned", clocks=clocks)


@pytest.mark.parametrize(("outcome", "ends"), [("continue", False), ("re_review", True)])
def test_registration_is_owed_no_longer_once_the_approval_is_reviewed_again(outcome, ends):
    to = {"continue": "active", "re_review": "revision_required"}[outcome]

    found = settled(
        "conclude_follow_up", {"outcome": outcome}, to, state="active", clocks=["follow_up", "registration"]
    )

    assert ("registration" in found) is ends


@pytest.mark.parametrize(("source", "ends"), [("revision_required", True), ("modification_required", False)])
def test_revised_plan_gives_up_the_appeal_and_a_modification_does_not(source, ends):
    to = {"revision_required": "submitted", "modification_required": "modification_required"}[source]

    found = settled("resubmit", {"from": source}, to, state=source, clocks=["appeal_window"])

    assert ("appeal_window" in found) is ends


@pytest.mark.parametrize("ended", sorted(ENDED))
def test_nothing_runs_on_once_a_case_has_ended(ended):
    running = ["registration", "follow_up_listed", "appeal_ruling"]

    assert settled("rule_on_appeal", {}, ended, state="under_appeal", clocks=running) == set(running)


def test_withdrawal_ends_every_clock():
    assert settled("withdraw", {}, "withdrawn", state="in_review", clocks=["decision", "pause"]) == {
        "decision",
        "pause",
    }


@pytest.mark.parametrize(
    ("move", "source", "recorded", "to"),
    [
        ("submit", "draft", {}, "submitted"),
        ("extend", "in_review", {}, "in_review"),
        ("resubmit", "modification_required", {}, "modification_required"),
        ("resubmit", "revision_required", {}, "submitted"),
        ("issue_decision", "in_review", {"outcome": "reject"}, "rejected"),
        ("rule_on_appeal", "under_appeal", {"result": "upheld:suspended"}, "active"),
    ],
)
def test_move_leads_where_its_line_says(move, source, recorded, to):
    assert line("ai-2026", move).destination(State(source), recorded) is State(to)


def test_move_names_every_state_it_may_lead_to_once():
    assert line("ai-2026", "extend").targets == ()
    assert line("ai-2026", "submit").targets == (State.SUBMITTED,)
    assert line("ai-2026", "resubmit").targets == (State.SUBMITTED, State.MODIFICATION_REQUIRED)
