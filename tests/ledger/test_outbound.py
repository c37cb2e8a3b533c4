"""Requests to addresses that somebody else named: to real receivers on the loopback, good and bad ones."""

import socket
import time

import pytest

from ledger import outbound
from ledger.outbound import Answer, Unfit, examine, is_public, post, seconds_of
from tests.receivers import receiving, self_signed, trickle, trickle_body

LOOPBACK = ["127.0.0.0/8"]
HEADERS = {"webhook-id": "msg_1", "content-type": "application/json"}


@pytest.fixture
def allowed(settings):
    """The operator allows the loopback."""
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(outbound, "OVERALL", 1.0)


def sent_to(behave=None, **changed):
    with receiving(behave, **changed) as receiver:
        return post(target=examine(url=receiver.url()), body=b"{}", headers=HEADERS), receiver


def refused(url, *addresses):
    with pytest.raises(Unfit) as caught:
        examine(url=url, resolver=(lambda _host, _port: list(addresses)) if addresses else None)
    return caught.value.code


def test_what_is_accepted_was_sent_whole_under_its_name(allowed):
    answer, receiver = sent_to()

    assert answer == Answer(204)
    ((headers, body),) = receiver.sent
    assert body == b"{}"
    assert headers["host"] == f"127.0.0.1:{receiver.server_port}"
    assert {"webhook-id": "msg_1", "content-type": "application/json", "content-length": "2"}.items() <= headers.items()


@pytest.mark.parametrize(
    ("status", "reason"), [(199 + 1, ""), (299, ""), (300, "redirect"), (404, "status"), (410, "gone"), (500, "status")]
)
def test_only_an_answer_of_success_is_one(allowed, status, reason):
    answer, _ = sent_to(lambda handler: handler.answer(status))

    assert (answer.status, answer.reason) == (status, reason)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(allowed, status):
    with receiving() as elsewhere:
        answer, _ = sent_to(lambda handler: handler.answer(status, location=elsewhere.url()))
        assert elsewhere.sent == []

    assert answer == Answer(status, "redirect", f"HTTP {status}")


def test_a_large_answer_is_not_waited_for(allowed, hasty):
    taken = []

    def flood(handler):
        handler.send_response(200)
        handler.send_header("content-length", str(10 * 1024 * 1024))
        handler.end_headers()
        for _ in range(160):
            handler.wfile.write(b"x" * 65_536)
            taken.append(65_536)

    answer, _ = sent_to(flood)

    assert answer == Answer(200)
    assert sum(taken) < 10 * 1024 * 1024


@pytest.mark.parametrize("behave", [trickle, trickle_body])
def test_a_receiver_that_trickles_is_cut_off_when_the_time_is_up(allowed, hasty, behave):
    begun = time.monotonic()
    answer, _ = sent_to(behave)

    assert (answer.status, answer.reason) == (None, "timeout")
    assert time.monotonic() - begun < 5


def test_a_receiver_that_takes_the_connection_and_says_nothing_is_cut_off(allowed, hasty):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme in ("http", "https"):
            url = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/"
            assert post(target=examine(url=url), body=b"{}", headers=HEADERS).reason == "timeout"


def test_nobody_listening_is_a_reason(allowed):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    answer = post(target=examine(url=f"http://127.0.0.1:{port}/"), body=b"{}", headers=HEADERS)
    assert answer.reason == "connection"
    assert "refused" in answer.detail


def test_what_is_no_http_is_a_reason(allowed):
    answer, _ = sent_to(lambda handler: handler.wfile.write(b"garbage\r\n\r\n"))

    assert answer.reason == "connection"


def test_a_certificate_nobody_vouches_for_is_refused(allowed, tmp_path):
    answer, receiver = sent_to(certificate=self_signed(tmp_path / "receiver.pem"))

    assert answer.reason == "certificate"
    assert "self-signed" in answer.detail
    assert receiver.sent == []


