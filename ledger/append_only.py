"""The database's own refusal to change what happened, on both databases.

An entry can be added at the end of its stream and nowhere else, must point back to the entry before it, and can
then be neither changed nor removed, whichever program asks. Used by the migration, by the system check and by the
tests, which must lift the triggers to empty a table. An owner of the database can drop them: that is what
`verify_ledger` is for. SQL only; no model is imported, so that old migrations keep working.
"""

from collections.abc import Sequence

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.chain import GENESIS

TABLE = "ledger_entry"
REFUSAL = "the ledger is append-only"
BROKEN_LINK = "the ledger expects the next seq of the stream and the hash of its last entry"

# INSERT OR REPLACE deletes the row it replaces without firing the delete trigger, hence the look at NEW.id:
# (stream, seq) cannot clash, being next in line, and the id is the only other key a row could be replaced by.
SQLITE = {
    "ledger_entry_link": f"""
        CREATE TRIGGER ledger_entry_link BEFORE INSERT ON {TABLE}
        WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), -1) + 1 FROM {TABLE} WHERE stream = NEW.stream)
          OR NEW.prev IS NOT ifnull(
               (SELECT hash FROM {TABLE} WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1), '{GENESIS}')
          OR EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{BROKEN_LINK}'); END""",  # noqa: S608 -- names of this module
    "ledger_entry_no_update": f"""
        CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    "ledger_entry_no_delete": f"""
        CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
}

# Both functions raise class 23, so that a refusal reaches Python as IntegrityError, as it does on SQLite.
POSTGRESQL_FUNCTIONS = {
    "ledger_entry_link": f"""
        CREATE OR REPLACE FUNCTION ledger_entry_link() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE head record;
        BEGIN
          SELECT seq, hash INTO head FROM {TABLE} WHERE stream = NEW.stream ORDER BY seq DESC LIMIT 1;
          IF NEW.seq IS DISTINCT FROM coalesce(head.seq, -1) + 1
             OR NEW.prev IS DISTINCT FROM coalesce(head.hash, '{GENESIS}') THEN
            RAISE EXCEPTION '{BROKEN_LINK}' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$""",  # noqa: S608 -- as above
    "ledger_entry_refuse": f"""
        CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
}
POSTGRESQL = {
    "ledger_entry_link": f"""
        CREATE TRIGGER ledger_entry_link BEFORE INSERT ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_link()""",
    "ledger_entry_no_change": f"""
        CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()""",
    "ledger_entry_no_truncate": f"""
        CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()""",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, whichever of them were there before."""
    remove(connection)  # refuses a database it does not know
    if connection.vendor == "sqlite":
        _run(connection, tuple(SQLITE.values()))
    else:
        _run(connection, (*POSTGRESQL_FUNCTIONS.values(), *POSTGRESQL.values()))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: for the reversed migration, and for tests that empty the table."""
    match connection.vendor:
        case "sqlite":
            _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE])
        case "postgresql":
            _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in POSTGRESQL])
            _run(connection, [f"DROP FUNCTION IF EXISTS {name}()" for name in POSTGRESQL_FUNCTIONS])
        case vendor:
            raise NotSupportedError(f"the ledger knows no append-only trigger for {vendor}")


def installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger is in place and, on PostgreSQL, switched on."""
    match connection.vendor:
        case "sqlite":
            wanted, query = SQLITE, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        case "postgresql":
            wanted = POSTGRESQL
            query = (
                "SELECT tgname FROM pg_trigger"
                " WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') AND NOT tgisinternal"
            )
        case _:
            return False
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return set(wanted) <= {name for (name,) in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
