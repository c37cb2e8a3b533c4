"""The caller, and their tokens."""

from rest_framework import serializers

from ethics_review.api.shapes.common import BodyShape, InstitutionShape, PersonShape, Shape, SourcedShape, WordsShape
from regulations.telling import Way

WAY_NAMES = [way.value for way in Way]


class IssuedShape(Shape):
    """A token, shown this once. Send it as `Authorization: Bearer …`."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    id = serializers.UUIDField()


class TokenShape(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=["read", "write"])
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    current = serializers.BooleanField()


class TokensShape(Shape):
    results = TokenShape(many=True)


class CalendarShape(Shape):
    """Whether the caller has a calendar feed."""

    active = serializers.BooleanField()
    created_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)


class CalendarAddressShape(Shape):
    """The secret address of a calendar feed, shown this once."""

    address = serializers.CharField()
    created_at = serializers.DateTimeField()


class UserShape(PersonShape):
    username = serializers.CharField()
    language = serializers.ChoiceField(choices=["zh-hans", "en"])


class LegalShape(SourcedShape):
    """A notice that is always told at once, what hangs on it, and the rule it stands on."""

    notice = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    why = WordsShape()


class WaysShape(Shape):
    """How the caller is told what is of each topic; legal notices always at once."""

    act = serializers.ChoiceField(choices=WAY_NAMES)
    time_limits = serializers.ChoiceField(choices=WAY_NAMES)
    decisions = serializers.ChoiceField(choices=WAY_NAMES)
    meetings = serializers.ChoiceField(choices=WAY_NAMES)
    information = serializers.ChoiceField(choices=WAY_NAMES)
    legal = serializers.ChoiceField(choices=[Way.AT_ONCE.value])


class NamedShape(Shape):
    """A key and what it is called."""

    key = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # as above


class ChannelsShape(Shape):
    """How the caller is told, and when, in the time of Shanghai. `ways` and the hours can be sent back as they are."""

    ways = WaysShape()
    digest_at = serializers.TimeField(format="%H:%M")
    quiet_from = serializers.TimeField(format="%H:%M")
    quiet_until = serializers.TimeField(format="%H:%M")
    topics = NamedShape(many=True)
    choices = NamedShape(many=True)
    legal = LegalShape(many=True)


class HeldShape(Shape):
    """A role held now: on a committee, or through work for an institution."""

    role = serializers.CharField()
    committee = BodyShape(allow_null=True)
    institution = InstitutionShape(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)


class MeShape(Shape):
    user = UserShape()
    institution = InstitutionShape(allow_null=True)
    roles = HeldShape(many=True)
