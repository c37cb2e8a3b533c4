"""The agenda: its order changed by buttons, and what waits for a meeting put on it with one press."""

import re

import pytest
from django.urls import reverse

from committees.models import Meeting
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
    assert entry.data == {"item": first.pk, "order": 2, "passed": [second.pk]}


@pytest.mark.parametrize(("place", "way"), [(0, "up"), (1, "down")])
def test_at_the_end_of_the_agenda_nothing_is_written(browse, at, two, world, unchanged, place, way):
    item = two.meeting.items.order_by("order")[place]

    with at(two.now), unchanged():
        assert browse(world.secretary).post(move(two, item), {"way": way}).status_code == 302


def buttons(answer, item):
    """Whether each of a matter's two buttons sends anything, and whether it says that it does not."""
    found = {}
    for way in ("up", "down"):
        button = re.search(rf'<button[^>]* id="{way}-{item.pk}"[^>]*>', answer.content.decode())[0]
        sends, says = f'name="way" value="{way}"' in button, 'type="button" aria-disabled="true"' not in button
        assert sends == says
        found[way] = sends
    return found


def test_what_leads_nowhere_is_not_offered(browse, at, two, world):
    two.third.does(world.secretary, "convene", meeting=two.meeting.pk)
    first, second, third = two.meeting.items.order_by("order")
    with at(two.third.now + MINUTE):
        answer = browse(world.secretary).get(meeting_path(two))

    assert buttons(answer, first) == {"up": False, "down": True}
    assert buttons(answer, second) == {"up": True, "down": True}
    assert buttons(answer, third) == {"up": True, "down": False}


def test_what_is_dealt_with_is_no_neighbour(browse, at, two, world):
    """The first still open stands first, and one alone has nowhere to go."""
    two.third.does(world.secretary, "convene", meeting=two.meeting.pk)
    first, second, third = two.meeting.items.order_by("order")
    two.meeting.items.filter(pk=first.pk).update(closed_at=two.now)
    browser = browse(world.secretary)
    with at(two.third.now + MINUTE):
        left = browser.get(meeting_path(two))
        two.meeting.items.filter(pk=third.pk).update(closed_at=two.now)
        alone = browser.get(meeting_path(two)).content.decode()

    assert buttons(left, second) == {"up": False, "down": True}
    assert f'id="up-{first.pk}"' not in left.content.decode()
    assert f'id="up-{second.pk}"' not in alone


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


# What is dropped is sent by the same forms


def test_a_matter_is_dropped_in_the_place_of_another(browse, at, two, world, read):
    two.third.does(world.secretary, "convene", meeting=two.meeting.pk)
    first, second, third = two.meeting.items.order_by("order")
    browser = browse(world.secretary)
    with at(two.third.now + MINUTE):
        answer = browser.post(move(two, third), {"onto": first.pk})
        shown = read(browser.get(meeting_path(two)))

    assert answer.status_code == 302
    assert order(two) == [third.subject, first.subject, second.subject]
    assert "The matter is now item 1 of the agenda." in shown


@pytest.mark.parametrize(("onto", "status"), [("9999", 422), ("x", 422), (str(2**70), 422)])
def test_a_place_there_is_not_is_told(browse, at, two, world, unchanged, onto, status):
    item = two.meeting.items.order_by("order")[0]

    with at(two.now), unchanged():
        assert browse(world.secretary).post(move(two, item), {"onto": onto}).status_code == status


def test_nobody_else_drops_a_matter_anywhere(browse, at, two, world, unchanged):
    first, second = two.meeting.items.order_by("order")

    with at(two.now), unchanged():
        assert browse(world.members[3]).post(move(two, first), {"onto": second.pk}).status_code == 409
        assert browse(world.applicant).post(move(two, first), {"onto": second.pk}).status_code == 404


