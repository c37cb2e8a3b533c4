"""What only a browser shows: the language switched, lists that narrow, a room that is followed, no scripts, print."""

import pytest
import time_machine

from tests.world import Story

pytestmark = pytest.mark.browser


@pytest.fixture
def busy(world, story):
    """A meeting is under way over one case; another waits to be accepted, a third is decided."""
    Story(world).submitted()
    Story(world).decided()
    story.in_review().reviewed().balloting(6)
    with time_machine.travel(story.now, tick=True):
        yield story


def test_the_language_is_switched_from_any_page(person, world, busy):
    chair = person("zh-hans").signs_in(world.chair).goes_to(f"/cases/{busy.number}/").sees("现在可以办理")

    chair.page.get_by_role("button", name="English").click()

    chair.sees("What you may do now")
    assert chair.path() == f"/cases/{busy.number}/"
    chair.page.get_by_role("button", name="中文").click()
    chair.sees("现在可以办理")


def test_a_failed_sign_in_is_told_and_the_door_stays_shut(person, world):
    stranger = person().goes_to("/sign-in/")

    stranger.page.fill("#id_username", world.chair.username)
    stranger.page.fill("#id_password", "guessed")
    stranger.presses("Sign in")

    stranger.sees("correct username and password").can_be_used_by_everybody()
    assert stranger.goes_to("/").path() == "/sign-in/"


def test_everything_works_without_javascript(person, world, busy):
    member = person(java_script_enabled=False).signs_in(world.members[3]).sees("Your vote is awaited.")

    member.follows("Vote").ticks("Approve").presses("On to check it").presses("Send: Cast vote")
    member.sees("Done: Cast vote.")
    member.goes_to("/cases/").writes("Number or title", "0001").presses("Search")

    member.sees("2026-0001")
    assert "2026-0003" not in member.page.inner_text("#rows")


def test_the_room_is_followed_while_people_come_and_go(person, world, busy):
    secretary, member = (
        person().signs_in(who).goes_to(f"/meetings/{busy.meeting.pk}/") for who in (world.secretary, world.vice)
    )
    member.sees("0 of 6 have voted")

    busy.votes("approve", world.members[0])
    row = secretary.page.get_by_role("row", name="委员9")
    row.get_by_role("button", name="Arrives").click()
    member.page.evaluate("htmx.ajax('GET', location.pathname, '#room')")

    secretary.sees("委员9")
    member.sees("1 of 6 have voted")
    assert member.page.get_by_role("row", name="委员9").first.inner_text().count("present") == 1


ROWS = """
[...document.querySelectorAll(".frame > div > div > *, .frame-nav > *")].filter((one) => one.offsetParent !== null)
  .map((one) => { const box = one.getBoundingClientRect(); return Math.round((box.top + box.bottom) / 2); })
  .reduce((rows, middle) => { const last = rows.at(-1);
    if (last && Math.abs(last.middle - middle) < 12) last.count += 1; else rows.push({middle, count: 1});
    return rows; }, []).map((row) => row.count)
"""
"""How many things stand on each row of the head of a page."""


@pytest.mark.parametrize("width", [390, 360])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_stands_alone_on_a_row_of_the_head_on_a_phone(person, world, language, width):
    """The name with what is personal; the six sections; the search with the settings."""
    window = person(language, width=width).signs_in(world.secretary)

    for path in ("/", "/account/"):
        window.goes_to(path)
        assert window.page.evaluate(ROWS) == [4, 6, 2]
        assert window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    window.page.screenshot(path=f"tests/artifacts/pages/head-{language}-{width}.png")


def test_the_list_is_narrowed_while_one_types(person, world, busy):
    chair = person().signs_in(world.chair).goes_to("/cases/")

    chair.page.get_by_label("State").select_option("in_review")

    chair.page.wait_for_url("**/cases/?*state=in_review*")
    assert chair.page.locator("#rows tbody tr").count() == 1


def test_the_case_is_printed_without_buttons(person, world, busy):
    chair = person().signs_in(world.chair).goes_to("/cases/2026-0002/")

    chair.page.emulate_media(media="print")

    assert not chair.page.locator(".btn:visible").count()
    assert chair.page.get_by_text("Decision · Approve").is_visible()


DARK_AS_INK = 0.2
"""How light the ground of a page in the dark is at most; white is one."""
GROUND = """() => {
  const parts = getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3);
  return parts.reduce((sum, part) => sum + Number(part), 0) / 765;
}"""


@pytest.mark.parametrize("scripts", [True, False])
def test_the_dark_needs_no_script_and_paper_is_light(person, world, busy, scripts):
    chair = person(color_scheme="dark", java_script_enabled=scripts).signs_in(world.chair).sees("My desk")

    assert chair.page.evaluate(GROUND) < DARK_AS_INK
    chair.page.emulate_media(media="print")
    assert chair.page.evaluate(GROUND) > 1 - DARK_AS_INK
    chair.page.emulate_media(media="screen", color_scheme="light")
    assert chair.page.evaluate(GROUND) > 1 - DARK_AS_INK
