"""A letter in its envelope (信封): the electronic mail that carries it, with the headers that mail programs go by."""

import hashlib
from email import encoders
from email.message import Message as Parsed
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ledger.letters import Attachment, Letter
from ledger.models import Message

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""RFC 3834: so that nobody's absence note answers a letter of the system."""


def enveloped(letter: Letter, *, message: Message) -> EmailMultiAlternatives:
    """The letter about `message`, addressed to its recipient. The subject is one line, whatever it was copied from."""
    headers = {"Message-ID": message_id(message)} | AUTOMATIC
    subject = " ".join(letter.subject.split())
    envelope = EmailMultiAlternatives(subject, letter.text, to=[message.recipient.email], headers=headers)
    if letter.html:
        envelope.attach_alternative(letter.html, "text/html")
    for attachment in letter.attachments:
        envelope.attach(_part(attachment))
    return envelope


def message_id(message: Message) -> str:
    """The same identifier at every try, so that a mail reader can recognise a letter sent twice."""
    key = hashlib.sha256(message.dedupe.encode()).hexdigest()[:32]
    _, _, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"<{key}@{domain or 'localhost'}>"


def _part(attachment: Attachment) -> MIMEBase:
    """The file byte for byte, with every parameter of its type: a calendar is told by its method."""
    read = Parsed()
    read["Content-Type"] = attachment.media_type
    _, *parameters = read.get_params(failobj=[])
    part = MIMEBase(read.get_content_maintype(), read.get_content_subtype(), **dict(parameters))
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
    return part
