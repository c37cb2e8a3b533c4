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
from ethics_review.api.shapes.explanation import PackRowShape, PackShape, PacksShape
from ethics_review.engine.input import schema_of
from regulations.clocks import Clock
from regulations.move import Move
from regulations.pack import DRAFT, Resolved


class Packs(ApiView):
    @extend_schema("list_packs", responses=documented.ok(PacksShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Every pack, in the order of coming into force."""
        return Response({"results": [PackRowShape(_named(pack)).data for pack in regulations.all_packs()]})


class OnePack(ApiView):
    @extend_schema("get_pack", responses=documented.ok(PackShape))
    def get(self, request: Request, name: str) -> Response:  # noqa: ARG002 -- as above
        """The pack laid over what it falls back to."""
        pack = next((one for one in regulations.all_packs() if one.id == name), None)
        if pack is None:
            raise Http404
        rules = pack.rules_for(house={})
        whole = _named(pack) | {
            "rules": [rule_json(rules, key) for key in pack.rules],
            "clocks": [_clock(clock, pack) for clock in pack.clocks.values()],
            "moves": [_move(line, pack) for line in pack.moves.values()],
        }
        return Response(PackShape(whole).data)


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