def test_a_certificate_that_is_trusted_and_of_that_name_is_taken(allowed, tmp_path, monkeypatch):
    certificate = self_signed(tmp_path / "receiver.pem", "receiver.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(certificate=certificate) as receiver:
        for host, reason in (("receiver.example", ""), ("other.example", "certificate")):
            url = receiver.url(host=host)
            target = examine(url=url, resolver=lambda _host, _port: ["127.0.0.1"])
            assert post(target=target, body=b"{}", headers=HEADERS).reason == reason

        assert [headers["host"] for headers, _ in receiver.sent] == [f"receiver.example:{receiver.server_port}"]


def test_an_expired_certificate_is_refused(allowed, tmp_path, monkeypatch):
    certificate = self_signed(tmp_path / "receiver.pem", days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    answer, _ = sent_to(certificate=certificate)
    assert (answer.reason, "expired" in answer.detail) == ("certificate", True)


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_looked_at(allowed, monkeypatch):
    """Rebinding: the name is asked once; what it answers afterwards leads nowhere."""
    asked = []

    def fickle(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    monkeypatch.setattr(outbound, "resolve", fickle)
    with receiving() as receiver:
        target = examine(url=receiver.url(host="fickle.example"))
        assert post(target=target, body=b"{}", headers=HEADERS).accepted

    assert asked == ["fickle.example"]
    assert refused("https://fickle.example/") == "webhook.not_public"


def test_the_proxies_of_the_environment_are_not_asked(allowed, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert sent_to()[0].accepted


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3",  # noqa: S104 -- nobody listens there
        "255.255.255.255", "224.0.0.1", "240.0.0.1",
        "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1",
        "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(outbound.ip_address(address))
    assert refused("https://receiver.example/", "93.184.216.34", address) == "webhook.not_public"


@pytest.mark.parametrize("address", ["93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:2800:220:1::1"])
def test_a_public_address_is_taken(address):
    target = examine(url="https://receiver.example/", resolver=lambda _host, _port: [address])

    assert (target.host, target.port, [str(one) for one in target.addresses]) == ("receiver.example", 443, [address])


def test_what_the_operator_allows_is_taken_and_no_more(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["10.20.0.0/16"]

    for scheme in ("http", "https"):
        examine(url=f"{scheme}://inside.example/", resolver=lambda _host, _port: ["10.20.3.4"])
        assert refused(f"{scheme}://inside.example/", "10.20.3.4", "10.21.0.1") == "webhook.not_public"
    assert refused("http://outside.example/", "93.184.216.34") == "webhook.not_encrypted"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "webhook.address"),
        ("receiver.example/hook", "webhook.address"),
        ("ftp://receiver.example/", "webhook.address"),
        ("file:///etc/passwd", "webhook.address"),
        ("https://", "webhook.address"),
        ("https:///hook", "webhook.address"),
        ("https://receiver.example:0/", "webhook.address"),
        ("https://receiver.example:99999/", "webhook.address"),
        ("https://[::1/", "webhook.address"),
        ("https://receiver.example/#part", "webhook.address"),
        ("https://receiver.example/a b", "webhook.address"),
        ("https://receiver.example/\r\nx: y", "webhook.address"),
        ("https://receiver.example\\@127.0.0.1/", "webhook.address"),
        ("https://接收.example/", "webhook.address"),
        ("https://receiver.example/" + "a" * 500, "webhook.address"),
        ("https://me:secret@receiver.example/", "webhook.userinfo"),
        ("https://@receiver.example/", "webhook.userinfo"),
    ],
)
def test_an_address_that_is_none_is_refused_before_anybody_is_asked(url, code):
    def never(_host, _port):
        raise AssertionError("asked")

    with pytest.raises(Unfit) as caught:
        examine(url=url, resolver=never)
    assert caught.value.code == code


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost", "[::1]", "[::ffff:7f00:1]"])
def test_the_other_spellings_of_this_machine_lead_nowhere(host):
    """The machine's own resolver is asked, as for any other name."""
    assert refused(f"https://{host}/") in {"webhook.not_public", "webhook.unresolved"}


def test_a_name_nobody_knows_is_a_reason():
    def unknown(_host, _port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unfit) as caught:
        examine(url="https://nowhere.invalid/", resolver=unknown)
    assert (caught.value.code, caught.value.figures) == ("webhook.unresolved", {"host": "nowhere.invalid"})


def test_a_resolver_that_does_not_answer_is_left_behind(monkeypatch):
    monkeypatch.setattr(outbound, "RESOLVING", 0.2)
    begun = time.monotonic()
    with pytest.raises(Unfit) as caught:
        examine(url="https://slow.example/", resolver=lambda _host, _port: time.sleep(2) or ["127.0.0.1"])

    assert caught.value.code == "webhook.unresolved"
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("", 0), ("120", 120), ("-5", 0), ("soon", 0), ("9" * 40, 999_999_999), ("Thu, 01 Jan 1970 00:02:00 GMT", 20)],
)
def test_a_retry_after_is_read_in_either_form(said, seconds):
    assert seconds_of(said, now_timestamp=100.0) == seconds
