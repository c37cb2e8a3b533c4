"""What every test may use."""

import gc
from os import sep
from pathlib import Path
from weakref import WeakSet

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from tests import emptying, once
from tests.receivers import receiving
from tests.recollection import LISTENING, recollection

STORES = {"db", "transactional_db", "live_server"}
PROCESSES = ("chaos", "commands", "e2e", "ethics_review/operating", "infrastructure")
"""Where tests start the product itself, or read its settings."""

SELDOM = (200_000, 20, 50)
"""After how many new objects, and rounds of younger ones, the collector looks for what nobody holds."""


def pytest_collection_finish():
    """What was collected stays to the end: the collector need not look through it again, nor so often at the rest.

    A tenth of what a test takes; a process stays below half a gigabyte.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark what might tell one store from another: `-m stores` is what is worth running again on the next one.

    The rest is told alike on every store: whoever has not asked for the database is kept from it by pytest-django.
    """
    places = tuple(f"{Path(__file__).parent / place}{sep}" for place in PROCESSES)
    for item in items:
        asks = item.get_closest_marker("django_db") or STORES & set(getattr(item, "fixturenames", ()))
        if asks or str(item.path).startswith(places):
            item.add_marker("stores")


@pytest.fixture(scope="session", autouse=True)
def statements_are_followed():
    """In the thread in which the tests run."""
    with connection.execute_wrapper(recollection.follow):
        yield


@pytest.fixture(scope="session", autouse=True)
def replacements(ledger_can_be_emptied, static_files_are_found_once):
    """Every patch made from here on, by whatever fixture or test."""
    made, init = WeakSet(), pytest.MonkeyPatch.__init__

    def known(patch):
        init(patch)
        made.add(patch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pytest.MonkeyPatch, "__init__", known)
        yield made


@pytest.fixture(autouse=True)
def steps_are_recalled(request, replacements):
    """From an empty database on, and until a part of the product is replaced; never where more than rows is watched."""
    listening = bool(LISTENING & set(request.fixturenames))
    recollection.forget(watched=lambda: listening or any(one._setattr or one._setitem for one in replacements))


# How fast examples are made and run is the machine's affair, which may be busy; what is measured is in benchmarks/.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


@pytest.fixture(scope="session", autouse=True)
def ledger_can_be_emptied():
    """Let transactional tests clean up: emptying the tables is exactly what the ledger's triggers refuse."""

    def empty(case):
        for alias in case._databases_names(include_mirrors=False):
            emptying.empty(connections[alias])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once():
    with once.static_files():
        yield


@pytest.fixture
def receiver(settings):
    """Where webhooks are told, on the loopback, which the operator allows."""
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with receiving() as one:
        yield one
