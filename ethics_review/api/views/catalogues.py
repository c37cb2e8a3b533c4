"""The catalogues beside the packs: focuses, kinds of risk, checklists; each with source, date, version and digest."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, parameters
from ethics_review.api.base import ApiView
from ethics_review.api.shapes.catalogues import CatalogueRowShape, CatalogueShape, CataloguesShape
from ethics_review.api.shapes.common import words
from regulations.catalogue import Catalogue, catalogues, closed

DIGEST = OpenApiParameter("sha256", {"type": "string"}, documented.QUERY, description="As it read then; now without.")


class Catalogues(ApiView):
    @extend_schema("list_catalogues", responses=documented.ok(CataloguesShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Every catalogue, those shown to all applications first."""
        return Response({"results": [CatalogueRowShape(_row(one)).data for one in catalogues()]})


class OneCatalogue(ApiView):
    parameters = frozenset({"sha256"})

    @extend_schema("get_catalogue", parameters=[DIGEST], responses=documented.ok(CatalogueShape))
    def get(self, request: Request, name: str) -> Response:
        """A catalogue with its grades and entries; with a digest, as it read when a submission recorded that."""
        asked = parameters.read(request.query_params, {"sha256": parameters.text}).get("sha256")
        known = next((one for one in catalogues() if one.key == name), None)
        found = known if asked is None or known is None else closed(name, asked.lower())
        if found is None:
            raise Http404
        grades = [{"key": one.key, "title": words(one.title), "words": one.words} for one in found.grades]
        entries = [
            {
                "key": one.key,
                "words": words(one.words),
                "group": one.group,
                "questions": [words(q) for q in one.questions],
            }
            for one in found.entries
        ]
        return Response(CatalogueShape(_row(found) | {"grades": grades, "entries": entries}).data)


def _row(catalogue: Catalogue) -> dict[str, Any]:
    names = ("key", "version", "sha256", "issued_on", "words")
    told = {name: getattr(catalogue, name) for name in names} | {"basis": catalogue.basis.value}
    return told | {"title": words(catalogue.title), "document": words(catalogue.document)}
