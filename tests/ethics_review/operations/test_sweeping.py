"""The sweeper: reminds, records what was missed, tells whom it must, and never decides anything."""

from datetime import date, timedelta

import pytest

from ethics_review.models import Case
from ethics_review.notices import render
from ethics_review.operations import bodies
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import sweep
from ethics_review.queries.case_filters import matching
from ethics_review.queries.inbox import still_visible
from ledger.models import Deadline, Entry, Message
from tests.world import Story

MICRO, DAY = timedelta(microseconds=1), timedelta(days=1)


def state_of_everything():
    """What only a move may change."""
    return list(Case.objects.order_by("pk").values_list("number", "state", "version", "round", "decided_at"))


def test_nothing_is_done_before_a_moment_has_come(story, everything):
    story.in_review()
    before = everything()

    assert sweep(now=story.now) == []
    assert everything() == before


@pytest.mark.parametrize(("micro", "acts"), [(0, []), (1, ["miss"])])
def test_the_last_instant_is_in_time_and_the_next_is_missed(story, micro, acts):
    story.in_review()
    due_at = story.clock("decision").due_at
    Deadline.objects.filter(settled_at=None).update(next_at=due_at)

    assert [found.act for found in sweep(now=due_at + micro * MICRO)] == acts


def test_a_missed_clock_is_recorded_and_told_and_decides_nothing(story):
    story.in_review().wait(days=40)
    before = state_of_everything()
    found = sweep(now=story.now)

    assert [(one.stream, one.clock, one.act) for one in found] == [(story.stream, "decision", "miss")]
    assert state_of_everything() == before
    assert (story.last.action, story.last.role, story.last.actor) == ("deadline_missed", "system", None)
    assert story.last.data["clock"] == "decision"
    assert story.told() == {"clock_missed": ["主管", "委员1", "秘书"]}
    assert story.clock("decision").missed_at == story.now
    assert story.running() == {"decision": date(2026, 7, 10)}


def test_a_second_sweep_finds_nothing_until_the_next_rung(story, everything):
    story.in_review()
    due_at = story.clock("decision").due_at
    sweep(now=due_at + MICRO)
    before = everything()

    assert sweep(now=due_at + MICRO) == []
    assert sweep(now=due_at + 3 * DAY) == []
    assert everything() == before
    assert [(one.act, one.rung.offset) for one in sweep(now=due_at + 3 * DAY + MICRO)] == [("escalate", 3)]


def test_each_reminder_is_sent_once_at_its_rung(story):
    story.in_review()
    due_at = story.clock("decision").due_at
    for days in (7, 3, 1):
        sweep(now=due_at - timedelta(days=days) + MICRO)
        sweep(now=due_at - timedelta(days=days) + 2 * MICRO)

    reminders = Message.objects.filter(notice="clock_reminder")
    assert list(reminders.values_list("recipient__name", flat=True)) == ["委员1"] * 3
    assert not Entry.objects.filter(action="deadline_missed").exists()


def test_two_clocks_of_one_entry_both_remind_of_their_end_on_the_same_day(story):
    """The letter that asks for modifications starts the limit for them and the appeal window."""
    story.decided("approve_after_modification")
    assert story.running() == {"modification": date(2026, 7, 10), "appeal_window": date(2026, 7, 10)}
    sweep(now=story.clock("modification").due_at - timedelta(days=7) + MICRO)

    reminders = Message.objects.filter(notice="clock_reminder", recipient=story.applicant)
    assert sorted(reminder.params["clock"] for reminder in reminders) == ["appeal_window", "modification"]


def test_an_emergency_reminds_by_the_hour_and_escalates_beyond_the_committee(story):
    story.in_review("emergency", items=(1,))
    due_at = story.clock("decision_emergency").due_at
    for hours in (24, 6, 1):
        assert [one.act for one in sweep(now=due_at - timedelta(hours=hours) + MICRO)] == ["remind"]
    assert [one.act for one in sweep(now=due_at + MICRO)] == ["miss"]

    assert story.told() == {"clock_missed": ["主管", "委员1", "科技厅干事"]}


