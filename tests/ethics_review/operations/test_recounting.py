"""Provisional ends: counted again once the notice of their year is loaded, by the sweeper, once, with an entry."""

from datetime import date, timedelta

import pytest

from ethics_review.notices import render
from ethics_review.operations import bodies
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline, Entry
from regulations import calendar
from regulations.calendar import Arrangement
from regulations.clocks import end_of
from regulations.words import Words
from tests.world import MORNING, Story, build

NOTICE = "测试发〔2026〕9号"
BEFORE = calendar.built_in()


def notice(year, *, off=(), worked=(), document=NOTICE):
    """A year's arrangement: days off besides the weekends, and weekend days that are worked."""
    return Arrangement(
        year=year,
        document=document,
        issuer="国务院办公厅",
        issued_on=date(year - 1, 11, 1),
        days_off={day: Words("假", "Holiday") for day in off},
        workdays=frozenset(worked),
    )


@pytest.fixture
def loaded(monkeypatch):
    """Installs the notices of further years, as an operator does by adding a file and starting anew."""

    def install(*arrangements):
        known = BEFORE.with_years(*arrangements)
        monkeypatch.setattr(calendar, "built_in", lambda: known)

    return install


@pytest.fixture
def approved(world):
    """Approved on 31 August 2026 with a follow-up after six months: Sunday 28 February 2027, for the time being."""
    story = Story(world).wait(days=82).in_review().reviewed().found().issued(follow_up_months=6)
    assert story.clock("follow_up").provisional
    assert story.running() == {"follow_up": date(2027, 2, 28)}
    return story


def test_a_provisional_end_is_counted_again_when_its_year_is_known(approved, loaded):
    loaded(notice(2027, off=[date(2027, 3, 1)]))
    version = approved.case.version
    found = sweep(now=approved.now)

    assert [(one.stream, one.clock, one.act) for one in found] == [(approved.stream, "follow_up", "recount")]
    clock = approved.clock("follow_up")
    assert (clock.due_on, clock.due_at, clock.provisional) == (date(2027, 3, 2), end_of(date(2027, 3, 2)), False)
    assert (clock.extensions, clock.original_due_at) == (0, end_of(date(2027, 2, 28)))
    entry = approved.last
    assert (entry.action, entry.role, entry.actor) == ("deadline_recomputed", "system", None)
    assert entry.data == {
        "clock": "follow_up",
        "was_due_on": "2027-02-28",
        "due_on": "2027-03-02",
        "provisional": False,
        "documents": [NOTICE],
        "started_by": clock.started_by.seq,
    }
    assert (approved.case.state, approved.case.version) == ("active", version)


def test_its_owner_is_told_the_new_date(approved, loaded):
    loaded(notice(2027))
    sweep(now=approved.now)

    assert approved.told() == {"clock_recomputed": ["委员1"]}
    letter = render(approved.last.messages.get())
    assert "期限已重新计算" in letter.subject
    assert "2027" in letter.text
    assert "暂定，" not in letter.text


def test_a_year_still_unknown_stays(approved, loaded, everything):
    sweep(now=approved.now)  # whatever else there is to look at
    loaded(notice(2028))
    before = everything()

    assert (sweep(now=approved.now), preview(now=approved.now)) == ([], [])
    assert everything() == before
    assert approved.clock("follow_up").provisional


def test_it_is_counted_again_once(approved, loaded, everything):
    loaded(notice(2027))
    sweep(now=approved.now)
    before = everything()

    assert (sweep(now=approved.now), preview(now=approved.now)) == ([], [])
    assert everything() == before


def test_an_end_that_does_not_move_loses_its_mark_with_an_entry(approved, loaded):
    loaded(notice(2027, worked=[date(2027, 2, 28)]))
    sweep(now=approved.now)

    assert (approved.clock("follow_up").due_on, approved.clock("follow_up").provisional) == (date(2027, 2, 28), False)
    assert (approved.last.data["was_due_on"], approved.last.data["due_on"]) == ("2027-02-28", "2027-02-28")


def test_reminders_that_have_not_fired_move_with_the_end(approved, loaded):
    rung = end_of(date(2027, 2, 21))
    sweep(now=rung + timedelta(seconds=1))
    loaded(notice(2027))
    sweep(now=end_of(date(2027, 2, 22)))

    clock = approved.clock("follow_up")
    assert clock.due_on == date(2027, 3, 1)
    assert [one.moment for one in clock.rungs_until(now=rung, until=clock.due_at)] == [
        end_of(date(2027, 2, day)) for day in (22, 26, 28)
    ]
    assert clock.next_at == end_of(date(2027, 2, 22))


def test_what_was_missed_on_a_day_that_was_a_guess_has_a_new_end(approved, loaded):
    """Found overdue on Monday 1 March; by the notice of the year it is due on that day."""
    sweep(now=end_of(date(2027, 2, 28)) + timedelta(hours=1))
    assert approved.clock("follow_up").is_missed
    loaded(notice(2027, off=[date(2027, 3, 1)]))
    approved.now = end_of(date(2027, 3, 1))
    sweep(now=approved.now)

    clock = approved.clock("follow_up")
    assert (clock.due_on, clock.is_missed, clock.is_overdue(now=approved.now)) == (date(2027, 3, 2), False, False)
    assert clock.missed_at is not None
    sweep(now=end_of(date(2027, 3, 2)) + timedelta(hours=1))
    assert Entry.objects.filter(stream=approved.stream, action="deadline_missed").count() == 2


