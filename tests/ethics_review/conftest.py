"""What the tests of the review share: the world, a story in it, and what a refusal must look like."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ethics_review.engine import InputInvalid
from ledger.chain import verify
from ledger.models import Entry
from regulations.refusal import Refused
from tests.world import Story, World, build

STOREYS = ("committees", "ethics_review", "ledger")


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def story(world) -> Story:
    return Story(world)


@pytest.fixture
def everything():
    """Every row of the three storeys that keep the record, to compare before and after."""

    def read():
        models = [model for storey in STOREYS for model in apps.get_app_config(storey).get_models()]
        return {model.__name__: sorted(model.objects.values_list(), key=lambda row: row[0]) for model in models}

    return read


@pytest.fixture
def refused(everything):
    """The reasons for which the act inside is refused, as (code, cite), in order; asserts that it wrote nothing.

    Whether an article's number is certain ("?") is the pack's own matter.
    """

    @contextmanager
    def expect(*reasons):
        before, outcome = everything(), SimpleNamespace(figures=None)
        with pytest.raises(Refused) as caught:
            yield outcome
        found = [(refusal.code, str(refusal.source.cite).rstrip("?")) for refusal in caught.value.refusals]
        outcome.figures = [dict(refusal.figures) for refusal in caught.value.refusals]
        assert found == list(reasons)
        assert everything() == before

    return expect


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
