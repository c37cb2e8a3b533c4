"""What the caller owes, and what the caller sees to that others do, soonest first."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, parameters
from ethics_review.api.base import ApiView
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.cases import deadline_json
from ethics_review.api.shapes.common import words
from ethics_review.api.shapes.duties import DutyPage, DutyShape
from ethics_review.models import Case
from ethics_review.queries import duties
from ethics_review.queries.duties import Owed
from regulations.words import Words

FILTERS = {"owes": parameters.flag, "overdue": parameters.flag, "due_before": parameters.instant}
SOONEST_FIRST = [Key("due_at"), Key("pk")]
SHOWN = (
    "clock",
    "item",
    "owner",
    "started_at",
    "due_at",
    "due_on",
    "provisional",
    "state",
    "cite",
    "basis",
)


class Duties(ApiView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema("list_duties", parameters=documented.listing(FILTERS), responses=documented.ok(DutyPage))
    def get(self, request: Request) -> Response:
        """Duties of the caller, and those of others in the cases and bodies the caller oversees, soonest first."""
        wanted = parameters.read(request.query_params, FILTERS)
        rows = duties.duties(user=self.user, now=self.now, wanted=wanted)
        found = page(request, rows, SOONEST_FIRST)
        owed = duties.read(deadlines=found.rows, now=self.now)
        results = DutyShape([_told(one, self.now) for one in owed], many=True).data
        return Response({"next": found.next, "results": results})


def _told(owed: Owed, now: Any) -> dict[str, Any]:
    told, subject = deadline_json(owed.deadline, now), owed.subject
    label = owed.clock.label if owed.clock is not None else Words(owed.deadline.clock, owed.deadline.clock)
    case = subject if isinstance(subject, Case) else None
    return {name: told[name] for name in SHOWN} | {
        "id": owed.deadline.pk,
        "kind": "right" if owed.is_right else "duty",
        "owes": owed.owes,
        "case": case,
        "committee": subject.committee if isinstance(subject, Case) else subject,
        "what": words(label),
        "detail": owed.detail,
        "people": owed.people,
        "evidence": words(owed.duty.evidence),
        "consequence": words(owed.duty.consequence),
        "consequence_basis": owed.duty.source.basis.value,
        "next_told_at": owed.deadline.next_at,
    }
