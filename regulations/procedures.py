"""What follows from a procedure: when a simplified review turns into a general one, and what has been found."""

from collections.abc import Iterable

from regulations.facts import Facts, ReviewerFact
from regulations.vocabulary import Category, Outcome, Procedure, State

NEGATIVE = frozenset({Outcome.REJECT, Outcome.REVISE_AND_RE_REVIEW})
POSITIVE = frozenset({Outcome.APPROVE, Outcome.APPROVE_AFTER_MODIFICATION})


def conversion_trigger(reviewers: Iterable[ReviewerFact]) -> str:
    """The first of the four triggers the worksheets show, or "" when none does.

    Disagreement is looked for among the worksheets already in: two different recommendations suffice.
    """
    filed = [reviewer for reviewer in reviewers if reviewer.submitted]
    if any(reviewer.negative or reviewer.recommendation in NEGATIVE for reviewer in filed):
        return "negative_finding"
    if any(reviewer.doubt for reviewer in filed):
        return "doubt"
    if any(reviewer.asks_general for reviewer in filed):
        return "request"
    if len({reviewer.recommendation for reviewer in filed}) > 1:
        return "disagreement"
    return ""


def sitting(facts: Facts) -> tuple[ReviewerFact, ...]:
    """The reviewers who keep no interest. Whoever recused after being named counts no more."""
    return tuple(reviewer for reviewer in facts.reviewers if reviewer.person not in facts.interests.recused)


def reviewers_needed(facts: Facts) -> str:
    """The rule that says how many reviewers the procedure needs."""
    return "simplified.min_members" if facts.case.procedure is Procedure.SIMPLIFIED else "review.reviewers"


def follow_up_rule(facts: Facts) -> str:
    """The rule that says how many months may pass before the next follow-up: closest for what is listed.

    The first follow-up of what was approved in an emergency comes sooner than another's.
    """
    if facts.case.listed:
        return "follow_up.listed_months"
    deciding = facts.case.state in {State.IN_REVIEW, State.OPINION_RETURNED, State.MODIFICATION_REQUIRED}
    return "emergency.follow_up_months" if deciding and _is_emergency(facts) else "follow_up.months"


def _is_emergency(facts: Facts) -> bool:
    return facts.case.procedure is Procedure.EMERGENCY


def fields_to_vote(facts: Facts) -> tuple[str, ...]:
    """What those who take part in a vote bring between them; in an emergency the field too, unless an adviser does."""
    required = facts.rules.items("meeting.categories")
    advised = facts.meeting is not None and facts.meeting.field_adviser
    return (*required, Category.FIELD.value) if _is_emergency(facts) and not advised else required


def by_members(facts: Facts) -> bool:
    """Whether the members named decide, and no meeting does."""
    return facts.case.procedure is Procedure.SIMPLIFIED and facts.case.state is State.IN_REVIEW


def enough_sitting(facts: Facts) -> bool:
    return len(sitting(facts)) >= facts.rules.number(reviewers_needed(facts))


def found(facts: Facts) -> Outcome | None:
    """What the committee has come to: the ballot's result, or in the simplified procedure the members' one mind."""
    if by_members(facts):
        return _of_one_mind(facts)
    if facts.ballot is None or facts.ballot.open or not facts.ballot.result:
        return None
    return Outcome(facts.ballot.result)


def _of_one_mind(facts: Facts) -> Outcome | None:
    """What every member named recommends, where they are enough and have all reported."""
    reviewers = sitting(facts)
    recommended = {reviewer.recommendation for reviewer in reviewers}
    if not enough_sitting(facts) or len(recommended) != 1 or not all(reviewer.submitted for reviewer in reviewers):
        return None
    return recommended.pop()
