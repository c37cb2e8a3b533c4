"""Celery's way in: a task reads the clock and calls one function. What must be done stands in rows, not in a broker."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from ledger import digests, webhooks
from ledger import relay as relays

AT_MOST = 30.0
"""Seconds after which a run that delivers to webhooks takes up nothing more: other tasks wait behind it."""

LONGEST = timedelta(minutes=5)
"""After how long no further batch is begun: a worker that does nothing else for long would be taken for one that hangs.
Beat asks again a moment later."""


@shared_task(name="ledger.tasks.relay")  # type: ignore[untyped-decorator]  # celery carries no types
def relay() -> None:
    """Send what waits, batch by batch, each under the time at which it is claimed; then the digests.

    Webhooks wait apart: their receivers may be slow.
    """
    begun = now = timezone.now()
    while webhooks.fan_out(now=now):
        if webhooks.waits(now=now):  # most people have no webhook: nobody is sent to look for nothing
            _ask_deliver()
    while now - begun < LONGEST and relays.send_waiting(now=now):
        now = timezone.now()
    while now - begun < LONGEST and digests.send_due(now=now):
        now = timezone.now()


@shared_task(name="ledger.tasks.deliver")  # type: ignore[untyped-decorator]  # celery carries no types
def deliver() -> None:
    """Deliver to webhooks, batch by batch. The rest is left to the next run."""
    until = monotonic() + AT_MOST
    while webhooks.deliver_waiting(now=timezone.now()) and monotonic() < until:
        pass


def nudge() -> None:
    """Let the relay look soon, once this transaction has committed, however often it is asked to within it.

    A broker that is down costs only the wait for beat.
    """
    _after_commit(_ask_relay)


def nudge_webhooks() -> None:
    """The same for what waits to be delivered to webhooks."""
    _after_commit(_ask_deliver)


def _after_commit(ask: Callable[[], None]) -> None:
    asked = transaction.get_connection().run_on_commit
    if not any(waiting is ask for _, waiting, _ in asked):
        transaction.on_commit(ask, robust=True)


def _ask_relay() -> None:
    relay.apply_async(retry=False)


def _ask_deliver() -> None:
    deliver.apply_async(retry=False)
