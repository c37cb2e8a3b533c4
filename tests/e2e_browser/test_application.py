"""An application in a real browser: by keys alone, saving itself, in two windows, past the end of a session."""

import os

import pytest
import time_machine

from tests.e2e_browser.conftest import PHONE, sync_api
from tests.filings import filing

pytestmark = pytest.mark.browser
STEPS = ("activity", "plan", "risk_assessment", "commitment", "partners", "cross_references", "documents", "check")


@pytest.fixture
def draft(world, story):
    story.drafted(conflict_statement=None)
    with time_machine.travel(story.now, tick=True):
        yield story


def step(story, key):
    return f"/cases/{story.number}/filing/{key}/"


def newest(story):
    return story.case.filings.latest("revision")


def shot(window, name):
    folder = os.environ.get("SHOTS")
    if folder:
        window.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh-hans", PHONE, "light"), ("en", 1280, "dark")])
def test_every_step_can_be_used_by_everybody(person, world, draft, language, width, scheme):
    applicant = person(language, width=width, color_scheme=scheme).signs_in(world.applicant)

    for key in STEPS:
        applicant.goes_to(step(draft, key)).can_be_used_by_everybody()
        shot(applicant, f"{key}-{language}-{width}")
        assert applicant.page.evaluate("document.documentElement.scrollWidth") <= width, key


def test_a_draft_saves_itself_when_a_field_is_left(person, world, draft):
    applicant = person().signs_in(world.applicant).goes_to(step(draft, "commitment")).sees("1 item is missing")

    applicant.page.get_by_label("Conflict-of-interest statement").fill("无")
    applicant.page.keyboard.press("Tab")

    applicant.sees("Saved by itself as revision 2").sees("Nothing is missing.").can_be_used_by_everybody()
    assert newest(draft).body == filing(conflict_statement="无")
    applicant.page.get_by_label("Conflict-of-interest statement").fill("没有利益冲突")
    applicant.presses("Save and go on").sees("Saved as revision 3")
    assert newest(draft).body["conflict_statement"] == "没有利益冲突"


def test_two_windows_on_one_draft_show_both_versions(person, world, draft):
    first, second = (person().signs_in(world.applicant).goes_to(step(draft, "commitment")) for _ in range(2))
    first.writes("Conflict-of-interest statement", "甲").presses("Save")
    first.sees("Saved as revision 2")

    second.page.get_by_label("Conflict-of-interest statement").fill("乙")
    second.page.keyboard.press("Tab")
    second.sees("Not saved: this was changed in another window.").presses("See both")

    second.sees("Saved in the other window").can_be_used_by_everybody()
    shot(second, "conflict")
    assert newest(draft).body["conflict_statement"] == "甲"
    second.presses("Save")
    second.sees("Saved as revision 3")
    assert newest(draft).body["conflict_statement"] == "乙"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ends_in_a_long_form_loses_nothing(person, world, draft, scripts):
    applicant = person(java_script_enabled=scripts).signs_in(world.applicant).goes_to(step(draft, "commitment"))
    applicant.page.context.clear_cookies(name="sessionid")

    applicant.writes("Conflict-of-interest statement", "写了很久\n两行").presses("Save")

    applicant.sees("You have been signed out")
    if scripts:
        applicant.can_be_used_by_everybody()
        shot(applicant, "signed-out")
    applicant.page.fill("#id_username", world.applicant.username)
    applicant.page.fill("#id_password", "a long enough secret")
    applicant.presses("Sign in").sees("What you typed is kept here")
    shot(applicant, "go-on")
    applicant.presses("Send it now").sees("Saved as revision 2")
    assert newest(draft).body["conflict_statement"].splitlines() == ["写了很久", "两行"]


