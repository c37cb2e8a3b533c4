"""A case in a list, and its parts: deadlines, moves, decisions, reviewers, ballots."""

from typing import Any

from rest_framework import serializers

from ethics_review.api.reasons import refusal_json
from ethics_review.api.shapes.common import (
    BodyShape,
    InstitutionShape,
    JsonField,
    NumberField,
    PersonShape,
    RefusalShape,
    Shape,
    SourcedShape,
    WordsShape,
    pages,
    sourced,
    words,
)
from ethics_review.engine import Option
from ledger.models import Deadline
from regulations.citation import Cite, Source
from regulations.facts import CONDITION
from regulations.vocabulary import Basis, ChairGround, Outcome, Procedure, State

STATES = [state.value for state in State]
PROCEDURES = [procedure.value for procedure in Procedure]
OUTCOMES = [outcome.value for outcome in Outcome]


class TitleShape(Shape):
    zh = serializers.CharField(source="title_zh")
    en = serializers.CharField(source="title_en", allow_blank=True)


class CaseRowShape(Shape):
    """A case as a list shows it. `listed` is null until determined, then the numbers of the annex items."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    title = TitleShape(source="*")
    state = serializers.ChoiceField(choices=STATES)
    procedure = serializers.ChoiceField(choices=PROCEDURES, allow_blank=True)
    listed = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    committee = BodyShape()
    institution = InstitutionShape(allow_null=True)
    applicant = PersonShape()
    amends = NumberField(allow_null=True)
    round = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    next_due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()


CasePage = pages(CaseRowShape, "CasePage")


class DeadlineShape(SourcedShape):
    """A time limit of the case. `provisional`: to be counted again once the holidays of its year are published.

    `closed` is said of a window, such as that for an appeal, whose end passed without its being used. `gross_days` are
    the days from its start until now, or to its settlement; `net_days` leave out those it stood still. `item` numbers
    the conditions of an approval, from 1 on.
    """

    clock = serializers.CharField()
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    original_due_at = serializers.DateTimeField()
    provisional = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["running", "paused", "overdue", "settled", "settled_late", "closed"])
    owner = serializers.CharField()
    extensions = serializers.IntegerField()
    settled_at = serializers.DateTimeField(allow_null=True)
    missed_at = serializers.DateTimeField(allow_null=True)
    gross_days = serializers.IntegerField()
    net_days = serializers.IntegerField()
    item = serializers.IntegerField(allow_null=True)
    next_told_at = serializers.DateTimeField(source="next_at", allow_null=True)


def deadline_json(deadline: Deadline, now: Any) -> dict[str, Any]:
    cite = Cite(deadline.instrument, deadline.article, certain=deadline.certain)
    names = ("clock", "started_at", "due_at", "due_on", "original_due_at", "provisional", "owner", "extensions")
    shown = {name: getattr(deadline, name) for name in (*names, "settled_at", "missed_at", "next_at")}
    shown |= {"gross_days": deadline.gross_days(now=now), "net_days": deadline.net_days(now=now)}
    shown["item"] = deadline.item + 1 if deadline.clock == CONDITION else None
    return shown | {"state": _standing(deadline, now)} | sourced(Source(cite, Basis(deadline.basis)))


def _standing(deadline: Deadline, now: Any) -> str:
    late = deadline.is_overdue(now=now)
    if deadline.has_closed(now=now):
        return "closed"
    if deadline.settled_at is not None:
        return "settled_late" if late else "settled"
    if deadline.paused_at is not None:
        return "paused"
    return "overdue" if late else "running"


class MoveShape(Shape):
    """A step of the procedure as this reader may make it now, with everything that stands in its way."""

    move = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    allowed = serializers.BooleanField()
    asks = JsonField()
    refusals = RefusalShape(many=True)


def move_json(option: Option, language: str, shown: Any) -> dict[str, Any]:
    return {
        "move": option.line.name,
        "label": words(option.line.label),
        "allowed": option.allowed,
        "asks": option.asks,
        "refusals": [refusal_json(shown(refusal), language) for refusal in option.refusals],
    }


class PinnedPackShape(Shape):
    """The pack that binds the case for its whole life. `pinned_at` is when it was accepted under it."""

    id = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()
    pinned_at = serializers.DateTimeField(allow_null=True)


class FilingShape(Shape):
    """The latest revision of what the applicant filed."""

    revision = serializers.IntegerField()
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    body = JsonField()


class AppliedShape(Shape):
    """A catalogue that applies to the filing, and which of its grades do; `catalogues/{key}/` has its entries."""

    key = serializers.CharField()
    version = serializers.CharField()
    sha256 = serializers.CharField()
    grades = serializers.ListField(child=serializers.CharField())
    entries = serializers.ListField(child=serializers.CharField())


class ReviewShape(Shape):
    """The round of review: how it proceeds and why."""

    round = serializers.IntegerField()
    procedure = serializers.ChoiceField(choices=PROCEDURES)
    ground = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    scope = serializers.ListField(child=serializers.CharField())
    opened_at = serializers.DateTimeField()
    converted_at = serializers.DateTimeField(allow_null=True)
    trigger = serializers.CharField(allow_blank=True)


class ExemptionShape(Shape):
    """A filing that replaces re-examination while it lasts."""

    regime = serializers.CharField()
    number = serializers.CharField()
    legal_basis = serializers.CharField()
    valid_until = serializers.DateField(allow_null=True)
    granted_at = serializers.DateTimeField()


class ConditionShape(Shape):
    """A condition of an approval, with the day by which it is to be met where one was stated."""

    text = serializers.CharField()
    due_on = serializers.DateField(required=False)


class DecisionShape(Shape):
    """A signed decision with the figures it rests on."""

    round = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["preliminary", "final"])
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reasons = serializers.CharField(allow_blank=True)
    requirements = serializers.CharField(allow_blank=True)
    conditions = ConditionShape(many=True)
    follow_up_months = serializers.IntegerField(allow_null=True)
    tally = serializers.DictField(child=serializers.IntegerField())
    filing_revision = serializers.IntegerField()
    signed_by = PersonShape()
    issued_at = serializers.DateTimeField()


class NoticeShape(Shape):
    """A completion notice and everything it named."""

    round = serializers.IntegerField()
    number = serializers.IntegerField()
    items = serializers.ListField(child=serializers.DictField())
    legal_reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    issued_at = serializers.DateTimeField()


class WorksheetShape(Shape):
    """A reviewer's worksheet. Another's is unseen until the ballot has opened."""

    reviewer = PersonShape()
    focuses = JsonField()
    recommendation = serializers.ChoiceField(choices=OUTCOMES)
    doubt = serializers.BooleanField()
    asks_general = serializers.BooleanField()
    comment = serializers.CharField(allow_blank=True)
    sha256 = serializers.CharField()
    submitted_at = serializers.DateTimeField()


class ReviewerShape(Shape):
    person = PersonShape()
    assigned_at = serializers.DateTimeField()
    submitted = serializers.BooleanField()


class VoterShape(Shape):
    """Somebody on the roll, and whether they have voted. How is told to nobody else."""

    person = PersonShape()
    voted = serializers.BooleanField()


class SetAsideShape(Shape):
    """The entry of the case's record by which a closed ballot counts no more."""

    seq = serializers.IntegerField()
    action = serializers.CharField()
    at = serializers.DateTimeField(source="moment")


