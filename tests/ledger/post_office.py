"""A real mail server on a loopback port, and one that behaves badly: what the relay is tried against."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
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
def open_office(certificate=None, *, at_once=False):
    """A mail server that keeps to the protocol; gives its desk and its port. Encrypted from the start or when asked."""
    desk, port, words = Desk(), free_port(), {}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        words = {"ssl_context": context} if at_once else {"tls_context": context}
    office = (_Hasty if at_once else Controller)(desk, hostname="127.0.0.1", port=port, **words)
    office.start()
    try:
        yield desk, port
    finally:
        office.stop()


class _Hasty(Controller):
    """The controller looks whether it is up by talking to it, in the open: an encrypted one would never be."""

    def _trigger_server(self):
        socket.create_connection((self.hostname, self.port), timeout=5).close()


@contextmanager
def trickling(before):
    """A server that says these answers, and from then on one octet at a time, without end. Gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        with listener.accept()[0] as caller, suppress(OSError):
            lines = caller.makefile("rb")
            for number, answer in enumerate(before):
                if number:
                    lines.readline()
                caller.sendall(answer)
            while not stop.wait(0.1):
                caller.sendall(b"2")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.close()
        thread.join(5)


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
        with suppress(OSError):  # whoever hears too much hangs up, or reads no more
            caller.sendall(answer)
    lines.close()
    caller.close()
