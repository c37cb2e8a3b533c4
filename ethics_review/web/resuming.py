"""A form that was sent after its session had ended, or with a token of the session before: nothing typed is lost.

The answer holds everything that was typed, asks to sign in where nobody is, and offers to send it again to where it was
meant for. Nothing is done before the person presses the button, and passwords are never carried. Files are not: a
browser gives them once.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

SIGNED_OUT, NOT_HELD, ENOUGH = 403, 200, 286
"""A part of a page is answered with success: htmx shows no other answer. On 286 it stops asking."""
NEVER_CARRIED = ("csrfmiddlewaretoken", "password")
FRAME = {"section": "", "unread": 0, "bare": True}
Typed = list[tuple[str, str]]


def signed_out(request: HttpRequest) -> HttpResponse:
    """Sign in, and what you typed is still there."""
    if _is_part(request):
        return render(request, "account/part_signed_out.html", status=NOT_HELD)
    typed, target = typed_in(request), request.get_full_path()
    values = {
        "form": AuthenticationForm(request),
        "next": target,
        "typed": as_text(typed),
        "files": bool(request.FILES),
    }
    return render(request, "account/signed_out.html", FRAME | values, status=SIGNED_OUT)


def ask_no_more(request: HttpRequest) -> HttpResponse:
    """A page that asks by itself is told, in the place where it tells news, that nobody is signed in any more."""
    headers = {"HX-Retarget": "#live", "HX-Reswap": "innerHTML"}
    return HttpResponse(
        render_to_string("account/asked_signed_out.html", request=request), status=ENOUGH, headers=headers
    )


def go_on(request: HttpRequest, typed: Typed, target: str, status: int = 200) -> HttpResponse:
    """What was typed, to be sent to where it was meant for."""
    return render(request, "account/go_on.html", FRAME | {"typed": typed, "target": target}, status=status)


def outdated(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A form whose token is not this session's: refused, unless it comes from a page of ours.

    Whoever signs in again in another window has a new token; the page left open has the old one. The browser vouches
    for where a form was sent from (`Origin`), which no other site can forge.
    """
    if not _is_ours(request):
        return render(request, "403_csrf.html", FRAME, status=SIGNED_OUT)
    if not request.user.is_authenticated:
        return signed_out(request)
    if _is_part(request):
        return render(request, "account/part_signed_out.html", {"signed_in": True}, status=NOT_HELD)
    if request.path == reverse("login"):
        found = resumed(request)
        return (
            go_on(request, *found, SIGNED_OUT) if found else render(request, "403_csrf.html", FRAME, status=SIGNED_OUT)
        )
    return go_on(request, typed_in(request), request.get_full_path(), SIGNED_OUT)


def resumed(request: HttpRequest) -> tuple[Typed, str] | None:
    """What came along with a sign-in and where it was meant for; None where nothing did or it leads nowhere of ours."""
    typed, target = _read(request.POST.get("typed", "")), request.POST.get("next", "")
    if not typed or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return None
    try:
        resolve(urlsplit(target).path)
    except Resolver404:
        return None
    return typed, target


def typed_in(request: HttpRequest) -> Typed:
    """Everything that was typed, in its order."""
    names = [name for name in request.POST if not any(secret in name for secret in NEVER_CARRIED)]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def as_text(typed: Typed) -> str:
    return json.dumps(typed, ensure_ascii=False)


def _read(text: str) -> Typed:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    pairs = found if isinstance(found, list) else []
    return [(pair[0], pair[1]) for pair in pairs if _is_pair(pair)]


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)  # noqa: PLR2004


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
