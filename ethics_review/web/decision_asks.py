"""What the form of a decision asks, given what was found: nobody chooses the outcome, so the form knows it.

What an outcome needs is not repeated here: the rules are asked what they would refuse if nothing were said.
"""

from collections.abc import Mapping

from ethics_review.web.shown import Ground, ground_of
from regulations.examine import examine
from regulations.facts import Actor, Facts
from regulations.move import Move
from regulations.procedures import POSITIVE, found
from regulations.vocabulary import Outcome, Role

DECISION = "issue_decision"
NEEDED = {"decision.reasons_missing": "reasons", "decision.requirements_missing": "requirements"}
"""The refusals that say that an answer is missing, and which."""
OF_AN_APPROVAL = frozenset({"conditions", "follow_up_months"})
OF_CHANGES = frozenset({"requirements"})
ASKS_CHANGES = frozenset({Outcome.APPROVE_AFTER_MODIFICATION, Outcome.REVISE_AND_RE_REVIEW})


def beside_the_point(*, line: Move, facts: Facts) -> frozenset[str]:
    """What a decision with the outcome found has nothing to say of. While nothing is found everything may be said."""
    outcome = found(facts) if line.name == DECISION else None
    if outcome is None:
        return frozenset()
    without_approval = frozenset() if outcome in POSITIVE else OF_AN_APPROVAL
    return without_approval if outcome in ASKS_CHANGES else without_approval | OF_CHANGES


def needed(*, line: Move, facts: Facts, roles: frozenset[Role], language: str) -> Mapping[str, Ground]:
    """What the outcome found must be issued with, and where that is written."""
    if line.name != DECISION:
        return {}
    refusals = examine(line, facts, Actor(None, "", roles), {})
    return {NEEDED[one.code]: ground_of(one.source, language) for one in refusals if one.code in NEEDED}
