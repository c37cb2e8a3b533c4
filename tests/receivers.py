"""A receiver of webhooks that checks what it is sent as a real one would, with the library of the specification."""

import ssl
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks import Webhook as Verifier

PATIENCE = 30


class Receiver(ThreadingHTTPServer):
    """Counts the events it was sent by their id; `behave` is what it does with one, given its handler.

    What none of the secrets it was given verifies is kept apart as unverified.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, behave=None, certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave = behave or (lambda handler: handler.answer(204))
        self.secrets: list[str] = []
        self.seen: Counter[str] = Counter()
        self.events: dict[str, object] = {}
        self.sent: list[tuple[dict[str, str], bytes]] = []
        self.unverified: list[str] = []
        self.lock = threading.Lock()
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request, client_address):
        """A caller that hangs up is part of the test."""

    def url(self, path="/hook?from=ethics", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.server_port}{path}"

    def take(self, headers, body):
        with self.lock:
            self.sent.append((headers, body))
            event = headers["webhook-id"]
            self.seen[event] += 1
            errors = []
            for secret in self.secrets:
                try:
                    self.events[event] = Verifier(secret).verify(body, headers)
                    break
                except Exception as error:  # noqa: BLE001 -- whatever is wrong with it
                    errors.append(str(error))
            else:
                self.unverified.append(f"{event}: {', '.join(errors)}")


class Handler(BaseHTTPRequestHandler):
    timeout = PATIENCE

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.take({name.lower(): value for name, value in self.headers.items()}, body)
        with suppress(OSError):
            self.server.behave(self)

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def trickle(handler):
    """A slow loris: a byte of a header every tenth of a second, and no end of it."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
    for _ in range(PATIENCE * 10):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


def trickle_body(handler):
    """The same with the body."""
    handler.send_response(200)
    handler.send_header("content-length", "100000")
    handler.end_headers()
    for _ in range(PATIENCE * 10):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


@contextmanager
def receiving(behave=None, certificate=None):
    """A receiver on a free port of the loopback."""
    receiver = Receiver(behave, certificate)
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()


def self_signed(path: Path, name: str = "localhost", *, days: int = 1) -> Path:
    """A certificate of `name` and of 127.0.0.1 that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    alternatives = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
