"""A duty: one running time limit with whom it binds, what settles it and what follows otherwise."""

from rest_framework import serializers

from ethics_review.api.shapes.common import BodyShape, NumberField, PersonShape, SourcedShape, WordsShape, pages
from regulations.vocabulary import Role


class DutyShape(SourcedShape):
    """What somebody owes (义务). `case` is null for what a body owes.

    `kind` is `right` where the end only closes something and nobody fails by it. `owes` is false for what the caller
    sees to without owing it. `evidence` settles it, `consequence` follows when it is missed, with the basis of
    that. `detail` is the text of a condition of an approval.
    """

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["duty", "right"])
    owes = serializers.BooleanField()
    case = NumberField(allow_null=True)
    committee = BodyShape()
    clock = serializers.CharField()
    item = serializers.IntegerField(allow_null=True)
    what = WordsShape()
    detail = serializers.CharField(allow_blank=True)
    owner = serializers.ChoiceField(choices=[role.value for role in Role])
    people = PersonShape(many=True)
    started_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    provisional = serializers.BooleanField()
    state = serializers.ChoiceField(choices=["running", "paused", "overdue"])
    evidence = WordsShape()
    consequence = WordsShape()
    consequence_basis = serializers.ChoiceField(choices=["read", "reported", "parent", "house"])
    next_told_at = serializers.DateTimeField(allow_null=True)


DutyPage = pages(DutyShape, "DutyPage")
