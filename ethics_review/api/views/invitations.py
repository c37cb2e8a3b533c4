"""Before a meeting: answered by those invited; moved, called off or cut short by its office."""

from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review.api import documented, requested
from ethics_review.api.idempotency import once
from ethics_review.api.shapes.bodies import AnswerShape, MeetingShape
from ethics_review.api.views.meetings import MeetingView
from ethics_review.operations import convening as acts
from ethics_review.operations.convening import Wish


class AnswerInvitation(MeetingView):
    @extend_schema(
        "answer_invitation",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.ANSWER),
        responses=documented.made(AnswerShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Answer for oneself whether one comes, or change the answer. It is no attendance."""
        self.meeting(pk)
        data = requested.checked(requested.ANSWER, request.data)
        given = acts.answer(
            meeting=pk, choice=data["answer"], reason=data.get("reason", ""), user=self.user, now=self.now
        )
        return Response(AnswerShape(given).data)


class Change(MeetingView):
    @extend_schema(
        "change_meeting",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.MEETING_CHANGE),
        responses=documented.made(MeetingShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Move the meeting, or hold it otherwise; everybody invited is told. By the office or the presider."""
        self.meeting(pk)
        data = requested.checked(requested.MEETING_CHANGE, request.data)
        if "starts_at" in data:
            data["starts_at"] = datetime.fromisoformat(data["starts_at"])
        acts.change(meeting=pk, wish=Wish(**data), user=self.user, now=self.now)
        return self.whole(self.meeting(pk))


class Cancel(MeetingView):
    @extend_schema(
        "cancel_meeting",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.CANCELLATION),
        responses=documented.made(MeetingShape, 200),
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Call the meeting off: its matters wait on no agenda, everybody is told why. By the office or the presider."""
        self.meeting(pk)
        data = requested.checked(requested.CANCELLATION, request.data)
        acts.cancel(meeting=pk, reason=data["reason"], user=self.user, now=self.now)
        return self.whole(self.meeting(pk))


class PutOff(MeetingView):
    @extend_schema(
        "put_off_matter",
        parameters=documented.IDEMPOTENT,
        request=None,
        responses=documented.made(MeetingShape, 200),
    )
    @once
    def post(self, request: Request, pk: int, item: int) -> Response:
        """Take a matter off the agenda before the meeting; everybody invited is told. By the office or the presider."""
        self.meeting(pk)
        requested.checked(requested.NOTHING, request.data)
        acts.put_off(meeting=pk, item=item, user=self.user, now=self.now)
        return self.whole(self.meeting(pk))
