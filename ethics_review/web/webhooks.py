"""A person's webhooks: the addresses that are told what they are told, and what became of each event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from ethics_review import wording
from ethics_review.engine import InputInvalid
from ethics_review.operations import webhooks as acts
from ethics_review.web.page import INVALID, SignedIn, answers, language, page
from ethics_review.web.terms import joined
from ethics_review.wording.notices import NOTICES
from ethics_review.wording.webhooks import DISABLED, FATES, PING, reason
from ledger import queries
from ledger.models import Delivery, Webhook
from ledger.outbound import LONGEST_URL

ON_PAGE = 20
FEW = 3
"""So many kinds are named in a line; more are counted."""
TONES = {
    Delivery.Fate.WAITING: "waiting",
    Delivery.Fate.DELIVERED: "good",
    Delivery.Fate.FAILED: "stopped",
    Delivery.Fate.SET_ASIDE: "quiet",
}


class WebhookForm(forms.Form):
    """A subscription. Without a kind, every notice comes."""

    name = forms.CharField(max_length=100, label=gettext_lazy("Name"))
    url = forms.CharField(
        max_length=LONGEST_URL,
        label=gettext_lazy("Address"),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Only these notices"),
        help_text=gettext_lazy("Choose none to be sent all of them."),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(kind, kind_in_words(kind)) for kind in NOTICES],
    )

    def blame(self, error: InputInvalid) -> None:
        for problem in error.problems:
            place = problem.path if problem.path in self.fields else None
            self.add_error(place, wording.problem_sentence(problem, language()))


@dataclass(frozen=True)
class Line:
    """A subscription as it is listed. `wants` says which notices, `off` why it is switched off, if it is."""

    id: int
    name: str
    url: str
    wants: str
    off: str
    failing_since: datetime | None
    active: bool


@dataclass(frozen=True)
class Sent:
    """A delivery as it is listed."""

    id: int
    what: str
    event: str
    fate: str
    tone: str
    reason: str
    detail: str
    attempts: int
    at: datetime
    next_at: datetime | None
    again: bool


@answers("GET", "POST")
def listing(request: SignedIn) -> HttpResponse:
    """The subscriptions, and a form for another."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = acts.subscribe(user=request.user, now=timezone.now(), **form.cleaned_data)
        except InputInvalid as error:
            form.blame(error)
        else:
            return _shown(request, hook, secret=secret)
    lines = [line(hook) for hook in queries.webhooks_of(user=request.user)]
    status = INVALID if form.errors else 200
    return page(request, "account/webhooks.html", section="account", status=status, lines=lines, form=form)


@answers("GET", "POST")
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One subscription with its deliveries; what it is called, where it leads and what it wants can be changed."""
    hook = _own(request, pk)
    if request.method == "GET":
        return _shown(request, hook)
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            acts.change(user=request.user, webhook=pk, changes=form.cleaned_data, now=timezone.now())
        except InputInvalid as error:
            form.blame(error)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("webhook", pk=pk)
    return _shown(request, hook, form=form, status=INVALID)


@answers("POST")
def rotate(request: SignedIn, pk: int) -> HttpResponse:
    """Another secret; it stands on this answer and on no other page."""
    _own(request, pk)
    hook, secret = acts.rotate(user=request.user, webhook=pk, now=timezone.now())
    return _shown(request, hook, secret=secret)


@answers("POST")
def test(request: SignedIn, pk: int) -> HttpResponse:
    """Send an event that tells of nothing."""
    _own(request, pk)
    try:
        acts.ping(user=request.user, webhook=pk, now=timezone.now())
    except InputInvalid as error:
        return _refused(request, pk, error)
    messages.success(request, gettext("A test event is on its way. Look again in a moment."))
    return redirect("webhook", pk=pk)


@answers("POST")
def switch(request: SignedIn, pk: int) -> HttpResponse:
    """Switch it off, or on again."""
    active = _own(request, pk).active
    acts.change(user=request.user, webhook=pk, changes={"active": not active}, now=timezone.now())
    messages.success(request, gettext("Switched off.") if active else gettext("Switched on."))
    return redirect("webhook", pk=pk)


@answers("POST")
def end(request: SignedIn, pk: int) -> HttpResponse:
    """End it for good."""
    _own(request, pk)
    acts.end(user=request.user, webhook=pk, now=timezone.now())
    messages.success(request, gettext("The webhook was ended."))
    return redirect("webhooks")


@answers("POST")
def resend(request: SignedIn, pk: int, delivery: int) -> HttpResponse:
    """Send one event again."""
    get_object_or_404(Delivery, pk=delivery, webhook=_own(request, pk))
    try:
        acts.resend(user=request.user, webhook=pk, delivery=delivery, now=timezone.now())
    except InputInvalid as error:
        return _refused(request, pk, error)
    messages.success(request, gettext("It is sent again. Look again in a moment."))
    return redirect("webhook", pk=pk)


def _own(request: SignedIn, pk: int) -> Webhook:
    return get_object_or_404(queries.webhooks_of(user=request.user), pk=pk)


def _refused(request: SignedIn, pk: int, error: InputInvalid) -> HttpResponse:
    for problem in error.problems:
        messages.error(request, wording.problem_sentence(problem, language()))
    return redirect("webhook", pk=pk)


def _shown(
    request: SignedIn, hook: Webhook, *, secret: str = "", form: WebhookForm | None = None, status: int = 200
) -> HttpResponse:
    shown = Paginator(queries.deliveries_of(webhook=hook), ON_PAGE).get_page(request.GET.get("page"))
    initial = {"name": hook.name, "url": hook.url, "kinds": hook.kinds}
    return page(
        request,
        "account/webhook.html",
        section="account",
        status=status,
        line=line(hook),
        hook=hook,
        secret=secret,
        form=form or WebhookForm(initial=initial),
        sent=[_sent(one, hook) for one in shown],
        pages=shown,
    )


def line(hook: Webhook) -> Line:
    """In the language of the request."""
    tongue, off = language(), DISABLED.get(hook.disabled_reason)
    return Line(
        id=hook.pk,
        name=hook.name,
        url=hook.url,
        wants=_wants(hook.kinds),
        off=off.in_language(tongue) if off else "",
        failing_since=hook.failing_since,
        active=hook.active,
    )


def _wants(kinds: Iterable[str]) -> str:
    named = [kind_in_words(kind) for kind in kinds]
    if not named:
        return gettext("All notices")
    return joined(named, language()) if len(named) <= FEW else gettext("%(n)d kinds of notices") % {"n": len(named)}


def _sent(delivery: Delivery, hook: Webhook) -> Sent:
    tongue, fate = language(), Delivery.Fate(delivery.fate)
    number = str(delivery.message.params.get("number") or "") if delivery.message is not None else ""
    waiting = fate is Delivery.Fate.WAITING
    return Sent(
        id=delivery.pk,
        what=" · ".join(part for part in (kind_in_words(delivery.kind), number) if part),
        event=delivery.event_id,
        fate=FATES[fate].in_language(tongue),
        tone=TONES[fate],
        reason=reason(delivery, tongue),
        detail=delivery.detail,
        attempts=delivery.attempts,
        at=delivery.delivered_at or delivery.tried_at or delivery.created_at,
        next_at=delivery.claimed_until if waiting and delivery.reason else None,
        again=hook.active and (not waiting or bool(delivery.reason)),
    )


def kind_in_words(kind: str) -> str:
    """A kind of notice as its letters are headed."""
    words = NOTICES[kind][0] if kind in NOTICES else PING
    return words.in_language(language())
