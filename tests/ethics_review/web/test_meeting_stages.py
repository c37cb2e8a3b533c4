"""What the page of a meeting offers to record: nothing before its day, the end once it has begun."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from regulations.clocks import local
from tests.world import MINUTE

FROM_THE_DAY = "Who comes and goes is recorded from the day of the meeting on, 2026-06-13."
ONCE_BEGUN = "The meeting can be ended once it has begun: at 2026-06-13 16:00, or when somebody has come."


@pytest.fixture
def planned(story):
    """Called for the afternoon, three days ahead."""
    story.in_review().reviewed()
    start = local(story.now + timedelta(days=3)).replace(hour=16, minute=0, second=0, microsecond=0)
    before, story.start = story.now, start
    story.convened(starts_at=start.isoformat())
    story.now = before
    return story


def path(story):
    return reverse("meeting", args=[story.meeting.pk])


def part(browser, story, told):
    return browser.client.get(path(story), {"told": told}, headers={"HX-Request": "true"})


def told(answer):
    return re.search(r'data-told="([^"]+)"', answer.content.decode())[1]


def offered(answer):
    """Whether somebody's arrival may be recorded, and the end."""
    shown = answer.content.decode()
    assert ('id="sheet"' in shown) == ('id="arrive-' in shown)
    return 'id="sheet"' in shown, 'id="end-meeting"' in shown


@pytest.mark.parametrize("who", ["secretary", "chair"])
def test_days_ahead_it_says_when_what_may_be_recorded(browse, at, planned, world, read, who):
    midnight = planned.start.replace(hour=0)
    with at(midnight - MINUTE):
        answer = browse(getattr(world, who)).get(path(planned))

    assert offered(answer) == (False, False)
    assert FROM_THE_DAY in read(answer)
    assert ONCE_BEGUN in read(answer)
    assert "absent" not in read(answer)


def test_on_its_day_in_shanghai_it_takes_attendance(browse, at, planned, world, read):
    with at(planned.start.replace(hour=0)):
        answer = browse(world.secretary).get(path(planned))

    assert offered(answer) == (True, False)
    assert FROM_THE_DAY not in read(answer)
    assert ONCE_BEGUN in read(answer)


@pytest.mark.parametrize("before", [timedelta(0), timedelta(seconds=1)])
def test_from_its_hour_on_it_may_be_ended(browse, at, planned, world, before):
    with at(planned.start - before):
        answer = browse(world.secretary).get(path(planned))

    assert offered(answer) == (True, not before)


def test_once_somebody_has_come_it_may_be_ended_as_it_can_no_longer_be_called_off(browse, at, planned, world):
    planned.now = planned.start - 30 * MINUTE
    planned.arrives(world.members[4])
    with at(planned.now):
        answer = browse(world.secretary).get(path(planned))

    assert offered(answer) == (True, True)


def test_an_open_page_is_told_when_the_day_comes_and_when_it_may_be_ended(browse, at, planned, world):
    """The whole sheet comes once, with the day; later only the end does, so that nothing typed in the sheet is lost."""
    browser = browse(world.secretary)
    with at(planned.now):
        ahead = told(browser.get(path(planned)))
    with at(planned.start.replace(hour=0)):
        day = part(browser, planned, ahead)
    with at(planned.start):
        begun = part(browser, planned, told(day))
        again = part(browser, planned, told(begun))

    assert offered(day) == (True, False)
    assert 'id="keeping" hx-swap-oob' in day.content.decode()
    assert f'<option value="{world.adviser.pk}">' in day.content.decode()
    assert 'id="sheet"' not in begun.content.decode()
    assert 'id="ending" hx-swap-oob' in begun.content.decode()
    assert 'id="end-meeting"' in begun.content.decode()
    assert again.status_code == 204


def test_a_member_is_offered_nothing_when_the_day_comes(browse, at, planned, world):
    browser = browse(world.members[4])
    with at(planned.now):
        ahead = told(browser.get(path(planned)))
    with at(planned.start):
        answer = part(browser, planned, ahead)

    assert answer.status_code == 200
    assert offered(answer) == (False, False)
    assert "hx-swap-oob" in answer.content.decode()
    assert "keeping" not in answer.content.decode()
    assert "ending" not in answer.content.decode()
