"""What an owner does with webhooks. Each writes its entry to the webhook's own stream, in the caller's transaction.

The caller holds the lock of the row. Addresses were examined before (`outbound.examine`): nothing here asks the
network. A name is a person's own words and
an address may hold a key; neither is in an entry, but for the digest of the address.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from ledger import operations, signing, webhooks
from ledger.models import Delivery, Webhook

MOST = 10
"""Subscriptions one person may have at once."""
OVERLAP = timedelta(days=1)
"""So long the secret before a rotation signs as well."""
OWNER = "owner"


class TooMany(Exception):
    """The person has as many subscriptions as they may have."""


def subscribe(*, owner: User, name: str, url: str, kinds: list[str], now: datetime) -> tuple[Webhook, str]:
    """A new subscription and its secret, which is shown this once. Raises `TooMany`. The caller locks the owner."""
    if Webhook.objects.filter(owner=owner, ended_at__isnull=True).count() >= MOST:
        raise TooMany
    secret = signing.new_secret()
    hook = Webhook.objects.create(
        owner=owner, name=name, url=url, kinds=sorted(set(kinds)), secret=signing.seal(secret), created_at=now
    )
    _record(hook, "webhook.subscribed", owner, now, **_told(hook))
    return hook, secret


def change(*, webhook: Webhook, changes: Mapping[str, Any], now: datetime) -> Webhook:
    """Give the subscription another name, address, choice of kinds, or switch it on or off."""
    for field in ("name", "url"):
        setattr(webhook, field, changes.get(field, getattr(webhook, field)))
    if "kinds" in changes:
        webhook.kinds = sorted(set(changes["kinds"]))
    if changes.get("active", webhook.active) != webhook.active:
        _switch(webhook, now, on=changes["active"])
    webhook.save()
    _record(webhook, "webhook.changed", webhook.owner, now, active=webhook.active, **_told(webhook))
    return webhook


def rotate(*, webhook: Webhook, now: datetime) -> str:
    """Another secret, shown this once. For a day the old one signs beside it, so that receivers can follow."""
    secret = signing.new_secret()
    webhook.previous_secret, webhook.previous_until = webhook.secret, now + OVERLAP
    webhook.secret = signing.seal(secret)
    webhook.save(update_fields=["secret", "previous_secret", "previous_until"])
    _record(webhook, "webhook.rotated", webhook.owner, now)
    return secret


def end(*, webhook: Webhook, now: datetime) -> None:
    """End the subscription for good: its secrets are forgotten, what was delivered stays on record."""
    if webhook.active:
        _switch(webhook, now, on=False)
    webhook.ended_at, webhook.secret, webhook.previous_secret, webhook.previous_until = now, "", "", None
    webhook.save()
    _record(webhook, "webhook.ended", webhook.owner, now)


def ping(*, webhook: Webhook, now: datetime) -> Delivery:
    """An event that tells of nothing, to see whether it arrives."""
    delivery = Delivery.objects.create(webhook=webhook, kind=webhooks.PING, created_at=now)
    _record(webhook, "webhook.pinged", webhook.owner, now, event=delivery.event_id)
    return delivery


def resend(*, delivery: Delivery, now: datetime) -> Delivery:
    """Try once more, from the beginning, under the same event id."""
    delivery.fate, delivery.attempts = Delivery.Fate.WAITING, 0
    delivery.claimed_until = delivery.delivered_at = None
    delivery.save(update_fields=["fate", "attempts", "claimed_until", "delivered_at"])
    hook = delivery.webhook
    _record(hook, "webhook.resent", hook.owner, now, event=delivery.event_id)
    return delivery


def _switch(webhook: Webhook, now: datetime, *, on: bool) -> None:
    webhook.active, webhook.failing_since = on, None
    webhook.disabled_at = None if on else now
    webhook.disabled_reason = "" if on else Webhook.Disabled.BY_OWNER
    if not on:
        webhooks.set_aside(webhooks=[webhook.pk])


def _told(webhook: Webhook) -> dict[str, object]:
    return {"url_sha256": hashlib.sha256(webhook.url.encode()).hexdigest(), "kinds": webhook.kinds}


def _record(webhook: Webhook, action: str, actor: User, now: datetime, **body: object) -> None:
    operations.append(stream=webhook.stream, action=action, body=body, actor=actor, role=OWNER, at=now)
