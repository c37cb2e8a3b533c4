"""The worker's sign of life: it consumes. A loop that turns and takes nothing, as after a restart of Redis, is silent.

Each worker listens on a queue of its own besides the common one, and sends itself a message there every interval. Any
task that arrives, from either queue, is a sign; so is a task at work, for as long as one may take. A worker that has
sent itself messages and heard none of them ends, so that whatever keeps it running (container, supervisor, service
manager) starts a fresh one. While the broker cannot be reached nothing can be sent, and nobody is to blame.

On Windows and with the pool `solo` as elsewhere: the watch is a thread of the main process, which consumes.
"""

import logging
import os
import socket
import threading
import time
from typing import Any

from celery.worker import state
from django.db import Error, connection
from django.utils import timezone

from ethics_review.operating.models import INTERVAL, SILENT, Kind
from ethics_review.operating.signs import Process
from ethics_review.operating.tasks import sign

LONGEST_TASK = 900.0
"""Seconds. The relay's longest batch, every letter running into its time-out, takes less than half of it."""
HUNG = 70
"""The exit code of a worker that ends itself (EX_SOFTWARE)."""

logger = logging.getLogger(__name__)


def own_queue() -> str:
    """The queue only this process listens on."""
    return f"ethics.sign.{socket.gethostname()}.{os.getpid()}"


class Watch:
    """Looks once an interval whether this worker has taken anything. Times are those of the monotonic clock."""

    def __init__(self, *, interval: float = INTERVAL.total_seconds(), silent: float = SILENT.total_seconds()) -> None:
        self.interval, self.silent = interval, silent
        self.process = Process(Kind.WORKER)
        self.heard = True
        self.unanswered_since: float | None = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run, name="signs of life", daemon=True)

    def hear(self) -> None:
        """A task has arrived."""
        self.heard, self.unanswered_since = True, None

    def start(self) -> None:
        if not self.thread.is_alive() and not self.over.is_set():
            self.thread.start()

    def run(self) -> None:
        while True:
            self.look()
            if self.over.wait(self.interval):
                return

    def look(self) -> None:
        """Say so if the worker works; end it if it is hung; and send it the next message."""
        now = time.monotonic()
        if self.heard or busy():
            self.heard, self.unanswered_since = False, None
            self.tell()
        elif self.unanswered_since is not None and now - self.unanswered_since > self.silent:
            logger.critical("this worker consumes nothing any more and ends, to be started anew")
            logging.shutdown()
            os._exit(HUNG)
        if not self.ask():
            self.unanswered_since = None
        elif self.unanswered_since is None:
            self.unanswered_since = now

    def tell(self) -> None:
        """A database that does not answer must not end the watch: the next look writes the row."""
        try:
            self.process.give(now=timezone.now())
        except Error:
            logger.warning("the sign of life could not be written", exc_info=True)
        finally:
            connection.close()  # this thread's own; nobody would examine it before its next use

    def ask(self) -> bool:
        """Send a message to the own queue. Whether the broker has taken it."""
        try:
            sign.apply_async(queue=own_queue(), expires=self.silent, retry=False, ignore_result=True)
        except Exception as error:  # noqa: BLE001 -- each transport raises errors of its own
            logger.warning("the broker takes nothing: %s", type(error).__name__)
            return False
        finally:
            connection.close()
        return True

    def end(self) -> None:
        self.over.set()
        try:
            self.process.leave()
        except Error:
            logger.warning("leave could not be taken", exc_info=True)


def busy() -> bool:
    """Whether a task is at work that may still be: a relay waiting for a mail server takes no other task."""
    now = time.time()
    try:
        begun: list[Any] = [request.time_start for request in list(state.active_requests)]
    except RuntimeError:  # one was begun this instant
        return True
    return any(now - start < LONGEST_TASK for start in begun if start)
