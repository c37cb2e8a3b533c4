"""Relays of webhooks against each other: every message fanned out once, every event sent once by one of them."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from ledger import subscriptions, webhooks
from ledger.models import Delivery, Message
from tests.concurrency.racing import at_once
from tests.world import Story

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
CASES = 12


@pytest.fixture
def subscribed(world, receiver):
    """The secretary hears of every case on two addresses; so many have been submitted."""
    now = datetime.now(UTC)
    for path in ("/one", "/two"):
        with transaction.atomic():
            _, secret = subscriptions.subscribe(
                owner=world.secretary, name="台账", url=receiver.url(path), kinds=[], now=now
            )
        receiver.secrets.append(secret)
    for _ in range(CASES):
        Story(world).submitted()
    return now


def test_relays_at_once_fan_out_and_deliver_everything_once(world, receiver, subscribed):
    def relay():
        while webhooks.fan_out(now=subscribed, limit=5):
            pass
        while webhooks.deliver_waiting(now=subscribed, limit=3):
            pass

    at_once(relay, relay, relay)
    relay()  # what one left to another that held it

    told = Message.objects.filter(recipient=world.secretary).count()
    assert told == CASES
    assert Delivery.objects.filter(fate="delivered", attempts=1).count() == Delivery.objects.count() == 2 * told
    assert len(receiver.seen) == 2 * told
    assert set(receiver.seen.values()) == {1}
    assert set(receiver.events) == set(receiver.seen)


def test_a_receiver_gone_at_several_relays_at_once_is_switched_off_once(world, receiver, subscribed):
    receiver.behave = lambda handler: handler.answer(410)
    while webhooks.fan_out(now=subscribed):
        pass
    at_once(*[lambda: webhooks.deliver_waiting(now=subscribed, limit=2)] * 3)

    assert not Delivery.objects.filter(fate="waiting", webhook__active=False).exists()
    assert Message.objects.filter(notice="webhook_disabled").count() == 2
