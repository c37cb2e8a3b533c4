"""What happens next in a case, who must do it, and by when: the first thing a page about the case says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ethics_review import wording
from ethics_review.api.readers import Reader
from ethics_review.engine import Explained
from ethics_review.queries.queues import QUIET
from ethics_review.web.shown import TimeLimit
from ethics_review.web.terms import joined, sentence_case
from regulations.owners import INSTEAD, OWNER
from regulations.vocabulary import Role, State

HINTS: Mapping[State, str | Promise] = {
    State.DRAFT: _("Complete the filing and submit it."),
    State.SUBMITTED: _("Check that the materials are complete, then accept, decline or ask for completion."),
    State.COMPLETION_REQUESTED: _("Supply what the notice names, then submit again."),
    State.ACCEPTED: _("Determine whether the activity is listed, then name the reviewers."),
    State.IN_REVIEW: _("See the review through to a finding and a decision."),
    State.PRELIMINARY_PASSED: _("Apply to the authority for re-examination."),
    State.RE_EXAMINATION_APPLIED: _("Take up the application for re-examination."),
    State.RE_EXAMINATION: _("Form the panel, have it vote, and return its opinion."),
    State.OPINION_RETURNED: _("Have the committee decide according to the opinion."),
    State.MODIFICATION_REQUIRED: _("File the modifications the decision requires."),
    State.REVISION_REQUIRED: _("Revise the plan and submit it again."),
    State.ACTIVE: _("Follow up on the activity."),
    State.SUSPENDED: _("Decide whether the activity is resumed or ended."),
    State.UNDER_APPEAL: _("Rule on the appeal."),
}
"""What its owner must do in each open state."""


@dataclass(frozen=True)
class NextStep:
    """The step, whose it is, and the time limit that watches it, if one runs.

    `yours`: it waits for the reader; in a state that waits for nobody of itself, only when it falls due soon.
    `others` are what else is owed meanwhile, soonest due first.
    """

    words: str
    owner: str
    names: str
    yours: bool
    clock: TimeLimit | None
    others: list[TimeLimit]


def next_step(
    *, explained: Explained, clocks: Iterable[TimeLimit], people: Mapping[int, User], reader: int, language: str
) -> NextStep | None:
    """The next step of an open case; None where the case has ended. `clocks` run, soonest due first."""
    state = State(explained.situation.rows.case.state)
    role = OWNER.get(state)
    if role is None:
        return None
    holder = _holder(role, explained.situation.people)
    holders = explained.situation.people.get(holder, frozenset())
    owed = [clock for clock in clocks if not clock.window]
    own = next((clock for clock in owed if clock.owed_by in {role, holder}), None)
    watching = _by_the_hour(owed, own) or own
    return NextStep(
        words=str(HINTS[state]),
        owner=sentence_case(wording.label(holder, language)),
        names=_names(holders, people, language) if Reader(0, explained.roles).knows(holder) else "",
        yours=reader in holders and (state not in QUIET or _presses(watching)),
        clock=watching,
        others=[clock for clock in owed if clock is not watching],
    )


def _by_the_hour(owed: Iterable[TimeLimit], own: TimeLimit | None) -> TimeLimit | None:
    """In an emergency the hours include everything (M27): they press whoever's step it is, before a longer limit."""
    return next((clock for clock in owed if clock.exact and (own is None or clock.due_at < own.due_at)), None)


def _presses(clock: TimeLimit | None) -> bool:
    return clock is not None and clock.tone in {"soon", "over"}


def _holder(role: Role, people: Mapping[Role, frozenset[int]]) -> Role:
    """The role, or the one that stands in where nobody holds it."""
    return role if people.get(role) or role not in INSTEAD else _holder(INSTEAD[role], people)


def _names(holders: Iterable[int], people: Mapping[int, User], language: str) -> str:
    return joined(sorted(str(people[person]) for person in holders if person in people), language)
