"""The page on which a person chooses how they are told."""

from datetime import time

import pytest
from django.urls import reverse

from accounts.models import Channels
from regulations.telling import LEGAL, Topic

HOURS = {"digest_at": "07:30", "quiet_from": "22:00", "quiet_until": "06:00"}


def form(way="daily", **changed):
    return {topic.value: way for topic in Topic} | HOURS | changed


@pytest.mark.parametrize(("language", "said"), [("en", "Asks me to act"), ("zh-hans", "需要我办理")])
def test_the_page_shows_every_topic_and_what_is_always_told(browse, world, read, language, said):
    shown = read(browse(world.secretary, language).get(reverse("channels")))

    assert said in shown
    assert len(LEGAL) == 21
    assert ("21 notices, with their rules" if language == "en" else "21种通知及其依据") in shown


def test_a_choice_is_kept_and_shown(browse, world):
    browser = browse(world.secretary)

    answer = browser.post(reverse("channels"), form())
    page = browser.get(reverse("channels")).content.decode()

    assert answer.url == reverse("channels")
    kept = Channels.objects.get(user=world.secretary)
    assert {getattr(kept, topic.value) for topic in Topic} == {"daily"}
    assert (kept.digest_at, kept.quiet_from, kept.quiet_until) == (time(7, 30), time(22), time(6))
    assert page.count('value="daily" checked') == len(Topic)
    assert 'value="07:30"' in page


@pytest.mark.parametrize("way", ["daily", "inbox"])
def test_legal_notices_are_refused_with_their_articles(browse, world, read, way):
    answer = browse(world.secretary).post(reverse("channels"), form(legal=way))

    assert answer.status_code == 409
    assert "This must be told at once, because the time to appeal runs from it" in read(answer)
    assert not Channels.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"act": "never"}, {"act": ""}, {"digest_at": "25:00"}, {"quiet_from": "soon"}, {"legal": "never"}]
)
def test_what_is_no_choice_is_not_kept(browse, world, changed):
    answer = browse(world.secretary).post(reverse("channels"), form(**changed))

    assert answer.status_code == 422
    assert not Channels.objects.exists()


def test_nobody_chooses_for_another(browse, world):
    browse(world.manager).post(reverse("channels"), form() | {"user": world.secretary.pk})

    assert Channels.objects.get().user == world.manager
