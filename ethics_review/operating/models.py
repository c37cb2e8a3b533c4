"""Which workers and beats there are, and when each last showed that it does its work (存活信号)."""

from datetime import datetime, timedelta

from django.db import models

INTERVAL = timedelta(seconds=20)
"""How often a process says that it lives: one row of its own, one statement."""
SILENT = timedelta(minutes=2)
"""After how long without a word a process counts as hung. Six signs may be missed, not seven."""
FORGOTTEN = timedelta(hours=1)
"""After how long the row of a process that never took leave goes. Until then it is told as silent."""


class Kind(models.TextChoices):
    WORKER = "worker"
    BEAT = "beat"
    PROBE = "probe"  # sent by the doctor; goes when a worker has found it


PROCESSES = (Kind.WORKER, Kind.BEAT)


class SignQuerySet(models.QuerySet["Sign"]):
    def of(self, *, kind: str, host: str, pid: int) -> "SignQuerySet":
        """The row of one process, as far as there is one."""
        return self.filter(kind=kind, host=host, pid=pid)

    def last_of(self, *, kind: str) -> datetime | None:
        """When any process of the kind last showed that it works."""
        seen: datetime | None = self.filter(kind=kind).aggregate(seen=models.Max("seen_at"))["seen"]
        return seen


class Sign(models.Model):
    """One process. `host` and `pid` are its own; containers have a host name each. A probe has a name in its place."""

    kind = models.CharField(max_length=16, choices=Kind)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = SignQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "host", "pid"], name="sign_of_a_process")]

    def __str__(self) -> str:
        return f"{self.kind}@{self.host}:{self.pid}"
