"""Which tests are run again on another store, and that the rest could not tell it from the first."""

import pytest
from django.db import connection


def test_whoever_has_not_asked_for_the_database_is_kept_from_it(request):
    assert request.node.get_closest_marker("stores") is None

    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


def test_whoever_has_is_run_again_on_the_next_store(request, db):
    assert request.node.get_closest_marker("stores") is not None


@pytest.mark.django_db
def test_whoever_is_marked_is_run_again_as_well(request):
    assert request.node.get_closest_marker("stores") is not None
