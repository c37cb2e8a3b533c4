import pytest

from tests import builders
from tests.replaying import is_reproduced


@pytest.fixture
def stage(db):
    return builders.stage()


@pytest.fixture(autouse=True)
def replayed(db):
    """Every case of every story, replayed under its own pack when the story ends, comes out as it was."""
    yield
    assert is_reproduced()
