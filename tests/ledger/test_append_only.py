"""The database refuses, whoever asks and however: the attacks are tried on both databases."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks
from django.db import IntegrityError, NotSupportedError, connection, transaction

from ledger import append_only, chain, checks
from ledger.models import Entry

COLUMNS = "id, stream, seq, action, body, actor_id, role, at, prev, hash"
SQLITE = connection.vendor == "sqlite"
sqlite_only = pytest.mark.skipif(not SQLITE, reason="INSERT OR … is SQLite's own")
postgresql_only = pytest.mark.skipif(SQLITE, reason="SQLite has no such statement; its DELETE is tried above")


def everything():
    return list(Entry.objects.order_by("pk").values_list())


def sql(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def row(entry, **changed):
    """The values of a further row like `entry`, correctly linked behind it unless changed."""
    values = {
        "id": entry.pk + 1000,
        "stream": entry.stream,
        "seq": entry.seq + 1,
        "action": "case.approve",
        "body": "{}",
        "actor_id": entry.actor_id,
        "role": entry.role,
        "at": entry.at,
        "prev": entry.hash,
        "hash": "f" * 64,
    } | changed
    return [values[name] for name in COLUMNS.split(", ")]


def insert(verb, values, tail=""):
    sql(f"{verb} INTO ledger_entry ({COLUMNS}) VALUES ({', '.join(['%s'] * 10)}) {tail}", values)


@pytest.fixture
def entries(append):
    written = [append(), append(), append(stream="case:2026-0002")]
    connection.check_constraints()  # else PostgreSQL would refuse TRUNCATE for its own reasons, not for the trigger
    return written


@pytest.fixture
def refused(entries):
    """Runs an attack, which must be refused by the database and must have changed nothing."""

    def attempt(attack):
        before = everything()
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            attack()
        assert everything() == before
        return str(refusal.value)

    return attempt


def test_update_by_sql_is_refused(refused):
    assert append_only.REFUSAL in refused(lambda: sql("UPDATE ledger_entry SET body = '{}' WHERE seq = 0"))


def test_update_by_queryset_is_refused(refused):
    assert append_only.REFUSAL in refused(lambda: Entry.objects.filter(seq=0).update(role="chair"))


def test_bulk_update_is_refused(refused, entries):
    entries[0].action = "case.approve"

    assert append_only.REFUSAL in refused(lambda: Entry.objects.bulk_update(entries[:1], ["action"]))


def test_saving_again_is_refused(refused, entries):
    entries[0].action = "case.approve"

    assert append_only.REFUSAL in refused(entries[0].save)


def test_delete_by_sql_is_refused(refused):
    assert append_only.REFUSAL in refused(lambda: sql("DELETE FROM ledger_entry"))


def test_delete_by_queryset_is_refused(refused):
    assert append_only.REFUSAL in refused(lambda: Entry.objects.filter(seq=1).delete())


def test_deleting_the_last_entry_is_refused(refused, entries):
    assert append_only.REFUSAL in refused(entries[1].delete)


@postgresql_only
def test_truncate_is_refused(refused):
    assert append_only.REFUSAL in refused(lambda: sql("TRUNCATE ledger_entry CASCADE"))


@sqlite_only
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replacing_a_row_by_its_id_is_refused(refused, entries, verb, recursive):
    # The new row starts a stream of its own, so that nothing but its id gives the attack away.
    values = row(entries[0], id=entries[0].pk, stream="case:2026-0009", seq=0, prev=chain.GENESIS)
    sql(f"PRAGMA recursive_triggers = {recursive}")
    try:
        assert append_only.BROKEN_LINK in refused(lambda: insert(verb, values))
    finally:
        sql("PRAGMA recursive_triggers = ON")


@sqlite_only
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT OR IGNORE"])
def test_replacing_a_row_by_its_place_is_refused(refused, entries, verb):
    values = row(entries[0], seq=0, prev=chain.GENESIS)

    assert append_only.BROKEN_LINK in refused(lambda: insert(verb, values))


@sqlite_only
def test_updating_by_replacement_is_refused(refused):
    attack = "UPDATE OR REPLACE ledger_entry SET seq = 0 WHERE seq = 1"

    assert append_only.REFUSAL in refused(lambda: sql(attack))


@sqlite_only
def test_an_id_that_could_hide_from_the_trigger_is_refused(refused, entries):
    assert "entry_id_positive" in refused(lambda: insert("INSERT", row(entries[1], id=-1)))


def test_upsert_on_the_place_is_refused(refused, entries):
    values = row(entries[0], seq=0, prev=chain.GENESIS)
    tail = "ON CONFLICT (stream, seq) DO UPDATE SET body = '{}'"

    assert append_only.BROKEN_LINK in refused(lambda: insert("INSERT", values, tail))


def test_upsert_on_the_id_is_refused(refused, entries):
    values = row(entries[1], id=entries[0].pk)

    refused(lambda: insert("INSERT", values, "ON CONFLICT (id) DO UPDATE SET body = '{}'"))


@pytest.mark.parametrize("seq", [0, 1, 3])
def test_an_entry_out_of_turn_is_refused(refused, entries, seq):
    assert append_only.BROKEN_LINK in refused(lambda: insert("INSERT", row(entries[1], seq=seq)))


def test_an_entry_that_points_elsewhere_is_refused(refused, entries):
    attack = row(entries[1], prev=entries[2].hash)

    assert append_only.BROKEN_LINK in refused(lambda: insert("INSERT", attack))


@pytest.mark.parametrize(("seq", "prev"), [(1, chain.GENESIS), (0, "a" * 64)])
def test_a_stream_begins_at_zero_behind_nothing(refused, entries, seq, prev):
    attack = row(entries[1], stream="case:2026-0009", seq=seq, prev=prev)

    assert append_only.BROKEN_LINK in refused(lambda: insert("INSERT", attack))


def test_the_next_entry_is_let_in(entries):
    insert("INSERT", row(entries[1]))

    assert Entry.objects.filter(stream=entries[1].stream).count() == 3


def test_several_entries_of_one_statement_are_linked_among_themselves(entries):
    first = Entry(**dict(zip(COLUMNS.split(", "), row(entries[1]), strict=True)))
    second = Entry(**dict(zip(COLUMNS.split(", "), row(first, hash="e" * 64), strict=True)))

    Entry.objects.bulk_create([first, second])

    assert Entry.objects.filter(stream=first.stream).count() == 4


def test_triggers_can_be_lifted_and_put_back(entries, unguarded):
    assert append_only.installed(connection)

    unguarded()
    Entry.objects.filter(seq=1).update(body='{"forged":true}')

    assert not append_only.installed(connection)
    connection.check_constraints()
    append_only.install(connection)
    append_only.install(connection)
    assert append_only.installed(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(seq=1).update(body="{}")


@postgresql_only
def test_a_trigger_that_is_switched_off_counts_as_missing(db):
    sql("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_change")

    assert not append_only.installed(connection)


@pytest.mark.parametrize("ask", [append_only.install, append_only.remove])
def test_a_database_without_known_triggers_is_refused(ask):
    unknown = SimpleNamespace(vendor="oracle")

    with pytest.raises(NotSupportedError, match="oracle"):
        ask(unknown)
    assert not append_only.installed(unknown)


def test_check_notices_missing_triggers(unguarded):
    assert run_checks(tags=[Tags.database], databases=["default"]) == []

    unguarded()

    assert run_checks(tags=[Tags.database], databases=["default"]) == [checks.MISSING]


def test_check_says_nothing_without_a_database():
    assert checks.triggers_present(databases=None) == []


@pytest.mark.django_db(transaction=True)
def test_migration_is_reversible():
    migration = importlib.import_module("ledger.migrations.0002_append_only")

    with connection.schema_editor() as editor:
        migration.remove(apps, editor)
        gone = not append_only.installed(connection)
        migration.install(apps, editor)

    assert gone
    assert append_only.installed(connection)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_transactional_tests_leave_no_entry_and_no_trigger_behind(append, turn):
    """Twice, because the second turn sees what the first one's clean-up did."""
    assert append_only.installed(connection)
    assert everything() == []

    with transaction.atomic():
        append()
