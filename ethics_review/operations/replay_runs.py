"""Replaying everything a person may replay, batch by batch in a worker. Each batch is kept: a restart loses none.

Whose cases they are is asked anew before every batch: what the person may not see any more is replayed no further.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction

from accounts.models import User
from ethics_review.engine.replaying import replay_cases
from ethics_review.models import Case, ReplayRun
from ethics_review.queries.replayable import replayable
from regulations import all_packs
from regulations.pack import Resolved
from regulations.replay import Figures, Kind, figures

BATCH = 50
"""Cases in one batch: a second or two of work, after which others get their turn."""
TASK = "ethics_review.tasks.replays"


def begin(*, user: User, pack: Resolved, now: datetime) -> ReplayRun:
    """Begin to replay every case of `user` under `pack`; what was counted under it before is counted anew.

    Raises `Case.DoesNotExist` for who may replay nothing.
    """
    total = replayable(user=user, now=now).count()
    fresh: dict[str, Any] = {
        "asked_at": now, "total": total, "done": 0, "after": None, "found": {}, "ended_at": None, "whole": False,
    }  # fmt: skip
    with transaction.atomic():
        run, _ = ReplayRun.objects.update_or_create(person=user, pack_id=pack.id, defaults=fresh)
        nudge()
    return run


def go_on(*, now: datetime) -> bool:
    """One batch of the replay that waits longest; whether there was any. Two workers never count a case twice."""
    run = ReplayRun.objects.filter(ended_at__isnull=True).select_related("person").order_by("asked_at", "pk").first()
    if run is None:
        return False
    pack = next((pack for pack in all_packs() if pack.id == run.pack_id), None)
    try:
        changed = _ended(now, whole=False) if pack is None else _batch(run, pack, now)
    except Case.DoesNotExist:
        changed = _ended(now, whole=False)
    _keep(run, changed)
    return True


def _keep(run: ReplayRun, changed: Mapping[str, Any]) -> None:
    """Unless another worker, or a new beginning, was faster."""
    as_read = ReplayRun.objects.filter(pk=run.pk, asked_at=run.asked_at, done=run.done, ended_at__isnull=True)
    as_read.update(**changed)


def _batch(run: ReplayRun, pack: Resolved, now: datetime) -> Mapping[str, Any]:
    waiting = replayable(user=run.person, now=now).filter(submitted_at__lte=run.asked_at)
    if run.after is not None:
        waiting = waiting.filter(pk__lt=run.after)
    cases = list(waiting.order_by("-pk")[:BATCH])
    if not cases:
        return _ended(now, whole=True)
    found = added(run.found, figures(replay_cases(cases=cases, pack=pack)))
    done = run.done + len(cases)
    return {"done": done, "total": max(run.total, done), "after": cases[-1].pk, "found": found}


def _ended(now: datetime, *, whole: bool) -> Mapping[str, Any]:
    return {"ended_at": now, "whole": whole}


def added(found: Mapping[str, Any], more: Iterable[Figures]) -> dict[str, Any]:
    """The figures so far and those of one more batch, by committee."""
    together = dict(found)
    for one in more:
        before = together.get(str(one.committee), {})
        told = {"cases": one.cases, "changed": one.changed, "not_asked": one.not_asked}
        told |= {kind.value: one.by_kind[kind] for kind in Kind}
        together[str(one.committee)] = {name: before.get(name, 0) + count for name, count in told.items()}
    return together


def nudge() -> None:
    """Let a worker look soon, once this transaction has committed. A broker that is down costs the wait for beat."""
    transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    current_app.send_task(TASK, retry=False)
