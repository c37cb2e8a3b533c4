"""Bodies, their seats and their meetings."""

from rest_framework import serializers

from ethics_review.api.shapes.cases import BallotShape
from ethics_review.api.shapes.common import BodyShape, InstitutionShape, PersonShape, RefusalShape, Shape, pages
from regulations.vocabulary import Category, Position

CATEGORIES = [category.value for category in Category]


class CommitteeRowShape(BodyShape):
    institution = InstitutionShape()
    pack = serializers.CharField(source="pack_id")
    established_on = serializers.DateField()
    registration_number = serializers.CharField(allow_blank=True)
    registered_at = serializers.DateTimeField(allow_null=True)
    seated = serializers.IntegerField()


class SeatShape(Shape):
    """A seat in term on the day, and when its holder signed the statements of secrecy and interest."""

    id = serializers.IntegerField(source="pk")
    person = PersonShape()
    position = serializers.ChoiceField(choices=[position.value for position in Position])
    categories = serializers.ListField(child=serializers.ChoiceField(choices=CATEGORIES))
    external = serializers.BooleanField()
    votes = serializers.BooleanField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    secrecy_signed_on = serializers.DateField(allow_null=True)
    interests_signed_on = serializers.DateField(allow_null=True)


class TrainingShape(Shape):
    """One training of somebody seated on the body. What was struck was recorded by mistake and counts no more."""

    id = serializers.IntegerField(source="pk")
    person = PersonShape()
    held_on = serializers.DateField()
    subject = serializers.CharField()
    provider = serializers.CharField()
    hours = serializers.FloatField(allow_null=True)
    certificate = serializers.CharField(allow_blank=True)
    counts_through = serializers.DateField()
    struck_at = serializers.DateTimeField(allow_null=True)
    strike_reason = serializers.CharField(allow_blank=True)


class ComposedShape(Shape):
    """The seats in term on the day, whether they satisfy the pack, and everything the body lacks."""

    on = serializers.DateField()
    lawful = serializers.BooleanField()
    voting = serializers.IntegerField()
    seats = SeatShape(many=True)
    refusals = RefusalShape(many=True)


class CommitteeShape(CommitteeRowShape):
    composition = ComposedShape()


class FiguresShape(Shape):
    """What a body did in a year of Shanghai. `decided` are the final decisions by outcome."""

    accepted = serializers.IntegerField()
    listed = serializers.IntegerField()
    decided = serializers.DictField(child=serializers.IntegerField())
    re_examined = serializers.IntegerField()
    overdue = serializers.IntegerField()


class SubmittedShape(Shape):
    """A report as the body's office submitted it, with the figures as they were counted then."""

    at = serializers.DateTimeField()
    role = serializers.CharField()
    figures = FiguresShape()
    summary = serializers.CharField(allow_blank=True)
    document_sha256 = serializers.CharField(allow_blank=True)


class AnnualRowShape(Shape):
    """One body in one year: its figures as the record has them now, and what it reported, if it has."""

    committee = BodyShape()
    institution = InstitutionShape()
    figures = FiguresShape()
    report = SubmittedShape(allow_null=True)


class ForecastShape(Shape):
    """What the answers so far promise for a matter: of those who may take part, how many must be there, come, have
    not answered, and do not come; the expertise nobody brings yet (`missing`), or can any more (`lost`); whether
    somebody who presides comes, or nobody can (`headless`). `assured`: it can be voted on; `possible`: it still may.
    """

    need = serializers.IntegerField()
    coming = serializers.IntegerField()
    silent = serializers.IntegerField()
    declined = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())
    lost = serializers.ListField(child=serializers.CharField())
    presider = serializers.BooleanField()
    headless = serializers.BooleanField()
    assured = serializers.BooleanField()
    possible = serializers.BooleanField()
    sentence = serializers.CharField()


class AnswerShape(Shape):
    """What one person has answered. The reason is for the office and whoever presides."""

    person = PersonShape()
    answer = serializers.ChoiceField(choices=["comes", "by_video", "does_not_come"], source="choice")
    reason = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField()


class AnswersShape(Shape):
    """How the invitation was answered. `people` is there for the office and whoever presides, counts for everybody."""

    invited = serializers.IntegerField()
    comes = serializers.IntegerField()
    by_video = serializers.IntegerField()
    does_not_come = serializers.IntegerField()
    silent = serializers.IntegerField()
    mine = AnswerShape(allow_null=True)
    people = AnswerShape(many=True, allow_null=True)


class AgendaItemShape(Shape):
    """A matter on the agenda. Of one the reader keeps out of, or may not see, only its place is told."""

    id = serializers.IntegerField()
    order = serializers.IntegerField()
    hidden = serializers.BooleanField()
    case = serializers.CharField(allow_null=True)
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment] # also an attribute of a field
    closed_at = serializers.DateTimeField(allow_null=True)
    recused = PersonShape(many=True)
    ballot = BallotShape(allow_null=True)
    forecast = ForecastShape(allow_null=True)


class AttendanceShape(Shape):
    """One stay in the room; whoever comes back has two."""

    id = serializers.IntegerField(source="pk")
    person = PersonShape()
    kind = serializers.ChoiceField(choices=["member", "adviser", "applicant", "secretary"])
    categories = serializers.ListField(child=serializers.CharField())
    by_video = serializers.BooleanField()
    arrived_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


class MeetingRowShape(Shape):
    id = serializers.IntegerField(source="pk")
    committee = BodyShape()
    number = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    mode = serializers.ChoiceField(choices=["in_person", "video", "hybrid"])
    place = serializers.CharField(allow_blank=True)
    presider = PersonShape()
    cancelled_at = serializers.DateTimeField(allow_null=True)


class MeetingShape(MeetingRowShape):
    """A meeting with its agenda, its attendance minute by minute and, per item, the ballot; before it begins, how the
    invitation was answered and what that promises per item. `sequence` counts the changes of the invitation.
    """

    sequence = serializers.IntegerField()
    cancel_reason = serializers.CharField(allow_blank=True)
    answers = AnswersShape()
    items = AgendaItemShape(many=True)
    attendance = AttendanceShape(many=True)


class RecusalShape(Shape):
    id = serializers.IntegerField(source="pk")
    item = serializers.IntegerField(source="item_id")
    person = PersonShape()
    recused_at = serializers.DateTimeField()


AnnualPage = pages(AnnualRowShape, "AnnualPage")
CommitteePage = pages(CommitteeRowShape, "CommitteePage")
TrainingPage = pages(TrainingShape, "TrainingPage")
MeetingPage = pages(MeetingRowShape, "MeetingPage")
