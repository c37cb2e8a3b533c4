"""The catalogues beside the packs."""

from rest_framework import serializers

from ethics_review.api.shapes.common import Shape, WordsShape


class CatalogueEntryShape(Shape):
    """A question or a kind of risk. `group` is its layer or grade, empty where it has none."""

    key = serializers.CharField()
    words = WordsShape()
    group = serializers.CharField(allow_blank=True)
    questions = WordsShape(many=True)


class GradeShape(Shape):
    key = serializers.CharField()
    title = WordsShape()
    words = serializers.ListField(child=serializers.CharField())


class CatalogueRowShape(Shape):
    """A list shown beside applications and worksheets. It is shown to all where `words` is empty."""

    key = serializers.CharField()
    version = serializers.CharField()
    sha256 = serializers.CharField()
    title = WordsShape()
    document = WordsShape()
    issued_on = serializers.DateField()
    basis = serializers.CharField()
    words = serializers.ListField(child=serializers.CharField())


class CatalogueShape(CatalogueRowShape):
    """The whole of it."""

    grades = GradeShape(many=True)
    entries = CatalogueEntryShape(many=True)


class CataloguesShape(Shape):
    results = CatalogueRowShape(many=True)
