"""Beat's sign of life: it publishes. Celery's scheduler, which says so after each task the broker has taken."""

import logging
from typing import Any

from celery.beat import PersistentScheduler
from django.db import Error, connection
from django.utils import timezone

from ethics_review.operating.models import Kind
from ethics_review.operating.signs import Process

logger = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):
    """A schedule that cannot be published is retried by Celery and gives no sign in the meantime."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.process = Process(Kind.BEAT)
        super().__init__(*arguments, **named)

    def apply_async(self, *arguments: Any, **named: Any) -> Any:
        published = super().apply_async(*arguments, **named)
        try:
            self.process.give(now=timezone.now())
        except Error:
            logger.warning("the sign of life could not be written", exc_info=True)
            connection.close()
        return published

    def close(self) -> None:
        super().close()
        try:
            self.process.leave()
        except Error:
            logger.warning("leave could not be taken", exc_info=True)
