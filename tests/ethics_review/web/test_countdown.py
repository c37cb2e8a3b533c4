"""What is left of a limit told to the minute: the page gets what it needs to go on counting, in its reader's words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from ethics_review.web.countdown import countdown, minutes_left
from tests.world import MORNING

PATTERNS = {
    "en": ("%(hours)d h %(minutes)d min left", "%(hours)d h %(minutes)d min overdue"),
    "zh-hans": ("还有%(hours)d小时%(minutes)d分", "已逾期%(hours)d小时%(minutes)d分"),
}


@pytest.fixture
def emergency(story):
    """The seventy-two hours run."""
    story.accepted("emergency").wait(hours=5)
    return story


@pytest.mark.parametrize("language", PATTERNS)
@pytest.mark.parametrize("address", ["desk", "case", "duties"])
def test_an_open_page_can_go_on_counting_in_its_readers_words(browse, at, emergency, world, language, address):
    due_at = emergency.clock("decision_emergency").due_at
    left, over = PATTERNS[language]
    path = reverse(address, args=[emergency.number] if address == "case" else [])
    with at(emergency.now):
        shown = browse(world.chair, language).get(path).content.decode()

    assert f'data-left="{left}" data-over="{over}" data-after="over"' in shown
    drawn, due = (localtime(one).isoformat() for one in (emergency.now, due_at))
    assert f'role="timer" data-due="{due}" data-drawn="{drawn}"' in shown


def test_what_is_told_in_days_does_not_move_by_the_minute(browse, at, story, world):
    story.submitted()
    with at(story.now):
        shown = browse(world.secretary).get(reverse("desk")).content.decode()

    assert "days left" in shown
    assert "data-due" not in shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3661, "1 h 1 min left"), (0, "0 h 0 min left"), (-1, "0 h 0 min overdue"), (-7260, "2 h 1 min overdue")],
)
def test_it_is_over_after_its_last_instant(seconds, said):
    with override("en"):
        assert minutes_left(due_at=MORNING + timedelta(seconds=seconds), now=MORNING) == said


def test_what_has_ended_or_stands_still_is_not_counted_on(emergency):
    clock = emergency.clock("decision_emergency")
    runs = countdown(deadline=clock, now=emergency.now)
    clock.paused_at = emergency.now
    stands = countdown(deadline=clock, now=emergency.now)
    clock.paused_at, clock.settled_at = None, emergency.now
    ended = countdown(deadline=clock, now=emergency.now)

    assert (runs is None, stands, ended) == (False, None, None)


def test_a_right_is_not_overdue_when_its_window_closes(emergency):
    clock = emergency.clock("decision_emergency")
    clock.escalate = []
    with override("en"):
        runs = countdown(deadline=clock, now=clock.due_at)
        closed = countdown(deadline=clock, now=clock.due_at + timedelta(seconds=1))

    assert (runs.over, runs.after, closed) == ("closed unused", "calm", None)
