"""Every error as a problem (RFC 9457): what kind, what to do, and each reason with its article and figures.

An error without a place here is a fault of the program and stays one (500). What the caller may not know exists is not
found; nothing here says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import exceptions as django
from django.http import Http404, HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from rest_framework import exceptions as rest
from rest_framework.response import Response

from ethics_review import wording
from ethics_review.api.language import language_of
from ethics_review.api.phrases import KINDS
from ethics_review.api.readers import Reader, reader_of, told_at
from ethics_review.api.reasons import problem_json, refusal_json
from ethics_review.engine import InputInvalid, InputProblem, Stale
from ethics_review.models import Case
from ethics_review.operations import Malformed
from ethics_review.queries import history
from regulations.refusal import Refused

PROBLEM = "application/problem+json"
DECIDED = (Refused, Stale, InputInvalid, Malformed)
"""Errors that are answers: the request was understood and decided upon."""


class WrongCredentials(rest.APIException):
    """The name or the password is wrong; which of the two is not said."""


class IfMatchMalformed(rest.ParseError):
    """The header If-Match is no list of entity tags."""


KIND_OF: Mapping[type[Exception], str] = {
    WrongCredentials: "wrong_credentials",
    rest.NotAuthenticated: "unauthenticated",
    rest.AuthenticationFailed: "unauthenticated",
    rest.PermissionDenied: "forbidden",
    django.PermissionDenied: "forbidden",
    rest.NotFound: "not_found",
    Http404: "not_found",
    django.ObjectDoesNotExist: "not_found",
    rest.MethodNotAllowed: "method_not_allowed",
    rest.NotAcceptable: "not_acceptable",
    rest.UnsupportedMediaType: "unsupported_media_type",
    rest.Throttled: "too_many_requests",
    rest.ParseError: "malformed",
    django.RequestDataTooBig: "too_large",
    django.SuspiciousOperation: "malformed",
    MultiPartParserError: "malformed",
    UnreadablePostError: "malformed",
}
"""The first that fits counts."""


@dataclass(frozen=True)
class Problem:
    """A kind of problem with what is known of this one."""

    kind: str
    more: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, language: str) -> dict[str, Any]:
        kind = KINDS[self.kind]
        return {
            "type": kind.type,
            "title": kind.title.in_language(language),
            "status": kind.status,
            "detail": self.detail or kind.detail.in_language(language),
            **self.more,
        }


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The framework's exception handler. None lets the error through: it was not foreseen."""
    request, view = context["request"], context["view"]
    language = language_of(request)
    problem = _decided(error, view, language) if isinstance(error, DECIDED) else _foreseen(error)
    if problem is None:
        return None
    response = Response(problem.body(language), KINDS[problem.kind].status, headers=dict(problem.headers))
    response.content_type = PROBLEM
    return response


def plain(request: HttpRequest, kind: str) -> JsonResponse:
    """A problem outside any view of the API: an unknown address, or something broken."""
    language, status = language_of(request), KINDS[kind].status
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    body, readable = Problem(kind).body(language), {"ensure_ascii": False}
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=headers, json_dumps_params=readable)


def _foreseen(error: Exception) -> Problem | None:
    kind = next((kind for cause, kind in KIND_OF.items() if isinstance(error, cause)), None)
    if kind is None:
        return None
    headers = {}
    if KINDS[kind].status == 401:  # noqa: PLR2004 -- the status itself
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, rest.Throttled):
        headers["Retry-After"] = str(int(getattr(error, "wait", None) or 1))
    return Problem(kind, headers=headers)


def _decided(error: Exception, view: Any, language: str) -> Problem:
    match error:
        case Refused():
            return _refused(error, view, language)
        case Stale():
            return _stale(error, view, language)
        case InputInvalid() | Malformed():
            return _invalid(error, view, language)
    raise TypeError(f"{error!r} is no decision") from error


def _refused(error: Refused, view: Any, language: str) -> Problem:
    refusals = error.refusals
    if any("latest" in refusal.figures for refusal in refusals):
        reader = _reader(view)
        refusals = tuple(reader.shown(refusal) for refusal in refusals)
    told = [refusal_json(refusal, language) for refusal in refusals]
    return Problem("refused", {"refusals": told}, " ".join(refusal["sentence"] for refusal in told))


def _invalid(error: InputInvalid | Malformed, view: Any, language: str) -> Problem:
    pack = view.pack
    told = [problem_json(problem, language, pack) for problem in error.problems]
    return Problem("invalid", {"errors": told}, told[0]["sentence"] if len(told) == 1 else "")


def _stale(error: Stale, view: Any, language: str) -> Problem:
    """Somebody was faster: who did what last, as far as this reader may know."""
    reader = _reader(view)
    row = history.rows(case=error.case, roles=reader.roles, person=reader.person)[-1]
    latest = {"action": row.action, "role": row.role, "actor": row.actor, "at": told_at(row.at)}
    problem = InputProblem("", "case.stale", {"latest": latest})
    more = {"version": error.case.version, "latest": latest}
    return Problem("stale", more, wording.problem_sentence(problem, language))


def _reader(view: Any) -> Reader:
    """Who reads, in the case the view has found. A refusal that tells of a case comes from a view of that case."""
    case: Case = view.case
    return reader_of(case=case, user=view.request.user, now=view.now)
