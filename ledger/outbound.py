"""One request to an address that somebody else has named: never into the operator's own network, never for long.

The name is resolved once; every address it stands for is examined, and the connection is made to one of those
examined, so that a name that changes its mind in between leads nowhere else. Redirects are not followed, proxies of
the environment not asked. Nothing here touches the database: it runs in threads.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

OVERALL = 10.0
"""Seconds for the whole of one request, however slowly the receiver trickles."""
RESOLVING = 5.0
LONGEST_URL = 500
LARGEST_BODY = 20 * 1024
READ_AT_MOST = 4 * 1024
"""Bytes of the answer that are read; what it says is not kept, and the rest is not waited for."""
PORTS = {"https": 443, "http": 80}
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], list[str]]
EMBEDDING = tuple(
    ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)
"""IPv6 that leads to an IPv4 address within it (compatible, mapped, NAT64, Teredo, 6to4): never taken for public."""
NOBODYS = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"))
"""Set apart for protocols and for relays that are no more."""


class Unfit(Exception):
    """The address cannot be used. `code` says why, `figures` what a reader needs to know of it."""

    def __init__(self, code: str, **figures: str) -> None:
        super().__init__(code)
        self.code, self.figures = code, figures


@dataclass(frozen=True)
class Target:
    """An address that was examined: what to connect to, and under which name."""

    url: SplitResult
    host: str
    port: int
    addresses: tuple[Address, ...]


@dataclass(frozen=True)
class Answer:
    """What became of one request. `reason` is empty where it was accepted; `retry_after` in seconds, or as a date."""

    status: int | None = None
    reason: str = ""
    detail: str = ""
    retry_after: str = ""

    @property
    def accepted(self) -> bool:
        return not self.reason


def resolve(host: str, port: int) -> list[str]:
    """Every address the name stands for now, by the machine's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def examine(*, url: str, resolver: Resolver | None = None) -> Target:
    """The address if it may be connected to now. Raises `Unfit`.

    Plain HTTP goes only to networks the operator has named (WEBHOOK_ALLOWED_NETWORKS), and so does anything to an
    address that is not public.
    """
    split, host, port = _parsed(url)
    addresses = tuple(ip_address(text.partition("%")[0]) for text in _resolved(host, port, resolver or resolve))
    allowed = [ip_network(network) for network in settings.WEBHOOK_ALLOWED_NETWORKS]
    for address in addresses:
        if not (is_public(address) or _within(address, allowed)):
            raise Unfit("webhook.not_public", host=host)
        if split.scheme == "http" and not _within(address, allowed):
            raise Unfit("webhook.not_encrypted")
    return Target(split, host, port, addresses)


def is_public(address: Address) -> bool:
    """Whether the address is one of the open internet, and leads nowhere else."""
    if _within(address, (*EMBEDDING, *NOBODYS)):
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (special or site_local or address.is_link_local or address.is_private)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _parsed(url: str) -> tuple[SplitResult, str, int]:
    if len(url) > LONGEST_URL or not url.isascii() or any(sign <= " " or sign in '\\"<>^`{|}\x7f' for sign in url):
        raise Unfit("webhook.address")
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as error:
        raise Unfit("webhook.address") from error
    if split.scheme not in PORTS or not split.hostname or port == 0 or split.fragment:
        raise Unfit("webhook.address")
    if "@" in split.netloc:
        raise Unfit("webhook.userinfo")
    return split, split.hostname, port or PORTS[split.scheme]


def _resolved(host: str, port: int, resolver: Resolver) -> list[str]:
    """The resolver knows no time limit: it is asked in a thread, which is left behind when it takes too long."""
    future: Future[list[str]] = Future()

    def ask() -> None:
        try:
            future.set_result(resolver(host, port))
        except (OSError, UnicodeError) as error:
            future.set_exception(error)

    threading.Thread(target=ask, daemon=True, name="resolver").start()
    try:
        addresses = future.result(RESOLVING)
    except (OSError, UnicodeError, OutOfTime) as error:
        raise Unfit("webhook.unresolved", host=host) from error
    if not addresses:
        raise Unfit("webhook.unresolved", host=host)
    return addresses


def post(*, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body` to the examined address, and say what became of it. Never raises for what the receiver does."""
    watch = _Watch(OVERALL)
    connection = _connection(target, watch)
    try:
        connection.request("POST", _path(target.url), body=body, headers=dict(headers), preload_content=False)
        response = connection.getresponse()
        response.read(READ_AT_MOST, decode_content=False)
        return _late() if watch.expired else _judged(response.status, response.headers)
    except ssl.SSLCertVerificationError as error:
        return Answer(reason="certificate", detail=error.verify_message)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return _failed(error, watch)
    finally:
        watch.end()
        with suppress(OSError, ValueError):
            connection.close()


def _judged(status: int, headers: Mapping[str, str]) -> Answer:
    retry_after = headers.get("retry-after") or ""
    if 200 <= status < 300:  # noqa: PLR2004 -- the class of success
        return Answer(status)
    reason = "redirect" if 300 <= status < 400 else "gone" if status == 410 else "status"  # noqa: PLR2004 -- as above
    return Answer(status, reason, f"HTTP {status}", retry_after)


def _late() -> Answer:
    return Answer(reason="timeout", detail=f"{OVERALL:.0f} s")


def _failed(error: Exception, watch: "_Watch") -> Answer:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Answer(reason="certificate", detail=cause.verify_message)
    if watch.expired or isinstance(error, TimeoutError):
        return _late()
    if isinstance(error, ssl.SSLError):
        return Answer(reason="encryption", detail=str(error.reason or error))
    return Answer(reason="connection", detail=f"{type(error).__name__}: {error}")


def seconds_of(retry_after: str, *, now_timestamp: float) -> float:
    """What a Retry-After asks for, in seconds from now; 0 where it cannot be read or lies in the past."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now_timestamp)
    except (ValueError, OverflowError):
        return 0.0


def _path(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


class _Watch:
    """Ends a connection when its time is up, whoever reads from it, by shutting down a second handle of its socket."""

    def __init__(self, seconds: float) -> None:
        self.until = monotonic() + seconds
        self.expired = False
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        return max(0.05, self.until - monotonic())

    def over(self, connected: socket.socket) -> socket.socket:
        self._handle = connected.dup()
        if self.expired:  # while it was being made
            self._expire()
        return connected

    def _expire(self) -> None:
        self.expired = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self._timer.cancel()
        if self._handle is not None:
            self._handle.close()


def _connection(target: Target, watch: _Watch) -> HTTPConnection:
    """A connection under the target's name that is made to the examined addresses alone."""

    def connect() -> socket.socket:
        failure: OSError = ConnectionError("no address")
        for address in target.addresses:
            try:
                return watch.over(socket.create_connection((str(address), target.port), watch.left))
            except OSError as error:
                failure = error
        raise failure

    if target.url.scheme == "https":
        context = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(target.host, target.port, timeout=OVERALL, ssl_context=context)
    else:
        connection = HTTPConnection(target.host, target.port, timeout=OVERALL)
    connection._new_conn = connect  # type: ignore[method-assign]  # noqa: SLF001 -- where urllib3 lets a socket be given
    return connection
