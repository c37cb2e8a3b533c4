"""What will be told in the days to come, if nothing happens until then: each rung of each ladder on its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from committees.models import Committee
from ethics_review.models import Case
from ethics_review.relations import Relations
from ledger.models import Deadline
from regulations.ladder import Rung

DAYS = 30
MOST = 500
"""So many time limits are looked at for one list."""


@dataclass(frozen=True)
class Coming:
    """One telling to come: when, about which deadline, at which rung. None for a right that closes without a word."""

    moment: datetime
    deadline: Deadline
    rung: Rung | None

    @property
    def to(self) -> tuple[str, ...]:
        """The roles told: the owner, and those the rung names besides."""
        if self.rung is None:
            return ()
        return tuple(dict.fromkeys((self.deadline.owner, *(role.value for role in self.rung.to))))


def due_to_be_told(*, until: datetime) -> QuerySet[Deadline]:
    """The running deadlines of which something is told before that instant, soonest first."""
    return Deadline.objects.filter(settled_at__isnull=True, next_at__lt=until).order_by("next_at", "pk")


def overdue(*, now: datetime) -> QuerySet[Deadline]:
    """What has run out and is not settled, the oldest first. A right that closed is owed by nobody."""
    late = Deadline.objects.filter(settled_at__isnull=True, paused_at__isnull=True, due_at__lt=now)
    return late.exclude(escalate=[]).order_by("due_at", "pk")


def kept_by(*, office: Iterable[Committee], me: Relations) -> Q:
    """Condition on `Deadline`: it is about one of these bodies, or about a case of theirs that the person may see."""
    bodies = list(office)
    cases = Case.objects.seen_by(me).filter(committee__in=bodies).order_by()
    streams = cases.annotate(record=Concat(Value("case:"), "number")).values("record")
    return Q(stream__in=[body.stream for body in bodies]) | Q(stream__in=streams)


def coming(*, deadlines: Iterable[Deadline], now: datetime, until: datetime) -> list[Coming]:
    """Everything told of these from `now` on and before `until`, each of them as often as that is, in order.

    No statement.
    """
    found: list[Coming] = []
    for deadline in deadlines:
        found += [Coming(one.moment, deadline, one.rung) for one in deadline.rungs_until(now=now, until=until)]
        if deadline.is_window and deadline.paused_at is None and now <= deadline.due_at < until:
            found.append(Coming(deadline.due_at, deadline, None))
    return sorted(found, key=lambda one: (one.moment, one.deadline.pk))
