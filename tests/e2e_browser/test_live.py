"""An open page tells by itself what others have done meanwhile: in a real browser, in both widths and languages."""

from datetime import timedelta

import pytest
import time_machine

from tests.e2e_browser.conftest import DESKTOP, PHONE, sync_api
from tests.world import acceptance

pytestmark = pytest.mark.browser

HIDDEN = "Object.defineProperty(document, 'hidden', {get: () => window.outOfSight === true});"
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
SHIFT = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.shifted += one.value; }))
  .observe({type: "layout-shift", buffered: true});
"""


def looked_at(window):
    """As when somebody comes back to the window: the page asks at once."""
    window.page.evaluate(LOOKED_AT)
    return window


@pytest.fixture
def submitted(story):
    story.submitted()
    with time_machine.travel(story.now, tick=True):
        yield story


@pytest.mark.parametrize(
    ("width", "language", "told", "scheme"),
    [
        (DESKTOP, "en", "The case has moved on since you opened this page", "light"),
        (PHONE, "zh-hans", "您打开本页之后，本事项又有了进展", "dark"),
    ],
)
def test_an_open_page_tells_that_somebody_has_moved_the_case(person, world, submitted, width, language, told, scheme):
    window = person(language, width=width, color_scheme=scheme)
    window.page.add_init_script(SHIFT)
    window.signs_in(world.chair).goes_to(f"/cases/{submitted.number}/")
    looked_at(window)
    window.page.wait_for_timeout(500)
    sync_api.expect(window.page.locator("#live")).to_be_empty()
    before = window.page.evaluate("window.shifted")

    submitted.does(world.secretary, "accept", **acceptance())
    looked_at(window)

    sync_api.expect(window.page.locator("#live")).to_contain_text(told)
    sync_api.expect(window.page.locator("#live")).to_contain_text("秘书")
    window.can_be_used_by_everybody()
    assert window.page.evaluate("window.shifted") == before
    assert window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_it_is_closed_with_a_key_and_told_again_only_when_more_has_happened(person, world, submitted):
    window = person().signs_in(world.chair).goes_to(f"/cases/{submitted.number}/")
    live = window.page.locator("#live")
    submitted.does(world.secretary, "accept", **acceptance())
    looked_at(window)
    live.get_by_role("button", name="Not now").press("Escape")
    looked_at(window)
    window.page.wait_for_timeout(500)
    assert live.inner_text().strip() == ""

    submitted.does(world.chair, "determine_list", items=[], reasons="不属于清单")
    looked_at(window)
    sync_api.expect(live).to_contain_text("Determine")
    live.get_by_role("link", name="Show it anew", exact=True).click()
    sync_api.expect(live).to_be_empty()


@pytest.mark.parametrize(
    ("width", "language", "told", "scheme"),
    [
        (DESKTOP, "en", "A time limit has run out since you opened this page", "dark"),
        (PHONE, "zh-hans", "您打开本页之后，有期限已过", "light"),
    ],
)
def test_an_open_page_tells_that_a_time_limit_has_run_out(person, world, story, width, language, told, scheme):
    story.accepted("emergency").wait(hours=71, minutes=50)
    with time_machine.travel(story.now, tick=True):
        window = person(language, width=width, color_scheme=scheme)
        window.signs_in(world.chair).goes_to(f"/cases/{story.number}/")
        looked_at(window)
        window.page.wait_for_timeout(500)
        sync_api.expect(window.page.locator("#live")).to_be_empty()
    with time_machine.travel(story.now + timedelta(minutes=15), tick=True):
        looked_at(window)
        sync_api.expect(window.page.locator("#live")).to_contain_text(told)
        window.can_be_used_by_everybody()
        window.page.screenshot(path=f"tests/artifacts/pages/ran-out-{language}.png")
        assert window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        window.page.locator("#live [data-live-link]").click()
        sync_api.expect(window.page.locator("#live")).to_be_empty()


def test_nothing_is_asked_while_nobody_looks(person, world, submitted):
    window = person()
    window.page.add_init_script(HIDDEN)
    window.signs_in(world.chair).goes_to(f"/cases/{submitted.number}/")
    asked = []
    window.page.on("request", lambda request: asked.append(request.url) if "/news/" in request.url else None)
    window.page.evaluate("window.outOfSight = true; htmx.trigger('#live', 'look')")
    window.page.wait_for_timeout(500)
    unseen = len(asked)
    window.page.evaluate("window.outOfSight = false")
    looked_at(window)
    window.page.wait_for_timeout(500)

    assert (unseen, len(asked)) == (0, 1)


def test_what_was_typed_in_the_form_of_a_step_stands_in_the_form_drawn_anew(person, world, submitted):
    submitted.does(world.secretary, "accept", **acceptance())
    window = person().signs_in(world.chair).goes_to(f"/cases/{submitted.number}/moves/determine_list/")
    window.page.locator("main textarea").first.fill("写了一半的理由")
    window.page.locator("main form#move input[type=checkbox]").first.check()
    submitted.does(world.members[3], "declare_interest", conflict=False)
    looked_at(window)
    window.page.get_by_role("button", name="Show it anew, with what I have typed").click()

    sync_api.expect(window.page.locator("main textarea").first).to_have_value("写了一半的理由")
    sync_api.expect(window.page.locator("main form#move input[type=checkbox]").first).to_be_checked()
    window.page.locator("main form#move button.btn-primary").click()
    assert window.path() == f"/cases/{submitted.number}/"


def test_whoever_has_typed_something_is_not_led_away_from_it(person, world, story):
    story.drafted(funding=None).does(world.applicant, "submit")
    story.does(world.secretary, "request_completion")
    with time_machine.travel(story.now, tick=True):
        window = person().signs_in(world.applicant).goes_to(f"/cases/{story.number}/filing/plan/")
        live = window.page.locator("#live")
        story.revised(funding="自筹")
        looked_at(window)
        sync_api.expect(live.get_by_role("link", name="Show it anew", exact=True)).to_be_visible()
        window.page.locator("main textarea").first.fill("半句话")

        sync_api.expect(live.get_by_role("link", name="Show it anew", exact=True)).to_be_hidden()
        sync_api.expect(
            live.get_by_role("link", name="Show it in a new window; what I have typed stays here")
        ).to_be_visible()


def test_whoever_was_signed_out_is_told_and_what_they_typed_stays(person, world, submitted):
    submitted.does(world.secretary, "accept", **acceptance())
    window = person().signs_in(world.chair).goes_to(f"/cases/{submitted.number}/moves/determine_list/")
    window.page.locator("main textarea").first.fill("写了一半的理由")
    window.page.context.clear_cookies(name="sessionid")
    looked_at(window)

    sync_api.expect(window.page.locator("#live")).to_contain_text("You have been signed out")
    sync_api.expect(window.page.locator("main textarea").first).to_have_value("写了一半的理由")
