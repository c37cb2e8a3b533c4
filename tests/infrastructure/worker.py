"""A Celery application for child processes of the tests: the product's own, with one task that leaves a trace."""

import os
import time
from pathlib import Path

from ethics_review.celery import app


@app.task(name="tests.mark")
def mark(*, number: int, path: str, seconds: float) -> None:
    """Works for a while, then appends its number to a file. A single short write, so lines never mix."""
    time.sleep(seconds)
    descriptor = os.open(Path(path), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{number}\n".encode())
    os.close(descriptor)
