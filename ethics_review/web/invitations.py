"""What happens before a meeting: an answer with one press; its office moves it, calls it off, takes a matter off."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from committees.models import Meeting
from ethics_review.operations import convening as acts
from ethics_review.operations.convening import Wish
from ethics_review.operations.sittings import office_role
from ethics_review.queries import sittings
from ethics_review.web.forms import AnswerForm, ArrangementForm, CancelForm
from ethics_review.web.meeting_line import meeting_line
from ethics_review.web.meetings import found, presiders_of, recorded, said, shown_page
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from regulations.clocks import local
from regulations.refusal import Refused


@answers("POST")
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Whether one comes; it may be changed until the meeting begins."""
    form, meeting = AnswerForm(request.POST), found(request, pk)
    if not form.is_valid():
        return shown_page(request, meeting, reasons=said(form), status=INVALID)
    given, now = form.cleaned_data, timezone.now()
    act = partial(acts.answer, meeting=pk, choice=given["answer"], reason=given["reason"], user=request.user, now=now)
    return recorded(request, meeting, act)


@answers("GET", "POST")
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Another time, form, place or presider. Only for those who keep the meeting."""
    meeting, now, tongue = found(request, pk), timezone.now(), language()
    if not sittings.keeps(meeting=meeting, user=request.user, now=now):
        office_role(body=meeting.committee, user=request.user, now=now)  # raises why not
    form = ArrangementForm(request.POST or None, presiders=_presiders(meeting, tongue), initial=_as_it_stands(meeting))
    reasons: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(meeting=pk, wish=_wish(form.cleaned_data, meeting), user=request.user, now=now)
        except Refused as error:
            reasons = reasons_of(error.refusals, tongue)
        else:
            messages.success(request, gettext("The meeting was changed, and everybody invited is told."))
            return redirect("meeting", pk=pk)
    status = REFUSED if reasons else INVALID if form.errors else 200
    line = meeting_line(meeting, now, tongue)
    return page(
        request, "meetings/change.html", section="meetings", status=status, form=form, reasons=reasons, meeting=line
    )


def _as_it_stands(meeting: Meeting) -> dict[str, Any]:
    return {
        "starts_at": local(meeting.starts_at),
        "mode": meeting.mode,
        "place": meeting.place,
        "presider": meeting.presider_id,
    }


def _presiders(meeting: Meeting, tongue: str) -> list[tuple[int, str]]:
    """Chairs and vice-chairs, and who presides already."""
    offered = presiders_of([meeting.committee], tongue)
    known = {person for person, _ in offered}
    return offered if meeting.presider_id in known else [(meeting.presider_id, str(meeting.presider)), *offered]


def _wish(given: dict[str, Any], meeting: Meeting) -> Wish:
    """What the form says; a minute is all it can tell, so an unchanged time stays as it was to the second."""
    same = given["starts_at"] == meeting.starts_at.replace(second=0, microsecond=0)
    starts_at = meeting.starts_at if same else given["starts_at"]
    return Wish(starts_at, given["mode"], given["place"], given["presider"])


@answers("POST")
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """The meeting is called off."""
    form, meeting = CancelForm(request.POST), found(request, pk)
    if not form.is_valid():
        return shown_page(request, meeting, reasons=said(form), status=INVALID)
    act = partial(acts.cancel, meeting=pk, reason=form.cleaned_data["reason"], user=request.user, now=timezone.now())
    return recorded(request, meeting, act)


@answers("POST")
def put_off(request: SignedIn, pk: int, item: int) -> HttpResponse:
    """A matter is taken off the agenda before the meeting."""
    act = partial(acts.put_off, meeting=pk, item=item, user=request.user, now=timezone.now())
    return recorded(request, found(request, pk), act)
