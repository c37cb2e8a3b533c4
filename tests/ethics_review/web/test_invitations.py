"""The invitation on the page: answered with one press, moved and called off by the office."""

from datetime import timedelta

import pytest
from django.urls import reverse

from committees.models import Answer, Meeting
from tests.world import MORNING

START = MORNING + timedelta(days=10)


@pytest.fixture
def convened(story):
    story.in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=START.isoformat(), place="行政楼301")
    return story


def path(story, name="meeting", *more):
    return reverse(name, args=[story.meeting.pk, *more])


def test_a_member_answers_with_one_press(browse, at, convened, world, read):
    browser = browse(world.members[4])
    with at(convened.now):
        before = read(browser.get(path(convened)))
        pressed = browser.post(path(convened, "meeting-answer"), {"answer": "comes", "reason": ""})
        after = read(browser.get(path(convened)))

    assert "Will you come? no answer yet I will come I will not come" in before
    assert "not assured yet 5 needed, 0 have said they come, 9 have not answered" in before
    assert (pressed.status_code, Answer.objects.get().choice) == (302, "comes")
    assert "answered: comes" in after
    assert "Come 1 Do not come 0 No answer 9" in after


def test_single_answers_are_for_the_office(browse, at, convened, world, read):
    with at(convened.now):
        browse(world.members[4]).post(path(convened, "meeting-answer"), {"answer": "does_not_come", "reason": "住院"})
        office, member = (read(browse(who).get(path(convened))) for who in (world.secretary, world.members[5]))

    assert "委员5 Member does not come 住院" in office
    assert "住院" not in member
    assert "Before the meeting" in office
    assert "Before the meeting" not in member


@pytest.mark.parametrize("tongue", ["en", "zh-hans"])
def test_a_meeting_without_matters_is_shown(browse, at, convened, world, tongue):
    item = convened.meeting.items.get()
    browser = browse(world.secretary, tongue)
    with at(convened.now):
        taken = browser.post(path(convened, "meeting-put-off", item.pk))
        shown = browser.get(path(convened))

    assert (taken.status_code, shown.status_code) == (302, 200)


def test_the_office_moves_the_meeting(browse, at, convened, world, read):
    browser = browse(world.secretary)
    form = {"starts_at": "2026-06-21T14:00", "mode": "in_person", "place": "行政楼302", "presider": world.chair.pk}
    with at(convened.now):
        shown = read(browser.get(path(convened, "meeting-change")))
        moved = browser.post(path(convened, "meeting-change"), form)
        refused = browser.post(path(convened, "meeting-change"), form | {"starts_at": "2026-01-01T09:00"})
        wrong = browser.post(path(convened, "meeting-change"), form | {"starts_at": "soon"})

    meeting = Meeting.objects.get()
    assert "Where the time changes, everybody is asked to answer anew" in shown
    assert (moved.status_code, refused.status_code, wrong.status_code) == (302, 409, 422)
    assert "has passed; give one to come" in read(refused)
    assert (meeting.place, meeting.sequence) == ("行政楼302", 1)
    assert meeting.starts_at.isoformat() == "2026-06-21T06:00:00+00:00"


def test_the_form_as_it_stands_changes_nothing(browse, at, convened, world, unchanged):
    """A minute is all a browser can tell: the seconds of the meeting are no change."""
    Meeting.objects.update(starts_at=START + timedelta(seconds=30))
    form = {"starts_at": "2026-06-20T09:00", "mode": "in_person", "place": "行政楼301", "presider": world.chair.pk}
    with at(convened.now), unchanged():
        answer = browse(world.secretary).post(path(convened, "meeting-change"), form)

    assert answer.status_code == 409


def test_the_office_calls_the_meeting_off(browse, at, convened, world, read):
    with at(convened.now):
        empty = browse(world.secretary).post(path(convened, "meeting-cancel"), {"reason": ""})
        off = browse(world.secretary).post(path(convened, "meeting-cancel"), {"reason": "主任委员出差"})
        shown = read(browse(world.members[4]).get(path(convened)))
        inbox = read(browse(world.members[4]).get(reverse("inbox")))

    assert (empty.status_code, off.status_code) == (422, 302)
    assert "This meeting was called off. Reason: 主任委员出差" in shown
    assert "Will you come?" not in shown
    assert "Meeting cancelled" in inbox
    assert "Go to the meeting" in inbox


@pytest.mark.parametrize("name", ["meeting-change", "meeting-cancel", "meeting-put-off"])
def test_a_member_changes_nothing(browse, at, convened, world, unchanged, name):
    more = [convened.meeting.items.get().pk] if name == "meeting-put-off" else []
    with at(convened.now), unchanged():
        answer = browse(world.members[4]).post(path(convened, name, *more), {"reason": "x"})

    assert answer.status_code == 409


@pytest.mark.parametrize("name", ["meeting-answer", "meeting-change", "meeting-cancel", "meeting-put-off"])
def test_whoever_does_not_sit_on_the_body_finds_nothing(browse, at, convened, world, unchanged, name):
    more = [1] if name == "meeting-put-off" else []
    with at(convened.now), unchanged():
        for person in (world.applicant, world.officer, world.centre_secretary):
            assert browse(person).post(path(convened, name, *more)).status_code == 404


def test_nothing_is_asked_once_it_has_begun(browse, at, convened, world, read, unchanged):
    with at(START), unchanged():
        shown = read(browse(world.secretary).get(path(convened)))
        answer = browse(world.secretary).post(path(convened, "meeting-answer"), {"answer": "comes"})

    assert answer.status_code == 409
    assert "Will you come?" not in shown
    assert "Before the meeting" not in shown
    assert "no vote may be opened yet" in shown
