"""Write and read the signs of life of workers and beats. Whoever calls says what time it is."""

import os
import socket
from dataclasses import dataclass, field
from datetime import datetime

from ethics_review.operating.models import FORGOTTEN, INTERVAL, SILENT, Kind, Sign


@dataclass
class Process:
    """One process as the others see it. `give` may be called at any time: it writes at most once an interval."""

    kind: Kind
    host: str = field(default_factory=socket.gethostname)
    pid: int = field(default_factory=os.getpid)
    written_at: datetime | None = None

    def appear(self, *, now: datetime) -> None:
        """A first sign. Rows of processes of this host that are no more go, and those nobody has heard of for long."""
        Sign.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
        here = Sign.objects.filter(kind=self.kind, host=self.host)
        gone = [row.pk for row in here if row.pid == self.pid or not lives(row.pid)]
        here.filter(pk__in=gone).delete()
        Sign.objects.create(kind=self.kind, host=self.host, pid=self.pid, started_at=now, seen_at=now)
        self.written_at = now

    def give(self, *, now: datetime) -> None:
        """The process has just shown that it works. One that was forgotten in the meantime appears again."""
        if self.written_at is not None and now - self.written_at < INTERVAL:
            return
        row = Sign.objects.of(kind=self.kind, host=self.host, pid=self.pid)
        if self.written_at is None or not row.update(seen_at=now):
            self.appear(now=now)
        self.written_at = now

    def leave(self) -> None:
        """A clean end: nobody waits for a further sign."""
        Sign.objects.of(kind=self.kind, host=self.host, pid=self.pid).delete()


def lives(pid: int) -> bool:
    """Whether a process of this host is running; one that belongs to somebody else is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def age(*, kind: Kind, now: datetime) -> int | None:
    """Seconds since any process of the kind last showed that it works; None where there has been none."""
    seen = Sign.objects.last_of(kind=kind)
    return None if seen is None else max(0, int((now - seen).total_seconds()))


def is_silent(*, kind: Kind, host: str, pid: int, now: datetime) -> bool:
    """Whether this very process has given signs and gives none any more. One that has just begun is not silent."""
    seen = Sign.objects.of(kind=kind, host=host, pid=pid).values_list("seen_at", flat=True).first()
    return seen is not None and now - seen > SILENT


def works(*, kind: Kind, host: str, now: datetime) -> bool:
    """Whether a process of the kind on this host has shown lately that it works: what a container is asked."""
    return Sign.objects.filter(kind=kind, host=host, seen_at__gte=now - SILENT).exists()


def ask(*, probe: str, now: datetime) -> None:
    """Lay down a probe for a worker to find."""
    Sign.objects.create(kind=Kind.PROBE, host=probe, pid=0, started_at=now, seen_at=now)


def answer(*, probe: str) -> None:
    """A worker has found the probe; a second worker that finds it does no harm."""
    Sign.objects.of(kind=Kind.PROBE, host=probe, pid=0).delete()


def answered(*, probe: str) -> bool:
    """Whether a worker has found the probe."""
    return not Sign.objects.of(kind=Kind.PROBE, host=probe, pid=0).exists()
