"""Secret addresses of calendar feeds (日历订阅地址): made once, shown once, revocable at any time.

A calendar program can send nothing but an address, so the address is the secret. What it opens is not said here.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import CalendarKey, User

BYTES = 24
"""192 bits from the system: nobody tries them all, so a plain digest keeps them as well as a slow one would."""
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
SEEN_AGAIN = timedelta(hours=1)
"""`read_at` is written at most so often, so that reading a feed is not writing."""


def renew(*, user: User, now: datetime) -> str:
    """A new secret of the user, which nobody can tell again; the one before opens nothing from now on."""
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        fresh = {"digest": _digest(secret), "created_at": now, "read_at": None}
        CalendarKey.objects.update_or_create(user=user, defaults=fresh)
    return secret


def key_of(*, user: User) -> CalendarKey | None:
    """The user's key, if they have one. One statement."""
    return CalendarKey.objects.filter(user=user).first()


def revoke(*, user: User) -> bool:
    """End the user's key; whether there was one."""
    return bool(CalendarKey.objects.filter(user=user).delete()[0])


def find(*, secret: str) -> CalendarKey | None:
    """The key of that secret with its user, while the user is active. One statement, or none for what is no secret."""
    if not SECRET.fullmatch(secret):
        return None
    good = CalendarKey.objects.filter(digest=_digest(secret), user__is_active=True)
    return good.select_related("user").first()


def touch(*, key: CalendarKey, now: datetime) -> None:
    """Remember that the feed was read."""
    if key.read_at is None or now - key.read_at >= SEEN_AGAIN:
        CalendarKey.objects.filter(pk=key.pk, digest=key.digest).update(read_at=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
