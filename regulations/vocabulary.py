"""Words shared by every storey: states, roles, procedures, outcomes.

Only words live here. A number, a quorum or an article belongs to a pack. Values are lower-case words
that appear in URLs, ledgers and exported files, and therefore never change.
"""

from enum import StrEnum


class Basis(StrEnum):
    """How sure the pack is of a rule's wording (依据可信度)."""

    READ = "read"
    REPORTED = "reported"
    PARENT = "parent"
    HOUSE = "house"


class State(StrEnum):
    """Where a case (审查事项) stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETION_REQUESTED = "completion_requested"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    PRELIMINARY_PASSED = "preliminary_passed"
    RE_EXAMINATION_APPLIED = "re_examination_applied"
    RE_EXAMINATION = "re_examination"
    OPINION_RETURNED = "opinion_returned"
    MODIFICATION_REQUIRED = "modification_required"
    REVISION_REQUIRED = "revision_required"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    UNDER_APPEAL = "under_appeal"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    COMPLETED = "completed"


ENDED = frozenset({State.REJECTED, State.DECLINED, State.WITHDRAWN, State.TERMINATED, State.COMPLETED})
"""States in which nobody owes anything any more; what an appeal may still change."""


class Role(StrEnum):
    """What a person is to one case at one moment. Relations, not groups."""

    APPLICANT = "applicant"
    UNIT = "unit"
    SECRETARY = "secretary"
    CHAIR = "chair"
    MEMBER = "member"
    REVIEWER = "reviewer"
    ADVISER = "adviser"
    AUTHORITY = "authority"
    EXPERT = "expert"
    SYSTEM = "system"


class Procedure(StrEnum):
    """The review procedure chosen at acceptance (一般/简易/应急程序)."""

    GENERAL = "general"
    SIMPLIFIED = "simplified"
    EMERGENCY = "emergency"


class Outcome(StrEnum):
    """The four kinds of review decision (审查决定)."""

    APPROVE = "approve"
    APPROVE_AFTER_MODIFICATION = "approve_after_modification"
    REVISE_AND_RE_REVIEW = "revise_and_re_review"
    REJECT = "reject"


class Opinion(StrEnum):
    """What a re-examination panel may come to (复核意见)."""

    AGREE = "agree"
    DISAGREE = "disagree"


class FollowUpOutcome(StrEnum):
    """What a follow-up review may come to (跟踪审查意见)."""

    CONTINUE = "continue"
    CONTINUE_WITH_CHANGES = "continue_with_changes"
    SUSPEND = "suspend"
    TERMINATE = "terminate"
    RE_REVIEW = "re_review"


class CommitteeKind(StrEnum):
    """A body that sits and votes."""

    ETHICS = "ethics"
    SERVICE_CENTRE = "service_centre"
    EXPERT_PANEL = "expert_panel"


class Position(StrEnum):
    """The kind of a seat (委员席位). Which kinds vote is said by `VOTING_POSITIONS`."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    ADVISER = "adviser"
    EXPERT = "expert"


VOTING_POSITIONS = frozenset({Position.CHAIR, Position.VICE_CHAIR, Position.MEMBER, Position.EXPERT})


class ChairGround(StrEnum):
    """On what ground somebody holds the chair for a matter: it is theirs, they were named, or others keep out."""

    CHAIR = "chair"
    NAMED = "named_by_chair"
    CHAIR_OUT = "chair_out"
    STAND_IN = "stand_in"


class Category(StrEnum):
    """A field of expertise a seat brings."""

    AI_TECHNOLOGY = "ai_technology"
    AI_APPLICATION = "ai_application"
    SCIENCE = "science"
    ETHICS = "ethics"
    LAW = "law"
    FIELD = "field"


class BallotClosing(StrEnum):
    """When a ballot closes: by the last vote of the roll, or only by the chair."""

    LAST_VOTE = "last_vote"
    CHAIR = "chair"
