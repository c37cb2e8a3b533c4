"""What a transactional test leaves behind: the tables as they were made."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from accounts.models import User
from ledger import append_only
from tests import emptying
from tests.world import Story, build

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_row_goes_but_those_that_name_models_and_permissions():
    Story(build()).submitted()
    models = {row: str(row) for row in ContentType.objects.all()}
    assert models

    emptying.empty(connection)

    told = [model for model in apps.get_models() if model._meta.db_table not in emptying.KEPT]
    assert {model._meta.label for model in told if model._base_manager.exists()} == set()
    assert {row: str(row) for row in ContentType.objects.all()} == models


@pytest.mark.parametrize("lifted", [False, True], ids=["as it was", "though a test had lifted it"])
def test_the_ledger_is_guarded_again(lifted):
    Story(build()).submitted()
    if lifted:
        append_only.remove(connection)

    emptying.empty(connection)

    assert append_only.installed(connection)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL begins anew where steps are recalled")
def test_numbers_begin_anew():
    first = User.objects.create(username="first").pk

    emptying.empty(connection)

    assert User.objects.create(username="second").pk == first == 1
