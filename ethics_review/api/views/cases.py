"""Cases: the list, the draft, the case itself, its filing, its moves. One operation or query each."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from committees.models import Committee
from ethics_review import operations
from ethics_review.api import documented, parameters, requested
from ethics_review.api.base import ApiView
from ethics_review.api.case_detail import Asked, case_json
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.parsing import JsonParser, MergePatchParser
from ethics_review.api.preconditions import etag, expected_version
from ethics_review.api.reasons import missing_json
from ethics_review.api.shapes.cases import PROCEDURES, STATES, CasePage, CaseRowShape, CaseShape
from ethics_review.api.shapes.records import CheckShape
from ethics_review.engine import InputInvalid
from ethics_review.engine.input import FORMATS, Examiner, problems_of
from ethics_review.engine.missing import not_found
from ethics_review.models import Case
from ethics_review.operations import Draft
from ethics_review.operations.patching import patch_filing
from ethics_review.queries import case_filters, sittings
from regulations import materials
from regulations.vocabulary import CommitteeKind

FILTERS = {
    "state": parameters.several_of(STATES),
    "procedure": parameters.one_of(PROCEDURES),
    "listed": parameters.one_of(["true", "false", "undetermined"]),
    "committee": parameters.whole,
    "institution": parameters.whole,
    "mine": parameters.flag,
    "overdue": parameters.flag,
    "due_before": parameters.instant,
    "q": parameters.text,
}
ORDERS = {
    name: Key(column, descending=descending, nullable=nullable)
    for field, column, nullable in (
        ("next_due_at", "next_due_at", True),
        ("submitted_at", "submitted_at", True),
        ("number", "pk", False),  # numbers are given in the order of the rows, but do not sort as text beyond 9999
    )
    for name, descending in ((field, False), (f"-{field}", True))
}
LATEST_FIRST = Key("pk", descending=True)


class CaseView(ApiView):
    """A view about one case."""

    def whole(self, case: Case, status: int = 200) -> Response:
        """The case as it is now for this reader, with its entity tag."""
        data = case_json(Asked(case, self.user, self.now, self.language))
        return Response(data, status, headers={"ETag": etag(case)})

    def after(self, made: Case, status: int = 200) -> Response:
        """The case after a write; only its number to somebody whose own act took it out of their sight."""
        try:
            return self.whole(self.find(made.number), status)
        except Case.DoesNotExist:
            return Response({"number": made.number, "version": made.version, "visible": False}, status)


class Cases(CaseView):
    parameters = frozenset({*FILTERS, "ordering", *PARAMETERS})

    @extend_schema("list_cases", parameters=documented.case_filters(FILTERS, ORDERS), responses=documented.ok(CasePage))
    def get(self, request: Request) -> Response:
        """The cases the caller may see, a page at a time."""
        wanted = parameters.read(request.query_params, FILTERS)
        ordering = parameters.read(request.query_params, {"ordering": parameters.several_of(ORDERS)})
        cases = case_filters.matching(user=self.user, now=self.now, wanted=wanted)
        found = page(request, cases, _keys(ordering.get("ordering", [])))
        return Response({"next": found.next, "results": CaseRowShape(found.rows, many=True).data})

    @extend_schema(
        "create_case",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.NEW_CASE),
        responses=documented.made(CaseShape, 201),
    )
    @once
    def post(self, request: Request) -> Response:
        """Open a draft. The caller becomes its applicant."""
        data = self._examined(request.data)
        draft = Draft(
            committee=self._committee(data["committee"]),
            filing=data["filing"],
            title_zh=data["title"]["zh"],
            title_en=data["title"].get("en", ""),
        )
        case = operations.create_case(draft=draft, user=self.user, now=self.now)
        response = self.after(case, 201)
        response.headers["Location"] = reverse("api:case", args=[case.number])
        return response

    def _examined(self, data: Any) -> dict[str, Any]:
        """Everything wrong with the request and with the filing in it, at once."""
        found: tuple[Any, ...] = problems_of(Examiner(requested.NEW_CASE, format_checker=FORMATS), data)
        if isinstance(data, dict) and isinstance(data.get("filing"), dict):
            found += materials.malformed(data["filing"])
        if found:
            raise InputInvalid(found)
        return dict(data)

    def _committee(self, pk: int) -> Committee:
        known = sittings.bodies(user=self.user, now=self.now).exclude(kind=CommitteeKind.EXPERT_PANEL)
        committee = known.filter(pk=pk).first()
        if committee is None:
            raise not_found("committee", pk)
        return committee


def _keys(names: list[str]) -> list[Key]:
    """The order asked for, made unique by the row itself; the latest first where none is asked for."""
    keys = [ORDERS[name] for name in names]
    return keys if any(key.name == "pk" for key in keys) else [*keys, LATEST_FIRST]


class OneCase(CaseView):
    @extend_schema("get_case", responses=documented.ok(CaseShape))
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """The case for this reader now: state, filing, deadlines, and every move with what stands in its way."""
        return self.whole(self.find(number))


class CaseFiling(CaseView):
    parser_classes = [MergePatchParser, JsonParser]

    @extend_schema(
        "patch_filing",
        parameters=documented.CONDITIONAL,
        request={
            "application/merge-patch+json": documented.schema(requested.FILING),
            "application/json": documented.schema(requested.FILING),
        },
        responses=documented.moved(),
    )
    @once
    def patch(self, request: Request, number: str) -> Response:
        """Lay a merge patch (RFC 7396) over the filing: a new revision. A null takes a field away."""
        case = self.find(number)
        patch = requested.checked(requested.OBJECT, request.data)
        version = expected_version(request, case)
        return self.after(patch_filing(number=number, patch=patch, user=self.user, now=self.now, version=version))


class Check(CaseView):
    permission_classes = [IsAuthenticated]  # nothing is written: a token for reading will do

    @extend_schema("check_filing", request=None, responses=documented.ok(CheckShape))
    def post(self, request: Request, number: str) -> Response:
        """What the filing lacks, everything at once. Nothing is written."""
        requested.checked(requested.NOTHING, request.data)
        case = self.find(number)
        latest = case.filings.latest("revision")
        lacking = materials.missing(latest.body, materials.further(self.pack))
        missing = [missing_json(one, self.language, self.pack) for one in lacking]
        return Response({"complete": not missing, "revision": latest.revision, "missing": missing})


class CaseMove(CaseView):
    @extend_schema(
        "make_move",
        parameters=[documented.MOVE, *documented.CONDITIONAL],
        request={"application/json": documented.every_move()},
        responses=documented.moved(),
    )
    @once
    def post(self, request: Request, number: str, move: str) -> Response:
        """Make the move, with everything that follows from it, or be told every reason why not."""
        case = self.find(number)
        if move not in self.pack.moves:
            raise Http404
        data = requested.checked(requested.OBJECT, request.data)
        version = expected_version(request, case)
        made = operations.make_move(number=number, move=move, user=self.user, data=data, now=self.now, version=version)
        return self.after(made)
