"""Meetings: convened, attended, ended; who keeps out of an item. Seen by the people seated on the body."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from committees.models import AgendaItem, Ballot, Committee, Meeting
from committees.queries import attendance_of
from ethics_review.api import documented, parameters, requested
from ethics_review.api.base import ApiView
from ethics_review.api.case_detail import ballot_json
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.bodies import (
    AttendanceShape,
    MeetingPage,
    MeetingRowShape,
    MeetingShape,
    RecusalShape,
)
from ethics_review.engine.forecast import forecasts
from ethics_review.engine.missing import not_found
from ethics_review.models import Case
from ethics_review.operations import sittings as acts
from ethics_review.operations.convening import figures_of
from ethics_review.operations.sittings import Arrival
from ethics_review.queries import sittings
from ethics_review.queries.invitations import answered
from ethics_review.queries.rolls import rolls
from ethics_review.wording import meetings as words
from regulations.forecast import Forecast

FILTERS = {"committee": parameters.whole, "ended": parameters.flag}
ROW = ("pk", "committee", "number", "starts_at", "ended_at", "mode", "place", "presider", "cancelled_at")
WHOLE = (*ROW, "sequence", "cancel_reason")
LATEST_FIRST = [Key("starts_at", descending=True), Key("pk", descending=True)]


class MeetingView(ApiView):
    """A view about one meeting of a body the caller sits on."""

    def meeting(self, pk: int) -> Meeting:
        return sittings.meetings(user=self.user, now=self.now).get(pk=pk)

    def whole(self, meeting: Meeting, status: int = 200) -> Response:
        shown = {name: getattr(meeting, name) for name in WHOLE} | {
            "items": self._items(meeting),
            "answers": self._answers(meeting),
            "attendance": attendance_of(meeting=meeting),
        }
        return Response(MeetingShape(shown).data, status)

    def _items(self, meeting: Meeting) -> list[dict[str, Any]]:
        items = sittings.agenda(meeting=meeting)
        seen = sittings.cases_on(items=items, user=self.user, now=self.now)
        ballots = sittings.ballots(items=items)
        promised = forecasts(meeting=meeting, items=items) if not meeting.has_begun(now=self.now) else {}
        voters, recused = rolls(ballots=list(ballots.values())), sittings.recused(items=items)
        return [
            _item(item, seen.get(item.subject), self._forecast(promised.get(item.pk)))
            | (_heard(ballots.get(item.pk), voters, recused.get(item.subject, ())) if item.subject in seen else {})
            for item in items
        ]

    def _forecast(self, forecast: Forecast | None) -> dict[str, Any] | None:
        if forecast is None:
            return None
        figures = figures_of(forecast=forecast)
        return figures | {"sentence": words.forecast(figures, self.language)}

    def _answers(self, meeting: Meeting) -> dict[str, Any]:
        found = answered(meeting=meeting, user=self.user, now=self.now)
        counts = {"invited": len(found.invited), "silent": found.silent, **found.counts}
        people = None if found.people is None else list(found.people.values())
        return counts | {"mine": found.mine, "people": people}


def _item(item: AgendaItem, case: Case | None, forecast: dict[str, Any] | None) -> dict[str, Any]:
    """The matter's place, and what it is for whoever may see it."""
    return {
        "id": item.pk,
        "order": item.order,
        "hidden": case is None,
        "case": case.number if case is not None else None,
        "label": item.label if case is not None else None,
        "closed_at": item.closed_at,
        "recused": [],
        "ballot": None,
        "forecast": forecast if case is not None else None,
    }


def _heard(ballot: Ballot | None, voters: Any, recused: Any) -> dict[str, Any]:
    shown = ballot_json(ballot, voters[ballot.pk]) if ballot is not None else None
    return {"recused": [recusal.person for recusal in recused], "ballot": shown}


class Meetings(MeetingView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema("list_meetings", parameters=documented.listing(FILTERS), responses=documented.ok(MeetingPage))
    def get(self, request: Request) -> Response:
        """The meetings of the bodies the caller sits on, latest first."""
        wanted = parameters.read(request.query_params, FILTERS)
        if "ended" in wanted:
            wanted["ended_at__isnull"] = not wanted.pop("ended")
        meetings = sittings.meetings(user=self.user, now=self.now).filter(**wanted)
        found = page(request, meetings, LATEST_FIRST)
        return Response({"next": found.next, "results": MeetingRowShape(found.rows, many=True).data})

    @extend_schema(
        "schedule_meeting",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.MEETING),
        responses=documented.made(MeetingShape, 201),
    )
    @once
    def post(self, request: Request) -> Response:
        """Convene a meeting. By the secretary or the chair."""
        data = requested.checked(requested.MEETING, request.data)
        try:
            meeting = acts.schedule(
                committee=data["committee"],
                starts_at=datetime.fromisoformat(data["starts_at"]),
                mode=data.get("mode", Meeting.Mode.IN_PERSON),
                place=data.get("place", ""),
                presider=data["presider"],
                user=self.user,
                now=self.now,
            )
        except Committee.DoesNotExist as error:
            raise not_found("committee", data["committee"]) from error
        response = self.whole(self.meeting(meeting.pk), 201)
        response.headers["Location"] = reverse("api:meeting", args=[meeting.pk])
        return response


class OneMeeting(MeetingView):
    @extend_schema("get_meeting", responses=documented.ok(MeetingShape))
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 -- the framework's signature
        """The meeting with its agenda, its attendance and its ballots."""
        return self.whole(self.meeting(pk))


class Attend(MeetingView):
    @extend_schema(
        "record_attendance",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.ATTENDANCE),
        responses=documented.made(AttendanceShape, 201),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Record that somebody came or left, now or at an instant that has passed. By the office or the chair."""
        self.meeting(pk)
        data = requested.checked(requested.ATTENDANCE, request.data)
        at = datetime.fromisoformat(data["at"]) if "at" in data else self.now
        line = {"meeting": pk, "person": data["person"], "user": self.user, "at": at, "now": self.now}
        if data.get("event") == "leave":
            return self._shown(acts.leave(**line))
        arrival = Arrival(data.get("kind", "member"), data.get("by_video", False), data.get("categories", ()))
        return self._shown(acts.arrive(arrival=arrival, **line))

    def _shown(self, stay: Any) -> Response:
        return Response(AttendanceShape(stay).data, 201)


class Recuse(MeetingView):
    @extend_schema(
        "recuse_member",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.RECUSAL),
        responses=documented.made(RecusalShape, 201),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Keep a member out of an item's matter. By whoever presides; an open ballot with the member becomes void."""
        self.meeting(pk)
        data = requested.checked(requested.RECUSAL, request.data)
        return Response(RecusalShape(acts.recuse(meeting=pk, user=self.user, now=self.now, **data)).data, 201)


class End(MeetingView):
    @extend_schema(
        "end_meeting", parameters=documented.IDEMPOTENT, request=None, responses=documented.made(MeetingShape, 200)
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """End the meeting: whoever is still in the room leaves it. By the office or the chair."""
        self.meeting(pk)
        requested.checked(requested.NOTHING, request.data)
        acts.end(meeting=pk, user=self.user, now=self.now)
        return self.whole(self.meeting(pk))
