"""What became of the letters about a body, over the API: scoped, and sent again by its office alone."""

import pytest

from ledger.models import Entry, Message
from tests.ethics_review.operations.test_body_deliveries import NINETY, came_back


@pytest.fixture
def bounced(world):
    return came_back(world)


@pytest.fixture
def asks(calls, at):
    def ask(who, method, path, data=None, **headers):
        with at(NINETY):
            return calls(who).ask(method, path, data, **headers)

    return ask


def path(world, message=None):
    return f"committees/{world.body.pk}/deliveries/" + (f"{message.pk}/resend/" if message else "")


def test_the_office_sees_each_letter_and_sends_one_again(world, asks, bounced):
    found = {one["id"]: one for one in asks(world.secretary, "GET", path(world)).json()["results"]}
    assert found.keys() == set(Message.objects.filter(entry__stream=world.body.stream).values_list("pk", flat=True))
    one = found[bounced.pk]
    assert (one["notice"], one["status"], one["said"], one["resendable"]) == (
        "clock_reminder", "bounced", "550 no such user", True,
    )  # fmt: skip

    answer = asks(world.secretary, "POST", path(world, bounced), {})

    assert (answer.status_code, answer.json()["status"]) == (200, "waiting")
    assert Entry.objects.filter(stream=world.body.stream).latest("seq").action == "message.resent"


def test_a_repeat_under_one_key_sends_once(world, asks, bounced):
    key = {"Idempotency-Key": "a" * 32}
    first = asks(world.secretary, "POST", path(world, bounced), {}, **key)
    second = asks(world.secretary, "POST", path(world, bounced), {}, **key)

    assert first.json() == second.json()
    assert Entry.objects.filter(action="message.resent").count() == 1


@pytest.mark.parametrize("who", ["manager", "vice"])
def test_anybody_else_sees_their_own_alone(world, asks, bounced, who):
    person = getattr(world, who)
    found = asks(person, "GET", path(world)).json()["results"]

    assert {one["recipient"]["id"] for one in found} == {person.pk}
    assert not any(one["resendable"] for one in found)


def test_whoever_it_does_not_concern_finds_no_letter(world, asks, bounced, unchanged):
    assert asks(world.stranger, "GET", path(world)).json()["results"] == []
    with unchanged():
        assert asks(world.stranger, "POST", path(world, bounced), {}).status_code == 404
        assert asks(world.members[5], "POST", path(world, bounced), {}).status_code == 404


def test_one_may_see_ones_own_letter_and_not_send_it_again(world, asks, bounced, unchanged):
    with unchanged():
        answer = asks(bounced.recipient, "POST", path(world, bounced), {})

    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["refusals"]] == ["delivery.not_yours"]
