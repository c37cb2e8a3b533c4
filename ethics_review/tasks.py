"""The thin tasks of this storey."""

from celery import shared_task
from django.utils import timezone

from ethics_review.operations.sweeping import passes


@shared_task(name="ethics_review.tasks.sweep")  # type: ignore[untyped-decorator]  # celery carries no types
def sweep_clocks() -> int:
    """Deal with every clock whose moment has come; how many were dealt with."""
    return sum(len(found) for found in passes(now=timezone.now()))
