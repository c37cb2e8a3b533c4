"""When a line starts a clock, ends one or tells somebody: looks at the facts before the move and what it recorded.

Conditions are data or named functions, so that a pack's digest covers them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from regulations.facts import Facts
from regulations.vocabulary import FollowUpOutcome, Outcome, State

IN_FORCE = frozenset({State.ACTIVE, State.SUSPENDED})
ENDING_FOLLOW_UP = frozenset({FollowUpOutcome.TERMINATE, FollowUpOutcome.RE_REVIEW})


@dataclass(frozen=True)
class Recorded:
    """True when the move recorded one of `values` under `name`."""

    name: str
    values: tuple[str, ...]

    def __call__(self, facts: Facts, recorded: Mapping[str, object]) -> bool:  # noqa: ARG002 -- every condition's shape
        return recorded.get(self.name) in self.values


@dataclass(frozen=True)
class NotRunning:
    """True while no clock of that name runs: the earlier of two reports says when both are to be answered."""

    clock: str

    def __call__(self, facts: Facts, recorded: Mapping[str, object]) -> bool:  # noqa: ARG002 -- every condition's shape
        return facts.clock(self.clock) is None


def resumes_the_last(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """No other clock stands still: only then does nothing need the watch that a pause is kept under."""
    return not any(clock.paused and clock.name != recorded.get("clock") for clock in facts.clocks)


def took_effect(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """An approval without conditions, or the confirmation of those it had."""
    return recorded.get("outcome", Outcome.APPROVE) == Outcome.APPROVE


def took_effect_unlisted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return took_effect(facts, recorded) and not facts.case.listed


def took_effect_listed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return took_effect(facts, recorded) and bool(facts.case.listed)


def took_effect_exempt(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """What took effect without the experts is watched for the end of the filing that stands in for them."""
    return took_effect_listed(facts, recorded) and facts.rests_on_exemption


def renewed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """An exemption granted anew after the approval that rests on one."""
    return facts.case.state in IN_FORCE and facts.rests_on_exemption


def goes_on_unlisted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("outcome") not in ENDING_FOLLOW_UP and not facts.case.listed


def goes_on_listed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("outcome") not in ENDING_FOLLOW_UP and bool(facts.case.listed)


def changed_listed(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """A listed activity goes on changed: its registration is owed again, unless the first still is."""
    changed = recorded.get("outcome") == FollowUpOutcome.CONTINUE_WITH_CHANGES
    return changed and bool(facts.case.listed) and facts.clock("registration") is None


def was_submitted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    """A draft is its applicant's own: the committee has never heard of it."""
    return facts.case.state is not State.DRAFT


def conflicted(facts: Facts, recorded: Mapping[str, object]) -> bool:
    return recorded.get("conflict") is True
