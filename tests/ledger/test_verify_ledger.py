from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import chain
from ledger.models import Entry


@pytest.fixture
def verify():
    """Runs the command and returns what it says."""

    def run(*arguments):
        out = StringIO()
        call_command("verify_ledger", *arguments, stdout=out)
        return out.getvalue().strip()

    return run


@pytest.fixture
def refused(verify):
    """Runs the command, which must find fault; returns its sentence after checking the exit code."""

    def run(*arguments, code=1):
        with pytest.raises(CommandError) as fault:
            verify(*arguments)
        assert fault.value.returncode == code
        return str(fault.value)

    return run


@pytest.fixture
def entries(append):
    return [append(stream=f"case:2026-000{number}") for number in (1, 2) for _ in range(3)]


def forge(entry, **changed):
    Entry.objects.filter(pk=entry.pk).update(**changed)


def test_an_untouched_ledger_holds(entries, verify):
    assert verify() == "留痕完整：2 个流，6 条。 The ledger holds: 2 streams, 6 entries."


def test_an_empty_ledger_holds(db, verify):
    assert verify() == "留痕完整：0 个流，0 条。 The ledger holds: 0 streams, 0 entries."


def test_a_changed_body_is_named(entries, unguarded, refused):
    unguarded()
    forge(entries[4], body='{"revision":2}')

    sentence = refused()

    assert sentence.startswith("流 case:2026-0002 第 1 条：内容与哈希不符")
    assert "Stream case:2026-0002, entry 1: its content does not match its hash" in sentence
    assert sentence.endswith(f"{entries[4].hash} is stored.")


def test_only_the_first_of_several_faults_is_named(entries, unguarded, refused):
    unguarded()
    forge(entries[5], action="case.approve")
    forge(entries[1], action="case.approve")

    assert "Stream case:2026-0001, entry 1:" in refused()


def test_a_removed_entry_is_named(entries, unguarded, refused):
    unguarded()
    Entry.objects.filter(pk=entries[1].pk).delete()

    assert "Stream case:2026-0001, entry 1: entry 1 belongs here, entry 2 stands here" in refused()


def test_an_entry_hashed_anew_is_betrayed_by_the_next(entries, unguarded, refused):
    unguarded()
    values = Entry.objects.filter(pk=entries[0].pk).values(*chain.Row._fields).get() | {"role": "chair"}
    del values["hash"]
    forge(entries[0], role="chair", hash=chain.link(**values))

    assert "Stream case:2026-0001, entry 1: it should point back to the hash" in refused()


def test_one_stream_can_be_verified_alone(entries, unguarded, verify, refused):
    unguarded()
    forge(entries[0], body="{}")

    assert "1 streams, 3 entries" in verify("--stream", "case:2026-0002")
    assert "Stream case:2026-0001, entry 0" in refused("--stream", "case:2026-0001")


def test_a_stream_that_is_not_there_does_not_pass_as_sound(entries, refused):
    assert "There is no stream case:2026-0009." in refused("--stream", "case:2026-0009", code=2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds no text that is not UTF-8")
def test_text_that_cannot_be_read_is_placed(entries, unguarded, refused):
    unguarded()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET body = CAST(x'ff' AS text) WHERE id = %s", [entries[4].pk])

    sentence = refused()

    assert "The ledger cannot be read after stream case:2026-0002, entry 0" in sentence
    assert "Could not decode to UTF-8" in sentence


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds no text that is not UTF-8")
def test_a_ledger_that_cannot_be_read_at_all_is_said_so(entries, unguarded, refused):
    unguarded()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry RENAME COLUMN body TO text")

    assert "The ledger cannot be read from the start: no such column" in refused()


def test_rows_are_read_in_chunks(entries, verify, monkeypatch):
    monkeypatch.setattr("ledger.management.commands.verify_ledger.CHUNK", 2)

    assert "2 streams, 6 entries" in verify()
