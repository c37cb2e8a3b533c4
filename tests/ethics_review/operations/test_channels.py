"""Choosing how one is told, and what the law leaves no choice about."""

from datetime import time

import pytest

from accounts.channels import channels_of
from accounts.models import Channels, User
from ethics_review.operations.channels import Chosen, choose
from ledger.models import Message
from regulations import newest
from regulations.telling import LEGAL, Topic, Way


def chosen(way=Way.DAILY, **changed):
    hours = {"digest_at": time(7, 30), "quiet_from": time(22), "quiet_until": time(6)}
    return Chosen(**{"ways": dict.fromkeys(Topic, way), **hours, **changed})


def test_who_has_chosen_nothing_is_told_at_once_and_not_at_night(world):
    found = channels_of(world.secretary)

    assert {found.way(topic) for topic in Topic} == {Way.AT_ONCE}
    assert (found.digest_at, found.quiet_from, found.quiet_until) == (time(8), time(21), time(7))
    assert not Channels.objects.exists()


def test_a_choice_is_kept_and_replaced_whole(world):
    choose(user=world.secretary, chosen=chosen())
    choose(user=world.secretary, chosen=chosen(Way.INBOX, digest_at=time(9)))

    found = channels_of(User.objects.get(pk=world.secretary.pk))
    assert {found.way(topic) for topic in Topic} == {Way.INBOX}
    assert (found.digest_at, found.quiet_from, found.quiet_until) == (time(9), time(22), time(6))
    assert Channels.objects.count() == 1


@pytest.mark.parametrize("way", [Way.DAILY, Way.INBOX])
def test_legal_notices_cannot_be_switched_off_or_gathered(world, refused, way):
    reasons = [("channels.legal", str(newest().rules[one.rule].source.cite).rstrip("?")) for one in LEGAL.values()]

    with refused(*reasons) as refusal:
        choose(user=world.secretary, chosen=chosen(legal=way))

    assert [figures["notice"] for figures in refusal.figures] == list(LEGAL)
    assert not Channels.objects.exists()


def test_what_waits_by_an_earlier_choice_is_looked_at_again(story):
    story.submitted()
    Message.objects.filter(recipient=story.secretary).update(mail="gathered", reason="daily")

    choose(user=story.secretary, chosen=chosen(Way.AT_ONCE))

    assert Message.objects.get(recipient=story.secretary).mail == "waiting"


def test_what_is_told_in_an_emergency_cannot_wait(story):
    story.accepted("emergency")

    asked = Message.objects.filter(notice="interest_asked")
    assert asked.count() > 1
    assert all(message.params["urgent"] is True for message in asked)


def test_what_is_told_otherwise_can(story):
    story.accepted()

    assert not [message for message in Message.objects.all() if "urgent" in message.params]
