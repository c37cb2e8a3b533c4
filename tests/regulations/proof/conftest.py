"""What every test of the proof shares: the measures of 2026, proved once."""

import pytest

from regulations.proof import Memory, prove
from tests.regulations.proof.mutants import GOOD


@pytest.fixture(scope="session")
def memory():
    """What the lines that are not broken lead to is found once for all broken packs."""
    return Memory()


@pytest.fixture(scope="session")
def proof(memory):
    return prove(GOOD, memory=memory)