class BallotShape(Shape):
    """A ballot for those who belong to the body that votes. `tally` and `result` are null until it has closed."""

    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["open", "closed", "void"])
    options = serializers.ListField(child=serializers.CharField())
    share = serializers.CharField()
    of_all = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    roll = VoterShape(many=True)
    tally = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    result = serializers.CharField(allow_null=True, allow_blank=True)
    set_aside = SetAsideShape(source="set_aside_by", allow_null=True)


class ReExaminationShape(Shape):
    """The re-examination of this round. The panel's opinion once the authority has returned it."""

    authority = InstitutionShape(allow_null=True)
    applied_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    centre = BodyShape(allow_null=True)
    opinion = serializers.CharField(allow_blank=True)
    compliance = serializers.CharField(allow_blank=True)
    reasonableness = serializers.CharField(allow_blank=True)
    returned_at = serializers.DateTimeField(allow_null=True)


class RegistrationShape(Shape):
    number = serializers.CharField()
    filed_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class CaseShape(CaseRowShape):
    """A case for this reader at this instant. What the reader may not know is null or absent from its list."""

    pack = PinnedPackShape()
    ground = serializers.CharField(allow_blank=True)
    exempt = serializers.BooleanField()
    roles = serializers.ListField(child=serializers.CharField())
    people = serializers.DictField(child=PersonShape(many=True))
    chair_ground = serializers.ChoiceField(choices=[ground.value for ground in ChairGround])
    filing = FilingShape()
    catalogues = AppliedShape(many=True)
    review = ReviewShape(allow_null=True)
    exemption = ExemptionShape(allow_null=True)
    completion_notices = NoticeShape(many=True)
    deadlines = DeadlineShape(many=True)
    decisions = DecisionShape(many=True)
    reviewers = ReviewerShape(many=True, allow_null=True)
    worksheets = WorksheetShape(many=True)
    recused = PersonShape(many=True, allow_null=True)
    ballot = BallotShape(allow_null=True)
    re_examination = ReExaminationShape(allow_null=True)
    registration = RegistrationShape(allow_null=True)
    moves = MoveShape(many=True)


class GoneShape(Shape):
    """The answer to a move after which the case is no longer its maker's to see."""

    number = serializers.CharField()
    version = serializers.IntegerField()
    visible = serializers.BooleanField()
