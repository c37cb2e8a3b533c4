"""The caller, and their tokens."""

from rest_framework import serializers

from ethics_review.api.shapes.common import BodyShape, InstitutionShape, PersonShape, Shape


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
