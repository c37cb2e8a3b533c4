"""What hangs on a case and is listed on its own: completeness, history, documents, registrations, appeals."""

from rest_framework import serializers

from ethics_review.api.shapes.common import (
    BodyShape,
    CiteShape,
    InstitutionShape,
    JsonField,
    NumberField,
    PersonShape,
    Shape,
    WordsShape,
    pages,
)
from ethics_review.wording import delivery
from regulations.telling import Topic


class MissingShape(Shape):
    """One thing a filing lacks, and the article that asks for it."""

    code = serializers.CharField()
    path = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    sentence = serializers.CharField()
    cite = CiteShape(allow_null=True)
    basis = serializers.CharField(allow_null=True)


class CheckShape(Shape):
    complete = serializers.BooleanField()
    revision = serializers.IntegerField()
    missing = MissingShape(many=True)


class EntryShape(Shape):
    """One entry of the case's record as this reader may see it. `blinded`: who acted is not for this reader."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    role = serializers.CharField()
    actor = serializers.CharField(allow_null=True)
    cite = CiteShape(allow_null=True)
    body = JsonField()
    words = serializers.DictField(child=serializers.CharField())
    hash = serializers.CharField()
    blinded = serializers.BooleanField()


class HistoryShape(Shape):
    results = EntryShape(many=True)


class DocumentShape(Shape):
    """An uploaded document. `content` is where it is handed out; every time it is, that is remembered."""

    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    sha256 = serializers.CharField()
    uploaded_by = PersonShape()
    uploaded_at = serializers.DateTimeField()
    content = serializers.SerializerMethodField()

    def get_content(self, document: object) -> str:
        return str(self.context["address"](document))


class DocumentsShape(Shape):
    results = DocumentShape(many=True)


class RegistrationRowShape(Shape):
    """The registration of a listed activity."""

    id = serializers.IntegerField(source="pk")
    case = NumberField()
    round = serializers.IntegerField()
    number = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    filed_by = PersonShape()
    filed_at = serializers.DateTimeField()
    confirmed_by = PersonShape(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)


class ReExaminationRowShape(Shape):
    """A re-examination: applied for by the unit, organised by the authority, answered by a panel."""

    id = serializers.IntegerField(source="pk")
    case = NumberField()
    round = serializers.IntegerField()
    authority = InstitutionShape(allow_null=True)
    applied_by = PersonShape()
    applied_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    centre = BodyShape(allow_null=True)
    opinion = serializers.CharField(allow_blank=True)
    compliance = serializers.CharField(allow_blank=True)
    reasonableness = serializers.CharField(allow_blank=True)
    returned_at = serializers.DateTimeField(allow_null=True)


class FollowUpRowShape(Shape):
    """A follow-up review and what it came to."""

    id = serializers.IntegerField(source="pk")
    case = NumberField()
    outcome = serializers.CharField()
    reasons = serializers.CharField()
    requirements = serializers.CharField(allow_blank=True)
    concluded_by = PersonShape()
    concluded_at = serializers.DateTimeField()


class AppealRowShape(Shape):
    """An appeal against what a case had come to, and the ruling once there is one."""

    id = serializers.IntegerField(source="pk")
    case = NumberField()
    round = serializers.IntegerField()
    against = serializers.CharField()
    reasons = serializers.CharField()
    support = serializers.CharField(allow_blank=True)
    lodged_at = serializers.DateTimeField()
    ruling = serializers.CharField(allow_blank=True)
    ruling_reasons = serializers.CharField(allow_blank=True)
    ruled_at = serializers.DateTimeField(allow_null=True)


class MessageShape(Shape):
    """Something the reader was told, in the language of this answer."""

    id = serializers.IntegerField(source="pk")
    notice = serializers.CharField()
    topic = serializers.ChoiceField(choices=[topic.value for topic in Topic])
    case = serializers.CharField(allow_null=True)
    meeting = serializers.IntegerField(allow_null=True)
    subject = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class MarkedShape(Shape):
    """How many messages were marked, and how many are unread now."""

    marked = serializers.IntegerField()
    unread = serializers.IntegerField()


class DeliveryShape(Shape):
    """One notice to one person by mail. `said` is what the mail server said, `resendable` whether a resend would go."""

    id = serializers.IntegerField()
    notice = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    recipient = PersonShape()
    told_at = serializers.DateTimeField()
    channel = serializers.ChoiceField(choices=list(delivery.CHANNELS))
    status = serializers.ChoiceField(choices=list(delivery.STATES))
    status_label = WordsShape()
    reason = serializers.ChoiceField(choices=list(delivery.REASONS), allow_null=True)
    reason_label = WordsShape(allow_null=True)
    said = serializers.CharField(allow_blank=True)
    attempts = serializers.IntegerField()
    sent_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    resendable = serializers.BooleanField()


DeliveryPage = pages(DeliveryShape, "DeliveryPage")
RegistrationPage = pages(RegistrationRowShape, "RegistrationPage")
ReExaminationPage = pages(ReExaminationRowShape, "ReExaminationPage")
FollowUpPage = pages(FollowUpRowShape, "FollowUpPage")
AppealPage = pages(AppealRowShape, "AppealPage")
MessagePage = pages(MessageShape, "MessagePage")
