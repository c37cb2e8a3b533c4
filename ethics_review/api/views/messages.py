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
from ethics_review.api.shapes.records import MarkedShape, MessagePage, MessageShape
from ethics_review.operations import inbox as acts
from ethics_review.queries import inbox
from ledger.models import Message
from regulations.telling import Topic, telling

FILTERS = {"unread": parameters.flag, "topic": parameters.one_of([topic.value for topic in Topic])}
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
        if "topic" in wanted:
            messages = inbox.of_topic(messages=messages, topic=Topic(wanted["topic"]))
        found = page(request, messages, LATEST_FIRST)
        visible = inbox.still_visible(messages=found.rows, user=self.user, now=self.now)
        return Response({"next": found.next, "results": [_told(message, self.language) for message in visible]})


def _told(message: Message, language: str) -> dict[str, Any]:
    subject, text = wording.notice(message.notice, message.params, language)
    number = inbox.case_number(message) or None
    topic = telling(message.notice).topic.value
    shown = {"case": number, "meeting": inbox.meeting_id(message), "topic": topic}
    shown |= {"subject": subject, "text": text, "pk": message.pk}
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
        _find(self, pk)
        acts.mark_read(user=self.user, messages=[pk], now=self.now)
        return Response(_told(_find(self, pk), self.language))


def _find(view: ApiView, pk: int) -> Message:
    """The caller's own message, as long as they may see what it is about. Raises `Message.DoesNotExist`."""
    message = inbox.messages_of(user=view.user).get(pk=pk)
    if not inbox.still_visible(messages=[message], user=view.user, now=view.now):
        raise Message.DoesNotExist
    return message


class UnreadMessage(ApiView):
    @extend_schema(
        "unread_message", parameters=documented.IDEMPOTENT, request=None, responses=documented.made(MessageShape, 200)
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        """Mark a message as unread again."""
        requested.checked(requested.NOTHING, request.data)
        _find(self, pk)
        acts.mark_unread(user=self.user, messages=[pk])
        return Response(_told(_find(self, pk), self.language))


class ReadMessages(ApiView):
    @extend_schema(
        "read_messages",
        parameters=documented.IDEMPOTENT,
        request=documented.body(requested.READ_MESSAGES),
        responses=documented.made(MarkedShape, 200),
    )
    @once
    def post(self, request: Request) -> Response:
        """Mark the caller's messages of these ids as read, or all of them where none are named."""
        data = requested.checked(requested.READ_MESSAGES, request.data)
        if "ids" in data:
            marked = acts.mark_read(user=self.user, messages=data["ids"], now=self.now)
        else:
            marked = acts.mark_all_read(user=self.user, now=self.now)
        return Response(MarkedShape({"marked": marked, "unread": inbox.unread_count(user=self.user)}).data)