def test_signing_in_again_in_another_window_loses_nothing(person, world, draft):
    applicant = person().signs_in(world.applicant).goes_to(step(draft, "commitment"))
    applicant.page.context.clear_cookies(name="sessionid")
    other = applicant.page.context.new_page()
    other.goto(f"{applicant.address}/sign-in/")
    other.fill("#id_username", world.applicant.username)
    other.fill("#id_password", "a long enough secret")
    other.click("main button")

    applicant.page.get_by_label("Conflict-of-interest statement").fill("无")
    applicant.page.keyboard.press("Tab")
    applicant.sees("Not saved: you have signed in again").presses("Save")
    applicant.sees("What you typed is kept here").presses("Send it now")

    applicant.sees("Saved as revision 2")
    assert newest(draft).body == filing(conflict_statement="无")


def test_files_are_sent_with_their_progress_and_refused_before_and_after(person, world, draft, settings):
    settings.UPLOAD_LIMIT = 100_000
    applicant = person().signs_in(world.applicant).goes_to(step(draft, "documents"))
    files = [
        {"name": "大.txt", "mimeType": "text/plain", "buffer": b"x" * 100_001},
        {"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"},
        {"name": "假.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"},
        {"name": "方案.txt", "mimeType": "text/plain", "buffer": "活动方案".encode()},
    ]

    applicant.page.set_input_files("#upload-file", files)
    applicant.presses("Add")

    applicant.sees("方案.txt was added.").sees("大.txt: larger than 97.7").sees("程序.exe: of a kind that is not taken")
    sync_api.expect(applicant.page.locator("tbody tr")).to_have_count(1)
    applicant.sees("假.pdf: ").can_be_used_by_everybody()
    shot(applicant, "upload")
    assert draft.case.documents.count() == 1
    applicant.page.set_input_files("#upload-file", files[3:])
    applicant.presses("Add")
    sync_api.expect(applicant.page.locator("tbody tr")).to_have_count(2)


def test_an_application_is_filled_in_by_keys_alone(person, world, draft):
    """From the step through its questions to the next, without a pointer."""
    applicant = person().signs_in(world.applicant).goes_to(step(draft, "commitment"))
    keys = applicant.page.keyboard

    def tab_to(selector):
        for _ in range(60):
            if applicant.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            keys.press("Tab")
        pytest.fail(f"no key leads to {selector}")

    tab_to("[name=conflict_statement]")
    keys.type("none")
    tab_to("button[value=next].btn")
    keys.press("Enter")

    applicant.sees("Saved as revision 2")
    assert applicant.path() == step(draft, "change")
    assert newest(draft).body["conflict_statement"] == "none"


def test_a_notice_is_answered_without_javascript(person, world, story):
    story.submitted()
    story.does(
        world.secretary,
        "request_completion",
        extra=[{"path": "funding", "reason": "项目编号"}, {"path": "plan.testing", "reason": "请补充"}],
    )
    with time_machine.travel(story.now, tick=True):
        plain = person(java_script_enabled=False).signs_in(world.applicant).goes_to(f"/cases/{story.number}/")
        plain.follows("Answer it item by item")
        plain.page.fill("[name=funding]", "编号一")
        plain.presses("Save and resubmit").sees("Not yet resubmitted")
        plain.page.fill("[name='left.1']", "没有变化")
        shot(plain, "answer")
        plain.presses("Save and resubmit").sees("Done: Resubmit.")

    assert story.case.state == "submitted"


@pytest.mark.parametrize(("language", "width"), [("zh-hans", PHONE), ("en", 1280)])
def test_a_notice_can_be_answered_by_everybody(person, world, story, language, width):
    story.submitted()
    story.does(
        world.secretary,
        "request_completion",
        extra=[{"path": "funding", "reason": "项目编号"}, {"path": "plan", "reason": "请补充"}],
    )
    with time_machine.travel(story.now, tick=True):
        applicant = person(language, width=width).signs_in(world.applicant)
        applicant.goes_to(f"/cases/{story.number}/filing/answer/").can_be_used_by_everybody()
        shot(applicant, f"answer-{language}-{width}")

    assert applicant.page.evaluate("document.documentElement.scrollWidth") <= width
