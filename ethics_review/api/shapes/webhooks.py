"""Webhooks: subscriptions, and what became of each delivery."""

from typing import Any

from rest_framework import serializers

from ethics_review.api.shapes.common import Shape, WordsShape, pages, words
from ethics_review.wording.webhooks import DISABLED, REASONS
from ledger.models import Delivery, Webhook
from regulations.words import Words


class WhyShape(Shape):
    """A reason: its code, and in words."""

    code = serializers.CharField()
    words = WordsShape()


def why(code: str, known: Any) -> dict[str, Any] | None:
    """None where there is no reason."""
    return {"code": code, "words": words(known.get(code, Words(code, code)))} if code else None


class WebhookShape(Shape):
    """A subscription to what its owner is told. Without `kinds` every notice comes. Its secret is not shown again."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    url = serializers.URLField()
    kinds = serializers.ListField(child=serializers.CharField())
    active = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    failing_since = serializers.DateTimeField(allow_null=True)
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_reason = WhyShape(allow_null=True)
    previous_secret_until = serializers.DateTimeField(source="previous_until", allow_null=True)


class IssuedWebhookShape(WebhookShape):
    """A subscription with its secret, shown this once."""

    secret = serializers.CharField()


class WebhookDeliveryShape(Shape):
    """One event on its way to one address. `event` is the `webhook-id` of every try."""

    id = serializers.IntegerField(source="pk")
    event = serializers.CharField(source="event_id")
    kind = serializers.CharField()
    fate = serializers.ChoiceField(choices=Delivery.Fate.values)
    created_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    tried_at = serializers.DateTimeField(allow_null=True)
    next_try_at = serializers.DateTimeField(source="claimed_until", allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    status = serializers.IntegerField(allow_null=True)
    reason = WhyShape(allow_null=True)
    detail = serializers.CharField(allow_blank=True)


def webhook_json(hook: Webhook, **more: str) -> dict[str, Any]:
    """A subscription as it is sent; with its `secret` where that is shown."""
    shape = IssuedWebhookShape if more else WebhookShape
    names = ("pk", "name", "url", "kinds", "active", "created_at", "failing_since", "disabled_at", "previous_until")
    shown = {name: getattr(hook, name) for name in names}
    data: dict[str, Any] = shape(shown | {"disabled_reason": why(hook.disabled_reason, DISABLED)} | more).data
    return data


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """A delivery as it is sent."""
    names = ("pk", "event_id", "kind", "fate", "created_at", "attempts", "tried_at", "claimed_until", "delivered_at")
    shown = {name: getattr(delivery, name) for name in (*names, "status", "detail")}
    data: dict[str, Any] = WebhookDeliveryShape(shown | {"reason": why(delivery.reason, REASONS)}).data
    return data


WebhookPage = pages(WebhookShape, "WebhookPage")
WebhookDeliveryPage = pages(WebhookDeliveryShape, "WebhookDeliveryPage")
