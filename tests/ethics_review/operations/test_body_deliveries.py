"""Letters about a body (terms, composition, reports) and its meetings: seen and sent again by its office."""

from datetime import timedelta

import pytest

from ethics_review.models import Case
from ethics_review.operations import sittings
from ethics_review.operations.deliveries import keepers, resend_of_body
from ethics_review.operations.sweeping import sweep
from ethics_review.queries.deliveries import letters_of, letters_of_body, undelivered, undelivered_of_body
from ledger.models import Entry, Message
from regulations.clocks import end_of
from regulations.vocabulary import Role
from tests.world import MORNING, TERM

FATE = {"mail": "bounced", "reason": "refused", "failed_reason": "550 no such user", "attempts": 1}
NINETY = end_of(TERM[1]) - timedelta(days=89)


def came_back(world):
    """The ends of the terms draw near, in both bodies: the letter to a member of the unit's own came back."""
    for now in (NINETY - timedelta(days=1), NINETY):
        sweep(now=now)
    told = Message.objects.filter(entry__stream=world.body.stream, recipient=world.members[3])
    message = told.filter(params__clock="member_term").latest("pk")
    Message.objects.filter(pk=message.pk).update(**FATE)
    return message


@pytest.fixture
def bounced(world):
    return came_back(world)


def shown(body, who, *, office):
    return {one.pk for one in letters_of_body(body=body, office=office, person=who.pk)}


def again(world, message, who):
    return resend_of_body(committee=world.body.pk, message=message.pk, user=who, now=NINETY)


def test_the_office_sees_every_letter_and_a_member_their_own(world, bounced):
    every = set(Message.objects.filter(entry__stream=world.body.stream).values_list("pk", flat=True))
    own = set(Message.objects.filter(pk__in=every, recipient=world.members[5]).values_list("pk", flat=True))

    assert shown(world.body, world.secretary, office=True) == every
    assert shown(world.body, world.members[5], office=False) == own < every
    assert undelivered_of_body(body=world.body) == 1


def test_letters_of_another_body_are_not_among_them(world, bounced):
    of_centre = set(Message.objects.filter(entry__stream=world.centre.stream).values_list("pk", flat=True))
    assert of_centre

    assert not of_centre & shown(world.body, world.secretary, office=True)
    assert undelivered_of_body(body=world.centre) == 0


@pytest.mark.parametrize(("who", "roles"), [("secretary", {Role.SECRETARY}), ("chair", {Role.CHAIR})])
def test_the_office_sends_it_again_and_that_is_on_the_record_of_the_body(world, bounced, who, roles, chain_holds):
    person = getattr(world, who)
    assert keepers(body=world.body, user=person, now=NINETY) == roles

    sent = again(world, bounced, person)

    assert (sent.mail, sent.attempts) == ("waiting", 0)
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert (entry.action, entry.actor, entry.role) == ("message.resent", person, min(roles))
    said = {"notice": bounced.notice, "about": bounced.entry.seq, "message": bounced.pk, "was": "bounced"}
    assert entry.data == said, "and not to whom"
    assert undelivered_of_body(body=world.body) == 0
    assert chain_holds()


@pytest.mark.parametrize("who", ["vice", "manager", "officer", "stranger", "centre_secretary", "member"])
def test_nobody_else_sends_it_again(world, bounced, refused, who):
    person = world.members[3] if who == "member" else getattr(world, who)

    with refused(("delivery.not_yours", "ai-2026#10")):
        again(world, bounced, person)


def test_a_secretary_whose_term_has_ended_does_not_either(world, bounced, refused):
    world.end_seat(world.secretary, on=NINETY.date(), at=NINETY)

    with refused(("delivery.not_yours", "ai-2026#10")):
        again(world, bounced, world.secretary)


def test_what_still_waits_is_not_sent_twice(world, bounced, refused):
    Message.objects.filter(pk=bounced.pk).update(mail="waiting", reason="")

    with refused(("delivery.under_way", "house")):
        again(world, bounced, world.secretary)


def test_an_invitation_to_a_meeting_that_hears_nothing_yet_is_a_letter_of_the_body(world, story):
    sittings.schedule(
        committee=world.body.pk,
        starts_at=MORNING + timedelta(days=10),
        mode="in_person",
        place="行政楼301",
        presider=world.chair.pk,
        user=world.secretary,
        now=MORNING,
    )
    message = Message.objects.get(notice="meeting_invited", recipient=world.members[4])
    Message.objects.filter(pk=message.pk).update(**FATE)
    story.in_review()

    assert message.pk in shown(world.body, world.secretary, office=True)
    office = frozenset({Role.SECRETARY})
    assert message.pk not in {one.pk for one in letters_of(case=story.case, roles=office, person=world.secretary.pk)}
    of_case = Case.objects.annotate(undelivered=undelivered(case=story.case)).get(number=story.number).undelivered
    assert (undelivered_of_body(body=world.body), of_case) == (1, 0)
    resend_of_body(committee=world.body.pk, message=message.pk, user=world.secretary, now=story.now)
    assert Entry.objects.filter(stream=world.body.stream).latest("seq").data["stream"] == message.entry.stream


def test_letters_about_a_case_are_no_letters_about_the_body(world, story):
    story.in_review()
    of_case = Message.objects.filter(entry__stream=story.stream)
    assert of_case.exists()

    assert not set(of_case.values_list("pk", flat=True)) & shown(world.body, world.secretary, office=True)
