"""The inbox over the API: what one was told, as long as one may see what it is about."""

import pytest

from ledger.models import Message
from tests.world import MINUTE


@pytest.fixture
def asks(calls, at, story):
    """A person's program, a minute after whatever came before."""

    def ask(who, method, path, data=None):
        story.now += MINUTE
        with at(story.now):
            return calls(who).ask(method, path, data)

    return ask


def test_inbox_tells_what_one_was_told_and_marks_it_read(story, asks):
    story.submitted()
    message = Message.objects.get(recipient=story.secretary)

    inbox = asks(story.secretary, "GET", "messages/").json()["results"]
    read = asks(story.secretary, "POST", f"messages/{message.pk}/read/", {})
    again = asks(story.secretary, "POST", f"messages/{message.pk}/read/", {})

    assert [(one["id"], one["notice"], one["case"], one["read_at"]) for one in inbox] == [
        (message.pk, "case_submitted", story.number, None)
    ]
    assert inbox[0]["subject"].startswith("New application for review")
    assert read.status_code == 200
    assert read.json()["read_at"] == again.json()["read_at"]
    assert asks(story.secretary, "GET", "messages/?unread=true").json()["results"] == []
    assert len(asks(story.secretary, "GET", "messages/?unread=false").json()["results"]) == 1


def test_somebody_elses_message_is_not_found(story, asks, unchanged):
    story.submitted()
    message = Message.objects.get(recipient=story.secretary)
    with unchanged():
        answer = asks(story.applicant, "POST", f"messages/{message.pk}/read/", {})

    assert answer.status_code == 404
    assert asks(story.applicant, "GET", "messages/").json()["results"] == []


def test_message_about_what_is_no_longer_to_be_seen_is_not_found(story, asks, unchanged):
    story.accepted()
    member = story.members[3]
    message = Message.objects.get(recipient=member)
    assert [one["id"] for one in asks(member, "GET", "messages/").json()["results"]] == [message.pk]
    story.does(member, "declare_interest", conflict=True, details="共同署名")

    assert asks(member, "GET", "messages/").json()["results"] == []
    with unchanged():
        assert asks(member, "POST", f"messages/{message.pk}/read/", {}).status_code == 404


def test_messages_are_marked_unread_and_read_together(story, asks):
    story.submitted()
    type(story)(story.world).submitted()
    first, second = Message.objects.filter(recipient=story.secretary).order_by("pk")

    both = asks(story.secretary, "POST", "messages/read/", {"ids": [first.pk, second.pk]}).json()
    unread = asks(story.secretary, "POST", f"messages/{first.pk}/unread/", {}).json()
    every = asks(story.secretary, "POST", "messages/read/", {}).json()

    assert (both, every) == ({"marked": 2, "unread": 0}, {"marked": 1, "unread": 0})
    assert (unread["id"], unread["read_at"], unread["topic"]) == (first.pk, None, "act")


def test_nobody_marks_anothers(story, asks):
    story.submitted()
    message = Message.objects.get(recipient=story.secretary)

    named = asks(story.applicant, "POST", "messages/read/", {"ids": [message.pk]}).json()
    every = asks(story.applicant, "POST", "messages/read/", {}).json()

    assert named["marked"] == every["marked"] == 0
    assert asks(story.applicant, "POST", f"messages/{message.pk}/unread/", {}).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_messages_are_narrowed_to_a_topic(story, asks):
    story.submitted()

    assert len(asks(story.secretary, "GET", "messages/?topic=act").json()["results"]) == 1
    assert asks(story.secretary, "GET", "messages/?topic=meetings").json()["results"] == []
    assert asks(story.secretary, "GET", "messages/?topic=gossip").status_code == 422
