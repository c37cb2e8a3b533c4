"""An application in a real browser: from step to step by keys alone, saving itself, in two windows, past a lost session."""

import os

import pytest
import time_machine
from django.contrib.sessions.models import Session

from tests.e2e_browser.conftest import PHONE
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
