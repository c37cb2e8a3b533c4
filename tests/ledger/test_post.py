"""The relay against real mail servers: those that take letters, refuse them, put them off, fall silent and hang up."""

import time
from datetime import timedelta

import pytest

from ledger import operations, post, relay
from ledger.envelopes import message_id
from ledger.letters import Letter
from ledger.models import Message
from tests.ledger.post_office import free_port, open_office, talking, trickling
from tests.receivers import self_signed

GREETING, HELLO, OK, GO_ON = b"220 mail\r\n", b"250 mail\r\n", b"250 ok\r\n", b"354 go on\r\n"


@pytest.fixture
def words(settings, installed_as):
    settings.LEDGER_RENDERER = installed_as(lambda _: Letter("题", "文", html="<p>文</p>", thread="case:1"))


@pytest.fixture
def posted(append, people, words):
    """So many messages of one entry, each to another person."""

    def make(count):
        operations.post(entry=append(), notice="case_accepted", recipients=[one.pk for one in people(count)], params={})
        return list(Message.objects.order_by("pk"))

    return make


@pytest.fixture
def over(settings):
    """Mail goes by SMTP to that port of this machine, and no answer is waited for longer than half a second."""

    def use(port):
        settings.EMAIL_BACKEND = "ledger.mailing.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5

    return use


@pytest.fixture
def office(over):
    with open_office() as (desk, port):
        over(port)
        yield desk


def fates():
    return list(Message.objects.order_by("pk").values_list("mail", "reason", "failed_reason"))


