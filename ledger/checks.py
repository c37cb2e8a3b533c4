"""Whether the database still refuses to change the ledger. Run by `migrate` and by `check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from ledger import append_only

MISSING = Error(
    "账本表缺少防篡改触发器。 The triggers that keep the ledger append-only are missing.",
    hint=(
        "请查明触发器因何丢失，运行 verify_ledger，再按下述命令装回。 "
        "Find out what removed them, run verify_ledger, then put them back: manage.py shell -c "
        '"from django.db import connection; from ledger import append_only; append_only.install(connection)"'
    ),
    id="ledger.E001",
)


def triggers_present(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Nothing is said of a database that has not been migrated that far."""
    return [
        MISSING
        for alias in databases or ()
        if ("ledger", "0002_append_only") in MigrationRecorder(connections[alias]).applied_migrations()
        and not append_only.installed(connections[alias])
    ]
