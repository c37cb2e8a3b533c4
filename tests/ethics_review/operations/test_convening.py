"""Before a meeting: who is told what, what they answer, when the office is warned, who is reminded."""

from datetime import timedelta

import pytest

from accounts.models import User
from committees.models import AgendaItem, Answer, Meeting
from ethics_review.operations import convening as acts
from ethics_review.operations import sittings
from ethics_review.operations.convening import Wish
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import sweep
from ledger.channels import Course, course
from ledger.models import Entry, Message
from regulations.vocabulary import Position
from tests.world import MORNING, Story, appoint, build

DAYS = timedelta(days=1)
START = MORNING + timedelta(days=10)


@pytest.fixture
def called(world, story):
    """A meeting in ten days, called by the secretary, with nothing on its agenda."""
    story.in_review().reviewed()
    return sittings.schedule(
        committee=world.body.pk,
        starts_at=START,
        mode="in_person",
        place="行政楼301",
        presider=world.chair.pk,
        user=world.secretary,
        now=story.now,
    )


@pytest.fixture
def matter(story, called):
    """The case is on its agenda."""
    story.does(story.secretary, "convene", meeting=called.pk)
    return AgendaItem.objects.get(meeting=called)


def last(meeting):
    return Entry.objects.filter(stream=meeting.stream).latest("seq")


def told(entry):
    """Who was told what by the entry."""
    heard = {}
    for notice, name in entry.messages.order_by("recipient__pk").values_list("notice", "recipient__name"):
        heard.setdefault(notice, []).append(name)
    return heard


def members(*numbers):
    return [f"委员{number}" for number in numbers]


def says(person, meeting, choice, now, reason=""):
    return acts.answer(meeting=meeting.pk, choice=choice, reason=reason, user=person, now=now)


# Telling


def test_everybody_seated_is_invited_but_who_called_the_meeting(called, world):
    assert told(last(called)) == {"meeting_invited": members(*range(1, 10))}
    assert (called.sequence, called.next_at) == (0, called.changed_at + DAYS)


def test_who_acts_in_the_case_is_told_by_it_and_who_keeps_out_by_the_meeting(story, world, called):
    story.does(world.members[5], "declare_interest", conflict=True)
    story.does(story.secretary, "convene", meeting=called.pk)

    assert story.told() == {"meeting_convened": members(1, 2, 3, 4, 5, 7, 8, 9)}
    assert told(last(called)) == {"meeting_changed": members(6)}
    assert Meeting.objects.get().sequence == 1


def test_a_meeting_called_for_a_case_invites_nobody_twice(story, world):
    story.in_review().reviewed()
    story.does(world.members[5], "declare_interest", conflict=True)
    story.does(story.secretary, "convene", starts_at=START.isoformat())

    meeting = story.meeting
    messages = Message.objects.filter(entry__stream=meeting.stream)
    assert [(one.notice, one.recipient.name) for one in messages] == [("meeting_invited", "委员6")]
    assert meeting.sequence == 0


def test_who_is_not_seated_on_the_day_is_not_invited(story, world):
    leaver = world.seat(world.members[8])
    leaver.ends_on = (START - DAYS).date()
    leaver.save()
    newcomer = User.objects.get(pk=world.stranger.pk)
    appoint(world.body, newcomer, Position.MEMBER, world.manager, starts_on=(MORNING + DAYS).date())
    story.in_review().reviewed()
    story.does(story.secretary, "convene", starts_at=START.isoformat())

    assert story.told()["meeting_convened"] == members(*range(1, 10))  # the case's own notice asks who acts today
    assert not Message.objects.filter(entry__stream=story.meeting.stream).exists()


# Moving


def test_a_moved_meeting_is_told_and_asked_about_anew(called, world, story):
    says(world.chair, called, "comes", story.now)
    moved = acts.change(meeting=called.pk, wish=Wish(starts_at=START + DAYS), user=world.secretary, now=story.now)

    entry = last(called)
    assert told(entry) == {"meeting_changed": members(*range(1, 10))}
    assert (entry.action, entry.data["changed"], entry.data["sequence"]) == ("meeting.changed", ["starts_at"], 1)
    assert (moved.starts_at, moved.sequence) == (START + DAYS, 1)
    found = Answer.objects.get()
    assert (found.for_start, found.choice) == (START, "comes")
    shown = acts.queries.answered(meeting=moved)
    assert shown == {}


