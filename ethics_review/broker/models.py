"""The messages of the embedded broker. A row carries a task's name and a row id, never what must not be lost."""

from datetime import datetime
from typing import Self

from django.db import models


class MessageQuerySet(models.QuerySet["Message"]):
    def ready(self, *, queue: str, lost_before: datetime) -> Self:
        """What a consumer may take: never claimed, or claimed so long ago that the claimant must be dead."""
        unclaimed, lost = models.Q(claimed_at__isnull=True), models.Q(claimed_at__lt=lost_before)
        return self.filter(unclaimed | lost, queue=queue)


class Message(models.Model):
    """A task on its way. `claimed_at` is set while a worker holds it; the row goes when the worker acknowledges."""

    queue = models.CharField(max_length=200)
    payload = models.TextField()
    sent_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["queue", "id"], name="broker_message_order")]
