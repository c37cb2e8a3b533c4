"""Rule packs, resolved: every value with its article, how sure the pack is of it, and which instrument supplies it."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

import regulations
from ethics_review.api import documented
from ethics_review.api.base import ApiView
from ethics_review.api.explanation import rule_json
from ethics_review.api.shapes.common import sourced, words
from ethics_review.api.shapes.explanation import (
    DifferenceShape,
    PackRowShape,
    PackShape,
    PacksShape,
    rung_json,
)
from ethics_review.engine.input import schema_of
from regulations.citation import Source
from regulations.clocks import Clock
from regulations.difference import Row, difference
from regulations.move import Move
from regulations.pack import DRAFT, Resolved
from regulations.words import Words


class Packs(ApiView):
    @extend_schema("list_packs", responses=documented.ok(PacksShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Every pack, in the order of coming into force."""
        return Response({"results": [PackRowShape(_named(pack)).data for pack in regulations.all_packs()]})


class OnePack(ApiView):
    @extend_schema("get_pack", responses=documented.ok(PackShape))
    def get(self, request: Request, name: str) -> Response:  # noqa: ARG002 -- as above
        """The pack laid over what it falls back to."""
        pack = _pack(name)
        rules = pack.rules_for(house={})
        whole = _named(pack) | {
            "rules": [rule_json(rules, key) for key in pack.rules],
            "clocks": [_clock(clock, pack) for clock in pack.clocks.values()],
            "moves": [_move(line, pack) for line in pack.moves.values()],
        }
        return Response(PackShape(whole).data)


class Difference(ApiView):
    @extend_schema("get_pack_difference", responses=documented.ok(DifferenceShape))
    def get(self, request: Request, name: str, other: str) -> Response:  # noqa: ARG002 -- as above
        """What appeared, vanished and changed from the one pack to the other, both resolved."""
        before, after = _pack(name), _pack(other)
        rows = [_difference(row) for row in difference(before, after)]
        return Response(DifferenceShape({"before": _named(before), "after": _named(after), "rows": rows}).data)


def _pack(name: str) -> Resolved:
    pack = next((one for one in regulations.all_packs() if one.id == name), None)
    if pack is None:
        raise Http404
    return pack


def _difference(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "key": row.key,
        "facet": row.facet,
        "change": row.change.value,
        "heading": words(row.heading),
        "before": _side(row.before, row.source_before),
        "after": _side(row.after, row.source_after),
    }


def _side(said: Words | None, source: Source | None) -> dict[str, Any] | None:
    """What stands on one side, and where that is written; None where nothing does."""
    if said is None:
        return None
    written = sourced(source) if source is not None else {"cite": None, "basis": None}
    return {"words": words(said), **written}


def _named(pack: Resolved) -> dict[str, Any]:
    names = ("id", "version", "digest", "document", "status", "chain")
    in_force_on = pack.in_force_on if pack.status != DRAFT else None
    return {name: getattr(pack, name) for name in names} | {"title": words(pack.title), "in_force_on": in_force_on}


def _clock(clock: Clock, pack: Resolved) -> dict[str, Any]:
    names = ("name", "amount", "owner", "escalate", "reminders", "extendable", "pausable")
    return {name: getattr(clock, name) for name in names} | {
        "label": words(clock.label),
        "length": words(clock.length.words()),
        "unit": clock.unit.value,
        "rolls_on": clock.roll_last_day,
        "supplier": _supplier(clock, pack),
        "ladder": [rung_json(rung) for rung in clock.ladder],
        "evidence": words(clock.duty.evidence),
        "consequence": words(clock.duty.consequence),
        **sourced(clock.source),
    }


def _supplier(clock: Clock, pack: Resolved) -> str:
    """The instrument that states the limit; where the house fixed it, the one whose pack holds the setting."""
    instrument = clock.source.cite.instrument
    return instrument if instrument in pack.chain else pack.chain[-1]


def _move(line: Move, pack: Resolved) -> dict[str, Any]:
    return {
        "move": line.name,
        "label": words(line.label),
        "sources": line.sources,
        "targets": line.targets,
        "by": line.by,
        "rule": line.rule,
        "asks": schema_of(pack, line),
        "starts": [start.clock for start in line.starts],
        **sourced(pack.rules[line.rule].source),
    }
