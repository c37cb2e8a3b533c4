"""Word a message for its recipient, at the moment of sending or reading, and only if they may still see the matter."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ethics_review.invitation_letters import agenda_params, event_file, meeting_of
from ethics_review.models import Case
from ethics_review.wording import notice
from ethics_review.wording.notices import BLIND
from ledger.letters import Attachment, Letter
from ledger.models import Message


def render(message: Message) -> Letter | None:
    """The letter in the recipient's language. The ledger's renderer: see LEDGER_RENDERER."""
    kind, _, number = message.entry.stream.partition(":")
    now, guarded = timezone.now(), kind == "case" and message.notice not in BLIND
    if guarded and not Case.objects.visible_to(message.recipient, now).filter(number=number).exists():
        return None
    meeting = meeting_of(message=message, now=now)
    if kind == "meeting" and meeting is None:
        return None
    agenda = agenda_params(message=message, meeting=meeting, now=now) if meeting is not None else {}
    address = settings.PUBLIC_URL + _path(kind, number, guarded=guarded)
    subject, text = notice(message.notice, message.params | agenda, message.recipient.language, address=address)
    return Letter(subject, text, thread=message.entry.stream, attachments=attachments_of(message))


def _path(kind: str, number: str, *, guarded: bool) -> str:
    """Where the matter of a message is read."""
    if kind == "meeting":
        return reverse("meeting", args=[number])
    return reverse("case", args=[number]) if guarded else reverse("inbox")


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """The files that go with a letter about this message: of a meeting, the event for the recipient's calendar."""
    now = timezone.now()
    meeting = meeting_of(message=message, now=now)
    return event_file(message=message, meeting=meeting, now=now) if meeting is not None else ()
