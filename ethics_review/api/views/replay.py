"""Recorded cases under another pack, for those whose cases they are: a committee, and the authority over it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

import regulations
from committees.models import Committee
from ethics_review.api import documented, parameters
from ethics_review.api.base import ApiView
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.replay import ReplayShape, row_json
from ethics_review.engine.replaying import replay_cases
from ethics_review.models import Case
from ethics_review.queries.replayable import replayable, wanted
from regulations.pack import Resolved
from regulations.replay import Figures, Replayed, Verdict, figures

ON_PAGE, LARGEST = 10, 25
"""Cases on a page: each is read from its first entry on, and asked twice."""
FILTERS = {"cases": parameters.case_numbers(LARGEST), "committee": parameters.whole}
LATEST_FIRST = [Key("pk", descending=True)]
ASKED = [
    OpenApiParameter("cases", {"type": "string"}, documented.QUERY, description="Numbers of cases between commas."),
    OpenApiParameter("committee", {"type": "integer"}, documented.QUERY),
    OpenApiParameter("cursor", {"type": "string"}, documented.QUERY, description="Taken from `next`."),
    OpenApiParameter(
        "page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": ON_PAGE}, documented.QUERY
    ),
]


class Replay(ApiView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema("replay_cases", parameters=ASKED, responses=documented.ok(ReplayShape))
    def get(self, request: Request, name: str) -> Response:
        """What the pack would have made of recorded cases, latest first: of a committee's own, and of the listed ones
        of an authority's region. Everybody else finds nothing here. Writes nothing.
        """
        pack = _pack(name)
        asked = parameters.read(request.query_params, FILTERS)
        cases = replayable(user=self.user, now=self.now)
        found = page(
            request,
            wanted(cases, numbers=asked.get("cases"), committee=asked.get("committee")),
            LATEST_FIRST,
            default=ON_PAGE,
            largest=LARGEST,
        )
        replayed = replay_cases(cases=found.rows, pack=pack)
        answer = {
            "pack": {key: getattr(pack, key) for key in ("id", "version", "digest", "status")},
            "next": found.next,
            "figures": [_figures(one, found.rows) for one in figures(replayed)],
            "results": [_case(case, self.language) for case in replayed],
        }
        return Response(ReplayShape(answer).data)


def _pack(name: str) -> Resolved:
    pack = next((one for one in regulations.all_packs() if one.id == name), None)
    if pack is None:
        raise Http404
    return pack


def _figures(found: Figures, cases: Sequence[Case]) -> dict[str, Any]:
    committee: Committee = next(case.committee for case in cases if case.committee_id == found.committee)
    names = ("cases", "changed", "not_asked")
    return {name: getattr(found, name) for name in names} | {
        "committee": committee,
        "by_kind": {kind.value: count for kind, count in found.by_kind.items()},
    }


def _case(case: Replayed, language: str) -> dict[str, Any]:
    return {
        "number": case.number,
        "committee": case.committee,
        "changed": case.changed,
        "same": len(case.of(Verdict.SAME)),
        "rows": [row_json(row, language) for row in case.rows if row.verdict is not Verdict.SAME],
    }
