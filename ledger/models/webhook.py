"""Where a person's programs are told (网络回调): a subscription, and one delivery for each message it carries.

A subscription is its owner's: it hears what its owner is told, never more. It is written by `ledger.subscriptions`,
and switched off by the relay where its receiver is gone; both with an entry on its own stream.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.models.message import Message


class Webhook(models.Model):
    """One address. `kinds` are the notices it wants, all where there are none.

    `secret` is sealed (`ledger.signing`); for a day after a rotation the `previous_secret` signs as well.
    `failing_since` is the first failure after the latest success. One that has ended keeps its deliveries and forgets
    its secrets.
    """

    class Disabled(models.TextChoices):
        BY_OWNER = "by_owner"
        GONE = "gone"
        FAILING = "failing"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    secret = models.TextField()
    previous_secret = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=16, choices=Disabled, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner"], condition=Q(ended_at__isnull=True), name="webhook_of_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(active=True, disabled_at__isnull=True, disabled_reason="")
                | (Q(active=False, disabled_at__isnull=False) & ~Q(disabled_reason="")),
                name="webhook_disabled_why",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(active=False), name="webhook_ended_inactive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """Where the record tells what became of it."""
        return f"webhook:{self.pk}"

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


class Delivery(models.Model):
    """One event on its way to one address. `event` is the same at every try: receivers know a repeat by it.

    `message` is what it tells of; a test event has none. `attempts` counts the tries since it was last asked for,
    those included that a relay did not live to tell of. `claimed_until` keeps other relays off while one is at work,
    and holds it back until its next try. `status` is the receiver's answer to the latest try, `reason` what was wrong.
    """

    class Fate(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"
        SET_ASIDE = "set_aside"

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="deliveries")
    event = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    fate = models.CharField(max_length=16, choices=Fate, default=Fate.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["claimed_until", "id"], condition=Q(fate="waiting"), name="delivery_waiting"),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(fate="delivered", delivered_at__isnull=False)
                | Q(fate__in=["waiting", "failed", "set_aside"], delivered_at__isnull=True),
                name="delivery_delivered_when",
            ),
            models.CheckConstraint(
                condition=Q(fate="waiting") | Q(claimed_until__isnull=True), name="delivery_claimed_while_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.event_id

    @property
    def event_id(self) -> str:
        """How receivers are told it."""
        return f"msg_{self.event.hex}"
