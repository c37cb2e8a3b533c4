"""The clocks of a case as a time line: what is drawn and told of each, from the rows and the record."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from ethics_review.operations.sweeping import sweep
from ethics_review.queries import case_record, history
from ethics_review.web.clock_lines import DRAWN, Extension, time_line
from regulations import pack
from regulations.calendar import built_in
from regulations.vocabulary import Role
from tests.world import MORNING, Story, build

WHY = {"clock": "decision", "reasons": "等候补充实验"}


def shown(story, now=None, language="en"):
    with translation.override(language):
        return lines_of(story, now, language)


def lines_of(story, now, language):
    return time_line(
        deadlines=case_record.deadlines(case=story.case),
        rows=history.rows(case=story.case, roles=frozenset({Role.CHAIR}), person=0),
        pack=pack("ai-2026"),
        calendar=built_in(),
        now=now or story.now,
        language=language,
    )


def line_of(story, label, now=None):
    return next(one for one in shown(story, now).lines if one.limit.label == label)


@pytest.fixture
def paused(db):
    """Extended on the first day, stopped for nine days from the sixth, running again for three."""
    story = Story(build(house={"clock.pausing": True})).in_review()
    story.does(story.chair, "extend", new_date="2026-08-20", **WHY)
    story.wait(days=6).does(story.chair, "pause_clock", **WHY)
    story.wait(days=9).does(story.chair, "resume_clock", **WHY)
    return story.wait(days=3)


def test_a_draft_has_no_time_line(story):
    assert shown(story.drafted()) is None


def test_a_clock_tells_its_extension_its_pause_and_how_long_it_took(paused):
    line = line_of(paused, "Decision")

    assert line.extensions == [Extension(date(2026, 7, 10), date(2026, 8, 20))]
    assert [one.until - one.since for one in line.pauses] == [timedelta(days=9, minutes=1)]
    assert (line.gross, line.net, line.missed) == ("18 days", "9 days", False)


def test_the_drawing_shows_what_the_table_tells(paused):
    line = shown(paused)
    bar = next(one for one in line.bars if one.label == "Decision")

    assert [one.limit.label for one in line.lines] == [one.label for one in line.bars]
    assert (len(bar.extensions), len(bar.pauses), bar.late, bar.ended) == (1, 1, None, None)
    assert bar.run.x == bar.whole.x
    assert bar.run.x + bar.run.width == line.today < bar.end == bar.whole.x + bar.whole.width
    assert line.signs == {"extended", "paused", "ended", "off", "today", "reminder"}
    assert all(span.x > 0 and span.x + span.width <= line.width for span in (*line.off, bar.whole, *bar.pauses))


def test_a_pause_that_lasts_has_no_end_and_counts_for_nothing(paused):
    paused.does(paused.chair, "pause_clock", **WHY)
    paused.wait(days=5)

    line = line_of(paused, "Decision")
    assert line.pauses[-1].until is None
    assert (line.gross, line.net, line.limit.left) == ("23 days", "9 days", "stands still")


def test_working_days_are_counted_without_days_off(story):
    """Submitted on Wednesday, 10 June; the twelfth day after is a Monday, with two weekends and a holiday between."""
    story.submitted()

    line = line_of(story, "Acceptance", MORNING + timedelta(days=12))
    assert (line.gross, line.net) == ("12 days", "7 days")


@pytest.mark.parametrize(("micro", "missed"), [(0, False), (1, True)])
def test_what_lies_beyond_the_end_is_drawn_only_once_it_was_missed(story, micro, missed):
    story.submitted()
    last = story.clock("acceptance").due_at

    bar = shown(story, last + micro * timedelta(microseconds=1)).bars[0]

    assert (bar.missed, bar.late is not None) == (missed, missed)


def test_a_clock_settled_late_stays_missed(story):
    story.submitted().wait(days=20)
    sweep(now=story.now)
    story.accepted()

    bar = shown(story).bars[0]
    assert (bar.label, bar.missed, bar.ended is not None) == ("Acceptance", True, True)
    assert bar.late is not None


def test_hours_are_told_in_hours(story):
    story.accepted("emergency").wait(hours=5, minutes=30)

    assert line_of(story, "Emergency decision").gross == "5 h 30 min"


def test_a_window_that_closed_ended_with_its_last_instant(story):
    story.decided("reject")
    due = story.clock("appeal_window").due_at

    line = shown(story, due + timedelta(days=400))
    assert line.today is None
    assert [bar.late for bar in line.bars if bar.label == "Appeal window"] == [None]


def test_no_more_are_drawn_than_can_be_looked_at_and_the_table_has_them_all(story):
    story.decided()
    row = story.clock("decision")
    for number in range(DRAWN + 5):
        row.pk = None
        row.clock, row.started_at = f"decision{number}", row.started_at + timedelta(hours=1)
        row.save(force_insert=True)

    line = shown(story)
    assert len(line.bars) == DRAWN
    assert line.undrawn == len(line.lines) - DRAWN > 0
    assert {"follow_up"} <= set(story.running())
    assert any(bar.ended is None for bar in line.bars)
