"""The words of an act: reasons, requirements, opinions. The ledger holds their digests, this table the text.

Kept apart so that personal data can be erased on a lawful request without breaking the chain that proves the rest.
"""

from django.db import models

from ledger.models import Entry


class Statement(models.Model):
    """What the actor of `entry` wrote under `name`."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.entry_id}"
