"""A world for acts that race: committed, because other threads must see it."""

import pytest

from tests.world import World, build


@pytest.fixture
def world(transactional_db) -> World:
    return build()
