"""Tokens of the API on the settings page: made by whoever says the password once more, shown once, ended any time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from knox.settings import knox_settings

from accounts.tokens import issue, revoke
from ethics_review.api.throttling import FailedSignIns
from ethics_review.web.account import Made, TokenForm, account_page
from ethics_review.web.page import INVALID, SignedIn, answers


@sensitive_post_parameters("password")
@answers("POST")
def make(request: SignedIn) -> HttpResponse:
    """A new token, whose secret stands on this answer and nowhere else. Wrong passwords count as at the sign-in."""
    form = TokenForm(request.POST)
    if not form.is_valid() or not _known(request, form):
        return account_page(request, asking=form, status=INVALID)
    given = form.cleaned_data
    _, secret = issue(
        user=request.user,
        name=given["name"],
        scope=given["scope"],
        lifetime=knox_settings.TOKEN_TTL,
        now=timezone.now(),
    )
    return account_page(request, made=Made(token=secret))


def _known(request: SignedIn, form: TokenForm) -> bool:
    failures = FailedSignIns(request.user.username)
    if not failures.allow_request(request, None):  # type: ignore[arg-type] # only the address is read
        form.add_error("password", gettext("Too many wrong passwords. Wait a minute, then try again."))
    elif not request.user.check_password(form.cleaned_data["password"]):
        failures.record()
        form.add_error("password", gettext("This is not your password."))
    return not form.errors


@answers("POST")
def end(request: SignedIn, reference: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    if revoke(user=request.user, reference=reference):
        messages.success(request, gettext("The token was ended."))
    return redirect("account")
