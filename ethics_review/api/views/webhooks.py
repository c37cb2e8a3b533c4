"""Webhooks: the caller's own subscriptions, what became of each delivery, and sending again."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, parameters, requested
from ethics_review.api.base import ApiView
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.webhooks import (
    IssuedWebhookShape,
    WebhookDeliveryPage,
    WebhookDeliveryShape,
    WebhookPage,
    WebhookShape,
    delivery_json,
    webhook_json,
)
from ethics_review.operations import webhooks as acts
from ledger import queries
from ledger.models import Delivery

LATEST_FIRST = [Key("pk", descending=True)]
FILTERS = {"fate": parameters.one_of(Delivery.Fate.values)}


class Webhooks(ApiView):
    parameters = PARAMETERS

    @extend_schema("list_webhooks", parameters=documented.listing(()), responses=documented.ok(WebhookPage))
    def get(self, request: Request) -> Response:
        """The caller's subscriptions, latest first, without their secrets."""
        found = page(request, queries.webhooks_of(user=self.user), LATEST_FIRST)
        return Response({"next": found.next, "results": [webhook_json(hook) for hook in found.rows]})

    @extend_schema(
        "subscribe_webhook",
        request=documented.body(requested.WEBHOOK),
        responses=documented.made(IssuedWebhookShape, 201),
    )
    def post(self, request: Request) -> Response:
        """Subscribe an address to what the caller is told. The secret is shown this once; a repeat makes another."""
        data = requested.checked(requested.WEBHOOK, request.data)
        name, kinds = data.get("name", requested.UNNAMED_WEBHOOK), data.get("kinds", [])
        hook, secret = acts.subscribe(user=self.user, name=name, url=data["url"], kinds=kinds, now=self.now)
        return Response(webhook_json(hook, secret=secret), 201)


class OneWebhook(ApiView):
    @extend_schema("show_webhook", responses=documented.ok(WebhookShape))
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 -- the framework's signature
        """One of the caller's own subscriptions."""
        return Response(webhook_json(queries.webhooks_of(user=self.user).get(pk=pk)))

    @extend_schema(
        "change_webhook",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.WEBHOOK_CHANGE),
        responses=documented.made(WebhookShape, 200),
    )
    @once
    def patch(self, request: Request, pk: int) -> Response:
        """Change name, address or kinds; switch it off, or on again."""
        data = requested.checked(requested.WEBHOOK_CHANGE, request.data)
        return Response(webhook_json(acts.change(user=self.user, webhook=pk, changes=data, now=self.now)))

    @extend_schema("end_webhook", parameters=documented.IDEMPOTENT, responses=documented.made(None, 204))
    @once
    def delete(self, request: Request, pk: int) -> Response:  # noqa: ARG002 -- the framework's signature
        """End the subscription for good. What still waits for it is set aside."""
        acts.end(user=self.user, webhook=pk, now=self.now)
        return Response(status=204)


class RotateWebhook(ApiView):
    @extend_schema("rotate_webhook", request=None, responses=documented.made(IssuedWebhookShape, 200))
    def post(self, request: Request, pk: int) -> Response:
        """Another secret, shown this once. For a day every event is signed with the old one as well."""
        requested.checked(requested.NOTHING, request.data)
        hook, secret = acts.rotate(user=self.user, webhook=pk, now=self.now)
        return Response(webhook_json(hook, secret=secret))


class TestWebhook(ApiView):
    @extend_schema(
        "test_webhook",
        parameters=documented.IDEMPOTENT,
        request=None,
        responses=documented.made(WebhookDeliveryShape, 201),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Send an event of the type `ping`. What became of it stands among the deliveries."""
        requested.checked(requested.NOTHING, request.data)
        return Response(delivery_json(acts.ping(user=self.user, webhook=pk, now=self.now)), 201)


class Deliveries(ApiView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema(
        "list_webhook_deliveries", parameters=documented.listing(FILTERS), responses=documented.ok(WebhookDeliveryPage)
    )
    def get(self, request: Request, pk: int) -> Response:
        """What went, or did not go, to the address, latest first; `fate=failed` is the list of what was given up."""
        wanted = parameters.read(request.query_params, FILTERS)
        hook = queries.webhooks_of(user=self.user).get(pk=pk)
        found = page(request, queries.deliveries_of(webhook=hook).filter(**wanted), LATEST_FIRST)
        return Response({"next": found.next, "results": [delivery_json(one) for one in found.rows]})


class Resend(ApiView):
    @extend_schema(
        "resend_webhook_delivery",
        parameters=documented.IDEMPOTENT,
        request=None,
        responses=documented.made(WebhookDeliveryShape, 200),
    )
    @once
    def post(self, request: Request, pk: int, delivery: int) -> Response:
        """Try again from the beginning, under the same event id."""
        requested.checked(requested.NOTHING, request.data)
        again = acts.resend(user=self.user, webhook=pk, delivery=delivery, now=self.now)
        return Response(delivery_json(again))
