"""The thin tasks of this storey."""

from time import monotonic

from celery import shared_task
from django.utils import timezone

from ethics_review.operations import replay_runs
from ethics_review.operations.sweeping import passes

AT_MOST = 5.0
"""Seconds after which replays take up nothing more and ask for another turn: other tasks wait behind them."""


@shared_task(name="ethics_review.tasks.sweep")  # type: ignore[untyped-decorator]  # celery carries no types
def sweep_clocks() -> int:
    """Deal with every clock whose moment has come; how many were dealt with."""
    return sum(len(found) for found in passes(now=timezone.now()))


@shared_task(name=replay_runs.TASK)  # type: ignore[untyped-decorator]  # as above
def go_on_with_replays() -> None:
    """Batch by batch, for as long as a turn is. What is left asks for the next turn; beat asks where that was lost."""
    until = monotonic() + AT_MOST
    while replay_runs.go_on(now=timezone.now()):
        if monotonic() > until:
            replay_runs.nudge()
            return
