"""The connection to the mail server, which ends when its time is up, however slowly the server trickles.

The time limit of a socket begins anew with every octet that arrives. A server that says one now and then would so hold
a worker for as long as it likes, and the clocks that wait behind the letters with it.
"""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.mail.backends.smtp import EmailBackend


class _Plain(smtplib.SMTP):
    """Hands whoever watches a second handle of its socket: by it a connection ends whatever is wrapped around it."""

    backend: "Backend"

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # not in the stubs
        self.backend.watch(connected)
        return connected


class _Encrypted(smtplib.SMTP_SSL, _Plain):
    """The same from the first octet on: the handshake is watched as well."""


class Backend(EmailBackend):
    """Django's own, that can be told by when it must be done."""

    handle: socket.socket | None = None
    over = False

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """A class of connection that knows this backend."""
        return type("Watched", (_Encrypted if self.use_ssl else _Plain,), {"backend": self})

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is done inside takes no longer: then the connection is cut, and `TimeoutError` raised."""
        self.over = False
        timer = threading.Timer(seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if self.over:
                raise TimeoutError(f"the mail server took more than {seconds:.0f} s") from error
            raise
        finally:
            timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """From now on this is what is cut."""
        self._forget()
        self.handle = connected.dup()
        if self.over:  # while it was being made
            self._hang_up()

    def close(self) -> None:
        """Take leave of the server; that too takes no longer than it may."""
        with self.within(self.timeout or 1):
            super().close()
        self._forget()

    def _hang_up(self) -> None:
        self.over = True
        if self.handle is not None:
            with suppress(OSError):
                self.handle.shutdown(socket.SHUT_RDWR)

    def _forget(self) -> None:
        if self.handle is not None:
            self.handle.close()
            self.handle = None
