"""A name from right to left turns nothing around it: in a sentence it stands apart from the words beside it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from ethics_review.web.terms import apart, joined
from tests.ethics_review.web.moving import send

NAME = "مريم الأحمد"
APART = f"\u2068{NAME}\u2069"


def turned(answer):
    """The stretches of text in which the name stands beside other words, and not apart from them."""
    page = re.sub(r"<(script|style|head|option|bdi)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    stretches = (unescape(text).strip() for text in re.findall(r">([^<>]+)<", page))
    return [text for text in stretches if NAME in text.replace(APART, "") and text != NAME]


@pytest.fixture
def chair(world):
    """Whoever presides, opens the vote and signs has such a name."""
    world.chair.name = NAME
    world.chair.save(update_fields=["name"])
    return world.chair


@pytest.fixture
def busy(story, world, chair):
    story.in_review().reviewed().in_meeting()
    story.does(chair, "open_ballot")
    story.votes("approve", chair, world.members[1])
    return story


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ["meeting", "minutes"])
def test_in_the_pages_of_a_meeting_it_stands_apart(browse, at, busy, world, language, name):
    with at(busy.now):
        answer = browse(world.secretary, language).get(reverse(name, args=[busy.meeting.pk]))

    assert turned(answer) == []
    assert answer.content.decode().count(APART) >= 3


def test_in_the_sentence_about_the_faster_one_it_stands_apart(browse, at, story, world, chair):
    story.submitted()
    version = story.case.version
    story.accepted().listed()
    answer = send(browse, at, story, chair, "determine_list", version=version, items=[], reasons="不属于清单")

    assert answer.status_code in {409, 412}
    assert turned(answer) == []
    assert APART in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_in_the_title_of_the_page_that_ends_a_seat_it_stands_apart(browse, at, story, world, chair, language):
    seat = world.body.seats.get(person=chair)
    with at(story.now):
        answer = browse(world.manager, language).get(reverse("seat-end", args=[world.body.pk, seat.pk]))

    assert answer.status_code == 200
    assert turned(answer) == []
    assert APART in answer.content.decode()


@pytest.mark.parametrize("name", ["委员3", "Ada O'Neil", "Zoë 2", ""])
def test_other_names_bear_no_marks(name):
    assert apart(name) == name


def test_each_of_several_stands_apart():
    assert joined([NAME, "委员3"], "en") == f"{APART}, 委员3"
    assert joined([NAME, "委员3"], "zh-hans") == f"{APART}、委员3"
