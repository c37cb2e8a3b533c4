"""The first answer to a write that named itself, so that a repeat can be given it again."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """One key of one person. Written with the act it names, in the same transaction: there is never a key without one.

    `digest` is that of the request, `answer` the text sent back. Nothing in the record rests on this table: rows are
    removed when they have expired.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
