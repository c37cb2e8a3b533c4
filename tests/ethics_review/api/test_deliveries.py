"""What became of the letters about a case, over the API: scoped, and sent again by the office alone."""

from datetime import timedelta

import pytest

from ledger.models import Entry, Message
from tests.world import MINUTE

FAILED = {"mail": "waiting", "reason": "unreached", "failed_reason": "451 busy", "attempts": 3}


@pytest.fixture
def asks(calls, at, story):
    """A person's program, a minute after whatever came before."""

    def ask(who, method, path, data=None, **headers):
        story.now += MINUTE
        with at(story.now):
            return calls(who).ask(method, path, data, **headers)

    return ask


@pytest.fixture
def held_back(story):
    """Two reviewers are at work; the mail server put the letter to one of them off."""
    story.in_review()
    message = Message.objects.filter(notice="review_assigned").order_by("pk").first()
    until = story.now + timedelta(hours=1)
    Message.objects.filter(pk=message.pk).update(**FAILED, claimed_until=until)
    return message


def path(story, message=None):
    return f"cases/{story.number}/deliveries/" + (f"{message.pk}/resend/" if message else "")


def test_the_office_sees_each_letter_and_its_next_try(story, asks, held_back):
    found = {one["id"]: one for one in asks(story.secretary, "GET", path(story)).json()["results"]}

    assert found.keys() == set(Message.objects.filter(entry__stream=story.stream).values_list("pk", flat=True))
    one = found[held_back.pk]
    assert (one["notice"], one["recipient"]["id"], one["channel"]) == (
        "review_assigned",
        held_back.recipient_id,
        "email",
    )
    assert (one["status"], one["reason"], one["said"], one["attempts"]) == ("held_back", "unreached", "451 busy", 3)
    assert one["status_label"] == {"zh": "投递未成，将再试", "en": "Held back, to be tried again"}
    assert one["next_try_at"].endswith("+08:00")
    assert one["resendable"] is True


@pytest.mark.parametrize("who", ["applicant", "manager"])
def test_anybody_else_sees_their_own_alone(story, asks, held_back, who):
    person = getattr(story, who)
    found = asks(person, "GET", path(story)).json()["results"]

    assert {one["recipient"]["id"] for one in found} <= {person.pk}
    assert not any(one["resendable"] for one in found)
    assert str(held_back.recipient) not in asks(person, "GET", path(story)).content.decode()


def test_who_may_not_know_of_the_case_finds_nothing(story, world, asks, held_back, unchanged):
    assert asks(world.stranger, "GET", path(story)).status_code == 404
    with unchanged():
        assert asks(world.stranger, "POST", path(story, held_back), {}).status_code == 404
        assert asks(story.applicant, "POST", path(story, held_back), {}).status_code == 404


def test_the_office_sends_a_letter_again(story, asks, held_back):
    answer = asks(story.secretary, "POST", path(story, held_back), {})

    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["status"], answer.json()["attempts"]) == (held_back.pk, "waiting", 0)
    assert Entry.objects.filter(stream=story.stream).latest("seq").action == "message.resent"


def test_a_repeat_under_one_key_sends_it_once(story, asks, held_back):
    first, second = (
        asks(story.secretary, "POST", path(story, held_back), {}, idempotency_key="again-1") for _ in range(2)
    )

    assert first.json() == second.json()
    assert Entry.objects.filter(stream=story.stream, action="message.resent").count() == 1


def test_what_is_under_way_is_refused(story, asks, held_back, unchanged):
    Message.objects.filter(pk=held_back.pk).update(reason="")
    with unchanged():
        answer = asks(story.secretary, "POST", path(story, held_back), {})

    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["refusals"]] == ["delivery.under_way"]


def test_the_applicant_may_not_send_their_own_again(story, asks, held_back, unchanged):
    own = Message.objects.get(recipient=story.applicant, notice="case_accepted")
    with unchanged():
        answer = asks(story.applicant, "POST", path(story, own), {})

    assert [one["code"] for one in answer.json()["refusals"]] == ["delivery.not_yours"]
