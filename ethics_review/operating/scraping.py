"""`/metrics`: for this machine, or for whoever sends METRICS_TOKEN. To everybody else there is no such page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from ethics_review.operating import figures

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


def metrics(request: HttpRequest) -> HttpResponse:
    if not (has_token(request) or is_of_this_machine(request)):
        raise Http404
    body = figures.text(now=timezone.now())
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def has_token(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and constant_time_compare(given.strip(), wanted)


def is_of_this_machine(request: HttpRequest) -> bool:
    """Whoever comes through a proxy has the proxy's address, which may be this machine's: there the token decides."""
    direct = not settings.BEHIND_PROXY and not any(name in request.headers for name in FORWARDED)
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK
