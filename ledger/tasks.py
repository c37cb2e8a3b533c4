"""Celery's way in: a task reads the clock and calls one function. What must be done stands in rows, not in a broker."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from ledger import digests
from ledger import relay as relays


@shared_task(name="ledger.tasks.relay")  # type: ignore[untyped-decorator]  # celery carries no types
def relay() -> None:
    """Send everything that waits, batch by batch, each under the time at which it is claimed; then the digests."""
    while relays.send_waiting(now=timezone.now()):
        pass
    while digests.send_due(now=timezone.now()):
        pass


def nudge() -> None:
    """Let the relay look soon, once this transaction has committed, however often it is asked to within it.

    A broker that is down costs only the wait for beat.
    """
    asked = transaction.get_connection().run_on_commit
    if not any(waiting is _ask_relay for _, waiting, _ in asked):
        transaction.on_commit(_ask_relay, robust=True)


def _ask_relay() -> None:
    relay.apply_async(retry=False)
