"""The catalogues beside the packs: focuses, kinds of risk, checklists; each with source, date, version and digest."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented
from ethics_review.api.base import ApiView
from ethics_review.api.shapes.catalogues import CatalogueRowShape, CatalogueShape, CataloguesShape
from ethics_review.api.shapes.common import words
from regulations.catalogue import Catalogue, catalogues


class Catalogues(ApiView):
    @extend_schema("list_catalogues", responses=documented.ok(CataloguesShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Every catalogue, those shown to all applications first."""
        return Response({"results": [CatalogueRowShape(_row(one)).data for one in catalogues()]})


class OneCatalogue(ApiView):
    @extend_schema("get_catalogue", responses=documented.ok(CatalogueShape))
    def get(self, request: Request, name: str) -> Response:  # noqa: ARG002 -- as above
        """A catalogue with its grades and entries."""
        found = next((one for one in catalogues() if one.key == name), None)
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
