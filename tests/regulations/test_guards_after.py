"""Guards after approval: the exemption that lapses, the major change, the registration, the clocks."""

from itertools import product

import pytest

from regulations.guards import after
from regulations.vocabulary import FollowUpOutcome
from tests.regulations.builder import actor_of, facts_of

CHAIR = actor_of("chair")
GOING_ON = {"continue", "continue_with_changes"}


@pytest.mark.parametrize(
    ("listed", "exempt", "until", "opinion", "stands"),
    [
        ([], False, None, "", True),
        ([1], False, None, "", False),
        ([1], False, None, "agree", True),
        ([1], True, "2026-12-31", "", True),
        ([1], True, None, "", True),
        ([1], False, "2026-06-09", "", False),
        ([1], False, "2026-06-09", "disagree", False),
        ([1], False, "2026-06-09", "agree", True),
        ([], False, "2026-06-09", "", True),
    ],
)
def test_exemption_stands_while_its_filing_does_or_the_experts_agreed(listed, exempt, until, opinion, stands):
    panel = {"opinion": opinion} if opinion else None
    facts = facts_of("ai-2026", state="suspended", listed=listed, exempt=exempt, exempt_until=until, panel=panel)

    refusal = after.exemption_stands(facts, CHAIR)

    assert (refusal is None) is stands


@pytest.mark.parametrize(("outcome", "listed", "major"), list(product(FollowUpOutcome, ([], [1]), (True, False))))
def test_major_change_of_what_is_listed_leads_to_review_or_end(outcome, listed, major):
    facts = facts_of("ai-2026", state="active", listed=listed, after={"open_reports": 1, "major_change_open": major})

    refusal = after.major_change_re_reviewed(facts, CHAIR, {"outcome": outcome})

    assert (refusal is not None) is (bool(listed) and major and outcome not in {"re_review", "terminate"})


@pytest.mark.parametrize(("outcome", "state"), list(product(FollowUpOutcome, ("active", "suspended"))))
def test_what_is_suspended_goes_on_by_being_resumed(outcome, state):
    refusal = after.stays_suspended(facts_of("ai-2026", state=state), CHAIR, {"outcome": outcome})

    assert (refusal is not None) is (state == "suspended" and outcome in GOING_ON)


@pytest.mark.parametrize("outcome", FollowUpOutcome)
def test_lapsed_exemption_lets_nothing_go_on(outcome):
    facts = facts_of("ai-2026", state="active", listed=[1], exempt=False, exempt_until="2026-06-09")

    assert (after.continued_lawfully(facts, CHAIR, {"outcome": outcome}) is not None) is (outcome in GOING_ON)


@pytest.mark.parametrize(
    ("ruling", "prior", "codes"),
    [
        ("upheld", "suspended", ["change.re_review_required", "exemption.lapsed"]),
        ("dismissed", "suspended", []),
        ("upheld", "terminated", []),
    ],
)
def test_appeal_puts_back_only_what_could_be_resumed(ruling, prior, codes):
    given = {"listed": [1], "exempt": False, "exempt_until": "2026-06-09", "after": {"major_change_open": True}}
    facts = facts_of("ai-2026", state="under_appeal", prior=prior, **given)

    found = after.reinstated_lawfully(facts, CHAIR, {"ruling": ruling})

    assert [refusal.code for refusal in found] == codes


@pytest.mark.parametrize(
    ("filed", "running", "may_register", "may_complete"),
    [(False, True, True, False), (True, False, False, True), (True, True, True, False), (False, False, True, False)],
)
def test_registration_is_owed_until_filed_and_again_after_a_change(filed, running, may_register, may_complete):
    clocks = ["registration"] if running else []
    facts = facts_of("ai-2026", state="active", listed=[1], clocks=clocks, after={"registration_filed": filed})

    assert (after.registration_open(facts, CHAIR) is None) is may_register
    assert (after.registered_if_listed(facts, CHAIR) is None) is may_complete


def test_what_is_not_listed_owes_no_registration():
    assert after.registered_if_listed(facts_of("ai-2026", state="active"), CHAIR) is None


@pytest.mark.parametrize(
    ("due_on", "new", "later"),
    [
        ("2026-07-10", "2026-07-11", True),
        ("2026-07-10", "2026-07-10", False),
        ("2026-06-01", "2026-06-11", True),
        ("2026-06-01", "2026-06-10", False),
    ],
)
def test_extension_is_later_than_the_end_and_than_today(due_on, new, later):
    facts = facts_of("ai-2026", state="in_review", clocks=[{"name": "decision", "due_on": due_on}])

    refusal = after.extension_states_new_date(facts, CHAIR, {"clock": "decision", "new_date": new})

    assert (refusal is None) is later


def test_clock_that_stands_still_is_not_stopped_again():
    paused = facts_of("ai-2026", state="in_review", clocks=[{"name": "decision", "paused": True}])

    assert after.some_clock_pausable(paused, CHAIR).code == "clock.none_pausable"
    assert after.some_clock_paused(paused, CHAIR) is None