def test_a_notice_comes_before_the_miss_of_the_same_sweep(approved, loaded):
    loaded(notice(2027))
    found = sweep(now=end_of(date(2027, 2, 28)) + timedelta(hours=1))

    assert [one.act for one in found] == ["recount"]
    assert approved.clock("follow_up").missed_at is None


def test_working_days_are_counted_from_their_start_by_the_new_notice(world, loaded):
    """Five from Tuesday 29 December 2026: Tuesday 5 January, if the new year brought no holiday. It brings two."""
    story = Story(world).wait(days=202).submitted()
    assert story.running() == {"acceptance": date(2027, 1, 5)}
    loaded(notice(2027, off=[date(2027, 1, 1), date(2027, 1, 4)], worked=[date(2027, 1, 3)]))
    sweep(now=story.now)

    assert story.running() == {"acceptance": date(2027, 1, 6)}
    assert story.last.data["documents"] == ["国办发明电〔2025〕7号", NOTICE]


def test_the_length_is_that_of_the_start_though_the_setting_has_changed_since(world, loaded):
    story = Story(world).wait(days=202).submitted()
    type(story.committee).objects.filter(pk=story.committee.pk).update(house={"acceptance.days": 30})
    loaded(notice(2027))
    sweep(now=story.now)

    assert story.running() == {"acceptance": date(2027, 1, 5)}


def test_an_end_that_moves_into_the_next_unknown_year_stays_provisional(world, loaded):
    """Six months after 30 June 2027 is 30 December: a holiday until the end of that year."""
    loaded(notice(2028))
    story = Story(world).wait(days=385).in_review().reviewed().found().issued(follow_up_months=6)
    assert (story.running()["follow_up"], story.clock("follow_up").provisional) == (date(2027, 12, 30), True)
    loaded(notice(2027, off=[date(2027, 12, 30), date(2027, 12, 31)]))
    sweep(now=story.now)

    assert (story.running()["follow_up"], story.clock("follow_up").provisional) == (date(2028, 1, 1), True)
    assert story.last.data["provisional"] is True
    assert sweep(now=story.now) == []


def test_what_is_settled_is_left_as_it_was(approved, loaded, everything):
    approved.does(approved.secretary, "complete", reasons="结题")
    sweep(now=approved.now)  # whatever else there is to look at
    loaded(notice(2027))
    before = everything()

    assert sweep(now=approved.now) == []
    assert everything() == before


def test_what_stands_still_is_counted_when_it_is_resumed(db, loaded):
    story = Story(build(house={"clock.pausing": True})).wait(days=195).in_review()
    why = {"clock": "decision", "reasons": "等候"}
    assert story.clock("decision").provisional
    story.does(story.secretary, "pause_clock", **why)
    loaded(notice(2027))
    assert [one.act for one in sweep(now=story.now) if one.clock == "decision"] == []
    story.does(story.secretary, "resume_clock", **why)

    assert not story.clock("decision").provisional


def test_a_resumed_end_is_counted_again_from_the_resumption(db, loaded):
    story = Story(build(house={"clock.pausing": True})).in_review()
    why = {"clock": "decision", "reasons": "等候"}
    story.does(story.secretary, "pause_clock", **why)
    story.wait(days=196).does(story.secretary, "resume_clock", **why)
    assert (story.clock("decision").due_on, story.clock("decision").provisional) == (date(2027, 1, 22), True)
    loaded(notice(2027, off=[date(2027, 1, 22)]))
    sweep(now=story.now)

    assert story.running()["decision"] == date(2027, 1, 25)


def test_a_committee_s_own_clock_is_counted_again_too(world, loaded):
    now = MORNING + timedelta(days=190)
    body = bodies.establish(
        institution=world.bare_unit,
        kind="ethics",
        name="新委员会",
        name_en="",
        pack_id="ai-2026",
        established_on=now.date(),
        house={},
        actor=world.bare_manager,
        role="unit",
        now=now,
    )
    assert Deadline.objects.get(stream=body.stream).due_on == date(2027, 1, 16)
    loaded(notice(2027))
    found = sweep(now=now)

    assert [(one.stream, one.clock, one.act) for one in found] == [(body.stream, "committee_registration", "recount")]
    assert Deadline.objects.get(stream=body.stream).due_on == date(2027, 1, 18)


def test_preview_names_what_would_be_counted_again_and_writes_nothing(approved, loaded, everything):
    loaded(notice(2027))
    before = everything()

    assert [(one.clock, one.act) for one in preview(now=approved.now)] == [("follow_up", "recount")]
    assert everything() == before


def test_what_cannot_be_counted_again_stops_nobody(world, approved, loaded, caplog):
    sound = Story(world).wait(days=82).in_review().reviewed().found().issued(follow_up_months=6)
    Deadline.objects.filter(stream=approved.stream).update(owner="nobody at all")
    loaded(notice(2027))

    assert [one.stream for one in sweep(now=sound.now)] == [sound.stream]
    assert f"of {approved.stream} could not be dealt with" in caplog.text
    assert Deadline.objects.get(stream=approved.stream, settled_at=None).provisional


@pytest.mark.parametrize("count", [1, 3])
def test_to_look_takes_the_same_statements_however_many_years_are_unknown(world, statements, count):
    stories = [Story(world).wait(days=82).in_review().reviewed().found().issued() for _ in range(count)]
    sweep(now=stories[-1].now)  # whatever else there is to look at
    taken = statements(sweep, now=stories[-1].now)

    assert taken == 5
