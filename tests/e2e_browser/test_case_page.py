"""The page of a case and the search in a real browser: the drawings, a full case, two people at once."""

import pytest
import time_machine

from tests.e2e_browser.conftest import DESKTOP, PHONE
from tests.ethics_review.web.test_case_page_full import full
from tests.world import Story

pytestmark = pytest.mark.browser

WIDTHS = [(DESKTOP, "en", "light"), (PHONE, "zh-hans", "dark")]
FILL = "element => getComputedStyle(element).fill"


def unfolded(window):
    window.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return window


def fits(window):
    """The page itself is no wider than the window; what is larger scrolls inside its own box."""
    return window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def busy(world, story):
    """Under way, with a pause behind it."""
    story.in_review().reviewed()
    with time_machine.travel(story.now, tick=True):
        yield story


@pytest.mark.parametrize(("width", "language", "scheme"), WIDTHS)
def test_the_drawings_are_seen_told_and_fit(person, world, busy, width, language, scheme):
    window = person(language, width=width, color_scheme=scheme).signs_in(world.applicant)
    window.goes_to(f"/cases/{busy.number}/")

    assert window.page.locator("svg.chart title").text_content()
    assert window.page.locator("svg.line desc").text_content()
    assert window.page.locator(".chart-box.is-passed").count() == 3
    here, ahead = (window.page.locator(f".chart-box.is-{how} rect").first.evaluate(FILL) for how in ("here", "ahead"))
    assert here != ahead
    assert window.page.locator(".way-steps li").count() == 4
    assert fits(unfolded(window))
    window.can_be_used_by_everybody()


def test_the_present_place_is_brought_into_sight(person, world, busy):
    window = person(width=PHONE).signs_in(world.applicant).goes_to(f"/cases/{busy.number}/")

    window.follows("Show the present place")

    box, frame = (window.page.locator(one).bounding_box() for one in ("#place", ".drawing-tall"))
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    assert window.page.evaluate("document.querySelector('.drawing-tall').scrollTop") > 0


@pytest.mark.parametrize(("width", "language", "scheme"), WIDTHS)
def test_a_full_case_fits_and_turns_its_pages(person, world, story, width, language, scheme):
    full(story.decided())
    with time_machine.travel(story.now, tick=True):
        window = person(language, width=width, color_scheme=scheme).signs_in(world.chair)
        window.goes_to(f"/cases/{story.number}/")

        assert fits(unfolded(window))
        window.can_be_used_by_everybody()
        window.page.locator("section:has(#history) a[rel=next]").click()
        window.page.wait_for_url("**record=2*")
        assert window.page.locator(".log > li").count() == 60


def test_a_warm_page_sends_little(person, world, story):
    full(story.decided())
    with time_machine.travel(story.now, tick=True):
        window = person().signs_in(world.chair).goes_to(f"/cases/{story.number}/")
        sent = []
        window.page.on("response", lambda answer: sent.append(len(answer.body()) if answer.status == 200 else 0))

        window.goes_to(f"/cases/{story.number}/")
        window.page.wait_for_load_state("networkidle")

    pages = [size for size in sent if size]
    assert pages
    assert max(pages) < 200_000


@pytest.mark.parametrize(("width", "language", "scheme"), WIDTHS)
def test_one_searches_from_any_page(person, world, busy, width, language, scheme):
    window = person(language, width=width, color_scheme=scheme).signs_in(world.secretary)

    window.page.fill("#frame-q", "分诊压力")
    window.page.press("#frame-q", "Enter")

    window.page.wait_for_url("**/search/**")
    assert window.page.locator("mark").first.text_content() == "分诊压力"
    assert fits(window)
    window.can_be_used_by_everybody()
    window.page.get_by_role("link", name="分诊助手" if language != "en" else "Triage").first.click()
    assert window.path() == f"/cases/{busy.number}/"


def test_who_comes_second_is_told_who_was_first_and_reads_again(person, world, story):
    Story.submitted(story)
    with time_machine.travel(story.now, tick=True):
        slow = person().signs_in(world.secretary).goes_to(f"/cases/{story.number}/moves/request_completion/")
        slow.page.locator("textarea").first.fill("请补充知情同意书")
        fast = person().signs_in(world.applicant).goes_to(f"/cases/{story.number}/moves/withdraw/")
        fast.page.locator("textarea").first.fill("不再开展")
        fast.presses("Withdraw").sees("Done: Withdraw.")

        slow.page.locator("main form#move button.btn-primary").click()

        slow.sees("Somebody was faster").sees("The last step was: Withdraw (沈若水 · Applicant).")
        slow.sees("Nothing of yours was written.").can_be_used_by_everybody()
        assert slow.page.locator("textarea").first.input_value() == "请补充知情同意书"
        slow.follows("Read it again").sees("Withdrawn")
