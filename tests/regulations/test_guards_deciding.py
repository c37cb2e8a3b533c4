"""Guards of the decision: every finding against every state of the list, the exemption and the opinion."""

from itertools import product

import pytest

from regulations.guards import deciding
from regulations.vocabulary import Outcome
from tests.regulations.builder import actor_of, facts_of

CHAIR = actor_of("chair")
POSITIVE = {"approve", "approve_after_modification"}


def in_review(finding, listed, exempt):
    return facts_of("ai-2026", state="in_review", listed=listed, exempt=exempt, ballot={"tally": {finding: 7}})


@pytest.mark.parametrize(("finding", "listed", "exempt"), list(product(Outcome, ([], [1]), (True, False))))
def test_listed_is_approved_or_passed_but_never_both(finding, listed, exempt):
    facts = in_review(finding, listed, exempt)
    needs = bool(listed) and not exempt

    decided = deciding.re_examined_if_listed(facts, CHAIR)
    passed = deciding.preliminary_positive(facts, CHAIR)

    assert (decided is None) is not (needs and finding in POSITIVE)
    assert (passed is None) is (needs and finding in POSITIVE)


@pytest.mark.parametrize(("finding", "opinion"), list(product(Outcome, ("agree", "disagree", ""))))
def test_nothing_is_approved_without_an_agreeing_opinion(finding, opinion):
    given = {"state": "opinion_returned", "listed": [1], "ballot": {"tally": {finding: 7}}}

    refusal = deciding.follows_opinion(facts_of("ai-2026", **given, panel={"opinion": opinion}), CHAIR)
    without_panel = deciding.follows_opinion(facts_of("ai-2026", **given), CHAIR)

    assert (refusal is None) is (finding not in POSITIVE or opinion == "agree")
    assert (without_panel is None) is (finding not in POSITIVE)


def test_opinion_binds_only_where_there_is_one():
    assert deciding.follows_opinion(in_review("approve", [], False), CHAIR) is None


@pytest.mark.parametrize(
    ("state", "ballot", "refused"),
    [
        ("in_review", None, False),
        ("in_review", {"open": True}, False),
        ("in_review", {"open": True, "result": "approve"}, False),
        ("in_review", {"tally": {"approve": 4, "reject": 3}}, False),
        ("in_review", {"tally": {"approve": 5, "reject": 2}}, True),
        ("re_examination", {"tally": {"agree": 3, "disagree": 2}}, False),
        ("re_examination", {"tally": {"agree": 4, "disagree": 1}}, True),
    ],
)
def test_only_a_vote_without_result_is_held_again(state, ballot, refused):
    refusal = deciding.no_result_yet(facts_of("ai-2026", state=state, ballot=ballot, panel={}), CHAIR)

    assert (refusal is not None) is refused


@pytest.mark.parametrize("finding", Outcome)
def test_reasons_and_requirements_are_asked_of_the_outcomes_that_need_them(finding):
    facts = in_review(finding, [], False)

    reasons = deciding.negative_reasoned(facts, CHAIR, {})
    requirements = deciding.modifications_stated(facts, CHAIR, {"requirements": " "})

    assert (reasons is not None) is (finding not in POSITIVE)
    assert (requirements is not None) is (finding == "approve_after_modification")


def test_undecided_needs_no_reasons_yet():
    facts = facts_of("ai-2026", state="in_review")

    assert deciding.negative_reasoned(facts, CHAIR, {}) is None
    assert deciding.preliminary_positive(facts_of("ai-2026", state="in_review", listed=[1]), CHAIR) is None


def test_members_too_few_are_told_by_their_number_alone():
    lonely = facts_of(
        "ai-2026",
        state="in_review",
        procedure="simplified",
        reviewers=[{"person": 3, "submitted": True, "recommendation": "approve"}],
    )

    assert deciding.finding_exists(lonely, CHAIR) is None


def test_opinion_is_not_formed_while_experts_still_vote_whatever_leads():
    ballot = {"open": True, "result": "agree", "tally": {"agree": 4}}

    refusal = deciding.opinion_formed(facts_of("ai-2026", state="re_examination", panel={}, ballot=ballot), CHAIR)

    assert (refusal.code, dict(refusal.figures)) == ("panel.no_opinion", {"need": 4, "of": 5, "tally": {}})


@pytest.mark.parametrize("panel", [None, {"experts": []}])
def test_opinion_of_no_panel_needs_one_voice_at_least(panel):
    refusal = deciding.opinion_formed(facts_of("ai-2026", state="re_examination", listed=[1], panel=panel), CHAIR)

    assert (refusal.code, dict(refusal.figures)) == ("panel.no_opinion", {"need": 1, "of": 0, "tally": {}})
