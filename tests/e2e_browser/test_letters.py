"""A letter is looked at before it is sent; on paper it is dark on white, whatever the reader's system shows."""

from pathlib import Path

import pytest
import time_machine

from ledger.models import Entry
from tests.e2e_browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[1] / "artifacts" / "letters"
A4 = 794
"""Its width in pixels at 96 to the inch."""
BRIGHTNESS = """element => {
  const [red, green, blue] = getComputedStyle(element).color.match(/[0-9.]+/g).map(Number);
  return (red + green + blue) / 3;
}"""
DARK = 100
CHOOSE = """(value) => {
  const field = document.querySelector(`[name="ground"][value="${value}"]`);
  if (field) field.checked = true; else document.querySelector('[name="ground"]').value = value;
}"""
WRITTEN = "不属于审查范围\n另行告知"


@pytest.fixture
def asked(world, story):
    """The office has asked for two things."""
    story.submitted(conflict_statement=None)
    story.does(world.secretary, "request_completion", extra=[{"path": "plan.testing", "reason": "请补充外部验证"}])
    with time_machine.travel(story.now, tick=True):
        yield story


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh-hans", "light")])
def test_a_letter_prints_dark_on_white_on_one_sheet_with_room_to_sign(person, world, asked, language, scheme):
    seq = Entry.objects.filter(stream=asked.stream, action="request_completion").latest("seq").seq
    window = person(language, width=A4, color_scheme=scheme).signs_in(world.applicant)
    page = window.goes_to(f"/cases/{asked.number}/letters/{seq}/").page

    sheet = page.pdf(format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print", color_scheme=scheme)
    page.screenshot(path=PICTURES / f"{language}-{scheme}.png", full_page=True)

    assert sheet.count(b"/Type /Page\n") == 1
    for one in ("h1", ".facts dt", ".facts dd", ".cite", ".signatures > div", ".mono"):
        assert page.locator(f".letter {one}").first.evaluate(BRIGHTNESS) < DARK
    assert page.locator(".letter .card").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".signatures").is_visible()
    assert not page.locator("header.frame").is_visible()


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", DESKTOP, "light"), ("zh-hans", PHONE, "dark")])
def test_a_letter_is_found_on_the_desk_looked_at_and_sent(person, world, story, language, width, scheme):
    story.submitted()
    look, send, letters = {
        "en": ("Look at the letter first", "Send: Decline", "Letters to issue"),
        "zh-hans": ("先看文书", "确认提交：不予受理", "待发文书"),
    }[language]
    with time_machine.travel(story.now, tick=True):
        window = person(language, width=width, color_scheme=scheme).signs_in(world.secretary)
        window.goes_to("/").follows(letters)
        window.page.locator(f'a[href="/cases/{story.number}/moves/decline/"]').click()
        window.page.locator('[name="ground"]').first.wait_for()
        window.page.evaluate(CHOOSE, "out_of_scope")
        window.page.locator('textarea[name="reasons"]').fill(WRITTEN)
        window.presses(look)
        window.page.locator(".draft-mark").wait_for()
        window.page.screenshot(path=PICTURES / f"draft-{language}-{width}-{scheme}.png", full_page=True)
        window.page.emulate_media(media="print", color_scheme=scheme)
        window.page.screenshot(path=PICTURES / f"draft-printed-{language}.png", full_page=True)
        assert window.page.locator(".draft-mark").is_visible()
        window.page.emulate_media(media="screen", color_scheme=scheme)
        window.presses(send)
        window.page.wait_for_url(f"**/cases/{story.number}/")

    assert story.last.action == "decline"
    assert story.last.statements.get(name="reasons").text.splitlines() == WRITTEN.splitlines()
