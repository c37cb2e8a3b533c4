"""Count the requests of this process, and write one line about each: which view, how it ended, how long it took.

Neither the path nor the query is told: an address may hold a secret, a query what somebody searched for. People are
told by their number.
"""

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject, empty

from ethics_review.operating import figures

GetResponse = Callable[[HttpRequest], HttpResponse]
UNASKED = frozenset({"healthz", "readyz", "metrics"})
"""Views that machines ask every few seconds: counted, and not told."""
UNMATCHED = "unmatched"
CASE = re.compile(r"[0-9]{4}-[0-9]{4,11}")

logger = structlog.get_logger("ethics_review.request")


class CountingMiddleware:
    """Stands outside everything but the request id, so that redirects and refusals are counted as well."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        since = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - since
        view = (request.resolver_match and request.resolver_match.view_name) or UNMATCHED
        figures.count_request(view=view, status=response.status_code, seconds=seconds)
        if view not in UNASKED:
            logger.info("request", **told(request, response, view=view, seconds=seconds))
        return response


def told(request: HttpRequest, response: HttpResponse, *, view: str, seconds: float) -> dict[str, object]:
    """What a line says of a request. A case is told by its number, if the address names one."""
    match = request.resolver_match
    named = str(match.kwargs.get("number", "")) if match else ""
    user = user_of(request)
    line: dict[str, object] = {"method": request.method, "view": view, "status": response.status_code}
    line |= {"case": named} if CASE.fullmatch(named) else {}
    line |= {"user": user} if user else {}
    return line | {"duration_ms": round(seconds * 1000)}


def user_of(request: HttpRequest) -> int | None:
    """The number of whoever is known to have asked. Nobody is looked up for the sake of a log line."""
    user = request.__dict__.get("user")
    if user is None or (isinstance(user, LazyObject) and user._wrapped is empty):  # noqa: SLF001 -- the only way to ask
        return None
    pk: int | None = user.pk
    return pk