def test_another_place_keeps_the_answers(called, world, story):
    says(world.chair, called, "comes", story.now)
    moved = acts.change(meeting=called.pk, wish=Wish(place="线上"), user=world.chair, now=story.now)

    assert acts.queries.answered(meeting=moved) == {world.chair.pk: True}
    assert (moved.place, last(called).role) == ("线上", "chair")


@pytest.mark.parametrize(
    ("wish", "code", "cite"),
    [
        (Wish(), "meeting.unchanged", "house"),
        (Wish(starts_at=START, mode="in_person", place="行政楼301"), "meeting.unchanged", "house"),
        (Wish(starts_at=MORNING - DAYS), "meeting.in_past", "house"),
        (Wish(mode="video"), "meeting.video", "house"),
    ],
)
def test_what_cannot_be_changed_is_refused(called, world, story, refused, wish, code, cite):
    with refused((code, cite)):
        acts.change(meeting=called.pk, wish=wish, user=world.secretary, now=story.now)


def test_only_who_may_preside_is_named(called, world, story, refused, invalid):
    with refused(("meeting.presider", "ai-2026#14")):
        acts.change(meeting=called.pk, wish=Wish(presider=world.members[4].pk), user=world.chair, now=story.now)
    with refused(("meeting.presider_not_named", "ai-2026#14")):
        acts.change(meeting=called.pk, wish=Wish(presider=world.vice.pk), user=world.secretary, now=story.now)
    with invalid(("presider", "input.not_found")):
        acts.change(meeting=called.pk, wish=Wish(presider=10**6), user=world.chair, now=story.now)

    named = acts.change(meeting=called.pk, wish=Wish(presider=world.vice.pk), user=world.chair, now=story.now)
    assert (named.presider, named.presider_ground) == (world.vice, "named_by_chair")


@pytest.mark.parametrize(("at", "code"), [(-timedelta(microseconds=1), None), (timedelta(), "meeting.begun")])
def test_nothing_is_changed_called_off_or_answered_once_it_has_begun(called, world, refused, at, code):
    now = START + at
    if code is None:
        says(world.chair, called, "comes", now)
        acts.change(meeting=called.pk, wish=Wish(place="别处"), user=world.secretary, now=now)
        acts.cancel(meeting=called.pk, reason="停电", user=world.secretary, now=now)
        return
    for act in (
        lambda: says(world.chair, called, "comes", now),
        lambda: acts.change(meeting=called.pk, wish=Wish(place="别处"), user=world.secretary, now=now),
        lambda: acts.cancel(meeting=called.pk, reason="停电", user=world.secretary, now=now),
    ):
        with refused((code, "house")):
            act()


def test_a_member_moves_and_calls_off_nothing_and_a_stranger_finds_nothing(called, world, story, refused):
    for act in (
        lambda who: acts.change(meeting=called.pk, wish=Wish(place="别处"), user=who, now=story.now),
        lambda who: acts.cancel(meeting=called.pk, reason="停电", user=who, now=story.now),
    ):
        with refused(("role.not_yours", "ai-2026#10")):
            act(world.members[4])
        with pytest.raises(Meeting.DoesNotExist):
            act(world.centre_secretary)
    with pytest.raises(Meeting.DoesNotExist):
        says(world.centre_secretary, called, "comes", story.now)


# Calling off


def test_a_meeting_called_off_is_over_and_its_matters_wait_for_another(matter, called, world, story, refused):
    acts.cancel(meeting=called.pk, reason="主任委员出差", user=world.secretary, now=story.now)

    found, entry = Meeting.objects.get(), last(called)
    assert (found.cancelled_at, found.ended_at, found.sequence) == (story.now, story.now, 2)
    assert told(entry) == {"meeting_cancelled": members(*range(1, 10))}
    assert "主任委员出差" not in entry.body
    assert entry.messages.first().params["reason"] == "主任委员出差"
    matter.refresh_from_db()
    assert matter.closed_at == story.now
    with refused(("meeting.cancelled", "house")):
        says(world.chair, called, "comes", story.now)
    story.does(story.secretary, "convene", starts_at=START.isoformat())
    assert story.meeting != called


def test_a_matter_taken_off_is_told(matter, called, world, story, refused):
    acts.put_off(meeting=called.pk, item=matter.pk, user=world.chair, now=story.now)

    assert told(last(called)) == {"meeting_changed": [*members(*range(2, 10)), "秘书"]} or told(last(called)) == {
        "meeting_changed": ["秘书", *members(*range(2, 10))]
    }
    with refused(("agenda.item_closed", "house")):
        acts.put_off(meeting=called.pk, item=matter.pk, user=world.chair, now=story.now)


