"""A real mail server on a loopback port, and one that behaves badly: what the relay is tried against."""

import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class Desk:
    """Takes letters, and answers as it was told to: `rcpt` and `data` hold an answer for an address, or none."""

    def __init__(self):
        self.letters = []
        self.rcpt = {}
        self.data = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 -- a name and a signature of aiosmtpd
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 -- as above
        answer = self.data.get(envelope.rcpt_tos[0], "250 taken")
        if answer.startswith("250"):
            self.letters.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return answer

    @property
    def to(self):
        return [envelope.rcpt_tos[0] for envelope, _ in self.letters]


def free_port():
    """A port nobody listens on, a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def open_office():
    """A mail server that keeps to the protocol; gives its desk and its port."""
    desk, port = Desk(), free_port()
    office = Controller(desk, hostname="127.0.0.1", port=port)
    office.start()
    try:
        yield desk, port
    finally:
        office.stop()


@contextmanager
def talking(answers):
    """A server that says each of the answers, one for each line it is sent, and then hangs up or falls silent.

    `answers` are lines, the first of them the greeting; None falls silent for good. Gives its port and who called.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stop, calls = threading.Event(), []

    def serve():
        held = []
        while not stop.is_set():
            try:
                caller, _ = listener.accept()
            except TimeoutError:
                continue
            calls.append(caller)
            held.append(caller)
            _answer(caller, answers, stop)
        for caller in held:
            caller.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], calls
    finally:
        stop.set()
        thread.join(10)
        listener.close()


def _answer(caller, answers, stop):
    caller.settimeout(2)
    lines = caller.makefile("rb")
    for number, answer in enumerate(answers):
        if number and not lines.readline():
            break
        if answer is None:
            return
        caller.sendall(answer)
    lines.close()
    caller.close()
