"""Whether the process answers, and whether the installation is fit: database, rules, storage, workers, lags."""

import os
import shutil
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from ethics_review import checks
from ethics_review.operating import lags, signs
from ethics_review.operating.models import SILENT, Kind
from ledger import append_only
from regulations import calendar
from regulations.clocks import local

NOVEMBER = 11
"""The State Council announces the next year's days off in this month, mostly (国务院办公厅节假日安排)."""
SPACE = 512 * 1024 * 1024
"""Bytes that should be free where the documents are."""


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing about database, broker or clocks."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> JsonResponse:
    """503 where nobody should be sent here. What lags or is about to be missing is told, and turns nobody away."""
    now = timezone.now()
    try:
        report = _report(now)
    except DatabaseError:
        report = {"status": "unavailable", "database": False}
    status = 200 if report["status"] in {"ready", "lagging"} else 503
    return JsonResponse(report, status=status, headers={"Cache-Control": "no-store"})


def _report(now: datetime) -> dict[str, Any]:
    fit = {"database": True, "migrated": migrated(), "triggers": append_only.installed(connection)}
    if not fit["migrated"]:
        return {"status": "unavailable", **fit}
    fit |= {"packs": not checks.live_packs_gone(), "storage": writable()}
    told = _lags(now) | {"free_bytes": free_bytes(), "calendars_missing": calendars_missing(now=now)}
    status = "unavailable" if not all(fit.values()) else "lagging" if _behind(told) else "ready"
    return {"status": status, **fit, **told}


def _lags(now: datetime) -> dict[str, Any]:
    return {
        "worker_seconds": signs.age(kind=Kind.WORKER, now=now),
        "beat_seconds": signs.age(kind=Kind.BEAT, now=now),
        "oldest_unswept_seconds": lags.unswept(now=now),
        "oldest_unsent_seconds": lags.unsent(now=now),
    }


def _behind(told: dict[str, Any]) -> bool:
    """A worker or a beat that is silent or has never been seen, and clocks or mail nobody looks after."""
    silent = any(age is None or age > SILENT.total_seconds() for age in (told["worker_seconds"], told["beat_seconds"]))
    late = max(told["oldest_unswept_seconds"], told["oldest_unsent_seconds"]) > lags.TOLERATED.total_seconds()
    return silent or late


def migrated() -> bool:
    """Whether every migration of this release has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def writable() -> bool:
    """Whether a document could be kept: the folder, or the one it would be made in, may be written to."""
    folder = settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.DATA_DIR
    return os.access(folder, os.W_OK | os.X_OK)


def free_bytes() -> int:
    """What is free on the file system of DATA_DIR."""
    return shutil.disk_usage(settings.DATA_DIR).free


def calendars_missing(*, now: datetime) -> list[int]:
    """Which of this year and, from 1 November, the next have no arrangement of days off."""
    today = local(now).date()
    wanted = [today.year, today.year + 1] if today.month >= NOVEMBER else [today.year]
    return [year for year in wanted if not calendar.built_in().covers(year)]
