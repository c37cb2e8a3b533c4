"""Celery's way in: a task reads the clock and calls one function. What must be done stands in rows, not in a broker."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from ledger import relay as relays


@shared_task(name="ledger.tasks.relay")  # type: ignore[untyped-decorator]  # celery carries no types
def relay() -> None:
    """Send everything that waits, batch by batch, each under the time at which it is claimed."""
    while relays.send_waiting(now=timezone.now()):
        pass


def nudge() -> None:
    """Let the relay look soon, once this transaction has committed. A broker that is down costs only the wait for beat."""
    transaction.on_commit(lambda: relay.apply_async(retry=False), robust=True)
