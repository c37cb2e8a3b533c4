"""The database begins to refuse changes to what happened. Reversible; touches no row."""

from django.db import migrations

from ledger import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_schema")]

    operations = [migrations.RunPython(install, remove)]
