"""Word a message for its recipient, at the moment of sending or reading, and only if they may still see the matter."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ethics_review import letters
from ethics_review.invitation_letters import agenda_params, event_file
from ethics_review.queries import inbox
from ledger.letters import Attachment, Letter
from ledger.models import Digest, Message


def render(message: Message) -> Letter | None:
    """The letter, in the recipient's language first. The ledger's renderer: see LEDGER_RENDERER."""
    now = timezone.now()
    if not _visible([message], now):
        return None
    about_case = bool(inbox.case_number(message))
    more = agenda_params(message=message, now=now)
    subject, text, html = letters.letter_of(
        message, to=message.recipient, address=_address(message), about_case=about_case, more=more
    )
    return Letter(subject, text, html=html, thread=message.entry.stream, attachments=attachments_of(message))


def render_digest(digest: Digest, messages: list[Message]) -> tuple[Letter | None, list[Message]]:
    """The letter that lists the messages, and those it leaves out because the recipient may see the matter no more.

    See LEDGER_DIGEST_RENDERER.
    """
    seen = _visible(messages, timezone.now())
    hidden = [message for message in messages if message not in seen]
    if not seen:
        return None, hidden
    listed = [(message, _address(message)) for message in seen]
    subject, text, html = letters.digest_of(digest, messages=listed, to=digest.recipient)
    files = tuple(file for message in seen for file in attachments_of(message))
    return Letter(subject, text, html=html, attachments=files), hidden


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """The files that go with a letter about this message: of a meeting, the event for the recipient's calendar."""
    return event_file(message=message, now=timezone.now())


def _visible(messages: list[Message], now: datetime) -> list[Message]:
    return inbox.still_visible(messages=messages, user=messages[0].recipient, now=now) if messages else []


def _address(message: Message) -> str:
    """Where the matter is read."""
    number, meeting = inbox.case_number(message), inbox.meeting_id(message)
    if meeting is not None:
        return settings.PUBLIC_URL + reverse("meeting", args=[meeting])
    return settings.PUBLIC_URL + (reverse("case", args=[number]) if number else reverse("inbox"))
