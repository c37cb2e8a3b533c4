"""What follows from a procedure: when a simplified review turns into a general one, and what has been found."""

from collections.abc import Iterable

from regulations.facts import Facts, ReviewerFact
from regulations.vocabulary import Outcome, Procedure, State

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


def found(facts: Facts) -> Outcome | None:
    """What the committee has come to: the ballot's result, or in the simplified procedure the members' one mind."""
    if facts.case.procedure is Procedure.SIMPLIFIED and facts.case.state is State.IN_REVIEW:
        return _of_one_mind(facts.reviewers)
    if facts.ballot is None or facts.ballot.open or not facts.ballot.result:
        return None
    return Outcome(facts.ballot.result)


def _of_one_mind(reviewers: tuple[ReviewerFact, ...]) -> Outcome | None:
    recommended = {reviewer.recommendation for reviewer in reviewers}
    if len(recommended) != 1 or not all(reviewer.submitted for reviewer in reviewers):
        return None
    return recommended.pop()
