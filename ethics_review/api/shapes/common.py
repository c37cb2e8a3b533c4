"""Shapes that many answers share. What is sent is exactly what the schema says: both are made from these classes."""

from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ethics_review.api.reasons import cite_json
from regulations.citation import Source
from regulations.words import Words


class Shape(serializers.Serializer[Any]):
    """A shape that is only ever sent. The schema calls it by its name without the last word."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        set_override(cls, "component_name", cls.__name__.removesuffix("Shape"))


class WordsShape(Shape):
    zh = serializers.CharField()
    en = serializers.CharField(allow_blank=True)


def words(value: Words) -> dict[str, str]:
    return {"zh": value.zh, "en": value.en}


class CiteShape(Shape):
    """Where a rule is written. `certain` is false where the article's number is not confirmed."""

    instrument = serializers.CharField()
    article = serializers.IntegerField(allow_null=True)
    annex = serializers.BooleanField()
    certain = serializers.BooleanField()


class SourcedShape(Shape):
    """Something that stands on a rule: where that is written, and how sure the pack is of its wording."""

    cite = CiteShape()
    basis = serializers.ChoiceField(choices=["read", "reported", "parent", "house"])


def sourced(source: Source) -> dict[str, Any]:
    return {"cite": cite_json(source), "basis": source.basis.value}


class RefusalShape(SourcedShape):
    """One rule that stands in the way, with its figures. `path` is the part of the input it is about, or empty."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    figures = serializers.DictField()
    path = serializers.CharField(allow_blank=True)


class ErrorShape(Shape):
    """One thing wrong with what was sent; with an article where it stands on a rule."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    cite = CiteShape(allow_null=True)
    basis = serializers.CharField(allow_null=True)
    figures = serializers.DictField()
    path = serializers.CharField(allow_blank=True)


class ProblemShape(Shape):
    """A problem (RFC 9457). `refusals` with 409, `errors` with 422, `version` and `latest` with 412."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    refusals = RefusalShape(many=True, required=False)
    errors = ErrorShape(many=True, required=False)  # type: ignore[assignment] # also an attribute of a serializer
    version = serializers.IntegerField(required=False)
    latest = serializers.DictField(required=False)


class PersonShape(Shape):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="__str__")
    name_en = serializers.CharField(allow_blank=True)


class NameShape(Shape):
    """A name in both languages; the English one may be empty."""

    zh = serializers.CharField(source="name")
    en = serializers.CharField(source="name_en", allow_blank=True)


class InstitutionShape(Shape):
    id = serializers.IntegerField(source="pk")
    name = NameShape(source="*")
    kind = serializers.ChoiceField(choices=["unit", "authority"])
    region = serializers.CharField()


class BodyShape(Shape):
    """A committee, centre or panel by name."""

    id = serializers.IntegerField(source="pk")
    name = NameShape(source="*")
    kind = serializers.ChoiceField(choices=["ethics", "service_centre", "expert_panel"])


class NumberField(serializers.CharField):
    """The number of a case that is pointed at, or null."""

    def to_representation(self, value: Any) -> str:
        return str(value.number)


@extend_schema_field({"type": "object", "additionalProperties": True})
class JsonField(serializers.JSONField):
    """Whatever was filed or recorded, as it stands."""


@extend_schema_field({"description": "A number, a share, a text, true or false, or a list of items."})
class ValueField(serializers.JSONField):
    """The value of a rule."""


def pages(shape: type[Shape], name: str) -> type[Shape]:
    """The shape of one page of rows of `shape`: the rows, and where the next page is, if there is one."""
    fields = {
        "next": serializers.URLField(allow_null=True),
        "results": shape(many=True),
        "__doc__": "One page. `next` is the address of the next one, or null.",
        "__module__": __name__,
    }
    return type(name, (Shape,), fields)
