"""Tokens of the API (接口令牌): issued once, shown once, revocable at any time. What they open is not said here."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from knox.crypto import hash_token
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from accounts.models import Token, User

SEEN_AGAIN = timedelta(minutes=1)
"""`last_used_at` is written at most so often, so that reading with a token is not writing."""


def issue(*, user: User, name: str, scope: str, lifetime: timedelta, now: datetime) -> tuple[Token, str]:
    """A new token of `user` and its secret, which nobody can tell again."""
    digest, secret = get_digest_token()
    token = Token(
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        user=user,
        name=name,
        scope=Token.Scope(scope),
        created=now,
        expiry=now + lifetime,
    )
    token.save(force_insert=True)
    return token, secret


def find(*, secret: str, now: datetime) -> Token | None:
    """The token of that secret with its user, if it is still good. One statement."""
    good = _in_time(now) & Q(user__is_active=True)
    return Token.objects.filter(good, digest=hash_token(secret)).select_related("user__institution").first()


def touch(*, token: Token, now: datetime) -> None:
    """Remember that the token was used."""
    if token.last_used_at is None or now - token.last_used_at >= SEEN_AGAIN:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def tokens_of(*, user: User, now: datetime) -> QuerySet[Token]:
    """The user's tokens that are still good, latest first."""
    return Token.objects.filter(_in_time(now), user=user).order_by("-created", "pk")


def revoke(*, user: User, reference: UUID) -> bool:
    """End one of the user's own tokens; whether there was one."""
    return bool(Token.objects.filter(user=user, reference=reference).delete()[0])


def _in_time(now: datetime) -> Q:
    return Q(expiry__isnull=True) | Q(expiry__gt=now)
