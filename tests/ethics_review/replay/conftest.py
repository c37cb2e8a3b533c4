import pytest

from committees.models import Seat
from tests.regulations.overlays import house, laid, law


@pytest.fixture
def stricter(tmp_path):
    """The measures of 2026 with some of their figures raised; laid for the test alone, and adopted by nobody."""
    return lambda *entries: laid(tmp_path, law(*entries))


@pytest.fixture
def narrower(tmp_path):
    """The measures of 2026 with a house's own narrower bounds."""
    return lambda *entries: laid(tmp_path, house(*entries))


@pytest.fixture
def world(world):
    """Somebody of the committee brings what the general measures ask for besides: a member of the sciences."""
    Seat.objects.filter(committee=world.body, person=world.chair).update(categories=["ai_technology", "science"])
    return world
