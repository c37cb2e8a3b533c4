"""Committees and centres: who sits on them, whether they are lawfully composed, their registration."""

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from committees.models import Committee
from committees.queries import composition, seats_on
from ethics_review.api import documented, parameters, requested
from ethics_review.api.base import ApiView
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.reasons import refusal_json
from ethics_review.api.shapes.bodies import (
    AnnualPage,
    AnnualRowShape,
    CommitteePage,
    CommitteeRowShape,
    CommitteeShape,
    ComposedShape,
)
from ethics_review.engine.facts import rules_of_body
from ethics_review.operations.reporting import AnnualReport, submit_annual_report
from ethics_review.operations.signing import Signatures, sign_statements
from ethics_review.operations.sittings import adopt_instrument, register_committee
from ethics_review.queries import annual, sittings
from regulations.clocks import local
from regulations.vocabulary import CommitteeKind

FILTERS = {"kind": parameters.one_of(list(CommitteeKind)), "institution": parameters.whole}
FIRST_FIRST = [Key("pk")]


class BodyView(ApiView):
    """A view about one body the caller may look up."""

    def body(self, pk: int) -> Committee:
        return sittings.bodies(user=self.user, now=self.now).get(pk=pk)

    def composed(self, body: Committee, on: date) -> dict[str, Any]:
        rules = rules_of_body(body)
        found = composition(committee=body, on=on, rules=rules)
        return {
            "on": on,
            "lawful": found.lawful,
            "voting": len(found.seats),
            "seats": seats_on(committee=body, on=on),
            "refusals": [refusal_json(refusal, self.language) for refusal in found.refusals],
        }

    def whole(self, body: Committee) -> Response:
        composed = ComposedShape(self.composed(body, local(self.now).date())).data
        return Response(CommitteeRowShape(body).data | {"composition": composed})


class Committees(ApiView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema("list_committees", parameters=documented.listing(FILTERS), responses=documented.ok(CommitteePage))
    def get(self, request: Request) -> Response:
        """The committees and centres, and the panels the caller sits on."""
        wanted = parameters.read(request.query_params, FILTERS)
        bodies = sittings.bodies(user=self.user, now=self.now).filter(**wanted)
        found = page(request, bodies, FIRST_FIRST)
        return Response({"next": found.next, "results": CommitteeRowShape(found.rows, many=True).data})


class OneCommittee(BodyView):
    @extend_schema("get_committee", responses=documented.ok(CommitteeShape))
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 -- the framework's signature
        """The body as it is composed today."""
        return self.whole(self.body(pk))


class CompositionOn(BodyView):
    parameters = frozenset({"on"})

    @extend_schema("get_composition", parameters=[documented.ON], responses=documented.ok(ComposedShape))
    def get(self, request: Request, pk: int) -> Response:
        """The seats in term on a day, and everything the body lacks on it."""
        asked = parameters.read(request.query_params, {"on": parameters.day})
        found = self.composed(self.body(pk), asked.get("on", local(self.now).date()))
        return Response(ComposedShape(found).data)


class CommitteeRegistration(BodyView):
    @extend_schema(
        "register_committee",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.REGISTRATION),
        responses=documented.made(CommitteeShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Record that the platform registered the body. By its secretary; the time limit for it ends."""
        self.body(pk)
        data = requested.checked(requested.REGISTRATION, request.data)
        register_committee(committee=pk, number=data["number"], user=self.user, now=self.now)
        return self.whole(self.body(pk))


class CommitteeInstrument(BodyView):
    @extend_schema(
        "adopt_instrument",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.ADOPTION),
        responses=documented.made(CommitteeShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Put the body under another instrument for what is accepted from now on. By its secretary or chair."""
        self.body(pk)
        data = requested.checked(requested.ADOPTION, request.data)
        adopt_instrument(committee=pk, pack=data["pack"], user=self.user, now=self.now)
        return self.whole(self.body(pk))


class CommitteeAnnualReport(BodyView):
    @extend_schema(
        "submit_annual_report",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.ANNUAL_REPORT),
        responses=documented.made(CommitteeShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Report on a year that has ended. By the body's office; the figures are counted, the time limit ends."""
        self.body(pk)
        data = requested.checked(requested.ANNUAL_REPORT, request.data)
        submit_annual_report(committee=pk, report=AnnualReport(**data), user=self.user, now=self.now)
        return self.whole(self.body(pk))


class SeatStatements(BodyView):
    @extend_schema(
        "sign_statements",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.SIGNATURES),
        responses=documented.made(CommitteeShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Record when the holder of a seat signed both statements. By the holder, or by the body's office."""
        self.body(pk)
        data = requested.checked(requested.SIGNATURES, request.data)
        days = {name: date.fromisoformat(data[name]) for name in ("secrecy_signed_on", "interests_signed_on")}
        sign_statements(committee=pk, seat=data["seat"], signed=Signatures(**days), user=self.user, now=self.now)
        return self.whole(self.body(pk))


class AnnualReports(ApiView):
    parameters = PARAMETERS

    @extend_schema("list_annual_reports", parameters=documented.KEYSET, responses=documented.ok(AnnualPage))
    def get(self, request: Request, year: int) -> Response:
        """What each body whose reports the caller may read did in the year, and what it reported."""
        bodies = annual.readable(user=self.user, now=self.now).filter(established_on__lt=annual.begins(year + 1).date())
        found = page(request, bodies.select_related("institution"), FIRST_FIRST)
        figures = annual.figures_of(committees=[body.pk for body in found.rows], year=year)
        reported = {one.committee: one for one in annual.reports_of(committees=found.rows) if one.year == year}
        rows = [
            {
                "committee": body,
                "institution": body.institution,
                "figures": figures[body.pk],
                "report": reported.get(body.pk),
            }
            for body in found.rows
        ]
        return Response({"next": found.next, "results": AnnualRowShape(rows, many=True).data})
