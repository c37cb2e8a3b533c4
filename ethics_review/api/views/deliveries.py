"""What became of the letters about a case or a body: to the office all of them, to anybody else their own."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, requested
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.readers import reader_of
from ethics_review.api.shapes.common import words
from ethics_review.api.shapes.records import DeliveryPage, DeliveryShape
from ethics_review.api.views.bodies import BodyView
from ethics_review.api.views.cases import CaseView
from ethics_review.operations.deliveries import keepers, resend, resend_of_body
from ethics_review.queries.deliveries import (
    Delivery,
    delivery,
    delivery_of,
    delivery_of_body,
    letters_of,
    letters_of_body,
)
from ethics_review.queries.history import OFFICE
from ethics_review.wording.delivery import REASONS, STATES
from ethics_review.wording.notices import NOTICES
from ledger.models import Message
from regulations.words import Words

LATEST_FIRST = [Key("pk", descending=True)]
LISTED = documented.listing({})


class Deliveries(CaseView):
    parameters = frozenset(PARAMETERS)

    @extend_schema("list_deliveries", parameters=LISTED, responses=documented.ok(DeliveryPage))
    def get(self, request: Request, number: str) -> Response:
        """The latest first. The office of the committee sees every letter, anybody else those to themselves."""
        case = self.find(number)
        reader = reader_of(case=case, user=self.user, now=self.now)
        office = bool(reader.roles & OFFICE)
        letters = letters_of(case=case, roles=reader.roles, person=reader.person)
        return _paged(request, letters, office=office)


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


class BodyDeliveries(BodyView):
    parameters = frozenset(PARAMETERS)

    @extend_schema("list_committee_deliveries", parameters=LISTED, responses=documented.ok(DeliveryPage))
    def get(self, request: Request, pk: int) -> Response:
        """Of the body and its meetings, the latest first. Its office sees every letter, anybody else their own."""
        body = self.body(pk)
        office = bool(keepers(body=body, user=self.user, now=self.now))
        return _paged(request, letters_of_body(body=body, office=office, person=self.user.pk), office=office)


class BodyResend(BodyView):
    @extend_schema(
        "resend_committee_delivery",
        parameters=documented.IDEMPOTENT,
        request=None,
        responses=documented.made(DeliveryShape, 200),
    )
    @once
    def post(self, request: Request, pk: int, letter: int) -> Response:
        """Try a letter about the body again: a new try of the same message. For the office of the body alone."""
        requested.checked(requested.NOTHING, request.data)
        body = self.body(pk)
        office = bool(keepers(body=body, user=self.user, now=self.now))
        delivery_of_body(body=body, office=office, person=self.user.pk, pk=letter)
        resend_of_body(committee=pk, message=letter, user=self.user, now=self.now)
        found = delivery_of_body(body=body, office=office, person=self.user.pk, pk=letter)
        return Response(_shown(found, office=True))


def _paged(request: Request, letters: QuerySet[Message], *, office: bool) -> Response:
    found = page(request, letters, LATEST_FIRST)
    return Response({"next": found.next, "results": [_shown(delivery(one), office=office) for one in found.rows]})


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
