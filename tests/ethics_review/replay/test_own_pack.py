"""Under its own pack a case is reproduced exactly: every move allowed, every end to the instant, every vote counted."""

import pytest
from django.core.management import call_command
from django.db import transaction

from ethics_review.models import Case
from ledger.models import Deadline
from tests.replaying import is_reproduced, recorded

pytestmark = pytest.mark.timeout(600)  # for a year of history told on a busy machine


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo in a transaction of the test's own."""


def test_every_case_of_the_demo_is_reproduced(demo):
    assert is_reproduced()


def test_the_record_holds_every_case_and_every_limit_of_the_demo(demo):
    records = recorded()

    assert len(records) == Case.objects.count() > 5
    assert sum(len(record.limits) for record in records) == Deadline.objects.filter(stream__startswith="case:").count()
