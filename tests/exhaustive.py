"""Which tests of the proof run: a few of each kind while one works, all of them in CI (EXHAUSTIVE=1)."""

import os

import pytest

EXHAUSTIVE = os.environ.get("EXHAUSTIVE") == "1"
exhaustive = pytest.mark.skipif(not EXHAUSTIVE, reason="runs in CI, or with EXHAUSTIVE=1")
