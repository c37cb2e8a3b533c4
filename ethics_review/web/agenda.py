"""The order of an agenda: by buttons, by dragging, and for what comes onto it from the queue; one door for all."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from committees.models import AgendaItem
from ethics_review.engine import InputInvalid
from ethics_review.operations import convening as acts
from ethics_review.queries import sittings
from ethics_review.web.forms import PlaceForm
from ethics_review.web.meetings import found, recorded, said, shown_page
from ethics_review.web.page import INVALID, SignedIn, answers
from regulations.refusal import Refused


@answers("POST")
def reorder(request: SignedIn, pk: int, item: int) -> HttpResponse:
    """A matter goes one place up or down on the agenda, or into the place of another."""
    form, meeting, now = PlaceForm(request.POST), found(request, pk), timezone.now()
    if not form.is_valid():
        return shown_page(request, meeting, reasons=said(form), status=INVALID)
    by = partial(acts.reorder, later=form.cleaned_data["way"] == "down")
    onto = form.cleaned_data["onto"]
    if onto is not None:
        by = partial(acts.place, onto=onto)

    def act() -> None:
        _tell(request, by(meeting=pk, item=item, user=request.user, now=now))

    return recorded(request, meeting, act)


def put_there(request: SignedIn, *, meeting: int, subject: str) -> None:
    """What came onto the agenda just now goes into the place it was dropped at; where it may not, it stays last."""
    form = PlaceForm(request.POST)
    matter = sittings.latest_on_agenda(meeting=meeting, subject=subject)
    if matter is None or not form.is_valid() or form.cleaned_data["onto"] is None:
        return
    try:
        onto = form.cleaned_data["onto"]
        acts.place(meeting=meeting, item=matter.pk, onto=onto, user=request.user, now=timezone.now())
    except (Refused, InputInvalid) as error:
        messages.info(request, gettext("It stands last on the agenda: %(reason)s") % {"reason": error})


def _tell(request: SignedIn, item: AgendaItem) -> None:
    """Told in numbers: who moves a matter need not be allowed to see the case."""
    messages.success(request, gettext("The matter is now item %(order)d of the agenda.") % {"order": item.order})
