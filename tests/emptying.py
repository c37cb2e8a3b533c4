"""How a transactional test leaves the database: with no rows but those that say which models and permissions exist.

Django would empty every table, written or not, and fill these two anew: on PostgreSQL half a second after each test.
"""

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger import append_only

KEPT = {"django_content_type", "auth_permission", "django_migrations"}
"""They are made with the tables, and no test writes them."""


def empty(connection: BaseDatabaseWrapper) -> None:
    """Delete every row in one transaction, in which the ledger's triggers are lifted; they are in place afterwards.

    Keys are examined at its end, so that the order does not matter. On SQLite numbers begin anew as well: whatever is
    told in an empty database is then told as it was the first time, and is recalled.
    """
    with transaction.atomic(using=connection.alias):
        append_only.remove(connection)
        with connection.cursor() as cursor:
            for table in filled(connection):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a table of the schema
            if connection.vendor == "sqlite":
                kept = ", ".join(f"'{name}'" for name in sorted(KEPT))
                cursor.execute(f"DELETE FROM sqlite_sequence WHERE name NOT IN ({kept})")  # noqa: S608 -- as above
        append_only.install(connection)


def filled(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables to be emptied that hold a row, asked for in one statement."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    quoted = {name: connection.ops.quote_name(name) for name in sorted(tables)}
    parts = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {told})" for name, told in quoted.items()]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return [name for (name,) in cursor.fetchall()]
