"""The main job as a newcomer could watch it: `manage.py up` on an empty directory, and a script that speaks HTTP."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ethics_review.demo import LOGINS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.subprocess


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def product(tmp_path, port):
    """The embedded product with its demo; yields what it said until it was ready."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", f"--port={port}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    yield "".join(lines)
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=60)
    finally:
        process.kill()


@pytest.mark.timeout(900)
def test_each_dossier_is_walked_to_its_end_over_http(product, port):
    assert all(username in product and password in product for username, password, *_ in LOGINS)

    walked = subprocess.run(
        [sys.executable, "scripts/walk_dossiers.py", f"--base=http://127.0.0.1:{port}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert walked.returncode == 0, walked.stdout[-4000:] + walked.stderr[-4000:]
    assert walked.stdout.count("ends as expected") == 8
    assert walked.stdout.splitlines()[-1].startswith("8 of 8 dossiers reached their end; ")


@pytest.mark.timeout(300)
def test_walk_stops_where_nobody_can_log_in(product, port):
    walked = subprocess.run(
        [sys.executable, "scripts/walk_dossiers.py", f"--base=http://127.0.0.1:{port}", "--password=wrong"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert product
    assert walked.returncode == 1
    assert walked.stdout.splitlines()[-1].startswith(
        "FAILED after 0 of 8 dossiers: Unexpected: song.xiaohe cannot log in"
    )
