"""What members and chairs do in a real browser: read and assess by keyboard, vote with one thumb, follow the room."""

import pytest
import time_machine

from ethics_review.models import DocumentAccess
from tests.e2e_browser.conftest import PHONE, sync_api
from tests.stored import stored
from tests.world import Story

pytestmark = pytest.mark.browser


def path(story, move):
    return f"/cases/{story.number}/moves/{move}/"


@pytest.fixture
def at(story):
    """The clock runs on from where the story stands."""
    return lambda: time_machine.travel(story.now, tick=True)


@pytest.mark.parametrize(("language", "sends"), [("zh-hans", "确认提交：表决"), ("en", "Send: Cast vote")])
def test_a_vote_is_cast_on_a_phone_without_scripts(person, world, story, at, language, sends):
    story.in_review().reviewed().balloting()
    with at():
        voter = person(language, width=PHONE, java_script_enabled=False).signs_in(world.members[4])
        voter.goes_to(path(story, "cast_vote"))
        voter.page.locator("input[name=position][value=reject]").check()
        voter.page.locator("textarea[name=reason]").fill("风险未受控")
        voter.page.locator("#move button.btn-primary").click()
        button = voter.page.get_by_role("button", name=sends)
        assert button.bounding_box()["height"] >= 44
        button.click()

    assert story.ballot.roll.get(person=world.members[4]).vote.position == "reject"
    voter.sees(story.last.hash)
    assert voter.path() == path(story, "cast_vote")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_each_step_of_a_vote_can_be_used_by_everybody(person, world, story, at, width):
    story.in_review().reviewed().balloting()
    with at():
        voter = person(width=width).signs_in(world.members[4]).goes_to(path(story, "cast_vote"))
        voter.can_be_used_by_everybody().ticks("Approve").presses("On to check it")
        voter.sees("Check before you send").can_be_used_by_everybody().presses("Change it")
        assert voter.page.get_by_label("Approve", exact=True).is_checked()
        voter.presses("On to check it").presses("Send: Cast vote")
        voter.sees("Your vote is in and stays").can_be_used_by_everybody()


def test_a_worksheet_is_filled_in_by_keyboard_alone(person, world, story, at):
    story.in_review()
    with at():
        reviewer = person().signs_in(world.members[2]).goes_to(path(story, "submit_worksheet"))
        keys, focused = reviewer.page.keyboard, "document.activeElement.name"
        named = "(all) => all.map((one) => one.name)"
        asked = list(dict.fromkeys(reviewer.page.eval_on_selector_all("[name^='focuses.']", named)))
        reviewer.page.locator(".reading").focus()
        order = []
        for _ in range(60):
            keys.press("Tab")
            name = reviewer.page.evaluate(focused) or ""
            order.append(name)
            if name.endswith(".answer"):
                keys.press("Space")
            if name == "recommendation":
                keys.press("Space")
                break
        for _ in range(6):
            keys.press("Tab")
            if reviewer.page.evaluate("document.activeElement.matches('button.btn-primary')"):
                keys.press("Enter")
                break
        reviewer.sees("Done: Submit worksheet.")

    assert [name for name in order if name.startswith("focuses.")] == asked
    assessed = story.case.reviews.get().assignments.first().worksheet.focuses
    assert set(asked) == {f"focuses.{key}.{part}" for key in assessed for part in ("answer", "comment")}


def test_on_a_phone_a_link_leads_past_the_filing_to_the_worksheet(person, world, story, at):
    story.in_review()
    with at():
        reviewer = person("zh-hans", width=PHONE).signs_in(world.members[2]).goes_to(path(story, "submit_worksheet"))
        reviewer.can_be_used_by_everybody().follows("填写工作表")
        sync_api.expect(reviewer.page.locator("#worksheet legend").first).to_be_in_viewport()


def test_the_quorum_is_recounted_before_everyones_eyes(person, world, story, at):
    story.in_review().reviewed().in_meeting(5)
    with at():
        member = person().signs_in(world.members[7]).goes_to(f"/meetings/{story.meeting.pk}/")
        member.sees("5 of at least 5 count")
        secretary = person().signs_in(world.secretary).goes_to(f"/meetings/{story.meeting.pk}/")
        secretary.presses("Leaves")
        member.page.evaluate(f"htmx.ajax('GET', '/meetings/{story.meeting.pk}/', '#room')")
        member.sees("4 of at least 5 count")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", PHONE)])
def test_pages_of_the_office_and_of_members_can_be_used_by_everybody(person, world, story, at, language, width):
    lacking = Story(world, now=story.now).submitted(funding=None)
    accepted = Story(world, now=lacking.now).accepted().listed().declared(*world.members[2:5])
    simplified = Story(world, now=accepted.now).in_review("simplified")
    story.now = simplified.now
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明"}])
    story.revised(funding="企业自筹").does(world.applicant, "resubmit")
    story.in_review().reviewed().found()
    seen = {
        world.secretary: [path(lacking, "request_completion"), f"/meetings/{story.meeting.pk}/minutes/"],
        world.chair: [path(accepted, "assign_reviewers"), path(simplified, "convert_to_general")],
        world.members[2]: [f"/cases/{story.number}/filing/difference/", f"/meetings/{story.meeting.pk}/"],
    }
    with at():
        for who, pages in seen.items():
            window = person(language, width=width).signs_in(who)
            for page in pages:
                window.goes_to(page).can_be_used_by_everybody()
                assert window.page.evaluate("document.documentElement.scrollWidth") <= width, page


PLAN = "一、背景\n基层诊所分诊压力大\n"


def kept(story, name, media_type, content):
    return stored(story.in_review(), name, media_type, content)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_read_beside_the_worksheet_and_nothing_typed_is_left(person, world, story, at, scripts):
    kept(story, "方案.txt", "text/plain; charset=utf-8", PLAN.encode())
    with at():
        reviewer = person(java_script_enabled=scripts).signs_in(world.members[2])
        reviewer.goes_to(path(story, "submit_worksheet"))
        comment = reviewer.page.locator("textarea[name^='focuses.']").first
        comment.fill("待核对")
        reviewer.page.get_by_role("link", name="Read it here 方案.txt").click()
        read = reviewer.page.frame_locator("iframe[name=reader]").locator("body")
        sync_api.expect(read).to_contain_text("基层诊所分诊压力大")

        assert comment.input_value() == "待核对"
        assert reviewer.path() == path(story, "submit_worksheet")
        reviewer.is_served_well()
    assert DocumentAccess.objects.get().person == world.members[2]


def test_where_there_is_no_room_beside_it_a_document_is_a_file(person, world, story, at):
    kept(story, "方案.txt", "text/plain; charset=utf-8", PLAN.encode())
    with at():
        reviewer = person(width=PHONE).signs_in(world.members[2]).goes_to(path(story, "submit_worksheet"))

        assert not reviewer.page.locator("iframe[name=reader]").is_visible()
        assert not reviewer.page.get_by_text("Read it here").is_visible()
        assert reviewer.page.get_by_role("link", name="方案.txt", exact=True).is_visible()
