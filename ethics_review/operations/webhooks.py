"""A person's webhooks (网络回调): to add, change, try out and end them, and to send again what did not arrive.

Whose they are not, they do not exist for. Addresses are examined before the transaction: a name that is slow to
resolve holds no lock.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ethics_review.engine import InputInvalid, InputProblem
from ethics_review.locks import lock_person, lock_webhook
from ethics_review.operations.addresses import examine_address
from ledger import subscriptions
from ledger.models import Delivery, Webhook
from ledger.tasks import nudge_webhooks


def subscribe(*, user: User, name: str, url: str, kinds: list[str], now: datetime) -> tuple[Webhook, str]:
    """A new subscription of `user` to what they are told, and its secret, shown this once. Raises `InputInvalid`."""
    examine_address(url)
    with transaction.atomic():
        lock_person(user.pk)
        try:
            return subscriptions.subscribe(owner=user, name=name, url=url, kinds=kinds, now=now)
        except subscriptions.TooMany as error:
            problem = InputProblem("", "webhook.too_many", {"limit": subscriptions.MOST})
            raise InputInvalid((problem,)) from error


def change(*, user: User, webhook: int, changes: Mapping[str, Any], now: datetime) -> Webhook:
    """Change name, address or kinds, or switch it on or off. Raises `Webhook.DoesNotExist` and `InputInvalid`."""
    if "url" in changes:
        examine_address(changes["url"])
    with transaction.atomic():
        return subscriptions.change(webhook=lock_webhook(owner=user, pk=webhook), changes=changes, now=now)


def rotate(*, user: User, webhook: int, now: datetime) -> tuple[Webhook, str]:
    """Another secret, shown this once; the old one signs beside it for a day. Raises `Webhook.DoesNotExist`."""
    with transaction.atomic():
        hook = lock_webhook(owner=user, pk=webhook)
        return hook, subscriptions.rotate(webhook=hook, now=now)


def end(*, user: User, webhook: int, now: datetime) -> None:
    """End the subscription for good. Raises `Webhook.DoesNotExist`."""
    with transaction.atomic():
        subscriptions.end(webhook=lock_webhook(owner=user, pk=webhook), now=now)


def ping(*, user: User, webhook: int, now: datetime) -> Delivery:
    """Send an event that tells of nothing. Raises `Webhook.DoesNotExist`, and `InputInvalid` where it is off."""
    with transaction.atomic():
        hook = _running(user, webhook)
        nudge_webhooks()
        return subscriptions.ping(webhook=hook, now=now)


def resend(*, user: User, webhook: int, delivery: int, now: datetime) -> Delivery:
    """Send again under the same event id. Raises `DoesNotExist`, and `InputInvalid` where the webhook is off."""
    with transaction.atomic():
        hook = _running(user, webhook)
        again = Delivery.objects.select_related("webhook__owner", "message__entry").get(pk=delivery, webhook=hook)
        nudge_webhooks()
        return subscriptions.resend(delivery=again, now=now)


def _running(user: User, webhook: int) -> Webhook:
    hook = lock_webhook(owner=user, pk=webhook)
    if not hook.active:
        raise InputInvalid((InputProblem("", "webhook.inactive", {}),))
    return hook
