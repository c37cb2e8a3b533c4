"""A letter in its envelope (信封): the electronic mail that carries it, with the headers that mail programs go by."""

import re
from email import encoders
from email.message import Message as Parsed
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import constant_time_compare, salted_hmac

from ledger.letters import Attachment, Letter
from ledger.models import Digest, Message

KIND = {Message: "m", Digest: "d"}
OURS = re.compile(r"<?(?P<kind>[md])(?P<pk>[0-9]{1,18})\.(?P<seal>[0-9a-f]{32})@")
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
"""RFC 3834, and what Exchange goes by instead: nobody's absence note answers a letter of the system."""


def enveloped(letter: Letter, *, row: Message | Digest) -> EmailMultiAlternatives:
    """The letter about `row`, addressed to its recipient. The subject is one line, whatever it was copied from.

    What cannot be delivered goes back to where bounces are read, what is answered to somebody who reads answers.
    """
    headers = {"Message-ID": message_id(row), "List-Id": f"<notices.{_domain()}>"} | AUTOMATIC
    if letter.thread:
        headers |= dict.fromkeys(("References", "In-Reply-To"), _root(letter.thread, row.recipient_id))
    if settings.EMAIL_BOUNCES:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    envelope = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        from_email=settings.EMAIL_BOUNCES or settings.DEFAULT_FROM_EMAIL,
        to=[row.recipient.email],
        reply_to=[settings.EMAIL_REPLY_TO] if settings.EMAIL_REPLY_TO else None,
        headers=headers,
    )
    if letter.html:
        envelope.attach_alternative(letter.html, "text/html")
    for attachment in letter.attachments:
        envelope.attach(_part(attachment))
    return envelope


def message_id(row: Message | Digest) -> str:
    """The same identifier at every try, so that a mail reader can recognise a letter sent twice.

    Sealed, so that nobody can report a letter as undeliverable without having had it.
    """
    return f"<{KIND[type(row)]}{row.pk}.{_seal(row)}@{_domain()}>"


def find(identifier: str) -> Message | Digest | None:
    """The row whose letter had that Message-ID, if it was one of ours."""
    ours = OURS.match(identifier.strip())
    if ours is None:
        return None
    kind = next(model for model, letter in KIND.items() if letter == ours["kind"])
    rows: Any = kind._default_manager  # noqa: SLF001 -- Django's public name for it
    row: Message | Digest | None = rows.filter(pk=int(ours["pk"])).first()
    return row if row is not None and constant_time_compare(_seal(row), ours["seal"]) else None


def _seal(row: Message | Digest) -> str:
    return salted_hmac("ledger.message-id", row.key, algorithm="sha256").hexdigest()[:32]


def _root(thread: str, person: int) -> str:
    """What all letters about one matter to one person refer to: a letter that was never sent, but is always named."""
    key = salted_hmac("ledger.thread", f"{thread}:{person}", algorithm="sha256").hexdigest()[:32]
    return f"<t.{key}@{_domain()}>"


def _domain() -> str:
    _, _, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return domain or "localhost"


def _part(attachment: Attachment) -> MIMEBase:
    """The file byte for byte, with every parameter of its type: a calendar is told by its method."""
    read = Parsed()
    read["Content-Type"] = attachment.media_type
    part = MIMEBase(read.get_content_maintype(), read.get_content_subtype())
    for name, value in read.get_params(failobj=[])[1:]:
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attachment.name))
    return part
