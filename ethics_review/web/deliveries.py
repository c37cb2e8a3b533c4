"""What became of the letters about a case or a body, and sending one again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.api.readers import reader_of
from ethics_review.operations.deliveries import keepers, resend, resend_of_body
from ethics_review.queries import sittings
from ethics_review.queries.deliveries import (
    Delivery,
    delivery,
    delivery_of,
    delivery_of_body,
    letters_of,
    letters_of_body,
)
from ethics_review.queries.history import OFFICE
from ethics_review.web.heading import heading_of, named, visible_case
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.wording.delivery import channel_label, reason_label, state_label
from ethics_review.wording.notices import worded
from ledger.models import Message

ON_PAGE = 50
TONES = {
    "sent": "good",
    "bounced": "stopped",
    "given_up": "stopped",
    "held_back": "waiting",
    "inbox_only": "quiet",
    "set_aside": "quiet",
}


@dataclass(frozen=True)
class Shown:
    """One letter as a row: who was told what, when, by which channel, and what became of it."""

    id: int
    notice: str
    about: str
    recipient: str
    told_at: datetime
    channel: str
    state: str
    tone: str
    reason: str
    said: str
    sent_at: datetime | None
    next_try_at: datetime | None
    again: str
    """The address at which it is sent again; empty where this reader cannot."""


@answers("GET")
def listing(request: SignedIn, number: str) -> HttpResponse:
    """The office sees every letter about the case, anybody else those to themselves."""
    now, tongue = timezone.now(), language()
    case = visible_case(number=number, user=request.user, now=now)
    reader = reader_of(case=case, user=request.user, now=now)
    letters = letters_of(case=case, roles=reader.roles, person=reader.person)
    office = bool(reader.roles & OFFICE)
    again = partial(_address, "delivery-again", number) if office else _nowhere
    return page(
        request,
        "cases/deliveries.html",
        section="cases",
        heading=heading_of(case, tongue),
        office=office,
        **_paged(request, letters, again),
    )


@answers("GET")
def of_body(request: SignedIn, pk: int) -> HttpResponse:
    """The office sees every letter about the body and its meetings, anybody else those to themselves."""
    now, tongue = timezone.now(), language()
    body = get_object_or_404(sittings.bodies(user=request.user, now=now), pk=pk)
    office = bool(keepers(body=body, user=request.user, now=now))
    again = partial(_address, "committee-delivery-again", pk) if office else _nowhere
    letters = letters_of_body(body=body, office=office, person=request.user.pk)
    return page(
        request,
        "committees/deliveries.html",
        section="committees",
        body=body,
        name=named(body.name, body.name_en, tongue),
        office=office,
        **_paged(request, letters, again),
    )


def _paged(request: SignedIn, letters: QuerySet[Message], again: Callable[[int], str]) -> dict[str, Any]:
    """One page of them. Two statements."""
    shown = Paginator(letters, ON_PAGE).get_page(request.GET.get("page"))
    return {"deliveries": [_shown(delivery(one), language(), again) for one in shown], "pages": shown}


def _address(view: str, subject: str | int, pk: int) -> str:
    return reverse(view, args=[subject, pk])


def _nowhere(pk: int) -> str:  # noqa: ARG001 -- the shape of an address
    return ""


def _shown(delivery: Delivery, tongue: str, again: Callable[[int], str]) -> Shown:
    message = delivery.message
    told = worded(message.notice, message.params, tongue)
    return Shown(
        id=message.pk,
        notice=told.name,
        about=told.brief,
        recipient=str(message.recipient),
        told_at=message.created_at,
        channel=channel_label(delivery.channel, tongue),
        state=state_label(delivery.status, tongue),
        tone=TONES.get(delivery.status, "working"),
        reason=reason_label(delivery.reason, tongue),
        said=delivery.said,
        sent_at=message.sent_at,
        next_try_at=delivery.next_try_at,
        again=again(message.pk) if delivery.resendable else "",
    )


@answers("POST")
def again(request: SignedIn, number: str, pk: int) -> HttpResponse:
    """Try one letter again."""
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    reader = reader_of(case=case, user=request.user, now=now)
    try:
        delivery_of(case=case, roles=reader.roles, person=reader.person, pk=pk)
    except Message.DoesNotExist as error:
        raise Http404 from error
    resend(number=number, message=pk, user=request.user, now=now)
    messages.success(request, gettext("It is sent again."))
    return redirect("deliveries", number=number)


@answers("POST")
def again_of_body(request: SignedIn, pk: int, letter: int) -> HttpResponse:
    """Try one letter about a body again."""
    now = timezone.now()
    body = get_object_or_404(sittings.bodies(user=request.user, now=now), pk=pk)
    office = bool(keepers(body=body, user=request.user, now=now))
    try:
        delivery_of_body(body=body, office=office, person=request.user.pk, pk=letter)
    except Message.DoesNotExist as error:
        raise Http404 from error
    resend_of_body(committee=pk, message=letter, user=request.user, now=now)
    messages.success(request, gettext("It is sent again."))
    return redirect("committee-deliveries", pk=pk)
