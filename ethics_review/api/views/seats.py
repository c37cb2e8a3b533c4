"""Seats, as the unit gives and ends them, and the training of whoever holds one."""

from datetime import date
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from committees.models import Training
from ethics_review.api import documented, requested
from ethics_review.api.base import ApiView
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.bodies import SeatShape, TrainingPage, TrainingShape
from ethics_review.operations import appointing
from ethics_review.operations import training as acts
from ethics_review.operations.appointing import Letter
from ethics_review.operations.training import Given
from ethics_review.queries import trainings
from regulations import training as rule

FIRST_FIRST = [Key("pk")]


class Seats(ApiView):
    @extend_schema(
        "appoint",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.SEAT),
        responses=documented.made(SeatShape, HTTP_201_CREATED),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Seat a person, or the same person for a further term. By the manager of the body's unit."""
        appointing.body_of(committee=pk, user=self.user, now=self.now)
        data = requested.checked(requested.SEAT, request.data)
        letter = Letter(
            person=data["person"],
            position=data["position"],
            categories=data.get("categories", []),
            sex=data["sex"],
            starts_on=date.fromisoformat(data["starts_on"]),
            ends_on=date.fromisoformat(data["ends_on"]),
        )
        seat = appointing.appoint(committee=pk, letter=letter, user=self.user, now=self.now)
        return Response(SeatShape(seat).data, status=HTTP_201_CREATED)


class SeatEnd(ApiView):
    @extend_schema(
        "end_seat",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.SEAT_END),
        responses=documented.made(SeatShape, 200),
    )
    @once
    def post(self, request: Request, pk: int, seat: int) -> Response:
        """End a seat before its term: from that day on it counts no more. By the manager of the body's unit."""
        appointing.body_of(committee=pk, user=self.user, now=self.now)
        data = requested.checked(requested.SEAT_END, request.data)
        day = date.fromisoformat(data["ended_on"])
        ended = appointing.end(
            committee=pk, seat=seat, ended_on=day, reason=data["reason"], user=self.user, now=self.now
        )
        return Response(SeatShape(ended).data)


class Trainings(ApiView):
    parameters = PARAMETERS

    @extend_schema("list_training", parameters=documented.KEYSET, responses=documented.ok(TrainingPage))
    def get(self, request: Request, pk: int) -> Response:
        """What the people of the body were taught; for them and the manager of their unit."""
        body = trainings.body_of(committee=pk, user=self.user, now=self.now)
        found = page(request, body.trainings.select_related("person"), FIRST_FIRST)
        rows = [_row(one, body.house) for one in found.rows]
        return Response({"next": found.next, "results": TrainingShape(rows, many=True).data})

    @extend_schema(
        "record_training",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.TRAINING),
        responses=documented.made(TrainingShape, HTTP_201_CREATED),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Record a training: one's own, or anybody's as the body's secretary or chair."""
        body = trainings.body_of(committee=pk, user=self.user, now=self.now)
        data = requested.checked(requested.TRAINING, request.data)
        hours = Decimal(str(data["hours"])) if "hours" in data else None
        given = Given(
            date.fromisoformat(data["held_on"]), data["subject"], data["provider"], hours, data.get("certificate", "")
        )
        made = acts.record_training(committee=pk, person=data["person"], given=given, user=self.user, now=self.now)
        return Response(TrainingShape(_row(made, body.house)).data, status=HTTP_201_CREATED)


class TrainingStrike(ApiView):
    @extend_schema(
        "strike_training",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.STRIKE),
        responses=documented.made(TrainingShape, 200),
    )
    @once
    def post(self, request: Request, pk: int, item: int) -> Response:
        """Strike what was recorded by mistake; it stays to be read. By the body's secretary or chair."""
        body = trainings.body_of(committee=pk, user=self.user, now=self.now)
        data = requested.checked(requested.STRIKE, request.data)
        struck = acts.strike_training(committee=pk, training=item, reason=data["reason"], user=self.user, now=self.now)
        return Response(TrainingShape(_row(struck, body.house)).data)


def _row(training: Training, house: dict[str, Any]) -> Training:
    """The row with the day through which it counts."""
    training.counts_through = rule.counts_through(training.held_on, house)  # type: ignore[attr-defined] # for the shape
    return training
