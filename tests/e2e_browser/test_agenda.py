"""An agenda put in order with the mouse, with the keyboard and with a thumb; the room as everybody sees it."""

import pytest
import time_machine

from tests.e2e_browser.conftest import DESKTOP, PHONE, sync_api
from tests.world import MINUTE, Story

pytestmark = pytest.mark.browser

LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def agenda(world, story):
    """Two matters on one agenda; a third waits. The clock stands at an hour at which the meeting has begun."""
    story.in_review().reviewed().convened()
    second = Story(world, now=story.now).in_review().reviewed()
    second.does(world.secretary, "convene", meeting=story.meeting.pk)
    story.third = Story(world, now=second.now).in_review().reviewed()
    with time_machine.travel(max(story.third.now, story.meeting.starts_at) + MINUTE, tick=True):
        yield story


def path(story):
    return f"/meetings/{story.meeting.pk}/"


def order(story):
    return list(story.meeting.items.order_by("order").values_list("subject", flat=True))


def test_a_matter_is_dragged_before_another(person, world, agenda):
    window = person().signs_in(world.secretary).goes_to(path(agenda))
    first, second = order(agenda)
    matters = window.page.locator("[data-matter]")

    matters.nth(1).locator(".drag-handle").drag_to(matters.nth(0))

    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 1 of the agenda.")
    sync_api.expect(matters.nth(0)).to_contain_text(second.removeprefix("case:"))
    assert order(agenda) == [second, first]
    window.can_be_used_by_everybody()


def test_what_waits_is_dragged_into_a_place_on_the_agenda(person, world, agenda):
    window = person("zh-hans").signs_in(world.secretary).goes_to(path(agenda))
    first, second = order(agenda)
    waiting = window.page.locator("section[aria-labelledby=queue] .drag-handle")

    waiting.first.drag_to(window.page.locator("[data-matter]").nth(1))

    sync_api.expect(window.page.locator("[data-matter]")).to_have_count(3)
    sync_api.expect(waiting).to_have_count(0)
    assert order(agenda) == [first, agenda.third.stream, second]


def test_what_is_dropped_beside_the_agenda_stays_where_it_was(person, world, agenda):
    window = person().signs_in(world.secretary).goes_to(path(agenda))
    before = order(agenda)

    window.page.locator("[data-matter] .drag-handle").first.drag_to(window.page.locator("#sheet"))
    window.page.wait_for_timeout(300)

    assert order(agenda) == before
    assert window.page.locator("[data-dragged], .drop-here").count() == 0


def test_the_order_is_changed_by_keys_and_one_stays_where_one_was(person, world, agenda):
    window = person().signs_in(world.secretary).goes_to(path(agenda))
    first, second = order(agenda)
    item = agenda.meeting.items.get(order=1).pk

    window.page.locator(f"#down-{item}").focus()
    window.page.keyboard.press("Enter")
    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 2 of the agenda.")
    sync_api.expect(window.page.locator(f"#up-{item}")).to_be_focused()
    window.page.keyboard.press("Tab")
    sync_api.expect(window.page.locator(f"#down-{item}")).to_be_focused()
    window.page.keyboard.press("Enter")
    assert order(agenda) == [second, first]
    window.page.keyboard.press("Shift+Tab")
    window.page.keyboard.press("Enter")

    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 1 of the agenda.")
    assert order(agenda) == [first, second]


def test_in_the_midst_of_an_agenda_one_goes_on_with_the_same_key(person, world, agenda):
    agenda.third.does(world.secretary, "convene", meeting=agenda.meeting.pk)
    window = person().signs_in(world.secretary).goes_to(path(agenda))
    item = agenda.meeting.items.get(order=1).pk

    window.page.locator(f"#down-{item}").press("Enter")
    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 2 of the agenda.")
    sync_api.expect(window.page.locator(f"#down-{item}")).to_be_focused()
    window.page.keyboard.press("Enter")
    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 3 of the agenda.")
    sync_api.expect(window.page.locator(f"#up-{item}")).to_be_focused()
    window.can_be_used_by_everybody()


def test_on_a_phone_there_are_buttons(person, world, agenda):
    window = person(width=PHONE, has_touch=True, is_mobile=True).signs_in(world.secretary).goes_to(path(agenda))
    first, second = order(agenda)

    assert window.page.locator(".drag-handle:visible").count() == 0
    window.page.get_by_role("button", name="Item 1 later").tap()
    sync_api.expect(window.page.locator("#said")).to_contain_text("The matter is now item 2 of the agenda.")
    assert order(agenda) == [second, first]
    assert window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_whoever_is_in_the_room_sees_each_arrival_without_reloading(person, world, agenda, width):
    member, office = (
        person(width=width).signs_in(who).goes_to(path(agenda)) for who in (world.members[3], world.secretary)
    )
    sync_api.expect(member.page.locator("#room")).to_contain_text("0 of at least 5 count")
    arrives = office.page.locator(f"#arrive-{world.members[3].pk}")

    arrives.click()
    sync_api.expect(office.page.locator(f"#leave-{world.members[3].pk}")).to_be_focused()
    member.page.evaluate(LOOKED_AT)

    sync_api.expect(member.page.locator("#room")).to_contain_text("1 of at least 5 count")
    sync_api.expect(member.page.locator("#said")).to_contain_text("Item 1: 1 of at least 5 count.")


def test_what_is_refused_is_shown_where_the_agenda_stands(person, world, agenda):
    window = person().signs_in(world.secretary).goes_to(path(agenda))
    item = agenda.meeting.items.get(order=1)
    other = person().signs_in(world.chair).goes_to(path(agenda))
    other.page.get_by_role("button", name="End the meeting").click()

    window.page.locator(f"#down-{item.pk}").click()

    sync_api.expect(window.page.locator("#room")).to_contain_text("This was refused; nothing was written")