@pytest.mark.parametrize("determined", [True, False])
def test_an_authority_hears_of_an_unlisted_emergency_by_number_and_clock_only(world, story, determined):
    (story.in_review("emergency") if determined else story.accepted("emergency")).wait(days=4)
    sweep(now=story.now)

    assert story.told() == {"clock_missed": ["主管", "委员1"], "emergency_overdue": ["科技厅干事"]}
    message = Message.objects.get(notice="emergency_overdue")
    assert message.params == {"number": story.number, "clock": "decision_emergency", "due_on": "2026-06-13"}
    letter = render(message)
    assert story.number in letter.subject
    assert "分诊助手" not in letter.subject + letter.text
    assert still_visible(messages=[message], user=world.officer, now=story.now) == [message]
    assert not Case.objects.visible_to(world.officer, story.now).exists()


def test_the_owner_of_a_clock_is_told_in_the_role_of_the_day(world, story):
    """The secretary of today is told, not the one of the day on which the clock began."""
    story.submitted()
    world.end_seat(world.secretary, on=story.now.date() + timedelta(days=1), at=story.now)
    story.wait(days=20)
    sweep(now=story.now)

    assert story.told() == {"clock_missed": ["主管", "委员1"]}


def test_where_nobody_may_preside_the_unit_is_told(world, story):
    story.accepted()
    for person in world.members:
        story.does(person, "declare_interest", conflict=True)
    story.wait(days=40)
    sweep(now=story.now)

    assert story.told() == {"clock_missed": ["主管", "秘书"]}


def test_where_a_member_stands_in_for_the_chair_the_member_is_told(world, story):
    story.accepted()
    for person in (world.chair, world.vice):
        story.does(person, "declare_interest", conflict=True)
    story.wait(days=40)
    sweep(now=story.now)

    assert story.told() == {"clock_missed": ["主管", "委员3", "秘书"]}


def test_a_settled_clock_is_watched_no_more(story):
    story.decided("reject").wait(days=20)
    sweep(now=story.now)
    story.wait(days=365)
    sweep(now=story.now)

    assert not Entry.objects.filter(action="deadline_missed").exists()
    assert {entry.data["clock"] for entry in Entry.objects.filter(action="window_closed")} == {"appeal_window"}


@pytest.mark.parametrize(("micro", "closed"), [(0, False), (1, True)])
def test_a_window_closes_quietly_and_is_never_overdue(story, micro, closed):
    """Nobody owes an appeal: the one who did not make it has missed nothing and is told nothing."""
    story.decided("reject")
    window = story.clock("appeal_window")
    Deadline.objects.filter(pk=window.pk).update(next_at=window.due_at)
    now = window.due_at + micro * MICRO
    listed = matching(user=story.applicant, now=now, wanted={}).get()

    assert (listed.overdue, listed.next_due_at is None) == (False, closed)
    assert [one.act for one in preview(now=now)] == (["close"] if closed else [])
    assert [one.act for one in sweep(now=now)] == (["close"] if closed else [])
    assert set(story.running()) == (set() if closed else {"appeal_window"})
    if closed:
        assert (story.last.action, story.last.role, story.told()) == ("window_closed", "system", {})
        assert (story.last.data["clock"], story.settled()) == ("appeal_window", {"appeal_window"})
    assert not story.clock("appeal_window").is_overdue(now=now + timedelta(days=1))
    assert story.clock("appeal_window").missed_at is None


def test_a_late_act_settles_what_was_missed_and_both_stay_visible(story):
    story.in_review().reviewed().wait(days=40)
    sweep(now=story.now)
    story.found().issued()

    clock = story.clock("decision")
    assert clock.missed_at < clock.settled_at == story.now


def test_an_extension_is_watched_anew(story):
    story.in_review().wait(days=40)
    sweep(now=story.now)
    story.does(story.secretary, "extend", clock="decision", new_date="2026-08-31", reasons="补充论证")
    story.wait(days=60)

    assert [one.act for one in sweep(now=story.now)] == ["miss"]
    assert Entry.objects.filter(action="deadline_missed").count() == 2


def test_preview_says_what_a_sweep_would_do_and_writes_nothing(story, everything):
    story.in_review().wait(days=40)
    before = everything()

    assert [(one.clock, one.act) for one in preview(now=story.now)] == [("decision", "miss")]
    assert everything() == before


