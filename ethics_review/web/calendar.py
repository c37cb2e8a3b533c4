"""The feed a calendar program reads, and the page's buttons that make, renew and end its address.

The feed asks for no sign-in: whoever knows the address reads it. It says no more than its owner may see now.
"""

import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts import calendar_keys
from ethics_review.api.throttling import FeedReads
from ethics_review.calendar_feed import address_of, feed_of
from ethics_review.web.account import Made, account_page
from ethics_review.web.page import SignedIn, answers

TOO_MANY = 429


@require_safe
@sensitive_variables("secret")
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of whose secret it is. An unknown one, a revoked one and one of somebody who has gone are not found."""
    wait = FeedReads.asked(request)
    if wait is not None:
        return HttpResponse(status=TOO_MANY, headers={"Retry-After": str(wait)})
    now = timezone.now()
    key = calendar_keys.find(secret=secret)
    if key is None:
        raise Http404
    calendar_keys.touch(key=key, now=now)
    content = feed_of(user=key.user, now=now)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=answer) or answer
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@answers("POST")
def renew(request: SignedIn) -> HttpResponse:
    """A new address, shown on this answer and never again; the old one opens nothing."""
    secret = calendar_keys.renew(user=request.user, now=timezone.now())
    return account_page(request, made=Made(calendar=address_of(secret=secret)))


@answers("POST")
def end(request: SignedIn) -> HttpResponse:
    """End the address."""
    if calendar_keys.revoke(user=request.user):
        messages.success(request, gettext("The calendar address was ended."))
    return redirect("account")
