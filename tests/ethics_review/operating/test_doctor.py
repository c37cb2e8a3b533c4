"""The doctor: what it finds sound, what it finds broken, in both languages, and what it never tells."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from committees.models import Committee
from ethics_review.broker.models import Message as Task
from ethics_review.models import Document
from ethics_review.operating import signs
from ethics_review.operating.doctor import Level, Wishes, database, examine, mail, record, setting, storage, work
from ethics_review.operating.models import Kind, Sign
from ledger import append_only
from ledger.models import Delivery, Entry, Message, Webhook
from tests.infrastructure.test_up import free_port

NOVEMBER = datetime(2026, 11, 2, 1, tzinfo=UTC)
OK, WARNING, BROKEN = Level.OK, Level.WARNING, Level.BROKEN


def levels(found):
    """Area → the worst that was found there."""
    order, worst = [OK, WARNING, BROKEN], {}
    for one in found:
        worst[one.area] = max(worst.get(one.area, OK), one.level, key=order.index)
    return worst


@pytest.fixture
def run():
    """The command: its exit code and what it wrote."""

    def call(*arguments):
        out = io.StringIO()
        try:
            call_command("doctor", *arguments, stdout=out, no_color=True)
        except SystemExit as ended:
            return ended.code, out.getvalue()
        return 0, out.getvalue()

    return call


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def alive():
    now = timezone.now()
    for kind in (Kind.WORKER, Kind.BEAT):
        Sign.objects.create(kind=kind, host="h", pid=1, started_at=now, seen_at=now)


## The command


def test_a_broken_part_gives_exit_code_1_and_says_why_and_what_to_do(db, run):
    code, said = run("--language", "en")

    assert code == 1
    assert "[broken] Worker: none is running.\n    why: " in said
    assert "do:  Start worker and beat" in said
    assert re.search(r"\n\d+ ok, \d+ warnings, 2 broken\.\n$", said)


def test_an_installation_that_only_has_warnings_gives_exit_code_0(db, run, monkeypatch):
    alive()
    monkeypatch.setattr(work, "_round_trip", lambda *_: work.fine("broker.round_trip", "好", "good"))

    code, said = run("--language", "en")

    assert (code, "[broken]" in said, "[warning]" in said) == (0, False, True)


def test_chinese_is_the_default_and_every_line_exists_in_both_languages(db, run):
    _, said = run()
    rows = {language: json.loads(run("--json", "--language", language)[1]) for language in ("zh-hans", "en")}

    assert "[故障] 没有工作进程在运行。\n    原因：" in said
    assert [row["area"] for row in rows["zh-hans"]] == [row["area"] for row in rows["en"]]
    for chinese, english in zip(rows["zh-hans"], rows["en"], strict=True):
        assert re.search(r"[一-鿿]", chinese["what"])
        assert not re.search(r"[一-鿿]", re.sub(r"国办\S+", "", english["what"] + english["why"] + english["remedy"]))
        assert bool(english["why"]) is bool(english["remedy"]) is (english["level"] != "ok")


def test_no_secret_is_told(db, run, settings):
    settings.SECRET_KEY, settings.METRICS_TOKEN = "k3y-of-the-house" * 4, "t0ken-of-the-house-123"
    settings.EMAIL_BACKEND = "ledger.mailing.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mail-account", "mail-passw0rd"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    said = run("--json")[1]

    assert "127.0.0.1:9" in said
    for secret in (settings.SECRET_KEY, settings.METRICS_TOKEN, "mail-account", "mail-passw0rd"):
        assert secret not in said


def test_nothing_is_changed(story, run, everything):
    story.submitted()
    before, signs_before = everything(), list(Sign.objects.values())

    run()

    assert (everything(), list(Sign.objects.values()), Task.objects.count()) == (before, signs_before, 0)


def test_an_examination_that_fails_is_a_finding_and_the_others_go_on(db, monkeypatch):
    def fails():
        raise RuntimeError
        yield

    monkeypatch.setattr(storage, "examine", fails)
    found = list(examine(now=NOVEMBER, wishes=Wishes()))

    assert levels(found)["storage"] is BROKEN
    assert "RuntimeError" in next(one for one in found if one.area == "storage").what.en
    assert "ledger" in levels(found)


## Database


def test_database_is_sound(db):
    found = levels(database.examine())

    assert set(found.values()) == {OK}
    assert {"database", "database.clock", "migrations", "triggers"} <= found.keys()


def test_pending_migration_and_missing_triggers_are_broken(transactional_db):
    latest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    MigrationRecorder(connection).record_unapplied(*latest)
    append_only.remove(connection)
    try:
        found = list(database.examine())
    finally:
        append_only.install(connection)
        MigrationRecorder(connection).record_applied(*latest)

    assert levels(found) | {"database.mode": OK} == {
        "database": OK,
        "database.mode": OK,
        "database.clock": OK,
        "migrations": BROKEN,
        "triggers": BROKEN,
    }
    assert f"accounts.{latest[1]}" in next(one for one in found if one.area == "migrations").what.en


@pytest.mark.parametrize(("seconds", "level"), [(1, OK), (60, WARNING), (-60, WARNING)])
def test_a_clock_that_differs_is_told(db, seconds, level):
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds)):
        assert levels(database.examine())["database.clock"] is level


def test_without_a_database_little_else_is_asked(db):
    def silent():
        raise database.DatabaseError("postgres://u:secret@db")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "ensure_connection", silent)
        found = list(examine(now=NOVEMBER, wishes=Wishes()))

    assert levels(found)["database"] is BROKEN
    assert "work" not in {one.area for one in found}
    assert "secret" not in str(found)


## Mail, on a real server


class Refusing:
    """A server that takes no letter for anybody."""

    async def handle_RCPT(self, _server, _session, _envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        return f"550 <{address}> 赵甲 unknown"


class Keeping:
    def __init__(self):
        self.letters = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.letters.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def server(settings):
    running = []

    def start(handler, **options):
        controller = Controller(handler, hostname="127.0.0.1", port=0, **options)
        controller.port = free_port()
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "ledger.mailing.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        return handler

    yield start
    for controller in running:
        controller.stop()


def test_mail_server_is_asked_and_gets_no_letter(server):
    kept = server(Keeping())

    found = levels(mail.examine())

    assert found == {"mail": OK, "mail.encryption": WARNING}
    assert kept.letters == []


def test_a_test_letter_goes_to_the_address_that_was_named(server):
    kept = server(Keeping())

    assert levels(mail.examine(address="operator@example.org"))["mail.letter"] is OK
    assert kept.letters == [["operator@example.org"]]


def test_a_refused_letter_is_told_without_what_the_server_said(server):
    server(Refusing())

    found = list(mail.examine(address="operator@example.org"))

    assert levels(found)["mail"] is BROKEN
    assert "refuses the test letter (SMTPRecipientsRefused)" in found[-1].what.en
    assert "赵甲" not in str(found)
    assert "operator@" not in str(found)


def test_a_password_that_is_not_accepted_is_told(server, settings):
    refuse = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_require_tls": False}
    server(Keeping(), **refuse)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "house", "wrong-word"

    (found,) = mail.examine()

    assert (found.level, "does not accept the account" in found.what.en) == (BROKEN, True)
    assert "wrong-word" not in str(found)


def test_a_server_without_encryption_is_told_where_encryption_is_wanted(server, settings):
    server(Keeping())
    settings.EMAIL_USE_TLS = True

    (found,) = mail.examine()

    assert (found.level, "No encrypted connection" in found.what.en) == (BROKEN, True)


def test_an_unreachable_server_is_told(server, settings):
    server(Keeping())
    settings.EMAIL_PORT = 9

    (found,) = mail.examine()

    assert (found.level, "cannot be reached (ConnectionRefusedError)" in found.what.en) == (BROKEN, True)


## Rules


def test_next_years_calendar_is_missed_from_november(db):
    said = {one.what.en: one.level for one in examine(now=NOVEMBER, wishes=Wishes()) if one.area == "calendar"}

    assert said == {
        "Days off of 2026 are loaded: 国办发明电〔2025〕7号": OK,
        "The arrangement of days off of 2027 is not loaded.": WARNING,
    }


def test_a_committee_under_a_pack_that_is_gone_is_told(world):
    Committee.objects.filter(pk=world.body.pk).update(pack_id="general-1999")

    found = levels(examine(now=NOVEMBER, wishes=Wishes()))

    assert (found["packs"], found["packs.cases"], found["timezone"]) == (OK, BROKEN, OK)


## Storage


@pytest.fixture
def filed(story):
    """Two documents with their files."""
    story.drafted()
    rows = []
    for number in (1, 2):
        name = default_storage.save(f"2026/06/{number}", ContentFile(f"content {number}".encode()))
        digest = storage.hashlib.sha256(f"content {number}".encode()).hexdigest()
        values = {"kind": "plan", "name": "方案", "size": 9, "media_type": "text/plain", "sha256": digest}
        case, who = story.case, story.applicant
        rows.append(Document.objects.create(case=case, content=name, uploaded_by=who, uploaded_at=story.now, **values))
    return rows


def test_documents_that_are_there_are_sound(filed):
    found = list(storage.examine())

    assert set(levels(found).values()) == {OK}
    assert "The files of 2 documents are there" in found[-1].what.en


def test_a_document_without_its_file_is_broken(filed, documents):
    (documents / filed[0].content.name).unlink()

    found = [one for one in storage.examine() if one.area == "storage.documents"]

    assert [(one.level, one.what.en) for one in found] == [
        (BROKEN, f"Documents whose file is missing: 1 (ids {filed[0].pk}).")
    ]


def test_a_document_that_was_changed_is_broken(filed, documents):
    (documents / filed[1].content.name).write_bytes(b"another")

    found = [one.what.en for one in storage.examine() if one.level is BROKEN]

    assert found == [f"Documents that are not what was uploaded: 1 (ids {filed[1].pk})."]


def test_a_file_of_no_document_is_told(filed, documents):
    (documents / "incoming").mkdir()
    (documents / "incoming" / "half").write_bytes(b"half")

    found = [one for one in storage.examine() if one.area == "storage.orphans"]

    assert [(one.level, one.what.en) for one in found] == [(WARNING, "1 files belong to no document.")]


def test_a_folder_that_cannot_be_written_is_broken(db, settings, tmp_path):
    settings.MEDIA_ROOT = Path("/proc/self")  # nobody may write there, not even root

    assert levels(storage._writable() for _ in (1,))["storage"] is BROKEN


@pytest.mark.parametrize(("free", "level"), [(512 * 1024**2, OK), (512 * 1024**2 - 1, WARNING)])
def test_little_space_is_told(db, monkeypatch, free, level):
    monkeypatch.setattr(storage, "free_bytes", lambda: free)

    assert storage._space().level is level


## Work


def test_a_probe_nobody_deals_with_is_broken_and_leaves_nothing(transactional_db):
    alive()

    found = levels(work.examine(now=timezone.now(), patience=0.3))

    assert (found["worker"], found["broker.round_trip"]) == (OK, BROKEN)
    assert not Sign.objects.filter(kind=Kind.PROBE).exists()


@pytest.mark.parametrize(("seconds", "level"), [(119, OK), (121, BROKEN)])
def test_silent_processes_are_broken(db, seconds, level):
    alive()
    found = {
        one.area: one.level
        for one in (work._process(kind, signs.age(kind=kind, now=timezone.now() + timedelta(seconds=seconds)))
                    for kind in (Kind.WORKER, Kind.BEAT))
    }  # fmt: skip

    assert found == {"worker": level, "beat": level}


def test_lags_and_letters_that_wait_are_told(story):
    story.submitted()
    Message.objects.update(attempts=10, failed_reason="550 zhao@example.org")

    found = {one.area: one for one in work.examine(now=story.now + timedelta(days=9), patience=0)}
    count = Message.objects.count()

    assert (found["lag.sweeper"].level, found["lag.relay"].level) == (BROKEN, OK)
    assert found["mail.letters"].level is WARNING
    assert found["mail.letters"].what.en.startswith(f"Letters: {count} wait for another try, {count} of them failed")
    assert "zhao" not in str(found)


@pytest.mark.parametrize(("days", "level"), [(7, WARNING), (8, OK)])
@pytest.mark.parametrize("fate", ["bounced", "given_up"])
def test_letters_that_came_to_nothing_are_told_for_a_week(story, fate, days, level):
    story.submitted()
    Message.objects.update(mail=fate, attempts=1, reason="refused", failed_reason="550 zhao@example.org")

    found = work._letters(Message.objects.latest("created_at").created_at + timedelta(days=days))

    assert (found.level, "zhao" in str(found)) == (level, False)


@pytest.mark.parametrize(
    ("fate", "days", "level"),
    [
        ({"fate": "waiting", "attempts": 1, "reason": "status"}, 0, WARNING),
        ({"fate": "waiting", "attempts": 1}, 0, OK),
        ({"fate": "failed", "attempts": 10, "reason": "timeout"}, 7, WARNING),
        ({"fate": "failed", "attempts": 10, "reason": "timeout"}, 8, OK),
        ({"fate": "set_aside", "reason": "disabled"}, 0, OK),
    ],
)
def test_events_that_do_not_arrive_are_told_without_the_address(story, fate, days, level):
    hook = Webhook.objects.create(owner=story.secretary, name="台账", url="https://a.example/", created_at=story.now)
    Delivery.objects.create(webhook=hook, kind="ping", created_at=story.now, tried_at=story.now, **fate)

    found = work._events(story.now + timedelta(days=days))

    assert (found.level, "a.example" in str(found)) == (level, False)


@pytest.mark.parametrize(("reason", "level"), [("failing", WARNING), ("gone", WARNING), ("by_owner", OK)])
def test_a_webhook_the_product_has_switched_off_is_told(story, reason, level):
    off = {"active": False, "disabled_at": story.now, "disabled_reason": reason}
    Webhook.objects.create(owner=story.secretary, name="台账", url="https://a.example/", created_at=story.now, **off)

    assert work._events(story.now).level is level


## Settings and ledger


def test_settings_that_open_a_door_are_told(settings):
    settings.DEBUG, settings.SECRET_KEY, settings.ALLOWED_HOSTS = True, "short", ["*"]
    settings.PUBLIC, settings.PUBLIC_URL = object(), "http://ethics.example"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.EMBEDDED = True

    assert levels(setting.examine()) == {
        "settings.key": WARNING,
        "settings.debug": BROKEN,
        "settings.address": OK,
        "settings.cookies": BROKEN,
        "settings.database": WARNING,
        "settings.hosts": WARNING,
    }


def test_settings_of_an_institution_are_sound(settings):
    settings.SECRET_KEY = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP"
    settings.PUBLIC, settings.PUBLIC_URL, settings.EMBEDDED = object(), "https://ethics.example", False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True

    assert set(levels(setting.examine()).values()) == {OK}


@pytest.mark.parametrize("full", [True, False])
def test_a_torn_chain_is_broken(transactional_db, full):
    from tests.world import Story, build  # noqa: PLC0415

    story = Story(build()).submitted()
    assert levels(record.examine(full=full)) == {"ledger": OK}
    append_only.remove(connection)
    try:
        Entry.objects.filter(stream=story.stream, seq=1).update(action="forged")
        (found,) = record.examine(full=full)
    finally:
        append_only.install(connection)

    assert found.level is BROKEN
    assert f"Stream {story.stream}, entry 1" in found.what.en
