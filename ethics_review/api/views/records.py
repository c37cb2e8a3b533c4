"""Lists across cases, each scoped by the cases the caller may see: nothing of another case is counted or shown."""

from abc import ABC, abstractmethod
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, parameters
from ethics_review.api.base import ApiView
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.common import Shape
from ethics_review.api.shapes.records import (
    AppealPage,
    AppealRowShape,
    FollowUpPage,
    FollowUpRowShape,
    ReExaminationPage,
    ReExaminationRowShape,
    RegistrationPage,
    RegistrationRowShape,
)
from ethics_review.queries import records

FILTERS = {"case": parameters.text}
LISTED = documented.listing(FILTERS)
LATEST_FIRST = [Key("pk", descending=True)]


class Rows(ApiView, ABC):
    """One kind of row, latest first."""

    parameters = frozenset({*FILTERS, *PARAMETERS})
    shape: type[Shape]

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All of them that the caller may see."""

    def page(self, request: Request) -> Response:
        wanted = parameters.read(request.query_params, FILTERS)
        rows: QuerySet[Model] = self.rows()
        if "case" in wanted:
            rows = rows.filter(case__number=wanted["case"])
        found = page(request, rows, LATEST_FIRST)
        return Response({"next": found.next, "results": self.shape(found.rows, many=True).data})


class Registrations(Rows):
    shape = RegistrationRowShape

    def rows(self) -> QuerySet[Any]:
        return records.registrations(user=self.user, now=self.now)

    @extend_schema("list_registrations", parameters=LISTED, responses=documented.ok(RegistrationPage))
    def get(self, request: Request) -> Response:
        """Registrations of listed activities."""
        return self.page(request)


class ReExaminations(Rows):
    shape = ReExaminationRowShape

    def rows(self) -> QuerySet[Any]:
        return records.re_examinations(user=self.user, now=self.now)

    @extend_schema("list_re_examinations", parameters=LISTED, responses=documented.ok(ReExaminationPage))
    def get(self, request: Request) -> Response:
        """Re-examinations by experts."""
        return self.page(request)


class FollowUps(Rows):
    shape = FollowUpRowShape

    def rows(self) -> QuerySet[Any]:
        return records.follow_ups(user=self.user, now=self.now)

    @extend_schema("list_follow_ups", parameters=LISTED, responses=documented.ok(FollowUpPage))
    def get(self, request: Request) -> Response:
        """Follow-up reviews and what they came to."""
        return self.page(request)


class Appeals(Rows):
    shape = AppealRowShape

    def rows(self) -> QuerySet[Any]:
        return records.appeals(user=self.user, now=self.now)

    @extend_schema("list_appeals", parameters=LISTED, responses=documented.ok(AppealPage))
    def get(self, request: Request) -> Response:
        """Appeals and the rulings on them."""
        return self.page(request)
