"""What follows from a procedure: the turn into general, what was found, who still reviews, when to follow up."""

from itertools import product

import pytest

from regulations.facts import ReviewerFact
from regulations.procedures import conversion_trigger, enough_sitting, follow_up_rule, found, reviewers_needed, sitting
from regulations.vocabulary import Outcome
from tests.regulations.builder import facts_of

APPROVE, MODIFY, REVISE, REJECT = Outcome


def filed(person=3, recommendation=APPROVE, **said):
    return ReviewerFact(person, submitted=True, recommendation=recommendation, **said)


def reported(person, recommendation="approve", **said):
    return {"person": person, "submitted": True, "recommendation": recommendation, **said}


@pytest.mark.parametrize(
    ("worksheets", "trigger"),
    [
        ([], ""),
        ([filed(), filed(4)], ""),
        ([filed(), ReviewerFact(4, submitted=False)], ""),
        ([filed(recommendation=REJECT)], "negative_finding"),
        ([filed(recommendation=REVISE)], "negative_finding"),
        ([filed(negative=True)], "negative_finding"),
        ([filed(doubt=True)], "doubt"),
        ([filed(asks_general=True)], "request"),
        ([filed(), filed(4, MODIFY)], "disagreement"),
        ([filed(doubt=True), filed(4, MODIFY, asks_general=True)], "doubt"),
        ([filed(asks_general=True), filed(4, REJECT)], "negative_finding"),
        ([filed(asks_general=True), filed(4, MODIFY)], "request"),
    ],
)
def test_first_of_the_four_triggers_is_named(worksheets, trigger):
    assert conversion_trigger(worksheets) == trigger


def test_what_is_not_filed_yet_triggers_nothing():
    unfiled = ReviewerFact(4, submitted=False, recommendation=REJECT, negative=True, doubt=True, asks_general=True)

    assert conversion_trigger([filed(), unfiled]) == ""


@pytest.mark.parametrize(
    ("reviewers", "recused", "finding"),
    [
        ([reported(3), reported(4)], (), APPROVE),
        ([reported(3, "approve_after_modification"), reported(4, "approve_after_modification")], (), MODIFY),
        ([reported(3), reported(4, "reject")], (), None),
        ([reported(3), {"person": 4, "submitted": False}], (), None),
        ([reported(3), {"person": 4, "submitted": False, "recommendation": "approve"}], (), None),
        ([reported(3)], (), None),
        ([], (), None),
        ([reported(3), reported(4)], (4,), None),
        ([reported(3), reported(4), reported(5, "reject")], (5,), APPROVE),
    ],
)
def test_members_find_what_enough_of_them_all_recommend(reviewers, recused, finding):
    facts = facts_of("ai-2026", state="in_review", procedure="simplified", reviewers=reviewers, recused=recused)

    assert found(facts) is finding


@pytest.mark.parametrize(
    ("ballot", "finding"),
    [
        (None, None),
        ({"open": True}, None),
        ({"open": True, "result": "approve"}, None),
        ({"tally": {"approve": 4, "reject": 3}}, None),
        ({"tally": {"approve": 5, "reject": 2}}, APPROVE),
        ({"tally": {"reject": 7}}, REJECT),
    ],
)
def test_meeting_finds_what_its_closed_ballot_carried(ballot, finding):
    assert found(facts_of("ai-2026", state="in_review", ballot=ballot)) is finding


def test_after_the_opinion_a_meeting_finds_whatever_the_procedure_was():
    given = {"state": "opinion_returned", "procedure": "simplified", "reviewers": [reported(3), reported(4)]}

    assert found(facts_of("ai-2026", **given)) is None
    assert found(facts_of("ai-2026", **given, ballot={"tally": {"approve": 7}})) is APPROVE


def test_members_vote_does_not_count_where_a_ballot_is_no_part_of_the_procedure():
    facts = facts_of("ai-2026", state="in_review", procedure="simplified", ballot={"tally": {"approve": 7}})

    assert found(facts) is None


def test_whoever_recused_reviews_no_longer():
    facts = facts_of("ai-2026", state="in_review", recused=(4,), reviewers=[reported(3), reported(4)])

    assert [reviewer.person for reviewer in sitting(facts)] == [3]


@pytest.mark.parametrize(
    ("procedure", "rule", "enough"),
    [
        ("general", "review.reviewers", True),
        ("emergency", "review.reviewers", True),
        ("simplified", "simplified.min_members", False),
    ],
)
def test_how_many_reviewers_is_for_the_procedure_to_say(procedure, rule, enough):
    facts = facts_of("ai-2026", state="in_review", procedure=procedure, reviewers=[reported(3)])

    assert (reviewers_needed(facts), enough_sitting(facts)) == (rule, enough)


@pytest.mark.parametrize(
    ("listed", "procedure", "state"),
    list(product(([], [1]), ("general", "simplified", "emergency"), ("in_review", "opinion_returned", "active"))),
)
def test_listed_activities_are_followed_closest_and_emergencies_at_first(listed, procedure, state):
    facts = facts_of("ai-2026", state=state, listed=listed, procedure=procedure)

    usual = "emergency.follow_up_months" if procedure == "emergency" and state != "active" else "follow_up.months"
    assert follow_up_rule(facts) == ("follow_up.listed_months" if listed else usual)
