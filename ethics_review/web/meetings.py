"""Meetings: the list, the page with agenda, room and quorum, and what the secretary and the one who presides record."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from committees import queries
from committees.models import Attendance, Committee, Meeting
from ethics_review import wording
from ethics_review.engine import InputInvalid
from ethics_review.operations import sittings as acts
from ethics_review.operations.sittings import Arrival
from ethics_review.queries import inbox, sittings
from ethics_review.web.choices import categories
from ethics_review.web.forms import AttendanceForm, MeetingForm, RecusalForm
from ethics_review.web.heading import named
from ethics_review.web.invitation_page import invitation
from ethics_review.web.meeting_line import meeting_line
from ethics_review.web.meeting_page import room
from ethics_review.web.meeting_stage import Stage, stage_of
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.terms import word
from regulations.refusal import Refused

ON_PAGE = 25
"""Meetings on one page of the list."""
UNCHANGED = 204


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """The meetings of the bodies the person sits on."""
    now = timezone.now()
    shown = Paginator(sittings.meetings(user=request.user, now=now), ON_PAGE).get_page(request.GET.get("page"))
    kept = sittings.bodies_kept(user=request.user, now=now)
    lines = [meeting_line(meeting, now, language()) for meeting in shown]
    return page(request, "meetings/list.html", section="meetings", meetings=lines, pages=shown, may_convene=bool(kept))


@answers("GET")
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One meeting; asked by htmx, only the part that changes while people come and go.

    A page that says what it has shown (`?told=`) is told nothing while nothing has happened since.
    """
    meeting = found(request, pk)
    if request.htmx and request.GET.get("told", "") == _told(meeting):
        return HttpResponse(status=UNCHANGED)
    return shown_page(request, meeting)


def _told(meeting: Meeting) -> str:
    """By what one knows whether a page shows the meeting as it is: the latest entry about it, and how far it has come.

    Every quorum, promise and count on the page follows from the entries and the hour.
    """
    stage = stage_of(meeting=meeting, come=False, now=timezone.now())
    return f"{sittings.told_up_to(meeting=meeting)}.{stage:d}"


def _stage(told: str) -> str:
    return told.rpartition(".")[2]


def found(request: SignedIn, pk: int) -> Meeting:
    """A meeting of a body the person sits on, or a 404; beside it how many messages wait `unread` for them."""
    seen = sittings.meetings(user=request.user, now=timezone.now())
    return get_object_or_404(seen.annotate(unread=inbox.unread_beside(user=request.user)), pk=pk)


def shown_page(
    request: SignedIn, meeting: Meeting, *, reasons: list[Reason] | None = None, status: int = 200
) -> HttpResponse:
    """The meeting's page, or its changing part; with why what was asked for was refused."""
    now, tongue = timezone.now(), language()
    seats = queries.every_seat(committee=meeting.committee)
    invited = invitation(meeting=meeting, user=request.user, seats=seats, now=now, tongue=tongue)
    told, shows = _told(meeting), request.GET.get("told", "")
    day_came = _stage(shows) == f"{Stage.AHEAD:d}" != _stage(told)
    return page(
        request,
        "meetings/_room.html" if request.htmx else "meetings/detail.html",
        section="meetings",
        status=status,
        unread=meeting.unread,  # type: ignore[attr-defined] # annotated by the query
        meeting=meeting_line(meeting, now, tongue),
        room=room(meeting=meeting, user=request.user, seats=seats, invited=invited, now=now, tongue=tongue),
        office=invited.office,
        invitation=invited,
        presides=meeting.presider_id == request.user.pk,
        guests=_guests(meeting) if invited.office and (day_came or not request.htmx) else [],
        guest_kinds=[(kind, word(kind, tongue)) for kind in Attendance.Kind.values if kind != Attendance.Kind.MEMBER],
        categories=categories(tongue),
        reasons=reasons or [],
        told=told,
        day_came=day_came and invited.office,
        part=bool(request.htmx),
    )


def _guests(meeting: Meeting) -> list[tuple[int, str]]:
    return [(person.pk, str(person)) for person in sittings.guests(meeting=meeting)]


@answers("POST")
def attendance(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody came or left, at the instant given or now."""
    form, meeting = AttendanceForm(request.POST), found(request, pk)
    if not form.is_valid():
        return shown_page(request, meeting, reasons=said(form), status=INVALID)
    now = timezone.now()
    given = form.cleaned_data
    about: dict[str, Any] = {
        "meeting": pk,
        "person": form.person,
        "user": request.user,
        "at": given["at"] or now,
        "now": now,
    }
    if given["leave"]:
        return recorded(request, meeting, partial(acts.leave, **about))
    arrival = Arrival(given["kind"] or Attendance.Kind.MEMBER, given["by_video"], given["categories"])
    return recorded(request, meeting, partial(acts.arrive, arrival=arrival, **about))


@answers("POST")
def recusal(request: SignedIn, pk: int) -> HttpResponse:
    """A member must keep out of one matter."""
    form, meeting = RecusalForm(request.POST), found(request, pk)
    if not form.is_valid():
        return shown_page(request, meeting, reasons=said(form), status=INVALID)
    act = partial(acts.recuse, meeting=pk, user=request.user, now=timezone.now(), **form.cleaned_data)
    return recorded(request, meeting, act)


@answers("POST")
def end(request: SignedIn, pk: int) -> HttpResponse:
    """The meeting is closed; whoever is still in the room leaves it."""
    act = partial(acts.end, meeting=pk, user=request.user, now=timezone.now())
    return recorded(request, found(request, pk), act)


def recorded(request: SignedIn, meeting: Meeting, act: Callable[[], object]) -> HttpResponse:
    """Do it and go back to the meeting, or show there why not."""
    try:
        act()
    except Refused as error:
        return shown_page(request, meeting, reasons=reasons_of(error.refusals, language()), status=REFUSED)
    except InputInvalid as error:
        reasons = [Reason(wording.problem_sentence(problem, language()), None) for problem in error.problems]
        return shown_page(request, meeting, reasons=reasons, status=INVALID)
    return redirect("meeting", pk=meeting.pk)


def said(form: Form) -> list[Reason]:
    """What is wrong with the form, field by field."""
    return [
        Reason(f"{form[name].label}: {message}", None) for name, errors in form.errors.items() for message in errors
    ]


@answers("GET", "POST")
def new(request: SignedIn) -> HttpResponse:
    """Convene a meeting of a body whose office one keeps."""
    now, tongue = timezone.now(), language()
    bodies = sittings.bodies_kept(user=request.user, now=now)
    if not bodies:
        raise Http404
    form = MeetingForm(
        request.POST or None,
        bodies=[(body.pk, named(body.name, body.name_en, tongue)) for body in bodies],
        presiders=presiders_of(bodies, tongue),
    )
    reasons: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            meeting = acts.schedule(user=request.user, now=now, **form.cleaned_data)
        except Refused as error:
            reasons = reasons_of(error.refusals, tongue)
        else:
            return redirect("meeting", pk=meeting.pk)
    status = REFUSED if reasons else INVALID if form.errors else 200
    return page(request, "meetings/new.html", section="meetings", status=status, form=form, reasons=reasons)


def presiders_of(bodies: list[Committee], tongue: str) -> list[tuple[int, str]]:
    """Chairs and vice-chairs of the bodies, each once."""
    seats = sittings.presiders(bodies=bodies, now=timezone.now())
    return list({seat.person_id: f"{seat.person} · {word(seat.position, tongue)}" for seat in seats}.items())