def test_a_sweep_takes_the_longest_waiting_first_and_no_more_than_asked(world):
    first, second = Story(world).in_review(), Story(world).wait(days=1).in_review()
    second.wait(days=60)

    assert [one.stream for one in sweep(now=second.now, limit=1)] == [first.stream]
    assert [one.stream for one in sweep(now=second.now, limit=1)] == [second.stream]


def test_what_cannot_be_dealt_with_steps_back_and_stops_nobody(world, caplog):
    broken, sound = Story(world).submitted(), Story(world).wait(days=1).submitted()
    sound.wait(days=30)
    Deadline.objects.filter(stream=broken.stream).update(owner="nobody at all")

    assert sweep(now=sound.now, limit=1) == []
    assert f"of {broken.stream} could not be dealt with" in caplog.text
    assert [one.stream for one in sweep(now=sound.now, limit=1)] == [sound.stream]
    assert not Entry.objects.filter(stream=broken.stream, action="deadline_missed").exists()

    Deadline.objects.filter(stream=broken.stream).update(owner="secretary")
    again = sound.now + timedelta(minutes=10)
    assert sweep(now=again) == []
    assert [one.act for one in sweep(now=again + MICRO)] == ["miss"]


def test_one_that_fails_among_a_handful_is_the_only_one_left_behind(world, caplog):
    stories = [Story(world).submitted() for _ in range(4)]
    later = stories[-1].wait(days=30).now
    broken = stories[1]
    Deadline.objects.filter(stream=broken.stream).update(owner="nobody at all")

    assert [one.stream for one in sweep(now=later)] == [one.stream for one in stories if one is not broken]
    assert caplog.text.count("could not be dealt with") == 1
    missed = Entry.objects.filter(action="deadline_missed").order_by("stream").values_list("stream", flat=True)
    assert list(missed) == [one.stream for one in stories if one is not broken]


def test_a_case_whose_pack_is_gone_is_told_of_its_time_limit_all_the_same(story):
    """The deadline says itself what it stands on; nothing is decided under another pack."""
    story.in_review().wait(days=40)
    Case.objects.filter(number=story.number).update(pack_version="gone")

    assert [one.act for one in sweep(now=story.now)] == ["miss"]
    assert story.told() == {"clock_missed": ["主管", "委员1", "秘书"]}


def test_a_handful_of_cases_takes_the_same_statements_as_one(world, statements):
    first, *others = [Story(world).in_review() for _ in range(4)]
    for story in others:
        Deadline.objects.filter(stream=story.stream).update(next_at=None)
    alone = statements(sweep, now=others[-1].wait(days=40).now)
    waiting = Deadline.objects.filter(stream__in=[story.stream for story in others], settled_at=None)
    waiting.update(next_at=first.now)

    assert statements(sweep, now=others[-1].now) == alone
    assert Entry.objects.filter(action="deadline_missed").count() == 4


def test_two_clocks_of_one_case_are_dealt_with_one_after_the_other(story):
    story.decided("approve_after_modification").wait(days=60)

    assert sorted(one.act for one in sweep(now=story.now)) == ["close", "miss"]
    assert sorted(action for action, _ in story.entries()[-2:]) == ["deadline_missed", "window_closed"]


def test_a_committee_that_registers_late_is_told(world, story):
    body = bodies.establish(
        institution=world.bare_unit,
        kind="ethics",
        name="新委员会",
        name_en="",
        pack_id="ai-2026",
        established_on=story.now.date(),
        house={},
        actor=world.bare_manager,
        role="unit",
        now=story.now,
    )
    found = sweep(now=story.now + timedelta(days=60))

    assert [(one.stream, one.clock, one.act) for one in found] == [(body.stream, "committee_registration", "miss")]


def test_overdue_cases_stay_where_they_are_whatever_the_state(world):
    stories = [
        Story(world).submitted(),
        Story(world).submitted(funding=None),
        Story(world).accepted("emergency"),
        Story(world).applied(),
        Story(world).decided("approve_after_modification"),
        Story(world).decided("revise_and_re_review"),
        Story(world).decided(),
    ]
    stories[1].does(world.secretary, "request_completion")
    before = state_of_everything()
    for days in (30, 100, 500):
        sweep(now=stories[-1].now + timedelta(days=days))

    assert state_of_everything() == before
    assert Entry.objects.filter(action="deadline_missed").count() >= len(stories)