def test_a_case_withdrawn_before_the_meeting_leaves_its_agenda_and_everybody_is_told(matter, called, story):
    story.does(story.applicant, "withdraw", reasons="项目终止")

    assert told(last(called)) == {"meeting_changed": ["秘书", *members(*range(1, 10))]}


# Answering


def test_an_answer_is_kept_with_its_reason_apart_from_the_ledger(called, world, story, chain_holds):
    given = says(world.members[4], called, "does_not_come", story.now, "  住院  ")

    entry = last(called)
    assert (given.choice, given.reason, given.for_start) == ("does_not_come", "住院", START)
    assert (entry.action, entry.role, entry.actor) == ("meeting.answered", "member", world.members[4])
    assert entry.data["answer"] == "does_not_come"
    assert "住院" not in entry.body
    assert chain_holds()


def test_the_same_answer_once_more_writes_nothing_and_another_replaces_it(called, world, story, everything):
    says(world.chair, called, "comes", story.now)
    before = everything()
    says(world.chair, called, "comes", story.now + DAYS)
    assert everything() == before

    says(world.chair, called, "does_not_come", story.now + DAYS)
    assert [(one.choice, one.answered_at) for one in Answer.objects.all()] == [("does_not_come", story.now + DAYS)]


def test_video_is_answered_only_where_the_committees_own_rules_let_it(called, world, story, refused):
    with refused(("meeting.video", "house")):
        says(world.chair, called, "by_video", story.now)
    world.body.house = {"meeting.video": True}
    world.body.save()

    assert says(world.chair, called, "by_video", story.now).comes


def test_whose_term_ends_before_the_day_is_not_asked(called, world, story, refused):
    seat = world.seat(world.members[4])
    seat.ends_on = (START - DAYS).date()
    seat.save()

    with refused(("meeting.not_invited", "house")):
        says(world.members[4], called, "comes", story.now)


# Warning


def test_the_office_is_warned_once_for_each_turn(matter, called, world, story):
    """Nine may come and five are needed: the fifth no is one too many; law goes with its two members before."""
    for person in world.members[2:6]:
        says(person, called, "does_not_come", story.now)
    assert not Message.objects.filter(notice="meeting_in_doubt").exists()

    says(world.members[6], called, "does_not_come", story.now)
    entry = last(called)
    assert told(entry) == {"meeting_in_doubt": ["秘书", "委员1"]}
    (item,) = entry.data["items"]
    assert (item["order"], item["need"], item["coming"], item["silent"], item["declined"]) == (1, 5, 0, 4, 5)
    says(world.members[7], called, "does_not_come", story.now)
    assert Message.objects.filter(notice="meeting_in_doubt").count() == 2

    for person in world.members[6:8]:
        says(person, called, "comes", story.now)
    matter.refresh_from_db()
    assert matter.doomed_at is None
    says(world.members[7], called, "does_not_come", story.now)
    says(world.members[6], called, "does_not_come", story.now)
    assert Message.objects.filter(notice="meeting_in_doubt").count() == 4


def test_an_interest_found_later_is_noticed_by_the_sweeper(matter, called, world, story):
    for person in world.members[2:6]:
        says(person, called, "does_not_come", story.now)
    sweep(now=story.now + timedelta(seconds=1))
    story.does(world.members[6], "declare_interest", conflict=True)

    assert [(one.stream, one.act) for one in sweep(now=story.now + timedelta(seconds=1)) if one.clock == "meeting"] == [
        (called.stream, "warn")
    ]
    assert sweep(now=story.now + timedelta(seconds=2)) == []


def test_a_term_that_ends_before_the_day_counts_from_the_start(matter, called, world, story):
    for person in world.members[3:8]:
        seat = world.seat(person)
        seat.ends_on = (START - DAYS).date()
        seat.save()
    sweep(now=story.now + 2 * DAYS)

    assert Message.objects.filter(notice="meeting_in_doubt").count() == 2


# Reminding


def rung(called, now):
    sweep(now=now)
    names = Message.objects.filter(notice="meeting_reminder", entry__stream=called.stream)
    return sorted(names.values_list("recipient__name", flat=True))


