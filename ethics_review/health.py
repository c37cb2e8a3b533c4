"""Whether the process answers, and whether the installation is fit: database, migrations, triggers, lags."""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from ledger import append_only
from ledger.models import Deadline, Message

TOLERATED = timedelta(minutes=5)
"""A sweeper or a relay further behind than this is not doing its work."""


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing about database, broker or clocks."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """503 where nobody should be sent here. Clocks and mail that lag are told, and turn nobody away."""
    now = timezone.now()
    try:
        report = _report(now)
    except DatabaseError:
        report = {"status": "unavailable", "database": False}
    status = 200 if report["status"] in {"ready", "lagging"} else 503
    return JsonResponse(report, status=status, headers={"Cache-Control": "no-store"})


def _report(now: datetime) -> dict[str, object]:
    migrated, guarded = _migrated(), append_only.installed(connection)
    if not migrated:
        return {"status": "unavailable", "database": True, "migrated": False, "triggers": guarded}
    unswept, unsent = _seconds_since(_oldest_unswept(now), now), _seconds_since(_oldest_unsent(now), now)
    lagging = max(unswept, unsent) > TOLERATED.total_seconds()
    return {
        "status": "unavailable" if not guarded else "lagging" if lagging else "ready",
        "database": True,
        "migrated": True,
        "triggers": guarded,
        "oldest_unswept_seconds": unswept,
        "oldest_unsent_seconds": unsent,
    }


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _oldest_unswept(now: datetime) -> datetime | None:
    """The moment at which the sweeper should have looked at something and has not."""
    waiting = Deadline.objects.filter(settled_at__isnull=True, next_at__lt=now)
    moment: datetime | None = waiting.aggregate(oldest=Min("next_at"))["oldest"]
    return moment


def _oldest_unsent(now: datetime) -> datetime | None:
    """Since when the message could go that has waited longest without a try: it was written, or its night was over.

    One held back after a failure is not late.
    """
    untried = Message.objects.filter(mail=Message.Mail.WAITING, attempts=0)
    waiting = untried.annotate(since=Coalesce("claimed_until", "created_at")).filter(since__lte=now)
    moment: datetime | None = waiting.aggregate(oldest=Min("since"))["oldest"]
    return moment


def _seconds_since(moment: datetime | None, now: datetime) -> int:
    return max(0, int((now - moment).total_seconds())) if moment is not None else 0
