"""Who may import whom, who may write what, and where the time is read: held against the source itself."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, STOREYS, imported, lines_with, named, sources

ROOM = [path for path in sources() if path.is_relative_to(ROOT / "regulations")]
LOCKING = {
    "committees/locks.py",
    "ethics_review/broker/transport.py",  # the broker's own table
    "ethics_review/locks.py",
    "ledger/relay.py",  # claiming messages
    "ledger/webhooks.py",  # claiming deliveries
}
INTERFACES = (
    "ethics_review/admin",
    "ethics_review/api/",
    "ethics_review/web/",
    "ethics_review/management/",
    "ethics_review/broker/",
    "ethics_review/health.py",
    "ethics_review/notices.py",
    "ethics_review/operating/",
    "ethics_review/tasks.py",
    "ledger/management/",
    "ledger/tasks.py",
)


def test_the_room_of_the_law_imports_no_framework():
    frameworks = {"django", "rest_framework", "celery", "kombu", "django_fsm", "psycopg", "redis", "structlog"}
    guilty = {
        named(path): found for path in ROOM if (found := {one.split(".")[0] for one in imported(path)} & frameworks)
    }

    assert guilty == {}


def test_the_room_of_the_law_imports_no_other_storey():
    others = set(STOREYS) - {"regulations"}

    assert {named(path) for path in ROOM if {one.split(".")[0] for one in imported(path)} & others} == set()


@pytest.mark.parametrize("number", range(len(STOREYS)))
def test_no_storey_imports_one_above_it(number):
    storey, above = STOREYS[number], set(STOREYS[number + 1 :])
    files = [path for path in sources() if path.is_relative_to(ROOT / storey)]

    assert {named(path) for path in files if {one.split(".")[0] for one in imported(path)} & above} == set()


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(program), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_no_state_is_written_beside_the_door():
    assert lines_with(r"\.update\([^)]*\bstate=", *sources()) == set()
    assert lines_with(r"\.state\s*=[^=]", *sources()) == set()
    assert lines_with(r"bulk_update\([^)]*['\"]state['\"]", *sources()) == set()


def test_only_the_door_gives_permits():
    assert lines_with(r"\bPermit\(", *sources()) == {"ethics_review/engine/fire.py"}


def test_rows_are_locked_where_the_order_of_locks_is_written():
    assert lines_with(r"select_for_update", *sources()) <= LOCKING
    assert lines_with(r"select_for_update", *sources()) >= {"committees/locks.py", "ethics_review/locks.py"}


def test_the_record_is_written_by_the_ledger_alone():
    made = r"(?<!class )\b(Entry|Deadline|Message)(\.objects\.(create|bulk_create|get_or_create|update_or_create)\(|\()"
    writing = lines_with(made, *sources())

    assert writing == {
        "ledger/operations/deadlines.py",
        "ledger/operations/entries.py",
        "ledger/operations/messages.py",
        "ledger/operations/writing.py",
        "ethics_review/broker/transport.py",
    }  # the last has a Message of its own
    assert "ledger" not in imported(ROOT / "ethics_review/broker/transport.py")


def test_the_clock_is_read_in_the_interfaces_alone():
    reading = lines_with(
        r"timezone\.now|datetime\.now|datetime\.today|date\.today|utcnow|time\.time\(|localdate", *sources()
    )

    assert {path for path in reading if not path.startswith(INTERFACES)} == set()


def test_no_signal_carries_the_procedure():
    assert lines_with(r"@receiver|\.connect\(|post_save|pre_save|post_transition|pre_transition", *sources()) == set()


def test_the_maintained_machine_is_installed_and_the_inactive_one_is_not():
    assert distribution("django-fsm-2").version >= "4.2"
    with pytest.raises(PackageNotFoundError):
        distribution("django-fsm")


def test_nothing_is_left_to_do_or_printed():
    assert lines_with(r"\bprint\(", *sources()) == set()
    marks = [
        named(path) for path in sources() if any(word in path.read_text("utf-8") for word in ("TODO", "FIXME", "XXX"))
    ]
    assert marks == []
