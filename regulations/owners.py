"""Who must act next in each state. Every open state has a named party; an ended one waits for nobody."""

from collections.abc import Mapping

from regulations.vocabulary import Role, State

OWNER: Mapping[State, Role] = {
    State.DRAFT: Role.APPLICANT,
    State.SUBMITTED: Role.SECRETARY,
    State.COMPLETION_REQUESTED: Role.APPLICANT,
    State.ACCEPTED: Role.CHAIR,
    State.IN_REVIEW: Role.CHAIR,
    State.PRELIMINARY_PASSED: Role.UNIT,
    State.RE_EXAMINATION_APPLIED: Role.AUTHORITY,
    State.RE_EXAMINATION: Role.AUTHORITY,
    State.OPINION_RETURNED: Role.CHAIR,
    State.MODIFICATION_REQUIRED: Role.APPLICANT,
    State.REVISION_REQUIRED: Role.APPLICANT,
    State.ACTIVE: Role.CHAIR,
    State.SUSPENDED: Role.CHAIR,
    State.UNDER_APPEAL: Role.CHAIR,
}


def owned_by(role: Role) -> tuple[State, ...]:
    """The states that wait for `role`."""
    return tuple(state for state, owner in OWNER.items() if owner is role)


INSTEAD: Mapping[Role, Role] = {Role.SECRETARY: Role.CHAIR, Role.CHAIR: Role.UNIT}
"""Who stands in where nobody holds the role: the chair keeps the office, the unit sees that somebody may preside."""

TOLD_INSTEAD: Mapping[Role, Role] = {**INSTEAD, Role.AUTHORITY: Role.UNIT, Role.UNIT: Role.MEMBER}
"""Who is told where nobody holds the role: besides those, the unit of an authority without an officer, and the whole
body of a unit without a manager. A time limit never runs out unheard."""


def asked(role: Role, people: Mapping[Role, frozenset[int]]) -> frozenset[int]:
    """The people who hold `role`, or else those of the role that is told instead."""
    holders = people.get(role, frozenset())
    return holders if holders or role not in TOLD_INSTEAD else asked(TOLD_INSTEAD[role], people)
