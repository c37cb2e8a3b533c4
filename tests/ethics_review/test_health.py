"""Liveness and readiness: what turns callers away, and what is only told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ethics_review.models import Case
from ethics_review.operating.models import Kind, Sign
from ledger import append_only
from ledger.models import Message
from tests.world import MORNING

OCTOBER, NOVEMBER = datetime(2026, 10, 31, 15, 59, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)


def give_signs(moment, **silent):
    """A worker and a beat, each seen at `moment` or as many seconds before it as named."""
    for kind in (Kind.WORKER, Kind.BEAT):
        seen = moment - timedelta(seconds=silent.get(kind, 0))
        Sign.objects.update_or_create(kind=kind, host="h", pid=1, defaults={"started_at": seen, "seen_at": seen})


@pytest.fixture
def readyz(client):
    def ask(moment=MORNING, *, signs=True, **silent):
        if signs:
            give_signs(moment, **silent)
        with time_machine.travel(moment, tick=False):
            answer = client.get("/readyz")
        return answer.status_code, answer.json()

    return ask


def test_process_answers(client):
    assert client.get("/healthz").content == b"ok"


def test_installation_is_ready(db, readyz):
    status, report = readyz()
    free = report.pop("free_bytes")

    assert free > 0
    assert (status, report) == (
        200,
        {
            "status": "ready",
            "database": True,
            "migrated": True,
            "triggers": True,
            "packs": True,
            "storage": True,
            "worker_seconds": 0,
            "beat_seconds": 0,
            "oldest_unswept_seconds": 0,
            "oldest_unsent_seconds": 0,
            "calendars_missing": [],
        },
    )


@pytest.mark.parametrize("kind", ["worker", "beat"])
@pytest.mark.parametrize(("silent", "status"), [(120, "ready"), (121, "lagging")])
def test_worker_or_beat_that_is_silent_is_told_and_turns_nobody_away(db, readyz, kind, silent, status):
    code, report = readyz(**{kind: silent})

    assert (code, report["status"], report[f"{kind}_seconds"]) == (200, status, silent)


def test_a_second_worker_that_works_is_enough(db, readyz):
    Sign.objects.create(kind=Kind.WORKER, host="other", pid=1, started_at=MORNING, seen_at=MORNING)

    assert readyz(worker=3000)[1]["worker_seconds"] == 0


def test_no_worker_and_no_beat_is_told_and_turns_nobody_away(db, readyz):
    status, report = readyz(signs=False)

    assert (status, report["status"], report["worker_seconds"], report["beat_seconds"]) == (200, "lagging", None, None)


@pytest.mark.parametrize(("moment", "missing"), [(OCTOBER, []), (NOVEMBER, [2027])])
def test_next_years_days_off_are_missed_from_november_in_shanghai_and_turn_nobody_away(db, readyz, moment, missing):
    status, report = readyz(moment)

    assert (status, report["status"], report["calendars_missing"]) == (200, "ready", missing)


def test_a_live_case_without_its_pack_turns_everybody_away(story, readyz):
    story.submitted()
    assert readyz(story.now)[1]["packs"] is True
    Case.objects.update(pinned_at=story.now, pack_id="general-2023", pack_version="0", pack_digest="gone")

    status, report = readyz(story.now)

    assert (status, report["packs"], report["status"]) == (503, False, "unavailable")


def test_storage_that_cannot_be_written_turns_everybody_away(db, readyz, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("os.access", lambda path, _mode: path != tmp_path)  # root may write anywhere

    status, report = readyz()

    assert (status, report["storage"], report["status"]) == (503, False, "unavailable")


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

    monkeypatch.setattr("ethics_review.health.migrated", silent)

    assert readyz() == (503, {"status": "unavailable", "database": False})
