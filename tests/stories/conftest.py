import pytest

from tests import builders


@pytest.fixture
def stage(db):
    return builders.stage()
