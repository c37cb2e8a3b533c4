"""The subjects of deadlines, locked without waiting, and each dealt with apart where something about it fails."""

import logging
from collections.abc import Callable, Collection
from typing import TypeVar

from django.db import OperationalError, transaction

from committees.models import Committee
from ethics_review.locks import lock_cases_if_free, lock_committee_if_free
from ethics_review.models import Case

logger = logging.getLogger(__name__)
Done = TypeVar("Done")


def nothing() -> None:
    """What is done about a subject that failed, where nothing is to be done."""


def apart(*, stream: str, act: Callable[[], Done | None], otherwise: Callable[[], object] = nothing) -> Done | None:
    """What becomes of one subject, in a transaction of its own. What fails is logged and must not stop the others."""
    try:
        return act()
    except OperationalError:
        raise  # the database itself: the next sweep begins anew
    except Exception:
        logger.exception("a deadline of %s could not be dealt with", stream)
        with transaction.atomic():
            otherwise()
        return None


def lock_subjects(streams: Collection[str]) -> dict[str, Case | Committee]:
    """Those that nobody else holds, by their stream. One statement for all cases."""
    keys = [stream.partition(":") for stream in streams]
    cases = lock_cases_if_free([key for kind, _, key in keys if kind == "case"])
    bodies = [lock_committee_if_free(int(key)) for kind, _, key in keys if kind != "case"]
    return {subject.stream: subject for subject in (*cases, *bodies) if subject is not None}
