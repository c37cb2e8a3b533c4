"""What a Celery process does beside its tasks: it is watched, and its log lines tell which request asked for the work.

Connected when the applications are ready, in every process: the web process publishes, the worker consumes.
"""

import time
from typing import Any

import structlog
from celery import signals

from ethics_review.operating.working import Watch, own_queue

logger = structlog.get_logger("ethics_review.task")
_watch: list[Watch] = []
_begun: dict[str, tuple[float, dict[str, Any]]] = {}


@signals.celeryd_after_setup.connect
def listen_to_itself(instance: Any, **_: Any) -> None:
    """A worker consumes from a queue of its own besides those it was told."""
    instance.app.amqp.queues.select_add(own_queue())


@signals.worker_ready.connect
def begin_the_watch(**_: Any) -> None:
    """Sent again after each reconnection: the watch goes on."""
    if not _watch:
        _watch.append(Watch())
    _watch[0].start()


@signals.task_received.connect
def hear(**_: Any) -> None:
    if _watch:
        _watch[0].hear()


@signals.worker_shutdown.connect
def end_the_watch(**_: Any) -> None:
    if _watch:
        _watch.pop().end()


@signals.before_task_publish.connect
def pass_the_request_on(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """The id of the request travels with the task it asked for."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if headers is not None and request_id:
        headers["request_id"] = request_id


@signals.task_prerun.connect
def take_the_request_up(task: Any = None, task_id: str = "", **_: Any) -> None:
    request_id = getattr(task.request, "request_id", None)
    bound = structlog.contextvars.bind_contextvars(request_id=request_id) if request_id else {}
    _begun[task_id] = (time.monotonic(), dict(bound))


@signals.task_postrun.connect
def tell_the_task(task: Any = None, task_id: str = "", state: str = "", **_: Any) -> None:
    """One line for a task somebody's request asked for; those of beat come every few seconds and are no news."""
    begun, bound = _begun.pop(task_id, (time.monotonic(), {}))
    tell = logger.info if bound else logger.debug
    tell("task", task=task.name, state=state, duration_ms=round((time.monotonic() - begun) * 1000))
    structlog.contextvars.reset_contextvars(**bound)
