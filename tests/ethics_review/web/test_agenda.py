"""The agenda: its order changed by buttons, and what waits for a meeting put on it with one press."""

import re

import pytest
from django.urls import reverse

from ledger.models import Entry
from tests.world import MINUTE, Story


def meeting_path(story):
    return reverse("meeting", args=[story.meeting.pk])


def move(story, item):
    return reverse("meeting-move", args=[story.meeting.pk, item.pk])


@pytest.fixture
def two(story, world):
    """Two matters on one agenda; a third waits."""
    first = story.in_review().reviewed().convened()
    second = Story(world, now=first.now).in_review().reviewed()
    second.does(world.secretary, "convene", meeting=first.meeting.pk)
    third = Story(world, now=second.now).in_review()
    first.now = third.now + MINUTE
    first.second, first.third = second, third
    return first


def order(story):
    return list(story.meeting.items.order_by("order").values_list("subject", flat=True))


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_the_office_moves_a_matter_up_and_down(browse, at, two, world, who):
    first, second = two.meeting.items.order_by("order")
    browser = browse(getattr(world, who))
    with at(two.now):
        answer = browser.post(move(two, second), {"way": "up"})
        moved = order(two)
        browser.post(move(two, second), {"way": "down"})

    assert (answer.status_code, answer.url) == (302, meeting_path(two))
    assert moved == [second.subject, first.subject]
    assert order(two) == [first.subject, second.subject]


def test_the_record_says_who_changed_the_order(browse, at, two, world):
    first, second = two.meeting.items.order_by("order")
    with at(two.now):
        browse(world.secretary).post(move(two, first), {"way": "down"})

    entry = Entry.objects.filter(stream=two.meeting.stream).latest("seq")
    assert (entry.action, entry.actor, entry.role) == ("agenda.moved", world.secretary, "secretary")
    assert entry.data == {"item": first.pk, "order": 2, "exchanged_with": second.pk}


@pytest.mark.parametrize(("place", "way"), [(0, "up"), (1, "down")])
def test_at_the_end_of_the_agenda_nothing_is_written(browse, at, two, world, unchanged, place, way):
    item = two.meeting.items.order_by("order")[place]

    with at(two.now), unchanged():
        assert browse(world.secretary).post(move(two, item), {"way": way}).status_code == 302


def test_nobody_else_changes_the_order(browse, at, two, world, unchanged):
    item = two.meeting.items.order_by("order")[0]

    with at(two.now), unchanged():
        assert browse(world.members[3]).post(move(two, item), {"way": "down"}).status_code == 409
        assert browse(world.applicant).post(move(two, item), {"way": "down"}).status_code == 404
        assert "meeting-move" not in browse(world.members[3]).get(meeting_path(two)).content.decode()


def test_a_matter_dealt_with_is_not_moved(browse, at, two, world, unchanged):
    item = two.meeting.items.order_by("order")[0]
    with at(two.now):
        browse(world.secretary).post(reverse("meeting-end", args=[two.meeting.pk]))

    with at(two.now + MINUTE), unchanged():
        assert browse(world.secretary).post(move(two, item), {"way": "down"}).status_code == 409


def test_an_item_of_another_meeting_is_not_moved(browse, at, two, world, unchanged):
    with at(two.now), unchanged():
        path = reverse("meeting-move", args=[two.meeting.pk, 9999])
        assert browse(world.secretary).post(path, {"way": "down"}).status_code == 422


# The queue


def waiting(answer):
    return re.findall(r"Put (\S+) on this agenda", answer.content.decode())


def test_what_waits_for_a_meeting_is_put_on_the_agenda_with_one_press(browse, at, two, world):
    browser = browse(world.secretary)
    with at(two.now):
        page = browser.get(meeting_path(two))
        data = {"version": two.third.case.version, "meeting": two.meeting.pk, "back": "meeting"}
        answer = browser.post(reverse("move", args=[two.third.number, "convene"]), data)
        after = browser.get(meeting_path(two))

    assert waiting(page) == [two.third.number]
    assert (answer.status_code, answer.url) == (302, meeting_path(two))
    assert order(two)[-1] == two.third.stream
    assert waiting(after) == []


def test_only_what_a_meeting_decides_is_offered(browse, at, two, world):
    Story(world, now=two.now).in_review("simplified")
    Story(world, now=two.now).accepted()
    found = Story(world, now=two.now).in_review().reviewed().found()

    with at(max(two.now, found.now)):
        assert waiting(browse(world.secretary).get(meeting_path(two))) == [two.third.number]


def test_the_queue_is_for_the_office_and_not_of_what_it_keeps_out_of(browse, at, two, world):
    two.third.does(world.chair, "declare_interest", conflict=True, details="x")

    with at(two.third.now + MINUTE):
        assert waiting(browse(world.members[3]).get(meeting_path(two))) == []
        assert waiting(browse(world.chair).get(meeting_path(two))) == []
        assert waiting(browse(world.secretary).get(meeting_path(two))) == [two.third.number]


def test_a_meeting_that_is_over_offers_nothing(browse, at, two, world):
    with at(two.now):
        browse(world.secretary).post(reverse("meeting-end", args=[two.meeting.pk]))
        assert waiting(browse(world.secretary).get(meeting_path(two))) == []


def test_the_queue_costs_the_same_for_one_case_and_three(browse, at, two, world, statements):
    browser = browse(world.secretary)
    with at(two.now):
        one = statements(browser.get, meeting_path(two))
    for _ in range(2):
        two.now = Story(world, now=two.now).in_review().now
    with at(two.now):
        assert len(waiting(browser.get(meeting_path(two)))) == 3
        assert statements(browser.get, meeting_path(two)) == one