def test_what_is_dropped_from_the_queue_takes_the_place_it_was_dropped_at(browse, at, two, world):
    first, second = two.meeting.items.order_by("order")
    data = {"version": two.third.case.version, "meeting": two.meeting.pk, "back": "meeting", "onto": second.pk}
    with at(two.now):
        answer = browse(world.secretary).post(reverse("move", args=[two.third.number, "convene"]), data)

    assert (answer.status_code, answer.url) == (302, meeting_path(two))
    assert order(two) == [first.subject, two.third.stream, second.subject]


@pytest.mark.parametrize("onto", ["9999", "x"])
def test_what_cannot_go_where_it_was_dropped_stands_last(browse, at, two, world, onto):
    data = {"version": two.third.case.version, "meeting": two.meeting.pk, "back": "meeting", "onto": onto}
    with at(two.now):
        answer = browse(world.secretary).post(reverse("move", args=[two.third.number, "convene"]), data)

    assert answer.status_code == 302
    assert order(two)[-1] == two.third.stream


def test_the_new_order_is_told_to_whoever_hears_the_page(browse, at, two, world):
    """By the part that is put into the page: the new agenda, and a sentence that is read out."""
    first, _ = two.meeting.items.order_by("order")
    browser = browse(world.secretary)
    with at(two.now):
        answer = browser.client.post(move(two, first), {"way": "down"}, headers={"HX-Request": "true"}, follow=True)

    shown = answer.content.decode()
    assert '<div id="said" hx-swap-oob="innerHTML">The matter is now item 2 of the agenda.' in shown
    assert "<html" not in shown


# The room before everyone's eyes


def room(browser, story, told=""):
    return asked(browser, meeting_path(story), told)


def asked(browser, path, told):
    """As the page asks."""
    return browser.client.get(path, {"told": told}, headers={"HX-Request": "true"})


def told(answer):
    return re.search(r'data-told="([^"]+)"', answer.content.decode())[1]


def test_the_room_is_told_only_when_something_has_happened(browse, at, two, world, statements):
    """The same page for a member who only looks: somebody arrives, and each quorum is counted anew."""
    two.now = max(two.now, two.meeting.starts_at)
    browser, office = browse(world.members[3]), browse(world.secretary)
    with at(two.now):
        first = room(browser, two)
        again = room(browser, two, told(first))
        cost = statements(asked, browser, meeting_path(two), told(first))
        office.post(reverse("attendance", args=[two.meeting.pk]), {"arrive": world.members[3].pk})
        after = room(browser, two, told(first))

    assert (first.status_code, again.status_code, after.status_code) == (200, 204, 200)
    assert cost <= 4
    assert "Item 1: 0 of at least 5 count." in first.content.decode()
    assert told(after) != told(first)


def test_what_happens_to_a_matter_changes_the_room(browse, at, two, world):
    browser = browse(world.members[3])
    with at(two.now):
        first = told(room(browser, two))
        two.does(world.members[4], "declare_interest", conflict=True, details="x")
        assert room(browser, two, first).status_code == 200


def test_the_hour_at_which_the_meeting_begins_changes_the_room(browse, at, two, world):
    Meeting.objects.update(starts_at=two.now + MINUTE)
    browser = browse(world.members[3])
    with at(two.now):
        before = told(room(browser, two))
        assert room(browser, two, before).status_code == 204
    with at(two.now + MINUTE):
        assert room(browser, two, before).status_code == 200


def test_nobody_else_learns_whether_anything_happens_in_the_room(browse, at, two, world):
    with at(two.now):
        assert room(browse(world.applicant), two).status_code == 404


def test_the_queue_costs_the_same_for_one_case_and_three(browse, at, two, world, statements):
    browser = browse(world.secretary)
    with at(two.now):
        one = statements(browser.get, meeting_path(two))
    for _ in range(2):
        two.now = Story(world, now=two.now).in_review().now
    with at(two.now):
        assert len(waiting(browser.get(meeting_path(two)))) == 3
        assert statements(browser.get, meeting_path(two)) == one