def test_who_comes_and_who_is_silent_is_reminded_on_both_rungs_and_who_declined_on_none(called, world, story):
    says(world.members[4], called, "does_not_come", story.now)
    says(world.members[5], called, "comes", story.now)
    reminded = sorted([*members(1, 2, 3, 4, 6, 7, 8, 9), "秘书"])

    assert rung(called, START - 3 * DAYS - timedelta(seconds=1)) == []
    assert rung(called, START - 3 * DAYS + timedelta(seconds=1)) == reminded
    assert rung(called, START - 3 * DAYS + timedelta(seconds=2)) == reminded
    assert rung(called, START - DAYS + timedelta(seconds=1)) == sorted(reminded * 2)
    assert rung(called, START + DAYS) == sorted(reminded * 2)
    assert Meeting.objects.get().next_at is None


def test_a_sweeper_that_was_down_sends_the_latest_rung_only(called):
    assert len(rung(called, START - timedelta(hours=2))) == 10


def test_reminders_follow_a_meeting_that_is_moved(called, world, story):
    assert len(rung(called, START - 3 * DAYS + timedelta(seconds=1))) == 10
    now = START - 2 * DAYS
    acts.change(meeting=called.pk, wish=Wish(starts_at=START + 10 * DAYS), user=world.secretary, now=now)

    assert len(rung(called, START + DAYS)) == 10
    assert len(rung(called, START + 7 * DAYS + timedelta(seconds=1))) == 20


def test_the_dry_run_says_that_a_reminder_is_due_and_writes_nothing(called, everything):
    now, before = START - 3 * DAYS + timedelta(seconds=1), everything()
    found = [(one.stream, one.act) for one in preview(now=now) if one.clock == "meeting"]

    assert found == [(called.stream, "remind")]
    assert everything() == before


def test_a_committee_reminds_when_it_has_set_to(db):
    world = build(house={"meeting.first_reminder_days": 7})
    meeting = sittings.schedule(
        committee=world.body.pk,
        starts_at=START,
        mode="in_person",
        place="",
        presider=world.chair.pk,
        user=world.secretary,
        now=MORNING,
    )

    assert len(rung(meeting, START - 7 * DAYS + timedelta(seconds=1))) == 10


def test_a_meeting_called_off_reminds_nobody(called, world, story):
    acts.cancel(meeting=called.pk, reason="停电", user=world.secretary, now=story.now)

    assert rung(called, START - DAYS + timedelta(seconds=1)) == []


def test_moves_about_meetings_stay_within_their_statements(world, story, statements):
    story.in_review().reviewed()
    call = statements(story.does, story.secretary, "convene", starts_at=START.isoformat())
    other = Story(world).in_review().reviewed()
    other.now = story.now
    join = statements(other.does, other.secretary, "convene", meeting=story.meeting.pk)
    leave = statements(other.does, other.applicant, "withdraw", reasons="项目终止")

    assert max(call, join, leave) <= 40


@pytest.mark.parametrize("urgent", [False, True])
def test_a_meeting_on_a_matter_of_hours_reminds_at_night_too(world, urgent):
    """The 72 hours run through the night: neither quiet hours nor a digest hold back what is told of the meeting."""
    story = Story(world).in_review("emergency" if urgent else "general").reviewed()
    begins = story.now + timedelta(days=2)
    story.does(story.secretary, "convene", starts_at=begins.isoformat(), place="行政楼301")
    sweep(now=begins - DAYS + timedelta(seconds=1))

    (message, *others) = Message.objects.filter(notice="meeting_reminder")
    assert all(bool(one.params.get("urgent")) is urgent for one in (message, *others))
    night = message.created_at.replace(hour=18)  # two in the morning in Shanghai
    assert course(message=message, now=night) is (Course.SEND if urgent else Course.WAIT)
    assert message.created_at == begins - DAYS + timedelta(seconds=1)


def test_a_meeting_that_cannot_be_looked_at_waits_behind_the_others(world, caplog):
    """One that no entry tells of; it is tried again in ten minutes, not at once and for ever."""
    now = START - 3 * DAYS + timedelta(seconds=1)
    times = {"starts_at": START, "looked_at": now - DAYS, "next_at": now - DAYS}
    odd = Meeting.objects.create(committee=world.body, number=1, presider=world.chair, **times)

    assert [one for one in sweep(now=now) if one.clock == "meeting"] == []
    assert f"of {odd.stream} could not be dealt with" in caplog.text
    assert Meeting.objects.get().next_at == now + timedelta(minutes=10)
