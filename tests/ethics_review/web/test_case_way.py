"""What the page of a case says first: the next step, and the way so far, as a drawing and in words."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from regulations.clocks import local
from tests.world import MORNING


def page(browse, person, number, language="en"):
    return browse(person, language).get(reverse("case", args=[number]))


def test_the_way_so_far_is_told_step_by_step_with_nobody_named_who_may_not_be(browse, read, at, world, story):
    story.re_examined("agree", "approve")

    with at(story.now):
        answers = {who: page(browse, getattr(world, who), story.number) for who in ("applicant", "chair")}

    steps = {
        who: re.search(r'<ol class="way-steps.*?</ol>', answer.content.decode(), re.DOTALL)[0]
        for who, answer in answers.items()
    }
    told = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", step)).strip() for step in steps["applicant"].split("<li>")[1:]]
    assert told[0] == "2026-06-10 09:00 Create the draft 沈若水 · Applicant"
    assert told[-1] == "2026-06-10 11:55 Issue decision → Approved and active 委员1 · Chair"
    assert len(told) == steps["chair"].count("<li>") == 9
    assert not re.search("委员[2-9]|专家", steps["applicant"])


def test_the_present_place_stands_once_on_the_drawing(browse, at, world, story):
    story.in_review()

    with at(story.now):
        shown = page(browse, world.applicant, story.number).content.decode()

    assert shown.count('id="place"') == 1
    assert re.search(r'is-here" id="place">.*?<text x="20" y="\d+">In review</text>', shown, re.DOTALL)
    assert shown.count("chart-step is-taken") == shown.count("chart-track") == 3
    assert not re.search(r'<[^>]*\sstyle="', shown)


def test_a_state_bears_the_day_it_was_entered_whatever_was_done_in_it_later(browse, at, world, story):
    story.in_review().wait(days=3).reviewed()

    with at(story.now):
        shown = page(browse, world.applicant, story.number).content.decode()

    noted = re.findall(r'<text class="chart-note"[^>]*>([^<]*)</text>', shown)
    assert noted == ["2026-06-10"] * 4


NEXT = (
    (
        "drafted",
        "applicant",
        "Next, and it waits for you Complete the filing and submit it. By whom Applicant · 沈若水",
    ),
    ("drafted", "applicant", "By when No time limit runs for this step."),
    ("submitted", "applicant", "What happens next Check that the materials are complete, then accept, decline or ask"),
    ("submitted", "applicant", "By whom Secretary · 秘书 By when 2026-06-17 · 7 days left Acceptance"),
    ("submitted", "secretary", "Next, and it waits for you Check that the materials"),
    ("accepted", "applicant", "By whom Chair · 委员1 By when 2026-07-10 · 30 days left Decision"),
    ("decided", "applicant", "Follow up on the activity. By whom Chair · 委员1 By when 2027-06-10"),
)


@pytest.mark.parametrize(("verb", "who", "words"), NEXT)
def test_the_page_begins_with_the_next_step_whose_it_is_and_by_when(browse, read, at, world, story, verb, who, words):
    getattr(story, verb)()

    with at(story.now):
        assert words in read(page(browse, getattr(world, who), story.number))


def test_what_lasts_for_months_waits_for_its_owner_only_when_it_falls_due_soon(browse, read, at, world, story):
    story.decided()
    last = story.clock("follow_up").due_at

    def waits(days):
        with at(last - timedelta(days=days)):
            return "Next, and it waits for you" in read(page(browse, world.chair, story.number))

    assert (waits(8), waits(7), waits(-1)) == (False, True, True)


PRESSING = (
    ("emergency", "decision_emergency", "Emergency decision", "%Y-%m-%d %H:%M"),
    ("general", "re_examination", "Re-examination", "%Y-%m-%d"),
)


@pytest.mark.parametrize(("procedure", "clock", "label", "form"), PRESSING)
def test_the_hours_of_an_emergency_press_whoever_must_act(
    browse, read, at, world, story, procedure, clock, label, form
):
    """The seventy-two hours include the re-examination (M27), whose own limit of thirty days is longer."""
    story.applied(procedure=procedure)
    due = local(story.clock(clock).due_at)

    with at(story.now):
        shown = read(page(browse, world.officer, story.number))

    owed, _, _ = shown.partition("What you may do now")
    told, _, _ = owed.partition("Also owed")
    assert f"By when {due.strftime(form)} ·" in told
    assert label in told


def test_where_nobody_keeps_the_office_the_chair_stands_in(browse, read, at, world, story):
    story.submitted()
    world.end_seat(world.secretary, on=MORNING.date(), at=story.now)

    with at(story.now + timedelta(days=1)):
        assert "By whom Chair · 委员1" in read(page(browse, world.applicant, story.number))


def test_a_case_that_has_ended_waits_for_nobody(browse, read, at, world, story):
    story.submitted().does(world.applicant, "withdraw", reasons="不再开展")

    with at(story.now):
        shown = read(page(browse, world.applicant, story.number))

    assert "Where it ended Withdrawn. The case has ended; nothing waits for anybody." in shown
    assert "By whom" not in shown
