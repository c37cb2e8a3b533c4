"""What another pack would have made of recorded cases."""

from typing import Any

from rest_framework import serializers

from ethics_review.api.reasons import refusal_json
from ethics_review.api.shapes.common import BodyShape, RefusalShape, Shape, SourcedShape, sourced
from ethics_review.wording import replays
from regulations.refusal import Refusal
from regulations.replay import Counted, Kind, Limit, Listed, Made, Procedural, Reason, Row, Side, Verdict

KINDS = [kind.value for kind in Kind]


class ReplaySideShape(Shape):
    """What one pack says: as a sentence, by what stands in the way, and by its figures.

    The figures of a time limit are `due_at`, `due_on`, `provisional`, `late` and the entry `settled_by` (or null); of a
    vote `roll`, `taking_part`, `min_present`, `missing`, `tally`, `need`, `quorate` and `result`; of re-examination
    `standing` and the numbers of `items` and `unjudged`; of a procedure `procedure` and `ground`; of a move none.
    """

    sentence = serializers.CharField()
    refusals = RefusalShape(many=True)
    figures = serializers.DictField()
    rules = SourcedShape(many=True)


class ReplayRowShape(Shape):
    """One thing in the record. `seq` is the entry it is about, `key` a move or a clock. A side is null where there is
    no such time limit, and both are where nothing could be rebuilt; `why` says why a row is not compared.
    """

    kind = serializers.ChoiceField(choices=KINDS)
    seq = serializers.IntegerField()
    key = serializers.CharField()
    subject = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    reason = serializers.ChoiceField(choices=[reason.value for reason in Reason], allow_null=True)
    why = serializers.CharField(allow_blank=True)
    own = ReplaySideShape(allow_null=True)
    other = ReplaySideShape(allow_null=True)


class ReplayedCaseShape(Shape):
    """One case: how many rows stay the same, and every other row."""

    number = serializers.CharField()
    committee = serializers.IntegerField()
    changed = serializers.BooleanField()
    same = serializers.IntegerField()
    rows = ReplayRowShape(many=True)


class ReplayFiguresShape(Shape):
    """How many cases of one committee would differ, and in what: cases, not rows."""

    committee = BodyShape()
    cases = serializers.IntegerField()
    changed = serializers.IntegerField()
    not_asked = serializers.IntegerField()
    by_kind = serializers.DictField(child=serializers.IntegerField())


class ReplayPackShape(Shape):
    id = serializers.CharField()
    version = serializers.CharField()
    digest = serializers.CharField()
    status = serializers.CharField()


class ReplayShape(Shape):
    """One page of cases under another pack. `figures` are those of this page. The settings of the committees are
    those of today.
    """

    pack = ReplayPackShape()
    next = serializers.URLField(allow_null=True)
    figures = ReplayFiguresShape(many=True)
    results = ReplayedCaseShape(many=True)


def row_json(row: Row, language: str) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "seq": row.seq,
        "key": row.key,
        "subject": replays.subject(row, language),
        "verdict": row.verdict.value,
        "reason": row.reason.value if row.reason is not None else None,
        "why": replays.why(row, language),
        "own": _side(row.own, language),
        "other": _side(row.other, language),
    }


def _side(side: Side | None, language: str) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "sentence": replays.told(side, language),
        "refusals": [refusal_json(one, language) for one in _refusals(side)],
        "figures": _figures(side),
        "rules": [sourced(source) for source in replays.sources(side)],
    }


def _refusals(side: Side) -> tuple[Refusal, ...]:
    return side.refusals if isinstance(side, Made | Procedural) else ()


def _figures(side: Side) -> dict[str, Any]:
    match side:
        case Procedural():
            return {"procedure": side.procedure, "ground": side.ground}
        case Limit():
            return {
                "due_at": side.due.due_at.isoformat(),
                "due_on": side.due.due_on.isoformat(),
                "provisional": side.due.provisional,
                "late": side.late,
                "settled_by": side.settled_by,
            }
        case Counted(count=count):
            names = ("roll", "taking_part", "min_present", "need", "quorate", "result")
            lists = {"missing": list(count.missing), "tally": dict(count.tally)}
            return {name: getattr(count, name) for name in names} | lists
        case Listed():
            return {"standing": side.standing.value, "items": list(side.items), "unjudged": list(side.unjudged)}
    return {}
