"""Where letters and events arrive: a real mail server, and a receiver that verifies every event."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

from tests.chaos.stores import free_port


class Mailbox:
    """Counts letters by their Message-ID."""

    def __init__(self) -> None:
        self.letters: Counter[str] = Counter()
        self.port = free_port()

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 -- a name of aiosmtpd
        letter = message_from_bytes(envelope.content, policy=default)  # type: ignore[attr-defined]
        self.letters[letter["Message-ID"].strip()] += 1
        return "250 taken"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    office = Controller(box, hostname="127.0.0.1", port=box.port)
    office.start()
    try:
        yield box
    finally:
        office.stop()
