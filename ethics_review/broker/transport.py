"""kombu's virtual transport on the table of `models.py`; its address is `djdb://localhost`.

A task published inside `atomic()` commits or rolls back with the change that asked for it. A message is claimed, not
taken: it goes when the worker acknowledges it, and comes back when the worker gives it back, or is lost for longer
than `visibility_timeout` seconds. Delivery is at least once, in the order of publication, without priorities.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from queue import Empty
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone
from kombu.transport import virtual
from kombu.utils.json import dumps, loads

from ethics_review.broker.models import Message

logger = logging.getLogger(__name__)

LOST = (OperationalError, InterfaceError)  # what a restarted or unreachable database raises
# One statement finds and claims. Two consumers cannot get the same row: PostgreSQL skips rows being claimed by another,
# SQLite has one writer at a time.
CLAIM = """
    UPDATE broker_message SET claimed_at = %(now)s
    WHERE id = (
        SELECT id FROM broker_message
        WHERE queue = %(queue)s AND (claimed_at IS NULL OR claimed_at < %(lost_before)s)
        ORDER BY id LIMIT 1
    )
    RETURNING id, payload
"""
CLAIM_SKIPPING_LOCKED = CLAIM.replace("LIMIT 1", "LIMIT 1 FOR UPDATE SKIP LOCKED")


@contextmanager
def database() -> Iterator[None]:
    """Drop a failed connection, so that the next attempt opens a new one. Inside a transaction the caller decides."""
    try:
        yield
    except LOST:
        if not connection.in_atomic_block:
            connection.close()
        raise


def release_all() -> int:
    """Give back what dead workers hold. Only for whoever knows that no worker is running. Returns how many."""
    with database():
        return Message.objects.filter(claimed_at__isnull=False).update(claimed_at=None)


class Channel(virtual.Channel):
    visibility_timeout = 600.0  # seconds; longer than any task of this product runs
    from_transport_options = (*virtual.Channel.from_transport_options, "visibility_timeout")  # type: ignore[assignment]

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        """Joins the caller's transaction, if there is one."""
        with database():
            Message.objects.create(queue=queue, payload=dumps(message), sent_at=timezone.now())

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002 -- kombu's signature
        now = timezone.now()
        with database():
            row = self._claim(queue, now)
        if row is None:
            raise Empty
        message: dict[str, Any] = loads(row[1])
        message["properties"]["claim"] = (row[0], now)
        return message

    def _claim(self, queue: str, now: datetime) -> tuple[int, str] | None:
        lost_before = self._lost_before(now)
        skipping = connection.features.has_select_for_update_skip_locked
        # Without row locks an UPDATE that finds nothing still takes SQLite's only write lock: look before.
        if not skipping and not Message.objects.ready(queue=queue, lost_before=lost_before).exists():
            return None
        adapt = connection.ops.adapt_datetimefield_value
        parameters = {"now": adapt(now), "queue": queue, "lost_before": adapt(lost_before)}
        with connection.cursor() as cursor:
            cursor.execute(CLAIM_SKIPPING_LOCKED if skipping else CLAIM, parameters)
            rows = cursor.fetchall()
        return rows[0] if rows else None

    def _lost_before(self, now: datetime) -> datetime:
        return now - timedelta(seconds=self.visibility_timeout)

    def _claimed(self, message: virtual.Message) -> Any:
        """The row, as long as this claim stands; a row claimed anew by somebody else is not ours to settle."""
        pk, claimed_at = message.properties["claim"]
        return Message.objects.filter(pk=pk, claimed_at=claimed_at)

    def _settle(self, message: virtual.Message) -> None:
        with database():
            self._claimed(message).delete()

    def _settle_tag(self, delivery_tag: str) -> None:
        # A tag is unknown when the channel was closed in between: the message was given back and will come again.
        with suppress(KeyError):
            self._settle(self.qos.get(delivery_tag))

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:  # noqa: FBT001, FBT002 -- kombu's signature
        self._settle_tag(delivery_tag)
        super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 -- kombu's signature
        if not requeue:
            self._settle_tag(delivery_tag)
        super().basic_reject(delivery_tag, requeue)

    def _restore(self, message: virtual.Message) -> None:
        """Give a message back: on reject with requeue, and on closing for everything not acknowledged."""
        try:
            with database():
                self._claimed(message).update(claimed_at=None)
        except DatabaseError:
            logger.warning("A message could not be given back; it returns after the visibility timeout", exc_info=True)

    def basic_get(self, queue: str, no_ack: bool = False, **kwargs: Any) -> virtual.Message | None:  # noqa: FBT001, FBT002
        message = super().basic_get(queue, no_ack, **kwargs)
        if message is not None and no_ack:
            self._settle(message)
        return message

    def basic_consume(
        self,
        queue: str,
        no_ack: bool,  # noqa: FBT001 -- kombu's signature
        callback: Callable[[virtual.Message], Any],
        consumer_tag: str,
        **kwargs: Any,
    ) -> None:
        def settled(message: virtual.Message) -> Any:
            self._settle(message)
            return callback(message)

        super().basic_consume(queue, no_ack, settled if no_ack else callback, consumer_tag, **kwargs)

    def _ready(self, queue: str) -> Any:
        return Message.objects.ready(queue=queue, lost_before=self._lost_before(timezone.now()))

    def _size(self, queue: str) -> int:
        with database():
            return self._ready(queue).count()

    def _purge(self, queue: str) -> int:
        """Removes what nobody holds, as AMQP does. Returns how many."""
        with database():
            return self._ready(queue).delete()[0]


class Transport(virtual.Transport):
    Channel = Channel
    driver_type = driver_name = "django"
    default_port = None
    connection_errors = (*virtual.Transport.connection_errors, *LOST)  # type: ignore[assignment]

    def establish_connection(self) -> Any:
        """Fails while the database is down, so that Celery waits between attempts instead of spinning."""
        with database():
            connection.ensure_connection()
        return super().establish_connection()
