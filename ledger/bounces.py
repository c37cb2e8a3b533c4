"""Letters that came back (退信): reads a delivery status notification (RFC 3464) for what it says of which letter.

Only the standard library's parser is used, and only a failure counts: a delay is no end. Nothing is written here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

MOST_BYTES = 10 * 1024 * 1024
LONGEST = 1000


@dataclass(frozen=True)
class Returned:
    """One letter that could not be delivered: its Message-ID, to whom it went, and why not."""

    message_id: str
    recipient: str
    why: str


def read(notification: bytes) -> list[Returned]:
    """What a notification says was not delivered. Empty where it is none, or tells of no failure."""
    if len(notification) > MOST_BYTES:
        return []
    parsed = message_from_bytes(notification, policy=default)
    if not isinstance(parsed, EmailMessage) or parsed.get_content_type() != "multipart/report":
        return []
    identifier = next(filter(None, (_identifier(part) for part in parsed.walk())), "")
    failures = (
        block for part in parsed.walk() for block in _blocks(part) if _field(block, "Action").lower() == "failed"
    )
    return [Returned(identifier, _recipient(block), _why(block)) for block in failures]


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields, one for each recipient, behind those about the whole letter."""
    if part.get_content_type() == "message/delivery-status":
        groups = part.get_payload()
        yield from (group for group in groups if isinstance(group, Message)) if isinstance(groups, list) else ()


def _identifier(part: Message) -> str:
    """The Message-ID of the letter that came back, from the part that holds it or its header."""
    match part.get_content_type():
        case "message/rfc822":
            held = part.get_payload()
            original = held[0] if isinstance(held, list) and held else None
        case "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            original = message_from_bytes(payload, policy=default) if isinstance(payload, bytes) else None
        case _:
            return ""
    return _field(original, "Message-ID") if isinstance(original, Message) else ""


def _recipient(block: Message) -> str:
    """As we addressed it, where the notification says so; else as it was last known."""
    address = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    return address.partition(";")[2].strip() or address


def _why(block: Message) -> str:
    """The status and what the server said: `5.1.1 smtp; 550 unknown user`."""
    told = (_field(block, "Status"), _field(block, "Diagnostic-Code"))
    return " ".join(" ".join(filter(None, told)).split())[:LONGEST]


def _field(block: Message, name: str) -> str:
    """A field of the block; empty where it is absent or cannot be read."""
    try:
        return str(block.get(name, "")).strip()
    except (ValueError, LookupError, IndexError, AttributeError):  # the parser fails on some malformed headers
        return ""
