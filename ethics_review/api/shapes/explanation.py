"""Rules, packs, and how a case stands under them."""

from typing import Any

from rest_framework import serializers

from ethics_review.api.shapes.cases import STATES, DeadlineShape
from ethics_review.api.shapes.common import (
    BodyShape,
    CiteShape,
    JsonField,
    RefusalShape,
    Shape,
    SourcedShape,
    ValueField,
    WordsShape,
    words,
)
from regulations.difference import Change, Kind
from regulations.facets import FACETS
from regulations.ladder import Rung
from regulations.vocabulary import Basis


class RuleShape(SourcedShape):
    """One rule: its value, where it is written, how sure the pack is, and which instrument supplies it."""

    key = serializers.CharField()
    value = ValueField()
    gist = WordsShape()
    supplier = serializers.CharField()
    setting = serializers.BooleanField()


class BearingRuleShape(RuleShape):
    """A rule that bears on the case, with the moves through which it does."""

    moves = serializers.ListField(child=serializers.CharField())


class PackNameShape(Shape):
    id = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()


class CompositionShape(Shape):
    """Whether the body is composed as its rules demand on the day, and everything it lacks."""

    committee = BodyShape()
    on = serializers.DateField()
    lawful = serializers.BooleanField()
    voting = serializers.IntegerField()
    refusals = RefusalShape(many=True)


class MandateShape(SourcedShape):
    """The written mandate by which a centre reviews for the unit or the person."""

    in_force = serializers.BooleanField()
    scope_note = serializers.CharField(allow_null=True)
    signed_on = serializers.DateField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)


class CountLineShape(Shape):
    """One step of counting a time limit: a day, or an instant where it runs by the hour."""

    kind = serializers.ChoiceField(choices=["start", "counted_to", "day_off", "made_up", "provisional", "due"])
    on = serializers.CharField()
    note = WordsShape()
    document = serializers.CharField(allow_null=True)


class RungShape(Shape):
    """One rung of a reminder ladder: so many units after the end (before it where negative), the owner and `to` told.

    `every` repeats it each so many units until the next rung or until the limit is settled; 0 where it is told once.
    """

    offset = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=["hours", "days", "working_days"])
    to = serializers.ListField(child=serializers.CharField())
    every = serializers.IntegerField()
    words = WordsShape()


def rung_json(rung: Rung) -> dict[str, Any]:
    told = {"offset": rung.offset, "unit": rung.unit.value, "to": list(rung.to), "every": rung.every}
    return told | {"words": words(rung.words())}


class ClockShape(DeadlineShape):
    """A time limit with how its end was counted, from the last resumption if any; of an extended one, its first end."""

    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    length = WordsShape(allow_null=True)
    paused_seconds = serializers.IntegerField()
    counted = CountLineShape(many=True)
    ladder = RungShape(many=True)
    evidence = WordsShape()
    consequence = WordsShape()


class ExplanationShape(Shape):
    """What bears on the case at the instant. `state` is null before there was a case."""

    number = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    pack = PackNameShape()
    roles = serializers.ListField(child=serializers.CharField())
    rules = BearingRuleShape(many=True)
    composition = CompositionShape()
    mandate = MandateShape(allow_null=True)
    clocks = ClockShape(many=True)


class PackRowShape(Shape):
    """An instrument as modelled (办法)."""

    id = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()
    title = WordsShape()
    document = serializers.CharField()
    in_force_on = serializers.DateField(allow_null=True)  # a draft never was
    status = serializers.CharField()
    chain = serializers.ListField(child=serializers.CharField())


class PackClockShape(SourcedShape):
    """A time limit as the pack states it."""

    name = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    length = WordsShape()
    amount = serializers.IntegerField()
    unit = serializers.CharField()
    owner = serializers.CharField()
    escalate = serializers.ListField(child=serializers.CharField())
    reminders = serializers.ListField(child=serializers.IntegerField())
    extendable = serializers.BooleanField()
    pausable = serializers.BooleanField()
    rolls_on = serializers.BooleanField()
    supplier = serializers.CharField()
    ladder = RungShape(many=True)
    evidence = WordsShape()
    consequence = WordsShape()


class PackMoveShape(SourcedShape):
    """A line of the lifecycle: who may do what, from where to where, and what it asks."""

    move = serializers.CharField()
    label = WordsShape()  # type: ignore[assignment] # also an attribute of a field
    sources = serializers.ListField(child=serializers.CharField())
    targets = serializers.ListField(child=serializers.CharField())
    by = serializers.ListField(child=serializers.CharField())
    rule = serializers.CharField()
    asks = JsonField()
    starts = serializers.ListField(child=serializers.CharField())


class PackShape(PackRowShape):
    """The pack laid over what it falls back to: every rule says which instrument supplies it."""

    rules = RuleShape(many=True)
    clocks = PackClockShape(many=True)
    moves = PackMoveShape(many=True)


class PacksShape(Shape):
    results = PackRowShape(many=True)


class SideShape(Shape):
    """What stands in one of two packs, and where that is written; the head of a pack is written nowhere."""

    words = WordsShape()
    cite = CiteShape(allow_null=True)
    basis = serializers.ChoiceField(choices=[basis.value for basis in Basis], allow_null=True)


class DifferenceRowShape(Shape):
    """One difference: `before` is null for what appeared, `after` for what vanished."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in Kind])
    key = serializers.CharField(allow_blank=True)
    facet = serializers.ChoiceField(choices=list(FACETS))
    change = serializers.ChoiceField(choices=[change.value for change in Change])
    heading = WordsShape()
    before = SideShape(allow_null=True)
    after = SideShape(allow_null=True)


class DifferenceShape(Shape):
    before = PackRowShape()
    after = PackRowShape()
    rows = DifferenceRowShape(many=True)
