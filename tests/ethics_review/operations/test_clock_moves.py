"""Extending with a new date, pausing and resuming where the house permits it."""

from datetime import date

import pytest

from regulations.clocks import end_of
from tests.world import Story, build


def extended(story, clock, new_date, who=None):
    who = who or story.secretary
    story.does(who, "extend", clock=clock, new_date=new_date, reasons="需补充论证")
    return story


def test_an_extension_has_reasons_and_a_new_date_and_is_told(story):
    extended(story.in_review(), "decision", "2026-07-31")

    clock = story.clock("decision")
    assert (clock.due_on, clock.extensions, clock.provisional) == (date(2026, 7, 31), 1, False)
    assert clock.due_at.astimezone(story.now.tzinfo).isoformat() == "2026-07-31T23:59:59.999999+08:00"
    assert clock.original_due_at.astimezone(story.now.tzinfo).date() == date(2026, 7, 10)
    assert story.told() == {"clock_extended": ["委员1", "沈若水"]}
    body = story.last.data
    assert (body["clock"], body["was_due_on"], body["due_on"]) == ("decision", "2026-07-10", "2026-07-31")
    assert (story.started(), story.settled()) == ({}, set())


@pytest.mark.parametrize(("new_date", "later"), [("2026-07-11", True), ("2026-07-10", False)])
def test_the_new_date_is_later_than_the_old(story, refused, new_date, later):
    story.in_review()
    if later:
        assert extended(story, "decision", new_date).running() == {"decision": date(2026, 7, 11)}
        return

    with refused(("clock.not_later", "ai-2026#16")) as outcome:
        extended(story, "decision", new_date)
    assert outcome.figures == [{"clock": "decision", "due_on": "2026-07-10", "given": "2026-07-10"}]


@pytest.mark.parametrize(("new_date", "later"), [("2026-08-01", True), ("2026-07-31", False)])
def test_the_new_date_lies_ahead_of_today(story, refused, new_date, later):
    """Overdue since 10 July; on 31 July the new date is at least tomorrow's."""
    story.in_review().wait(days=51)
    assert story.now.date() == date(2026, 7, 31)
    if later:
        assert extended(story, "decision", new_date).running() == {"decision": date(2026, 8, 1)}
        return

    with refused(("clock.not_later", "ai-2026#16")):
        extended(story, "decision", new_date)


@pytest.mark.parametrize(
    ("days", "new_date", "near"),
    [
        (0, "2027-01-06", True),
        (0, "2027-01-07", False),
        (0, "9999-12-31", False),
        (51, "2027-01-27", True),
        (51, "2027-01-28", False),
    ],
)
def test_an_extension_reaches_no_further_than_the_house_lets_it(story, refused, days, new_date, near):
    """180 days after the old end of 10 July, or after today where that has passed."""
    story.in_review().wait(days=days)
    if near:
        assert extended(story, "decision", new_date).running() == {"decision": date.fromisoformat(new_date)}
        return

    with refused(("clock.too_far", "house")) as outcome:
        extended(story, "decision", new_date)
    assert outcome.figures == [{"clock": "decision", "due_on": "2026-07-10", "given": new_date, "most": 180}]


@pytest.mark.parametrize(
    ("clock", "reason"),
    [
        ("registration", ("clock.not_running", "ai-2026#16")),
        ("no-such-clock", ("clock.not_running", "ai-2026#16")),
    ],
)
def test_only_a_running_clock_is_extended(story, refused, clock, reason):
    story.in_review()

    with refused(reason) as outcome:
        extended(story, clock, "2026-07-31")
    assert outcome.figures == [{"clock": clock, "running": ["decision"]}]


def test_the_seventy_two_hours_are_not_extended(story, refused):
    story.accepted("emergency")

    with refused(("clock.none_extendable", "ai-2026#16")):
        extended(story, "decision_emergency", "2026-07-31")


def test_one_clock_among_several_may_not_be_extendable(story, refused):
    story.preliminary(procedure="emergency")

    with refused(("clock.not_extendable", "ai-2026#16")):
        extended(story, "decision_emergency", "2026-07-31")
    assert extended(story, "re_examination_application", "2026-07-31").last.action == "extend"


def test_the_authority_extends_its_own_clock_and_the_office_does_not(world, story, refused):
    story.applied()

    with refused(("role.not_yours", "ai-2026#16")) as outcome:
        extended(story, "re_examination", "2026-08-31")
    assert outcome.figures == [{"needs": ["authority"], "has": ["secretary"]}]
    extended(story, "re_examination", "2026-08-31", world.officer)
    assert story.running() == {"re_examination": date(2026, 8, 31)}


def test_an_applicant_does_not_extend(story, refused):
    story.in_review()

    with refused(("role.not_yours", "ai-2026#16")):
        extended(story, "decision", "2026-07-31", story.applicant)


def test_a_clock_is_extended_more_than_once_and_counted(story):
    extended(extended(story.in_review(), "decision", "2026-07-31"), "decision", "2026-08-31")

    assert story.clock("decision").extensions == 2


WHY = {"clock": "decision", "reasons": "等候申请人答复"}


@pytest.fixture
def pausing(db):
    """A committee whose own rules let a clock stop."""
    return Story(build(house={"clock.pausing": True})).in_review()


def test_clocks_do_not_stop_unless_the_house_says_so(story, refused):
    story.in_review()

    with refused(("clock.no_pausing", "house")):
        story.does(story.secretary, "pause_clock", **WHY)


