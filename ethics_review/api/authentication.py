"""Who asks: the bearer of a token, or the holder of a session. What they may do is examined at the door, not here."""

import re
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts import tokens
from accounts.models import Token, User

SECRET = re.compile(rb"[0-9a-f]{64}")


class BearerAuthentication(TokenAuthentication):
    """Knox's reading of the header with a look-up of our own: one statement, and nothing is deleted by reading."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, Token]:
        now = timezone.now()
        found = tokens.find(secret=token.decode(), now=now) if SECRET.fullmatch(token) else None
        if found is None:
            raise AuthenticationFailed
        tokens.touch(token=found, now=now)
        return found.user, found


class WithinScope(BasePermission):
    """A token for reading does not write."""

    def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ARG002 -- the signature is the framework's
        reading_only = isinstance(request.auth, Token) and request.auth.scope == Token.Scope.READ
        return request.method in SAFE_METHODS or not reading_only
