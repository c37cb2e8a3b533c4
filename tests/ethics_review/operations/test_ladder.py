"""The ladder climbed: who is told after the end, again and again, until an act settles it; and never twice at once."""

from datetime import date, timedelta

import pytest

from ethics_review.notices import render
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Entry, Message
from tests.world import Story

MICRO, DAY, HOUR = timedelta(microseconds=1), timedelta(days=1), timedelta(hours=1)


def told(notice):
    """Who was told by each message of the kind, message by message in the order of their rungs."""
    rows = Message.objects.filter(notice=notice).order_by("created_at", "recipient__name")
    heard = {}
    for row in rows.select_related("recipient"):
        heard.setdefault(row.params["rung"]["offset"], []).append(row.recipient.name)
    return heard


@pytest.mark.parametrize("listed", [(), (1,)])
def test_after_the_end_more_and_more_are_told_at_their_rung(story, listed):
    story.in_review(items=listed)
    due_at = story.clock("decision").due_at
    for days in (0, 3, 7, 28):
        sweep(now=due_at + days * DAY + MICRO)

    assert told("clock_missed") == {0: ["委员1", "秘书"]}
    above = ["主管", "委员1", "科技厅干事", "秘书"] if listed else ["主管", "委员1", "秘书"]
    weekly = told("clock_overdue")
    assert (weekly[3], weekly[28]) == (["委员1", "秘书"], above)
    assert Entry.objects.filter(action="deadline_missed").count() == 1


def test_the_last_rung_is_told_week_after_week_until_an_act_settles_it(story):
    story.in_review().reviewed()
    due_at = story.clock("decision").due_at
    for days in range(60):
        sweep(now=due_at + days * DAY + MICRO)
    weeks = Message.objects.filter(notice="clock_overdue", recipient=story.chair).order_by("pk")

    assert [(row.created_at - due_at - MICRO) / DAY for row in weeks] == [3, 7, 14, 21, 28, 35, 42, 49, 56]

    story.wait(days=90)
    story.found().issued()
    before = Message.objects.filter(notice="clock_overdue").count()
    sweep(now=story.now + 100 * DAY)
    decision = Message.objects.filter(notice="clock_overdue", params__clock="decision").count()
    assert decision == before


def test_a_case_that_has_ended_reminds_nobody(story):
    story.in_review()
    sweep(now=story.clock("decision").due_at + MICRO)
    story.wait(days=40).does(story.applicant, "withdraw", reasons="不再开展")

    assert sweep(now=story.now + 400 * DAY) == []
    assert not Message.objects.filter(notice="clock_overdue").exists()


def test_while_a_clock_stands_still_nobody_is_told(world):
    world.body.house = {"clock.pausing": True}
    world.body.save()
    story = Story(world).in_review()
    story.does(story.chair, "pause_clock", clock="decision", reasons="等待申请人答复")
    sweep(now=story.clock("pause").due_at)

    assert not Message.objects.filter(params__clock="decision", notice="clock_reminder").exists()


def test_a_sweeper_that_slept_for_weeks_tells_the_latest_rung_alone_and_says_what_was_passed_over(story):
    story.in_review()
    due_at = story.clock("decision").due_at
    (found,) = sweep(now=due_at + 2 * DAY)

    assert (found.act, found.rung.offset, [rung.offset for rung in found.passed_over]) == ("miss", 0, [-7, -3, -1])
    messages = Message.objects.filter(params__clock="decision")
    assert [(row.recipient.name, row.notice) for row in messages.order_by("recipient__name")] == [
        ("委员1", "clock_missed"),
        ("秘书", "clock_missed"),
    ]
    assert [(rung["offset"], rung["times"]) for rung in messages.first().params["passed_over"]] == [
        (-7, 1),
        (-3, 1),
        (-1, 1),
    ]
    assert sweep(now=due_at + 2 * DAY) == []

    (found,) = sweep(now=due_at + 400 * DAY)
    assert (found.act, found.rung.offset) == ("escalate", 28)
    assert Message.objects.filter(notice="clock_overdue", recipient=story.chair).count() == 1
    params = Message.objects.filter(notice="clock_overdue").first().params
    assert [(rung["offset"], rung["times"]) for rung in params["passed_over"]] == [(3, 1), (7, 3), (28, 53)]


@pytest.mark.parametrize(("micro", "acts"), [(0, []), (1, ["escalate"])])
def test_the_rung_s_own_instant_is_not_yet_after_it(story, micro, acts):
    story.in_review()
    due_at = story.clock("decision").due_at
    sweep(now=due_at + MICRO)

    assert [one.act for one in sweep(now=due_at + 3 * DAY + micro * MICRO)] == acts


def test_an_emergency_is_told_again_by_the_hour(story):
    story.in_review("emergency", items=(1,))
    due_at = story.clock("decision_emergency").due_at
    for hours in (0, 6, 24, 48):
        sweep(now=due_at + hours * HOUR + MICRO)

    assert told("clock_overdue") == {
        6: ["主管", "委员1", "科技厅干事"],
        24: ["主管", "委员1", "科技厅干事"] * 2,
    }


def test_the_authority_hears_of_an_unlisted_emergency_again_by_number_only(world, story):
    story.in_review("emergency")
    due_at = story.clock("decision_emergency").due_at
    for hours in (0, 6):
        sweep(now=due_at + hours * HOUR + MICRO)

    blind = Message.objects.filter(recipient=world.officer)
    assert [row.notice for row in blind] == ["emergency_overdue"] * 2
    assert all("title_zh" not in row.params for row in blind)


def test_an_extension_after_the_end_begins_the_ladder_anew(story):
    story.in_review()
    due_at = story.clock("decision").due_at
    sweep(now=due_at + MICRO)
    story.wait(days=40)
    story.does(story.secretary, "extend", clock="decision", new_date="2026-08-31", reasons="补充论证")
    clock = story.clock("decision")

    assert sweep(now=clock.due_at - 7 * DAY) == []
    assert [one.act for one in sweep(now=clock.due_at - 7 * DAY + MICRO)] == ["remind"]
    assert [one.act for one in sweep(now=clock.due_at + MICRO)] == ["miss"]
    assert Entry.objects.filter(action="deadline_missed").count() == 2


def test_a_reminder_says_which_rung_it_stands_on(story):
    story.in_review()
    sweep(now=story.clock("decision").due_at - 7 * DAY + MICRO)
    message = Message.objects.get(notice="clock_reminder")
    letter = render(message)

    assert "提醒：届满前7日" in letter.text
    assert story.number in letter.subject
    assert message.created_at == story.clock("decision").due_at - 7 * DAY + MICRO


def test_preview_says_the_rung_the_people_the_rule_and_what_was_passed_over(story, everything):
    story.in_review()
    due_at = story.clock("decision").due_at
    before = everything()
    (found,) = preview(now=due_at + 8 * DAY)

    assert (found.act, found.rung.offset, found.to) == ("miss", 7, ("chair", "secretary", "unit"))
    assert (found.people, str(found.source.cite), found.source.basis) == (3, "ai-2026#16", "reported")
    assert [rung.offset for rung in found.passed_over] == [-7, -3, -1, 0, 3]
    assert everything() == before


def test_preview_of_a_day_beyond_the_known_holidays_writes_nothing(story, everything):
    story.decided()
    before = everything()
    found = preview(now=story.now + 800 * DAY)

    assert {one.clock for one in found} >= {"follow_up"}
    assert everything() == before
    assert Deadline.objects.get(clock="follow_up").due_on == date(2027, 6, 10)
