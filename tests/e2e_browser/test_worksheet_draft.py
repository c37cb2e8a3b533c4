"""A worksheet that keeps itself: in the next session, in two windows, without scripts; and a seat given on a phone."""

import time

import pytest
import time_machine

from committees.models import Seat
from ethics_review.models import WorksheetDraft
from tests.e2e_browser.conftest import PHONE, sync_api
from tests.world import someone

pytestmark = pytest.mark.browser

SAVED_AFTER = 0.5
"""Seconds after a change at which the page begins to keep it."""


@pytest.fixture
def reviewing(story):
    story.in_review()
    with time_machine.travel(story.now, tick=True):
        yield story


def sheet(story):
    return f"/cases/{story.number}/moves/submit_worksheet/"


def comment(window, focus="privacy"):
    return window.page.locator(f"[name='focuses.{focus}.comment']")


def leaves_the_field(window, said):
    window.page.locator("[name='comment']").focus()
    sync_api.expect(window.page.locator("#saved")).to_contain_text(said)
    return window


@pytest.mark.parametrize(("language", "kept"), [("zh-hans", "草稿已于"), ("en", "Draft kept")])
def test_it_keeps_itself_on_the_phone_and_is_there_at_the_desk(person, world, reviewing, language, kept):
    phone = person(language, width=PHONE).signs_in(world.members[2]).goes_to(sheet(reviewing))
    phone.page.locator("input[name='focuses.privacy.answer'][value=no]").check()
    comment(phone).fill("脱敏方法未说明")
    leaves_the_field(phone, kept).can_be_used_by_everybody()

    desk = person(language).signs_in(world.members[2]).goes_to(sheet(reviewing))

    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert comment(desk).input_value() == "脱敏方法未说明"
    assert desk.page.locator("input[name='focuses.privacy.answer'][value=no]").is_checked()


def test_two_windows_show_both_versions_and_one_chooses(person, world, reviewing):
    first = person(width=PHONE).signs_in(world.members[2]).goes_to(sheet(reviewing))
    second = person().signs_in(world.members[2]).goes_to(sheet(reviewing))
    comment(first).fill("written on the phone")
    leaves_the_field(first, "Draft kept")
    comment(second).fill("written at the desk")
    leaves_the_field(second, "Not kept: this was changed in another window.").presses("See both")

    second.sees("written on the phone").sees("written at the desk").can_be_used_by_everybody()
    second.page.locator("input[name='take.focuses.privacy.comment'][value=theirs]").check()
    second.presses("Keep draft").sees("The draft was kept.")

    assert comment(second).input_value() == "written on the phone"
    assert WorksheetDraft.objects.get().answers["focuses.privacy.comment"] == "written on the phone"


def test_nothing_is_kept_once_the_worksheet_is_on_its_way(person, world, reviewing):
    """The save of the last field falls due while the worksheet travels: it would find nothing left to keep."""
    reviewer = person().signs_in(world.members[2]).goes_to(sheet(reviewing))
    saves = []
    reviewer.page.on("request", lambda request: saves.append(request.url) if request.url.endswith("/draft/") else None)
    reviewer.page.route("**/submit_worksheet/", lambda route: (time.sleep(2 * SAVED_AFTER), route.continue_()))
    comment(reviewer).fill("the last word")
    reviewer.page.locator("#move button.btn-primary").click()
    reviewer.sees("Nothing was saved")

    assert saves == []
    assert comment(reviewer).input_value() == "the last word"


def test_whoever_goes_on_typing_because_no_answer_comes_is_kept_again(person, world, reviewing):
    reviewer = person().signs_in(world.members[2]).goes_to(sheet(reviewing))
    reviewer.page.route("**/submit_worksheet/", lambda route: route.fulfill(status=204))  # an answer without a page
    comment(reviewer).fill("the first word")
    with reviewer.page.expect_response("**/submit_worksheet/"):
        reviewer.page.locator("#move button.btn-primary").click()

    comment(reviewer).fill("the second word")
    leaves_the_field(reviewer, "Draft kept")

    assert WorksheetDraft.objects.get().answers["focuses.privacy.comment"] == "the second word"


def test_without_scripts_a_button_keeps_it(person, world, reviewing):
    reviewer = person(width=PHONE, java_script_enabled=False).signs_in(world.members[2]).goes_to(sheet(reviewing))
    comment(reviewer).fill("half a thought")
    reviewer.presses("Keep draft").sees("The draft was kept.")

    assert comment(reviewer).input_value() == "half a thought"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_unit_seats_a_person_on_a_phone_once_it_has_seen_what_comes_of_it(person, world, reviewing, scripts):
    newcomer = someone("新委员", world.bare_unit)
    manager = person(width=PHONE, java_script_enabled=scripts).signs_in(world.manager)
    manager.goes_to(f"/committees/{world.body.pk}/").follows("Seat a person")
    manager.page.select_option("[name=person]", str(newcomer.pk))
    manager.page.get_by_label("Law").check()
    manager.page.get_by_label("Female").check()
    manager.presses("See what comes of it").sees("10 voting members")
    assert not Seat.objects.filter(person=newcomer).exists()
    manager.presses("Appoint").sees("新委员 was seated.")

    assert Seat.objects.get(person=newcomer).external
