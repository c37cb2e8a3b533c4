"""An open page counts on what is told to the minute, in its reader's words and by the server's clock."""

import re

import pytest
import time_machine

from tests.e2e_browser.conftest import DESKTOP, PHONE, sync_api

pytestmark = pytest.mark.browser
HOUR = 3600


@pytest.fixture
def emergency(story):
    """The seventy-two hours run; two of them are left, and a minute."""
    story.accepted("emergency").wait(hours=69, minutes=59)
    with time_machine.travel(story.now, tick=True):
        yield story


def hours_later(window, hours):
    window.page.clock.fast_forward(hours * HOUR * 1000)
    window.page.clock.run_for(30_000)


@pytest.mark.parametrize(
    ("language", "width", "scheme", "left", "over"),
    [
        ("en", DESKTOP, "light", r"^1 h \d+ min left$", r"^0 h 59 min overdue$|^1 h 0 min overdue$"),
        ("zh-hans", PHONE, "dark", r"^还有1小时\d+分$", r"^已逾期0小时59分$|^已逾期1小时0分$"),
    ],
)
def test_it_goes_on_and_says_when_it_is_over(person, world, emergency, language, width, scheme, left, over):
    """The browser's own clock is years ahead of the server's."""
    window = person(language, width=width, color_scheme=scheme)
    window.page.clock.install()
    window.signs_in(world.chair).goes_to("/")
    shown = window.page.locator("main [data-due]").first
    drawn = shown.inner_text()
    hours_later(window, 0.5)
    later, tone = shown.inner_text(), shown.get_attribute("class")
    hours_later(window, 2.5)

    assert drawn != later
    assert re.search(left, later), later
    assert "soon" in tone
    assert re.search(over, shown.inner_text()), shown.inner_text()
    assert "over" in shown.get_attribute("class").split()
    window.can_be_used_by_everybody()


def test_nothing_is_announced_by_the_minute(person, world, emergency):
    """No part that is read out when it changes holds a countdown."""
    window = person().signs_in(world.chair).goes_to(f"/cases/{emergency.number}/")
    told = ":is([aria-live=polite], [aria-live=assertive], [role=status], [role=alert]) [data-due]"

    assert window.page.locator("main [data-due]").count() >= 2
    assert window.page.locator(told).count() == 0
    sync_api.expect(window.page.locator("main [data-due]").first).to_have_attribute("role", "timer")


def test_without_scripts_it_says_what_was_left(person, world, emergency):
    window = person(java_script_enabled=False).signs_in(world.chair).goes_to("/")

    sync_api.expect(window.page.locator("main [data-due]").first).to_have_text("2 h 0 min left")
