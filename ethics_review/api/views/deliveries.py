"""What became of the letters about a case: to the office all of them, to anybody else their own."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, requested
from ethics_review.api.idempotency import once
from ethics_review.api.readers import reader_of
from ethics_review.api.shapes.common import words
from ethics_review.api.shapes.records import DeliveriesShape, DeliveryShape
from ethics_review.api.views.cases import CaseView
from ethics_review.operations.deliveries import resend
from ethics_review.queries.deliveries import Delivery, deliveries_of, delivery_of
from ethics_review.queries.history import OFFICE
from ethics_review.wording.delivery import REASONS, STATES
from ethics_review.wording.notices import NOTICES
from regulations.words import Words


class Deliveries(CaseView):
    @extend_schema("list_deliveries", responses=documented.ok(DeliveriesShape))
    def get(self, request: Request, number: str) -> Response:  # noqa: ARG002 -- the framework's signature
        """The latest first. The office of the committee sees every letter, anybody else those to themselves."""
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        office = bool(reader.roles & OFFICE)
        found = deliveries_of(case=case, roles=reader.roles, person=reader.person)
        return Response({"results": [_shown(one, office=office) for one in found]})


class Resend(CaseView):
    @extend_schema(
        "resend_delivery",
        parameters=documented.IDEMPOTENT,
        request=None,
        responses=documented.made(DeliveryShape, 200),
    )
    @once
    def post(self, request: Request, number: str, pk: int) -> Response:
        """Try a letter again: a new try of the same message. For the office of the committee alone."""
        requested.checked(requested.NOTHING, request.data)
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        delivery_of(case=case, roles=reader.roles, person=reader.person, pk=pk)
        resend(number=number, message=pk, user=self.user, now=self.now)
        return Response(_shown(delivery_of(case=case, roles=reader.roles, person=reader.person, pk=pk), office=True))


def _shown(delivery: Delivery, *, office: bool) -> Any:
    message = delivery.message
    name = NOTICES[message.notice][0] if message.notice in NOTICES else Words(message.notice, message.notice)
    shown = {
        "id": message.pk,
        "notice": message.notice,
        "label": words(name),
        "recipient": message.recipient,
        "told_at": message.created_at,
        "channel": delivery.channel,
        "status": delivery.status,
        "status_label": words(STATES[delivery.status]),
        "reason": delivery.reason or None,
        "reason_label": words(REASONS[delivery.reason]) if delivery.reason else None,
        "said": delivery.said,
        "attempts": message.attempts,
        "sent_at": message.sent_at,
        "next_try_at": delivery.next_try_at,
        "resendable": office and delivery.resendable,
    }
    return DeliveryShape(shown).data