def test_the_days_left_at_the_pause_are_counted_from_the_resumption(pausing):
    pausing.does(pausing.secretary, "pause_clock", **WHY)
    assert pausing.told() == {"clock_paused": ["委员1", "沈若水"]}
    assert pausing.clock("decision").paused_at == pausing.now

    pausing.wait(days=5).does(pausing.secretary, "resume_clock", **WHY)
    assert pausing.told() == {"clock_resumed": ["委员1", "沈若水"]}
    assert pausing.running() == {"decision": date(2026, 7, 15)}
    assert pausing.clock("decision").paused_at is None
    body = pausing.last.data
    assert (body["clock"], body["was_due_on"], body["due_on"]) == ("decision", "2026-07-10", "2026-07-15")


@pytest.mark.parametrize(("stood", "due_on"), [(0, date(2026, 7, 10)), (1, date(2026, 7, 13)), (4, date(2026, 7, 14))])
def test_a_resumed_clock_does_not_end_on_a_day_off(pausing, stood, due_on):
    """The thirty days end on Friday 10 July; a day later is Saturday."""
    pausing.does(pausing.secretary, "pause_clock", **WHY)
    pausing.wait(days=stood).does(pausing.secretary, "resume_clock", **WHY)

    clock = pausing.clock("decision")
    assert (clock.due_on, clock.due_at, clock.provisional) == (due_on, end_of(due_on), False)
    assert clock.original_due_at == end_of(date(2026, 7, 10))


def test_of_a_clock_in_working_days_the_working_days_left_are_counted(db):
    """Ten from Wednesday 10 June end on the 25th. One is spent on Thursday; it stands until Monday 22 June."""
    story = Story(build(house={"clock.pausing": True})).in_review("simplified").wait(days=1)
    assert story.clock("decision_simplified").due_on == date(2026, 6, 25)
    story.does(story.secretary, "pause_clock", clock="decision_simplified", reasons="等候")
    story.wait(days=11).does(story.secretary, "resume_clock", clock="decision_simplified", reasons="已答复")

    clock = story.clock("decision_simplified")
    assert (clock.due_on, clock.amount, clock.unit) == (date(2026, 7, 3), 9, "working_days")


def test_what_is_left_of_an_extension_is_counted_to_the_date_it_stated(pausing):
    extended(pausing, "decision", "2026-07-31").wait(days=1)
    pausing.does(pausing.secretary, "pause_clock", **WHY)
    pausing.wait(days=8).does(pausing.secretary, "resume_clock", **WHY)

    assert pausing.clock("decision").due_on == date(2026, 8, 10)


def test_a_clock_resumed_into_a_year_without_a_notice_is_provisional(pausing):
    pausing.does(pausing.secretary, "pause_clock", **WHY)
    pausing.wait(days=200).does(pausing.secretary, "resume_clock", **WHY)

    clock = pausing.clock("decision")
    assert (clock.due_on, clock.provisional) == (date(2027, 1, 26), True)


def test_the_watch_over_pauses_ends_with_the_last_of_them(db):
    """Two clocks stand still; the one that still does so is watched until it runs again."""
    story = Story(build(house={"clock.pausing": True})).in_review("simplified")
    for clock in ("decision_simplified", "decision"):
        story.does(story.secretary, "pause_clock", clock=clock, reasons="等候")
    story.does(story.secretary, "resume_clock", clock="decision_simplified", reasons="已答复")
    assert (story.settled(), "pause" in story.running()) == (set(), True)

    story.does(story.secretary, "resume_clock", clock="decision", reasons="已答复")
    assert (story.settled(), "pause" in story.running()) == ({"pause"}, False)


def test_a_paused_clock_is_not_paused_again(pausing, refused):
    pausing.does(pausing.secretary, "pause_clock", **WHY)

    with refused(("clock.none_pausable", "house")):
        pausing.does(pausing.secretary, "pause_clock", **WHY)


def test_a_clock_that_has_run_out_is_not_paused(pausing, refused):
    pausing.wait(days=60)

    with refused(("clock.none_pausable", "house")):
        pausing.does(pausing.secretary, "pause_clock", **WHY)


@pytest.mark.parametrize("micro", [0, 1])
def test_the_last_instant_of_a_clock_may_still_be_paused(pausing, refused, micro):
    pausing.now = pausing.clock("decision").due_at
    pausing.wait(minutes=-1, microseconds=micro)
    if micro == 0:
        pausing.does(pausing.secretary, "pause_clock", **WHY)
        assert pausing.clock("decision").paused_at == pausing.now
        return

    with refused(("clock.none_pausable", "house")):
        pausing.does(pausing.secretary, "pause_clock", **WHY)


def test_only_a_paused_clock_is_resumed(pausing, refused):
    with refused(("clock.none_paused", "house")):
        pausing.does(pausing.secretary, "resume_clock", **WHY)


@pytest.mark.parametrize("move", ["pause_clock", "resume_clock"])
def test_a_clock_that_does_not_run_is_neither_paused_nor_resumed(pausing, refused, move):
    if move == "resume_clock":
        pausing.does(pausing.secretary, "pause_clock", **WHY)

    with refused(("clock.not_running", "ai-2026#16")):
        pausing.does(pausing.secretary, move, clock="registration", reasons="等候")


def test_a_clock_paused_is_settled_by_the_decision(pausing):
    pausing.reviewed().found().does(pausing.secretary, "pause_clock", **WHY)
    pausing.wait(days=3).issued()

    clock = pausing.clock("decision")
    assert (clock.settled_at, clock.paused_at) == (pausing.now, None)
    assert clock.paused_seconds == 3 * 86400 + 60


def test_a_paused_clock_is_not_extended_into_the_past(pausing, refused):
    pausing.does(pausing.secretary, "pause_clock", **WHY)
    extended(pausing, "decision", "2026-07-31")

    assert pausing.clock("decision").due_on == date(2026, 7, 31)
    assert pausing.clock("decision").paused_at is not None
