"""Every row of the storeys that keep the record, and the refusal after which they are as they were."""

from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from regulations.refusal import Refused

STOREYS = ("committees", "ethics_review", "ledger")


@cache
def _statements():
    """For each model the statement that reads its rows. Plain SQL: it is asked before and after every refusal."""
    models = [model for storey in STOREYS for model in apps.get_app_config(storey).get_models()]
    quote = connection.ops.quote_name
    columns = {model: ", ".join(quote(field.column) for field in model._meta.concrete_fields) for model in models}
    tables = {model: quote(model._meta.db_table) for model in models}
    return {model.__name__: f"SELECT {columns[model]} FROM {tables[model]}" for model in models}  # noqa: S608 -- names


def everything():
    """Every row as it is stored, to compare before and after."""
    rows = {}
    with connection.cursor() as cursor:
        for name, statement in _statements().items():
            cursor.execute(statement)
            rows[name] = sorted(cursor.fetchall(), key=itemgetter(0))
    return rows


@contextmanager
def refused(*reasons):
    """The act inside is refused for exactly these reasons, (code, cite) in order, and wrote nothing.

    Whether an article's number is certain ("?") is the pack's own matter.
    """
    before, outcome = everything(), SimpleNamespace(figures=None)
    with pytest.raises(Refused) as caught:
        yield outcome
    found = [(refusal.code, str(refusal.source.cite).rstrip("?")) for refusal in caught.value.refusals]
    outcome.figures = [dict(refusal.figures) for refusal in caught.value.refusals]
    assert found == list(reasons), found
    assert everything() == before, "a refused act has written something"
