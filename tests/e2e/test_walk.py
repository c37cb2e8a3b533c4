"""The main job as a newcomer could watch it: `manage.py up` on an empty directory, and a script that speaks HTTP."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

import psycopg
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
def store(tmp_path):
    """Where the product keeps its record: the embedded default, or a database of its own on the suite's server."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server, name = url.rsplit("/", 1)[0], f"walk_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": f"{server}/{name}"}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def product(tmp_path, port, store):
    """The product with its demo, started on an empty directory; yields what it said until it was ready."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", f"--port={port}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data"), **store},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    # A line for each request: unread, they would fill the pipe and hold up the product.
    reader = threading.Thread(target=lambda: deque(process.stdout, maxlen=0))
    reader.start()
    yield "".join(lines)
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=60)
    finally:
        process.kill()
        reader.join()
        process.stdout.close()


@pytest.fixture
def walk(port):
    """Runs the script against the product."""

    def run(*more):
        script = [sys.executable, "scripts/walk_dossiers.py", f"--base=http://127.0.0.1:{port}", *more]
        return subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


@pytest.mark.timeout(900)
def test_each_dossier_is_walked_to_its_end_over_http(product, walk):
    assert "Ctrl-C" in product, product

    stopped, walked = walk("--password=wrong"), walk()

    assert all(username in product and password in product for username, password, *_ in LOGINS)
    assert stopped.returncode == 1
    assert "FAILED after 0 of 8 dossiers: Unexpected: song.xiaohe cannot log in" in stopped.stdout
    assert walked.returncode == 0, walked.stdout[-4000:] + walked.stderr[-4000:]
    assert walked.stdout.count("ends as expected") == 8
    assert walked.stdout.splitlines()[-1].startswith("8 of 8 dossiers reached their end; ")
