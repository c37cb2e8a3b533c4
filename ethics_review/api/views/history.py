"""The case's record, and the rules that bear on it, as one reader may see them."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, parameters
from ethics_review.api.explanation import explanation_json
from ethics_review.api.readers import reader_of
from ethics_review.api.reasons import cite_json
from ethics_review.api.shapes.explanation import ExplanationShape
from ethics_review.api.shapes.records import EntryShape, HistoryShape
from ethics_review.api.views.cases import CaseView
from ethics_review.queries.history import Row, rows
from ethics_review.wording import act_label
from regulations.pack import Resolved


class History(CaseView):
    @extend_schema("get_history", responses=documented.ok(HistoryShape))
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """Every entry of the case's record, in order; what this reader may not know is left out of it."""
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        found = rows(case=case, roles=reader.roles, person=reader.person)
        return Response({"results": [_entry(row, self.pack) for row in found]})


def _entry(row: Row, pack: Resolved) -> dict[str, Any]:
    line = pack.moves.get(row.action)
    label = {
        tongue: act_label(row.action, language, pack=pack) for tongue, language in (("zh", "zh-hans"), ("en", "en"))
    }
    shown = {
        "seq": row.seq,
        "at": datetime.fromisoformat(row.at),
        "action": row.action,
        "label": label,
        "role": row.role,
        "actor": row.actor or None,
        "cite": cite_json(pack.rules[line.rule].source) if line is not None else None,
        "body": row.body,
        "words": row.words,
        "hash": row.hash,
        "blinded": row.blinded,
    }
    data: dict[str, Any] = EntryShape(shown).data
    return data


class Explain(CaseView):
    parameters = frozenset({"at"})

    @extend_schema("explain_case", parameters=[documented.AT], responses=documented.ok(ExplanationShape))
    def get(self, request: Request, number: str) -> Response:
        """Each rule that bears on the case now, or at another instant, with its value, article and basis."""
        case = self.find(number)
        asked = parameters.read(request.query_params, {"at": parameters.instant})
        at = asked.get("at", self.now)
        return Response(explanation_json(case=case, user=self.user, at=at, language=self.language))
