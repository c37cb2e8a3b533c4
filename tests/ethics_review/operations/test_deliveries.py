"""Sending a letter again: for the office alone, as a new try of the same message, and on record."""

from datetime import timedelta

import pytest

from ethics_review.engine import WholeFile
from ethics_review.operations import sittings
from ethics_review.operations.deliveries import note_return, resend
from ethics_review.queries.deliveries import letters_of
from ethics_review.queries.history import rows
from ledger.bounces import Returned
from ledger.envelopes import message_id
from ledger.models import Entry, Message
from regulations.vocabulary import Role
from tests.world import Story

FATE = {"mail": "bounced", "reason": "refused", "failed_reason": "550 no such user", "attempts": 1}


@pytest.fixture
def bounced(story):
    """The letter to a reviewer that came back."""
    story.in_review()
    message = Message.objects.filter(notice="review_assigned").order_by("pk").first()
    Message.objects.filter(pk=message.pk).update(**FATE)
    return message


def again(story, message, who):
    return resend(number=story.number, message=message.pk, user=who, now=story.now)


@pytest.mark.parametrize("office", ["secretary", "chair"])
def test_the_office_sends_a_letter_again_and_that_is_on_record(story, bounced, office, chain_holds):
    who = getattr(story, office)
    before, identifier = Message.objects.count(), message_id(bounced)

    sent = again(story, bounced, who)

    assert (sent.mail, sent.reason, sent.failed_reason, sent.attempts) == ("waiting", "", "", 0)
    assert (Message.objects.count(), message_id(sent)) == (before, identifier)
    entry = Entry.objects.filter(stream=story.stream).latest("seq")
    assert (entry.action, entry.actor, entry.role, entry.moment) == ("message.resent", who, office, story.now)
    assert entry.data == {
        "notice": "review_assigned",
        "about": bounced.entry.seq,
        "message": bounced.pk,
        "was": "bounced",
    }
    assert chain_holds()


def test_the_record_does_not_tell_the_applicant_to_whom(story, bounced):
    again(story, bounced, story.secretary)

    told = rows(case=story.case, roles=frozenset({Role.APPLICANT}), person=story.applicant.pk)[-1]

    assert told.action == "message.resent"
    assert bounced.recipient_id not in told.body.values()
    assert not {"recipient", "person"} & told.body.keys()


def invitation(story, recipient):
    """The one to that person to a meeting that hears the case: it came back."""
    world = story.in_review().reviewed().world
    called = sittings.schedule(
        committee=world.body.pk,
        starts_at=story.now + timedelta(days=10),
        mode="in_person",
        place="行政楼301",
        presider=world.chair.pk,
        user=world.secretary,
        now=story.now,
    )
    story.does(story.secretary, "convene", meeting=called.pk)
    message = Message.objects.get(notice="meeting_invited", recipient=recipient)
    Message.objects.filter(pk=message.pk).update(**FATE)
    return message


def test_an_invitation_to_its_meeting_is_seen_with_the_case_and_sent_again(story, world, chain_holds):
    message = invitation(story, world.members[4])

    def shown(roles, person):
        return {one.pk for one in letters_of(case=story.case, roles=roles, person=person)}

    office = frozenset({Role.SECRETARY})
    assert message.pk in shown(office, story.secretary.pk)
    assert message.pk in shown(frozenset({Role.MEMBER}), world.members[4].pk)
    assert message.pk not in shown(frozenset({Role.APPLICANT}), story.applicant.pk)
    assert WholeFile(story.case, story.now).undelivered == 1

    assert again(story, message, story.secretary).mail == "waiting"
    assert story.last.data["stream"] == message.entry.stream
    assert WholeFile(story.case, story.now).undelivered == 0
    assert chain_holds()


def test_an_invitation_to_a_meeting_that_hears_another_case_is_not_of_this_one(story, world):
    message = invitation(Story(world), world.members[4])
    story.in_review()

    office = frozenset({Role.SECRETARY})
    found = letters_of(case=story.case, roles=office, person=story.secretary.pk)
    assert message.pk not in {one.pk for one in found}
    with pytest.raises(Message.DoesNotExist):
        again(story, message, story.secretary)


@pytest.mark.parametrize("who", ["applicant", "manager", "member", "officer", "stranger"])
def test_nobody_else_sends_a_letter_again(story, world, bounced, refused, who):
    person = world.members[5] if who == "member" else getattr(world, who)

    with refused(("delivery.not_yours", "ai-2026#10")):
        again(story, bounced, person)


def test_a_recused_chair_does_not_either(story, bounced, refused):
    story.does(story.chair, "declare_interest", conflict=True, details="共同署名")

    with refused(("delivery.not_yours", "ai-2026#10")):
        again(story, bounced, story.chair)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mail": "waiting", "reason": ""}, "delivery.under_way"),
        ({"mail": "waiting", "reason": "quiet_hours"}, "delivery.under_way"),
        ({"mail": "gathered", "reason": "daily"}, "delivery.under_way"),
        ({"mail": "inbox_only", "reason": "chosen"}, "delivery.no_letter"),
        ({"mail": "inbox_only", "reason": "inactive"}, "delivery.no_letter"),
        ({"mail": "set_aside", "reason": "not_visible"}, "delivery.no_letter"),
    ],
)
def test_a_letter_under_way_or_not_wanted_is_not_sent_again(story, bounced, refused, changed, code):
    Message.objects.filter(pk=bounced.pk).update(**changed)

    with refused((code, "house")):
        again(story, bounced, story.secretary)


@pytest.mark.parametrize(
    "changed",
    [
        {"mail": "waiting", "reason": "unreached"},
        {"mail": "given_up", "reason": "unreached"},
        {"mail": "bounced", "reason": "returned"},
    ],
)
def test_a_letter_that_did_not_arrive_is_sent_again(story, bounced, changed):
    Message.objects.filter(pk=bounced.pk).update(**changed)

    assert again(story, bounced, story.secretary).mail == "waiting"


def test_a_letter_without_an_address_goes_once_there_is_one(story, bounced, refused):
    recipient = bounced.recipient
    Message.objects.filter(pk=bounced.pk).update(mail="inbox_only", reason="no_address")
    recipient.email = ""
    recipient.save()
    with refused(("delivery.no_letter", "house")):
        again(story, bounced, story.secretary)

    recipient.email = "reviewer@example.org"
    recipient.save()

    assert again(story, bounced, story.secretary).mail == "waiting"


def test_a_message_of_another_case_is_not_there(story, world, bounced):
    other = type(story)(world).submitted()

    with pytest.raises(Message.DoesNotExist):
        resend(number=other.number, message=bounced.pk, user=story.secretary, now=story.now)


def test_a_return_is_noted_once_and_one_of_no_letter_is_not(story, bounced):
    Message.objects.filter(pk=bounced.pk).update(mail="sent", sent_at=story.now, reason="")
    returned = Returned(message_id(bounced), "x@example.org", "5.1.1 unknown")

    assert note_return(returned=returned) == "noted"
    assert note_return(returned=returned) == "known"
    assert note_return(returned=Returned("<nobody@example.org>", "", "")) == "unmatched"
    assert Message.objects.get(pk=bounced.pk).failed_reason == "5.1.1 unknown"
