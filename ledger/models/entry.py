"""What happened (留痕). Rows are created by `ledger.operations.append` alone and never change: the database refuses.

Nothing may be put here that could have to be erased one day: a body holds ids, values and digests of documents,
never a person's free text. The triggers of `ledger.append_only` guard the table; a migration that rebuilds it on
SQLite drops them silently and must install them again (the system check `ledger.E001` notices).
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from regulations.vocabulary import Role


class Entry(models.Model):
    """One act on one subject. `seq` counts from 0 without a gap in each stream; `hash` seals the entry and `prev`.

    `body` and `at` are text because they are what was hashed: read them through `data` and `moment`, never write
    them back. `role` is what the actor was to the subject at that moment; the system acts without a person.
    """

    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=64)
    body = models.TextField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    role = models.CharField(max_length=32)
    at = models.CharField(max_length=27)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="entry_stream_seq_once"),
            models.CheckConstraint(
                condition=Q(actor__isnull=True, role=Role.SYSTEM.value)
                | (Q(actor__isnull=False) & ~Q(role__in=["", Role.SYSTEM.value])),
                name="entry_actor_has_role",
            ),
            # A row SQLite is told to replace is found by its id; a negative one would slip past that comparison.
            models.CheckConstraint(condition=Q(id__gt=0), name="entry_id_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.action}"

    @property
    def moment(self) -> datetime:
        """`at` as an aware datetime in UTC."""
        return datetime.fromisoformat(self.at)

    @property
    def data(self) -> dict[str, Any]:
        """`body` as values, to be read only."""
        values: dict[str, Any] = json.loads(self.body)
        return values
