"""What every test may use."""

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from ledger import append_only

# How fast examples are made and run is the machine's affair, which may be busy; what is measured is in benchmarks/.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_emptied():
    """Let transactional tests clean up: emptying the tables is exactly what the ledger's triggers refuse."""
    empty = TransactionTestCase._fixture_teardown

    def lift_empty_restore(case):
        guarded = [connections[alias] for alias in case._databases_names(include_mirrors=False)]
        for connection in guarded:
            append_only.remove(connection)
        try:
            empty(case)
        finally:
            for connection in guarded:
                append_only.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_empty_restore)
        yield
