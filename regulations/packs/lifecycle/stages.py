"""Words the lines of the lifecycle share: groups of states, groups of roles, questions asked more than once."""

from regulations.packs import asks
from regulations.vocabulary import ENDED, Outcome, Role, State

S, R = State, Role
OFFICE = (R.SECRETARY, R.CHAIR)
HEARING = (S.IN_REVIEW, S.OPINION_RETURNED)
PANEL = (S.RE_EXAMINATION,)
WITH_AUTHORITY = (S.RE_EXAMINATION_APPLIED, S.RE_EXAMINATION)
DECIDING = (S.ACCEPTED, *HEARING)
IN_FORCE = (S.ACTIVE, S.SUSPENDED)
OPEN = tuple(state for state in S if state not in ENDED and state is not S.DRAFT)
APPEALABLE = (S.DECLINED, S.REJECTED, S.MODIFICATION_REQUIRED, S.REVISION_REQUIRED, S.SUSPENDED, S.TERMINATED)
WITHDRAWABLE = (
    S.DRAFT,
    S.SUBMITTED,
    S.COMPLETION_REQUESTED,
    S.ACCEPTED,
    S.IN_REVIEW,
    S.PRELIMINARY_PASSED,
    S.MODIFICATION_REQUIRED,
    S.REVISION_REQUIRED,
)
DECISION_CLOCKS = ("decision", "decision_simplified", "decision_emergency", "final_decision", "pause")
FOLLOW_UPS = ("follow_up", "follow_up_listed")
AGAINST = (Outcome.APPROVE_AFTER_MODIFICATION, Outcome.REVISE_AND_RE_REVIEW, Outcome.REJECT)
REASONS = asks.text("reasons", "理由", "Reasons")
NOTE = asks.text("note", "说明", "Note", required=False)
