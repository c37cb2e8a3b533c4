"""Word a message for its recipient, at the moment of sending or reading, and only if they may still see the matter."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

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
    address = settings.PUBLIC_URL + (reverse("case", args=[number]) if guarded else reverse("inbox"))
    subject, text = notice(message.notice, message.params, message.recipient.language, address=address)
    return Letter(subject, text, thread=message.entry.stream, attachments=attachments_of(message))


def attachments_of(message: Message) -> tuple[Attachment, ...]:  # noqa: ARG001 -- no notice brings a file yet
    """The files that go with a letter about this message."""
    return ()
