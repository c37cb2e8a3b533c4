"""What the tests of the review share: the world, a story in it, and what a refusal must look like."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethics_review.engine import InputInvalid
from ledger.chain import verify
from ledger.models import Entry
from tests import unwritten
from tests.world import Story, World, build


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def story(world) -> Story:
    return Story(world)


@pytest.fixture
def everything():
    return unwritten.everything


@pytest.fixture
def refused():
    return unwritten.refused


@pytest.fixture
def invalid(everything):
    """The problems of the input inside, as (path, code), in order; asserts that it wrote nothing."""

    @contextmanager
    def expect(*problems):
        before = everything()
        with pytest.raises(InputInvalid) as caught:
            yield
        assert [(problem.path, problem.code) for problem in caught.value.problems] == list(problems)
        assert everything() == before

    return expect


@pytest.fixture
def statements():
    """How many statements a call takes."""

    def counted(call, *arguments, **words):
        with CaptureQueriesContext(connection) as queries:
            call(*arguments, **words)
        return len(queries)

    return counted


@pytest.fixture
def chain_holds():
    """Whether every stream of the ledger verifies."""
    names = ("stream", "seq", "action", "body", "actor_id", "role", "at", "prev", "hash")
    return lambda: verify(Entry.objects.order_by("stream", "seq").values_list(*names)) is None
