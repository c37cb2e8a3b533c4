"""A page in its frame: the navigation with what waits unread, the language, and the answers that are no page.

Views give plain values and the section they belong to; nothing about a case may be looked up here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from ethics_review.queries import inbox
from ethics_review.web.resuming import ask_no_more, signed_out, typed_in
from ethics_review.web.shown import reasons_of
from regulations.refusal import Refused

View = Callable[..., HttpResponseBase]
REFUSED, STALE, TOO_LARGE, INVALID = 409, 412, 413, 422


class SignedIn(HttpRequest):
    """A request of somebody who is signed in: no other gets past `answers`."""

    user: User
    htmx: HtmxDetails


def language() -> str:
    """The language of this request, as the wording takes it."""
    return get_language() or "zh-hans"


def answers(*methods: str) -> Callable[[View], View]:
    """A view for signed-in people that answers these methods only; what it says is kept by no cache.

    A refusal that the view does not show on its own page is told on one of its own.
    """

    def decorate(view: View) -> View:
        inner = require_http_methods(list(methods))(_told(view))
        return wraps(view)(never_cache(_kept_if_signed_out(login_required(inner), methods)))

    return decorate


def _kept_if_signed_out(guarded: View, methods: tuple[str, ...]) -> View:
    """What somebody sends whose session has ended is not lost on the way to the sign-in page."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and "POST" in methods and not request.user.is_authenticated:
            return signed_out(request)
        if request.method == "GET" and request.htmx and not request.user.is_authenticated:
            return ask_no_more(request)
        return guarded(request, *args, **kwargs)

    return answer


def _told(view: View) -> View:
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            reasons = reasons_of(error.refusals, language())
            return page(request, "refused.html", status=REFUSED, reasons=reasons, typed=typed_in(request))

    return answer


def page(
    request: HttpRequest,
    template: str,
    *,
    section: str = "",
    status: int = 200,
    unread: int | None = None,
    **values: Any,
) -> HttpResponse:
    """`template` in the frame. One statement of its own unless it is known: the count of `unread` messages."""
    if unread is None:
        unread = inbox.unread_count(user=request.user) if request.user.is_authenticated else 0
    return render(request, template, {"section": section, "unread": unread, **values}, status=status)


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """An answer that must succeed when the rest does not: no statement, no session."""
    told = {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}
    return render(request, template, {"section": "", "unread": 0, "bare": True} | told, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read. One that is too large says so, with its own status."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(request, "413.html", TOO_LARGE)
    return _plain(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return _plain(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return _plain(request, "404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    return _plain(request, "500.html", 500)