def test_a_letter_is_taken_over_with_its_headers_and_both_bodies(posted, office, noon, settings):
    settings.DEFAULT_FROM_EMAIL = "伦理办公室 <ethics@example.org>"
    settings.EMAIL_REPLY_TO, settings.EMAIL_BOUNCES = "office@example.org", "bounces@example.org"
    (message,) = posted(1)

    relay.send_waiting(now=noon)

    ((envelope, letter),) = office.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("bounces@example.org", ["p0@example.org"])
    assert (letter["From"], letter["To"]) == ("伦理办公室 <ethics@example.org>", "p0@example.org")
    assert (letter["Reply-To"], letter["Subject"]) == ("office@example.org", "题")
    assert (letter["Message-ID"], letter["List-Id"]) == (message_id(message), "<notices.example.org>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.tzinfo is not None
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert fates() == [("sent", "", "")]


def test_letters_of_one_matter_to_one_person_form_a_thread(append, people, office, noon, words):
    lin, zhao = people(2)
    for notice in ("case_accepted", "decision_issued"):
        operations.post(entry=append(), notice=notice, recipients=[lin.pk, zhao.pk], params={})

    relay.send_waiting(now=noon)

    threads = {}
    for envelope, letter in office.letters:
        assert letter["References"] == letter["In-Reply-To"]
        threads.setdefault(envelope.rcpt_tos[0], set()).add(letter["References"])
    assert {to: len(roots) for to, roots in threads.items()} == {"p0@example.org": 1, "p1@example.org": 1}
    assert threads["p0@example.org"] != threads["p1@example.org"]
    assert len({letter["Message-ID"] for _, letter in office.letters}) == 4


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_letter_refused_for_good_is_not_tried_again(posted, office, noon, where):
    posted(3)
    getattr(office, where)["p1@example.org"] = "550 5.1.1 no such user"

    relay.send_waiting(now=noon)

    assert office.to == ["p0@example.org", "p2@example.org"]
    assert fates() == [("sent", "", ""), ("bounced", "refused", "550 5.1.1 no such user"), ("sent", "", "")]
    assert relay.send_waiting(now=noon + timedelta(days=30)) == 0


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_letter_put_off_is_tried_again(posted, office, noon, where):
    posted(2)
    answers = getattr(office, where)
    answers["p0@example.org"] = "451 4.7.1 greylisted"

    relay.send_waiting(now=noon)

    assert office.to == ["p1@example.org"]
    assert fates()[0] == ("waiting", "unreached", "451 4.7.1 greylisted")
    assert relay.send_waiting(now=noon + post.FIRST_RETRY - timedelta(seconds=1)) == 0
    del answers["p0@example.org"]
    assert relay.send_waiting(now=noon + post.FIRST_RETRY) == 1
    assert fates()[0] == ("sent", "", "")


@pytest.mark.parametrize(("code", "final"), [(499, False), (500, True), (599, True)])
def test_from_five_hundred_on_an_answer_is_final(code, final):
    assert post.is_final(post.smtplib.SMTPDataError(code, b"said")) is final
    assert post.is_final(post.smtplib.SMTPRecipientsRefused({"a@b.example": (code, b"said")})) is final


def test_what_the_server_has_against_the_sender_is_for_the_operator_to_mend():
    assert not post.is_final(post.smtplib.SMTPSenderRefused(550, b"who are you", "a@b.example"))
    assert not post.is_final(post.smtplib.SMTPAuthenticationError(535, b"no"))


def test_an_address_no_letter_can_be_addressed_to_is_final(posted, office, noon):
    message, _ = posted(2)
    message.recipient.email = "line@example.org\nBcc: all@example.org"
    message.recipient.save()

    relay.send_waiting(now=noon)

    assert office.to == ["p1@example.org"]
    assert [(mail, reason) for mail, reason, _ in fates()] == [("bounced", "refused"), ("sent", "")]


def test_nobody_listening_puts_the_whole_batch_off(posted, over, noon):
    over(free_port())
    posted(2)

    assert relay.send_waiting(now=noon) == 2

    assert {(mail, reason) for mail, reason, _ in fates()} == {("waiting", "unreached")}
    assert all("ConnectionRefusedError" in told for _, _, told in fates())


@pytest.mark.parametrize(
    "answers",
    [[None], [GREETING, None], [GREETING, HELLO, None], [GREETING, HELLO, OK, OK, GO_ON, None]],
    ids=["greeting", "hello", "sender", "data"],
)
def test_a_server_that_falls_silent_is_left_after_one_wait(posted, over, noon, answers):
    posted(4)
    with talking(answers) as (port, calls):
        over(port)
        began = time.monotonic()

        relay.send_waiting(now=noon)

        assert time.monotonic() - began < 4
        assert len(calls) <= 2
    assert {(mail, reason) for mail, reason, _ in fates()} == {("waiting", "unreached")}


def test_a_server_that_hangs_up_in_the_middle_of_a_letter_is_called_again_for_the_next(posted, over, noon):
    posted(2)
    with talking([GREETING, HELLO, OK, OK, GO_ON]) as (port, calls):
        over(port)

        relay.send_waiting(now=noon)

        assert len(calls) == 3
    assert {(mail, reason) for mail, reason, _ in fates()} == {("waiting", "unreached")}


@pytest.mark.parametrize("before", [[], [GREETING, HELLO, OK, OK]], ids=["greeting", "letter"])
def test_a_server_that_trickles_is_cut_off_when_the_time_is_up(posted, over, noon, monkeypatch, before):
    """Each octet comes before anybody could call the server silent; the others of the batch are not tried on it."""
    posted(3)
    monkeypatch.setattr(post, "LETTER_TIME", 0.8)
    with trickling(before) as port:
        over(port)
        began = time.monotonic()

        relay.send_waiting(now=noon)

        assert time.monotonic() - began < 4
    assert [(mail, reason) for mail, reason, _ in fates()] == [("waiting", "unreached")] * 3
    assert fates()[0][2] == "TimeoutError: the mail server took more than 1 s"


def test_a_server_that_answers_without_end_is_left(posted, over, noon, monkeypatch):
    """Ten megabytes of answer, and no end of it."""
    posted(1)
    monkeypatch.setattr(post, "LETTER_TIME", 2.0)
    with talking([GREETING, b"250-mail\r\n" * 1_000_000]) as (port, _):
        over(port)

        relay.send_waiting(now=noon)

    ((mail, reason, told),) = fates()
    assert (mail, reason) == ("waiting", "unreached")
    assert told


@pytest.mark.parametrize("use", ["EMAIL_USE_SSL", "EMAIL_USE_TLS"])
def test_a_certificate_nobody_vouches_for_is_no_reason_to_give_a_letter_up(posted, over, noon, settings, tmp_path, use):
    """It is the operator's to mend: the letter waits, with the reason, and nothing is said in the open."""
    posted(2)
    setattr(settings, use, True)
    with open_office(self_signed(tmp_path / "mail.pem"), at_once=use == "EMAIL_USE_SSL") as (desk, port):
        over(port)

        relay.send_waiting(now=noon)

    assert desk.letters == []
    assert [(mail, reason) for mail, reason, _ in fates()] == [("waiting", "unreached")] * 2
    assert all("certificate verify failed" in told for *_, told in fates())


def test_what_the_time_of_a_batch_does_not_reach_is_free_again_untried(posted, office, noon, monkeypatch):
    posted(3)
    moments = iter([0.0, 1.0, 299.0, 300.0])
    monkeypatch.setattr(post, "monotonic", lambda: next(moments))

    relay.send_waiting(now=noon)

    assert office.to == ["p0@example.org", "p1@example.org"]
    last = Message.objects.latest("pk")
    assert (last.mail, last.attempts, last.claimed_until) == ("waiting", 0, None)


def test_a_failure_of_a_relay_whose_claim_has_passed_on_changes_nothing(posted, noon):
    posted(1)
    (mine,) = relay.claim(now=noon, limit=1)
    (theirs,) = relay.claim(now=noon + relay.CLAIM, limit=1)

    post.hold_back(mine, TimeoutError("late"), now=noon + relay.CLAIM)

    message = Message.objects.get()
    assert (message.attempts, message.claimed_until, message.failed_reason) == (2, theirs.claimed_until, "")


def test_the_log_names_nobody(posted, office, noon, caplog):
    posted(1)
    office.rcpt["p0@example.org"] = "451 p0@example.org is busy"

    with caplog.at_level("WARNING"):
        relay.send_waiting(now=noon)

    assert "SMTPRecipientsRefused" in caplog.text
    assert "p0@example.org" not in caplog.text
