"""What the sweeper would do: it does it, subject by subject, and takes it back before anybody can see it.

So what is foretold is what would happen, to the last reminder of a limit that would only begin by it. Each subject is
held for a moment, as by the sweeper itself, and one that somebody else holds just then is left out.
"""

from datetime import datetime

from django.db import transaction

from ethics_review.operations.found import Found
from ethics_review.operations.sweeping import BATCH, subjects_waiting, sweep


def preview(*, now: datetime, limit: int = BATCH) -> list[Found]:
    """What sweeping at `now` would do about the first `limit` subjects, in order. Leaves nothing written or told."""
    return [one for stream in subjects_waiting(now=now, limit=limit)[:limit] for one in _foretold(stream, now)]


def _foretold(stream: str, now: datetime) -> list[Found]:
    found: list[Found] = []
    with transaction.atomic():
        while done := sweep(now=now, only=stream):
            found += done
        transaction.set_rollback(True)
    return found
