"""A short storm on each store, as `make chaos` runs it for longer: nothing is lost, nothing is told twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.chaos,
    pytest.mark.subprocess,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds who works by /proc"),
]


@pytest.mark.skipif(
    connection.vendor == "postgresql" and shutil.which("redis-server") is None, reason="needs a Redis to kill"
)
def test_nothing_is_lost_and_nothing_told_twice_while_workers_are_killed():
    """On PostgreSQL and a Redis of its own where the suite runs on PostgreSQL, else on the embedded store."""
    store = "servers" if connection.vendor == "postgresql" else "embedded"
    words = ["--store", store, "--kills", "20", "--seconds", "400", "--cases", "300", "--every", "5"]
    environment = {name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.run", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=880,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ledger verified: True" in done.stdout
    assert "AMISS" not in done.stdout
