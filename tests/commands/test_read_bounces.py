"""Notifications read by hand, from a pipe, and from a mail folder: each once, whatever else lies there."""

import io
from mailbox import Maildir

import pytest
from django.utils import timezone

from ledger.envelopes import message_id
from ledger.models import Message
from tests.builders import Told
from tests.ledger.test_bounces import notification


@pytest.fixture
def sent(stage):
    """A message whose letter has gone out."""
    matter = Told(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe").at("2026-05-29 09:20")
    matter.file()
    Message.objects.update(mail="sent", sent_at=timezone.now())
    return Message.objects.earliest("pk")


def fate(message):
    message.refresh_from_db()
    return message.mail, message.reason


def counted(noted=0, known=0, unmatched=0, other=0):
    return (
        f"退回 {noted}，此前已知 {known}，与本系统信件不符 {unmatched}，不是退信 {other}。 "
        f"{noted} came back, {known} known before, {unmatched} of no letter of ours, {other} no failure."
    )


def test_a_file_is_read_and_reading_it_twice_changes_nothing(run, sent, tmp_path):
    file = tmp_path / "bounce.eml"
    file.write_bytes(notification(message_id(sent)))

    first, second = (run("read_bounces", str(file)) for _ in range(2))

    assert (first.said, second.said) == ([counted(noted=1)], [counted(known=1)])
    assert fate(sent) == ("bounced", "returned")


def test_a_notification_comes_by_a_pipe(run, sent, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(notification(message_id(sent)))))

    assert run("read_bounces", "-").said == [counted(noted=1)]
    assert fate(sent) == ("bounced", "returned")


def test_a_mail_folder_is_read_once(run, sent, tmp_path):
    box = Maildir(tmp_path / "box")
    for letter in (notification(message_id(sent)), notification("<other@example.org>"), b"Subject: away\n\nI am away."):
        box.add(letter)

    first, second = (run("read_bounces", maildir=tmp_path / "box") for _ in range(2))

    assert first.said == [counted(noted=1, unmatched=1, other=1)]
    assert second.said == [counted()]
    assert len(Maildir(tmp_path / "box")) == 3


def test_a_delay_is_no_return(run, sent, tmp_path):
    file = tmp_path / "delay.eml"
    file.write_bytes(notification(message_id(sent), action="delayed", status="4.4.1"))

    assert run("read_bounces", str(file)).said == [counted(other=1)]
    assert fate(sent) == ("sent", "")


@pytest.mark.parametrize("arguments", [{}, {"maildir": "nowhere"}], ids=["nothing named", "no folder"])
def test_what_cannot_be_read_is_said(run, db, tmp_path, arguments):
    named = {name: tmp_path / value for name, value in arguments.items()}

    assert run("read_bounces", **named).code == 1
    assert run("read_bounces", str(tmp_path / "absent.eml")).code == 1
