"""Who the caller is, and the tokens with which their programs call."""

from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.http import Http404
from drf_spectacular.utils import extend_schema
from knox.settings import knox_settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import calendar_keys, tokens
from accounts.models import Token, User
from ethics_review.api import documented, requested
from ethics_review.api.base import ApiView
from ethics_review.api.problems import WrongCredentials
from ethics_review.api.shapes.people import (
    CalendarAddressShape,
    CalendarShape,
    IssuedShape,
    MeShape,
    TokenShape,
    TokensShape,
)
from ethics_review.api.throttling import FailedSignIns, SignIns
from ethics_review.calendar_feed import address_of
from ethics_review.queries import sittings
from regulations.vocabulary import Role

LIFETIME = knox_settings.TOKEN_TTL
UNNAMED = "API"


class Tokens(ApiView):
    """`POST` needs no credential but the password; the rest needs one."""

    @property
    def signing_in(self) -> bool:
        return getattr(self.request, "method", "") == "POST"

    def get_authenticators(self) -> list[Any]:
        return [] if self.signing_in else super().get_authenticators()

    def get_permissions(self) -> Any:
        return [] if self.signing_in else super().get_permissions()

    def get_throttles(self) -> list[Any]:
        return [SignIns()] if self.signing_in else super().get_throttles()

    @extend_schema(
        "issue_token", auth=[], request=documented.body(requested.SIGN_IN), responses=documented.made(IssuedShape, 200)
    )
    def post(self, request: Request) -> Response:
        """A new token for the holder of the name and the password. It is shown this once; a repeat makes another."""
        data = requested.checked(requested.SIGN_IN, request.data)
        user = self._known(request, data["username"], data["password"])
        name, scope = data.get("name", UNNAMED), data.get("scope", Token.Scope.WRITE)
        token, secret = tokens.issue(user=user, name=name, scope=scope, lifetime=LIFETIME, now=self.now)
        return Response(IssuedShape({"token": secret, "expires_at": token.expiry, "id": token.reference}).data)

    def _known(self, request: Request, username: str, password: str) -> User:
        failures = FailedSignIns(username)
        if not failures.allow_request(request, self):
            raise Throttled(failures.wait())
        user = authenticate(request._request, username=username, password=password)  # noqa: SLF001 -- Django's own request
        if not isinstance(user, User):
            failures.record()
            raise WrongCredentials
        return user

    @extend_schema("list_tokens", responses=documented.ok(TokensShape))
    def get(self, request: Request) -> Response:
        """The caller's tokens that are still good, without their secrets."""
        mine = tokens.tokens_of(user=self.user, now=self.now)
        return Response({"results": [TokenShape(_token(token, request)).data for token in mine]})


def _token(token: Token, request: Request) -> dict[str, Any]:
    return {
        "id": token.reference,
        "name": token.name,
        "scope": token.scope,
        "created_at": token.created,
        "expires_at": token.expiry,
        "last_used_at": token.last_used_at,
        "current": isinstance(request.auth, Token) and request.auth.pk == token.pk,
    }


class OneToken(ApiView):
    @extend_schema("revoke_token", responses=documented.made(None, 204))
    def delete(self, request: Request, reference: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Revoke one of the caller's own tokens, at once."""
        if not tokens.revoke(user=self.user, reference=reference):
            raise Http404
        return Response(status=204)


class MyCalendar(ApiView):
    """The address of the caller's calendar feed. The feed itself is read without a credential: see `web.calendar`."""

    @extend_schema("get_my_calendar", responses=documented.ok(CalendarShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """Whether there is an address, and when it was last read. The address itself was shown once."""
        key = calendar_keys.key_of(user=self.user)
        shown: dict[str, Any] = {"active": key is not None}
        shown |= {name: getattr(key, name, None) for name in ("created_at", "read_at")}
        return Response(CalendarShape(shown).data)

    @extend_schema("renew_my_calendar", request=None, responses=documented.made(CalendarAddressShape, 201))
    def post(self, request: Request) -> Response:
        """A new address, shown this once; the one before ends. A repeat makes another."""
        requested.checked(requested.NOTHING, request.data)
        secret = calendar_keys.renew(user=self.user, now=self.now)
        return Response(CalendarAddressShape({"address": address_of(secret=secret), "created_at": self.now}).data, 201)

    @extend_schema("end_my_calendar", responses=documented.made(None, 204))
    def delete(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """End the address, at once."""
        if not calendar_keys.revoke(user=self.user):
            raise Http404
        return Response(status=204)


class Me(ApiView):
    @extend_schema("who_am_i", responses=documented.ok(MeShape))
    def get(self, request: Request) -> Response:  # noqa: ARG002 -- the framework's signature
        """The caller, their institution, and the roles they hold now and where."""
        seats = sittings.seats_held(user=self.user, now=self.now)
        offices = sittings.offices_held(user=self.user, now=self.now)
        held = [
            {"role": seat.position, "committee": seat.committee, "institution": None, "ends_on": seat.ends_on}
            for seat in seats
        ] + [
            {
                "role": _office(office.kind),
                "committee": None,
                "institution": office.institution,
                "ends_on": office.ends_on,
            }
            for office in offices
        ]
        return Response(MeShape({"user": self.user, "institution": self.user.institution, "roles": held}).data)


def _office(kind: str) -> str:
    """What somebody is to cases through their work for an institution."""
    return Role.UNIT.value if kind == "manager" else Role.AUTHORITY.value
