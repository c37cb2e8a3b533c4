"""The application of `worker.py` in a hurry: signs of life twice a second, and a task that makes the worker deaf."""

from datetime import timedelta

from celery import signals

from tests.infrastructure.worker import app, mark

__all__ = ["app", "mark"]
SILENT = 12.0  # seconds; Celery tries to reconnect after 2, 4, 6, 8 …
consumers = []


@signals.celeryd_init.connect
def hurry(**_):
    from ethics_review.operating import signs, working  # noqa: PLC0415 -- the models exist only now

    signs.INTERVAL = timedelta(seconds=0.2)
    working.Watch.__init__.__kwdefaults__.update(interval=0.5, silent=SILENT)


@signals.worker_ready.connect
def remember(sender, **_):
    consumers[:] = [sender]


@app.task(name="tests.deafen")
def deafen() -> None:
    """What befell workers after a restart of Redis: the loop turns, and nothing is taken any more."""
    consumers[0].task_consumer.cancel()
