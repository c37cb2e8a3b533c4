"""Documents of a case: listed, added, handed out. What a file is and who may add it is examined below."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented
from ethics_review.api.idempotency import once
from ethics_review.api.parsing import refuse_cut_off, refuse_oversized, watch_form
from ethics_review.api.preconditions import expected_version
from ethics_review.api.readers import reader_of
from ethics_review.api.shapes.records import DocumentShape, DocumentsShape
from ethics_review.api.views.cases import CaseView
from ethics_review.document_terms import Kind
from ethics_review.documents import received
from ethics_review.engine import InputInvalid, InputProblem
from ethics_review.models import Case, Document
from ethics_review.operations import documents
from ethics_review.queries.documents import documents_of

FIELDS = frozenset({"kind", "file"})
SANDBOX = "default-src 'none'; sandbox"
FORM = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": [kind.value for kind in Kind]},
        "file": {"type": "string", "format": "binary"},
    },
    "required": ["kind", "file"],
    "additionalProperties": False,
}


class Documents(CaseView):
    parser_classes = [MultiPartParser]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Before anything reads the form: who reads it first depends on how the caller is signed in."""
        watch_form(request)
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_oversized(request._request)  # noqa: SLF001 -- the framework's name for the request it wraps
        super().initial(request, *args, **kwargs)

    @extend_schema("list_documents", responses=documented.ok(DocumentsShape))
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """The documents this reader may read, in the order in which they were added."""
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        return Response({"results": self._shown(case, documents_of(case=case, roles=reader.roles), many=True)})

    def _shown(self, case: Case, found: Any, **how: Any) -> Any:
        def address(document: Document) -> str:
            return reverse("api:document-content", args=[case.number, document.pk])

        return DocumentShape(found, context={"address": address}, **how).data

    @extend_schema(
        "add_document",
        parameters=documented.CONDITIONAL,
        request={"multipart/form-data": FORM},
        responses=documented.made(DocumentShape, 201),
    )
    def post(self, request: Request, number: str) -> HttpResponseBase:
        """Add a document. It is kept only if its content is what its name says."""
        self.find(number)
        form, files = request.POST, request.FILES
        refuse_cut_off(request._request)  # noqa: SLF001 -- as above
        _refuse_other_fields({*form, *files})
        with received(file=files.get("file"), limit=settings.UPLOAD_LIMIT) as arrived:
            self.arrived = arrived
            return self._added(request, number)

    @once
    def _added(self, request: Request, number: str) -> Response:
        case = self.find(number)
        document = documents.add_document(
            number=number,
            kind=request.POST.get("kind", ""),
            arrived=self.arrived,
            user=self.user,
            now=self.now,
            version=expected_version(request, case),
        )
        shown = self._shown(case, document)
        return Response(shown, 201, headers={"Location": shown["content"]})


def _refuse_other_fields(given: set[str]) -> None:
    unknown = sorted(given - FIELDS)
    if unknown:
        raise InputInvalid(tuple(InputProblem(name[:100], "input.unknown_field", {}) for name in unknown))


class Content(CaseView):
    @extend_schema("take_document", responses={(200, "application/octet-stream"): bytes} | documented.ok(DocumentShape))
    def get(self, request: Request, number: str, pk: int) -> FileResponse:  # noqa: ARG002 -- the framework's signature
        """The document itself, as an attachment. That it was taken is remembered."""
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        document = documents_of(case=case, roles=reader.roles).get(pk=pk)
        taken = documents.take_document(document=document, user=self.user, now=self.now)
        return FileResponse(
            taken.content.open("rb"),
            as_attachment=True,
            filename=taken.name,
            content_type=taken.media_type,
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": SANDBOX,
                "ETag": f'"{taken.sha256}"',
            },
        )
