"""How often somebody may try: generous for work, narrow for wrong passwords. The rates stand in the settings."""

import hashlib
import math
from typing import Any

from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle, UserRateThrottle


class Writes(UserRateThrottle):
    """Counts what one person writes; reading is free."""

    scope = "writes"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or bool(super().allow_request(request, view))


class SignIns(SimpleRateThrottle):
    """Counts the attempts from one address, successful or not."""

    scope = "sign_in"

    def get_cache_key(self, request: Request, view: Any) -> str:  # noqa: ARG002 -- the signature is the framework's
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class FeedReads(SignIns):
    """Counts what is asked of calendar feeds from one address, with a secret that is known or not."""

    scope = "feed"

    @classmethod
    def asked(cls, request: HttpRequest) -> int | None:
        """Count one request outside the API; how many seconds to wait where it was one too many."""
        counter = cls()
        within = counter.allow_request(request, None)  # type: ignore[arg-type] # only the address is read
        return None if within else math.ceil(counter.wait() or 1)


class FailedSignIns(SimpleRateThrottle):
    """Counts the failures for one name from one address: nobody can lock another out from elsewhere."""

    scope = "failed_sign_in"

    def __init__(self, username: str) -> None:
        super().__init__()
        self.username = username

    def get_cache_key(self, request: Request, view: Any) -> str:  # noqa: ARG002 -- the signature is the framework's
        who = f"{self.get_ident(request)} {self.username}"
        return self.cache_format % {"scope": self.scope, "ident": hashlib.sha256(who.encode()).hexdigest()}

    def throttle_success(self) -> bool:
        return True

    def record(self) -> None:
        """Count one failure. `allow_request` was asked before."""
        self.cache.set(self.key, [self.now, *self.history], self.duration)  # type: ignore[attr-defined] # set by the framework
