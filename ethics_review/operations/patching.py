"""Changing parts of a filing: a JSON merge patch (RFC 7396) laid over the latest revision, under the case's lock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ethics_review.locks import lock_case
from ethics_review.models import Case
from ethics_review.operations.filing import revise


def patch_filing(
    *, number: str, patch: Mapping[str, Any], user: User, now: datetime, version: int | None = None
) -> Case:
    """The next revision: the latest with `patch` laid over it. A null takes a field away.

    Locked before it is read, so that of two patches at once none is lost. Raises what `revise` raises.
    """
    with transaction.atomic():
        latest = lock_case(number).filings.order_by("-revision").first()
        filing = merged(latest.body if latest is not None else {}, patch)
        return revise(number=number, filing=filing, user=user, now=now, version=version)


def merged(target: object, patch: object) -> Any:
    """What RFC 7396 makes of `target` under `patch`."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found
