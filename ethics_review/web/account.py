"""Signing in, the account, the language. Who one is comes from Django; nothing about cases is said here."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from accounts.calendar_keys import key_of
from accounts.models import InstitutionRole, Token, User
from accounts.tokens import tokens_of
from ethics_review.queries import sittings
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.resuming import go_on, resumed
from ethics_review.web.terms import word

OFFICES = {
    InstitutionRole.Kind.MANAGER: gettext_lazy("Acts for the unit"),
    InstitutionRole.Kind.OFFICER: gettext_lazy("Officer of the authority"),
}


class SignIn(auth.LoginView):
    """After signing in the pages speak the person's own language, unless this browser has chosen another."""

    template_name = "account/sign_in.html"
    redirect_authenticated_user = True
    extra_context = {"section": "", "unread": 0, "bare": True}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given) | {"typed": self.request.POST.get("typed", "")}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """What was typed before the session ended is offered again; else on to the page that was asked for."""
        response, held = super().form_valid(form), resumed(self.request)
        if held:
            response = go_on(self.request, *held)
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            _speak(response, form.get_user().language)
        return response


class ChangePassword(auth.PasswordChangeView):
    """Asks for the old password once more."""

    template_name = "account/password.html"
    success_url = reverse_lazy("account")
    extra_context = {"section": "account"}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, gettext("Your password was changed."))
        return super().form_valid(form)


class LanguageForm(forms.ModelForm):
    """The language in which the product writes to the person."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=gettext_lazy("Language of messages and e-mail"))

    class Meta:
        model = User
        fields = ("language",)


class TokenForm(forms.Form):
    """A token for a program: what it is called, what it may do. Whoever makes one says the password once more."""

    name = forms.CharField(max_length=100, label=gettext_lazy("Name of the program"))
    scope = forms.ChoiceField(
        choices=[(Token.Scope.READ, gettext_lazy("read")), (Token.Scope.WRITE, gettext_lazy("read and write"))],
        label=gettext_lazy("May"),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


@answers("GET", "POST")
def account(request: SignedIn) -> HttpResponse:
    """Who one is to the product, and the language it writes in."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(request.user.language)
        messages.success(request, gettext("Saved."))
        return _speak(redirect("account"), request.user.language)
    return account_page(request, form=form)


@dataclass(frozen=True)
class Made:
    """What was made just now and is told on this answer alone: a calendar's address, or the secret of a token."""

    calendar: str = ""
    token: str = ""


def account_page(
    request: SignedIn,
    *,
    form: LanguageForm | None = None,
    asking: TokenForm | None = None,
    made: Made | None = None,
    status: int = 200,
) -> HttpResponse:
    """The account; with what was made just now."""
    tokens = list(tokens_of(user=request.user, now=timezone.now()))
    unit = request.user.institution
    return page(
        request,
        "account/account.html",
        section="account",
        status=status,
        form=form or LanguageForm(instance=request.user),
        asking=asking or TokenForm(),
        calendar=key_of(user=request.user),
        made=made or Made(),
        institution=named(unit.name, unit.name_en, language()) if unit else "",
        held=_held(request),
        tokens=tokens,
    )


def _speak(response: HttpResponse, tongue: str) -> HttpResponse:
    """Let the pages speak that language in this browser."""
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, tongue, samesite="Lax")
    return response


def _held(request: SignedIn) -> list[tuple[str, str]]:
    """What the person is where: seats on bodies, offices in institutions."""
    now, tongue = timezone.now(), language()
    seats = [
        (named(seat.committee.name, seat.committee.name_en, tongue), word(seat.position, tongue))
        for seat in sittings.seats_held(user=request.user, now=now)
    ]
    offices = sittings.offices_held(user=request.user, now=now)
    return seats + [
        (
            named(office.institution.name, office.institution.name_en, tongue),
            str(OFFICES[InstitutionRole.Kind(office.kind)]),
        )
        for office in offices
    ]
