"""Webhooks over the API: one's own only, the secret once, deliveries with their reasons, sending again."""

import json

import pytest
from django.utils import timezone

from ledger import webhooks
from ledger.models import Delivery, Webhook
from tests.world import Story


@pytest.fixture
def mine(calls, world):
    return calls(world.secretary)


@pytest.fixture
def hook(mine, receiver):
    """A subscription as it was issued; the receiver knows its secret."""
    issued = mine.post("webhooks/", {"url": receiver.url(), "name": "台账"}).json()
    receiver.secrets.append(issued["secret"])
    return issued


def deliver():
    now = timezone.now()
    while webhooks.fan_out(now=now):
        pass
    while webhooks.deliver_waiting(now=now):
        pass


def test_a_subscription_is_issued_with_its_secret_and_shown_without(mine, receiver):
    answer = mine.post("webhooks/", {"url": receiver.url(), "kinds": ["case_submitted"]})
    issued = answer.json()

    assert answer.status_code == 201
    assert issued["secret"].startswith("whsec_")
    listed = mine.get("webhooks/").json()["results"]
    assert listed == [{name: value for name, value in issued.items() if name != "secret"}]
    assert mine.get(f"webhooks/{issued['id']}/").json() == listed[0]
    assert (listed[0]["name"], listed[0]["kinds"], listed[0]["active"]) == ("API", ["case_submitted"], True)


def test_an_event_arrives_and_its_delivery_is_told(world, mine, receiver, hook):
    Story(world).submitted()
    deliver()

    (one,) = mine.get(f"webhooks/{hook['id']}/deliveries/").json()["results"]
    assert (one["kind"], one["fate"], one["attempts"], one["status"]) == ("case_submitted", "delivered", 1, 204)
    assert (one["reason"], one["next_try_at"]) == (None, None)
    assert list(receiver.events) == [one["event"]]
    assert receiver.unverified == []


def test_what_failed_is_listed_with_its_reason_and_sent_again(world, mine, receiver, hook):
    receiver.behave = lambda handler: handler.answer(302, location=receiver.url("/elsewhere"))
    Story(world).submitted()
    deliver()
    Delivery.objects.update(fate="failed", claimed_until=None)
    path = f"webhooks/{hook['id']}/deliveries/"

    assert mine.get(f"{path}?fate=delivered").json()["results"] == []
    (dead,) = mine.get(f"{path}?fate=failed").json()["results"]
    assert (dead["status"], dead["reason"]["code"]) == (302, "redirect")
    assert all(dead["reason"]["words"].values())
    receiver.behave = lambda handler: handler.answer(204)
    again = mine.post(f"{path}{dead['id']}/resend/")
    assert (again.status_code, again.json()["fate"], again.json()["event"]) == (200, "waiting", dead["event"])
    deliver()
    assert mine.get(path).json()["results"][0]["fate"] == "delivered"


def test_a_test_event_a_rotation_a_change_and_an_end(mine, receiver, hook):
    path = f"webhooks/{hook['id']}/"
    rotated = mine.post(f"{path}rotate/").json()
    receiver.secrets.append(rotated["secret"])
    assert rotated["previous_secret_until"] is not None
    assert mine.post(f"{path}test/").status_code == 201
    deliver()
    assert [event["type"] for event in receiver.events.values()] == ["ping"]
    assert receiver.unverified == []

    off = mine.patch(path, {"active": False, "name": "新名"}).json()
    assert (off["active"], off["name"], off["disabled_reason"]["code"]) == (False, "新名", "by_owner")
    refused = mine.post(f"{path}test/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "webhook.inactive")
    assert mine.ask("DELETE", path).status_code == 204
    assert mine.get(path).status_code == 404


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ({}, "input.required", "url"),
        ({"url": "https://10.0.0.1/"}, "webhook.not_public", "url"),
        ({"url": "https://169.254.169.254/latest/meta-data/"}, "webhook.not_public", "url"),
        ({"url": "ftp://example.org/"}, "webhook.address", "url"),
        ({"url": 5}, "input.type", "url"),
        ({"url": "https://10.0.0.1/", "kinds": ["nonsense"]}, "input.enum", "kinds.0"),
        ({"url": "https://10.0.0.1/", "secret": "mine"}, "input.unknown_field", "secret"),
    ],
)
def test_wrong_input_is_told_and_writes_nothing(mine, unchanged, data, code, path):
    with unchanged():
        answer = mine.post("webhooks/", data)

    assert answer.status_code == 422
    assert [(error["code"], error["path"]) for error in answer.json()["errors"]] == [(code, path)]


def test_an_address_is_examined_when_it_is_changed(mine, hook, unchanged):
    with unchanged():
        answer = mine.patch(f"webhooks/{hook['id']}/", {"url": "https://192.168.0.1/"})

    assert answer.json()["errors"][0]["code"] == "webhook.not_public"


def test_one_too_many_is_refused(mine, receiver, unchanged):
    for _ in range(10):
        assert mine.post("webhooks/", {"url": receiver.url()}).status_code == 201
    with unchanged():
        answer = mine.post("webhooks/", {"url": receiver.url()})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "webhook.too_many")


def test_a_subscription_of_somebody_else_is_not_found(world, calls, mine, hook, unchanged):
    ping = mine.post(f"webhooks/{hook['id']}/test/").json()
    other, path = calls(world.chair), f"webhooks/{hook['id']}/"

    assert other.get("webhooks/").json()["results"] == []
    with unchanged():
        answers = [
            other.get(path),
            other.patch(path, {"active": False}),
            other.ask("DELETE", path),
            other.post(f"{path}rotate/"),
            other.post(f"{path}test/"),
            other.get(f"{path}deliveries/"),
            other.post(f"{path}deliveries/{ping['id']}/resend/"),
        ]
    assert [answer.status_code for answer in answers] == [404] * 7


def test_a_delivery_of_another_subscription_is_not_found(mine, receiver, hook, unchanged):
    ping = mine.post(f"webhooks/{hook['id']}/test/").json()
    second = mine.post("webhooks/", {"url": receiver.url("/two")}).json()
    with unchanged():
        assert mine.post(f"webhooks/{second['id']}/deliveries/{ping['id']}/resend/").status_code == 404


def test_a_token_for_reading_changes_nothing(world, calls, hook, unchanged):
    reader = calls(world.secretary, scope="read")
    assert reader.get("webhooks/").status_code == 200
    with unchanged():
        assert reader.post("webhooks/", {"url": "https://example.org/"}).status_code == 403
        assert reader.post(f"webhooks/{hook['id']}/rotate/").status_code == 403


def test_a_repeat_of_a_test_sends_one_event(mine, hook):
    first, second = (mine.post(f"webhooks/{hook['id']}/test/", idempotency_key="once") for _ in range(2))

    assert first.json() == json.loads(second.content)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long_they_are(world, mine, hook, receiver, count, django_assert_num_queries):
    for number in range(count):
        mine.post("webhooks/", {"url": receiver.url(f"/{number}")})
        mine.post(f"webhooks/{hook['id']}/test/")
    assert Webhook.objects.count() == count + 1
    with django_assert_num_queries(2):
        mine.get("webhooks/")
    with django_assert_num_queries(3):
        mine.get(f"webhooks/{hook['id']}/deliveries/")
