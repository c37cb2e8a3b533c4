"""The inbox: what the caller was told, without what they may no longer see."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ethics_review import wording
from ethics_review.api import documented, parameters, requested
from ethics_review.api.base import ApiView
from ethics_review.api.idempotency import once
from ethics_review.api.pages import PARAMETERS, Key, page
from ethics_review.api.shapes.records import MessagePage, MessageShape
from ethics_review.operations import inbox as acts
from ethics_review.queries import inbox
from ledger.models import Message

FILTERS = {"unread": parameters.flag}
LATEST_FIRST = [Key("pk", descending=True)]


class Messages(ApiView):
    parameters = frozenset({*FILTERS, *PARAMETERS})

    @extend_schema("list_messages", parameters=documented.listing(FILTERS), responses=documented.ok(MessagePage))
    def get(self, request: Request) -> Response:
        """Messages, latest first. A page may hold fewer than asked for: some are about what is no longer to be seen."""
        wanted = parameters.read(request.query_params, FILTERS)
        messages = inbox.messages_of(user=self.user)
        if "unread" in wanted:
            messages = messages.filter(read_at__isnull=wanted["unread"])
        found = page(request, messages, LATEST_FIRST)
        visible = inbox.still_visible(messages=found.rows, user=self.user, now=self.now)
        return Response({"next": found.next, "results": [_told(message, self.language) for message in visible]})


def _told(message: Message, language: str) -> dict[str, Any]:
    subject, text = wording.notice(message.notice, message.params, language)
    number = inbox.case_number(message) or None
    shown = {"case": number, "meeting": inbox.meeting_id(message), "subject": subject, "text": text, "pk": message.pk}
    names = ("notice", "created_at", "read_at")
    data: dict[str, Any] = MessageShape(shown | {name: getattr(message, name) for name in names}).data
    return data


class ReadMessage(ApiView):
    @extend_schema(
        "read_message", parameters=documented.IDEMPOTENT, request=None, responses=documented.made(MessageShape, 200)
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Mark a message as read."""
        requested.checked(requested.NOTHING, request.data)
        message = inbox.messages_of(user=self.user).get(pk=pk)
        if not inbox.still_visible(messages=[message], user=self.user, now=self.now):
            raise Message.DoesNotExist
        acts.mark_read(user=self.user, messages=[pk], now=self.now)
        return Response(_told(inbox.messages_of(user=self.user).get(pk=pk), self.language))
