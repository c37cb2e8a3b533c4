"""A replay of all that a person may replay (假设重演), as far as it has come: known of an hour, not recorded."""

from django.conf import settings
from django.db import models


class ReplayRun(models.Model):
    """One person's latest replay under one pack, batch by batch from the newest case to the oldest.

    `after` is the id of the last case replayed, `found` the figures so far by committee. `ended_at` without `whole`
    means that the person may not replay any more what was begun. Nothing rests on this table: asked anew, it is
    counted anew.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pack_id = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    after = models.BigIntegerField(null=True, blank=True)
    found = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)
    whole = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "pack_id"], name="replay_run_once")]

    def __str__(self) -> str:
        return f"{self.pack_id} · {self.person}"
