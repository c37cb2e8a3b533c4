"""Celery's way in: a task reads the clock and calls one function. What must be done stands in rows, not in a broker."""

from celery import shared_task
from django.utils import timezone

from ledger import relay as relays


@shared_task(name="ledger.tasks.relay")  # type: ignore[untyped-decorator]  # celery carries no types
def relay() -> None:
    """Send everything that waits, batch by batch, each under the time at which it is claimed."""
    while relays.send_waiting(now=timezone.now()):
        pass
