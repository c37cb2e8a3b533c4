"""Liveness and readiness: what turns callers away, and what is only told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ledger import append_only
from ledger.models import Message
from tests.world import MORNING


@pytest.fixture
def readyz(client):
    def ask(moment=MORNING):
        with time_machine.travel(moment, tick=False):
            answer = client.get("/readyz")
        return answer.status_code, answer.json()

    return ask


def test_process_answers(client):
    assert client.get("/healthz").content == b"ok"


def test_installation_is_ready(db, readyz):
    assert readyz() == (
        200,
        {
            "status": "ready",
            "database": True,
            "migrated": True,
            "triggers": True,
            "oldest_unswept_seconds": 0,
            "oldest_unsent_seconds": 0,
        },
    )


def test_sweeper_and_relay_that_lag_are_told_and_turn_nobody_away(story, readyz):
    story.submitted()
    due = story.now + timedelta(days=6)
    looked = readyz(due)

    assert looked[0] == 200
    assert looked[1]["status"] == "lagging"
    assert looked[1]["oldest_unswept_seconds"] > 24 * 3600
    assert looked[1]["oldest_unsent_seconds"] == 6 * 24 * 3600


@pytest.mark.parametrize(("late", "status"), [(300, "ready"), (301, "lagging")])
def test_five_minutes_are_tolerated(story, readyz, late, status):
    story.submitted()

    assert readyz(story.now + timedelta(seconds=late))[1]["status"] == status


def test_message_held_back_after_a_failure_is_not_late(story, readyz):
    story.submitted()
    Message.objects.update(attempts=1)

    assert readyz(story.now + timedelta(hours=1))[1]["oldest_unsent_seconds"] == 0


def test_message_that_waits_for_the_morning_is_late_only_after_it(story, readyz):
    story.submitted()
    morning = story.now + timedelta(hours=9)
    Message.objects.update(reason="quiet_hours", claimed_until=morning)

    assert readyz(morning - timedelta(seconds=1))[1]["oldest_unsent_seconds"] == 0
    assert readyz(morning + timedelta(seconds=301))[1]["oldest_unsent_seconds"] == 301


def test_pending_migration_turns_everybody_away(db, readyz):
    latest = MigrationLoader(connection).graph.leaf_nodes("accounts")[0]
    MigrationRecorder(connection).record_unapplied(*latest)

    status, report = readyz()

    assert (status, report["migrated"], report["status"]) == (503, False, "unavailable")


def test_ledger_without_its_triggers_turns_everybody_away(transactional_db, readyz):
    append_only.remove(connection)
    try:
        status, report = readyz()
    finally:
        append_only.install(connection)

    assert (status, report["triggers"], report["status"]) == (503, False, "unavailable")


def test_database_that_does_not_answer_turns_everybody_away(db, readyz, monkeypatch):
    def silent(*_):
        raise OperationalError("connection refused to 10.0.0.1")

    monkeypatch.setattr("ethics_review.health._migrated", silent)

    assert readyz() == (503, {"status": "unavailable", "database": False})
