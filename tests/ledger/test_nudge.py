"""One transaction asks the relay to look once, whatever it left to be told; one that fails asks nothing."""

import pytest
from django.db import transaction

from ledger import tasks


@pytest.fixture
def asked(monkeypatch):
    """How often the relay was asked for."""
    calls = []
    monkeypatch.setattr(tasks.relay, "apply_async", lambda **how: calls.append(how))
    return calls


def nudge_and_fail():
    with transaction.atomic():
        tasks.nudge()
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_one_transaction_asks_once(asked):
    with transaction.atomic():
        tasks.nudge()
        with transaction.atomic():
            tasks.nudge()
        assert asked == []

    assert asked == [{"retry": False}]


@pytest.mark.django_db(transaction=True)
def test_what_was_asked_in_a_part_that_failed_is_asked_again(asked):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            nudge_and_fail()
        tasks.nudge()

    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_failed_asks_nothing(asked):
    with pytest.raises(ZeroDivisionError):
        nudge_and_fail()

    assert asked == []
