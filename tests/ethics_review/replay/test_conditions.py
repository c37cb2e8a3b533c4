"""Conditions of an approval in a replay: each a limit of its own, evidenced, confirmed, missed and counted again."""

from datetime import date, datetime, timedelta

import pytest

from ethics_review.operations.sweeping import sweep
from ledger.models import Deadline
from regulations import calendar
from regulations.calendar import Arrangement
from regulations.replay import Kind, Verdict
from tests.regulations.overlays import clock
from tests.replaying import is_reproduced, recorded, replayed

BOTH = [{"text": "上线前完成偏差检验", "due_on": "2026-09-01"}, {"text": "每季度公开评估结果"}]
PROGRESS = {"execution": "按计划开展", "risk_controls": "已落实", "effects": "无变化"}


@pytest.fixture
def approved(story):
    return story.decided_with(BOTH)


def evidenced(story, *numbers):
    evidence = [{"condition": number, "text": "检验报告见附件"} for number in numbers]
    story.does(story.applicant, "report_progress", **PROGRESS, evidence=evidence)
    return story


def concluded(story, *numbers, outcome="continue"):
    story.does(story.chair, "conclude_follow_up", outcome=outcome, reasons="已核对", conditions_met=list(numbers))
    return story


def limits(story, pack):
    """The limits of the conditions under the pack: their first and their present end, and what ended them."""
    rows = [row for row in replayed(story.number, pack).rows if row.kind is Kind.LIMIT and row.key == "condition"]
    assert all(row.reason is None for row in rows)
    return [(row.other.item, row.other.due.due_on, row.other.settled_by) for row in rows]


def own(story):
    return recorded(story.number)[0].moments[-1].pack


def test_each_condition_is_reproduced_on_its_own(approved):
    assert is_reproduced(approved.number)
    assert limits(approved, own(approved)) == [(0, date(2026, 9, 1), None), (1, date(2026, 12, 10), None)]
    rows = [(one.clock, one.item) for one in recorded(approved.number)[0].limits if one.clock == "condition"]
    assert rows == [("condition", 0), ("condition", 1)]


def test_the_one_that_was_confirmed_has_ended_and_the_other_runs(approved):
    concluded(evidenced(approved, 2), 2)

    assert is_reproduced(approved.number)
    assert [settled for _, _, settled in limits(approved, own(approved))] == [None, approved.last.seq]


def test_evidence_that_was_answered_is_evidence_no_more(approved):
    """What was reported before the committee last concluded does not let it confirm now: the record shows both."""
    concluded(evidenced(approved, 1))
    concluded(evidenced(approved, 1, 2), 1, 2)

    assert is_reproduced(approved.number)


def test_a_review_anew_ends_them_all(approved):
    approved.does(approved.chair, "conclude_follow_up", outcome="re_review", reasons="重新审查")

    assert is_reproduced(approved.number)
    assert [settled for _, _, settled in limits(approved, own(approved))] == [approved.last.seq] * 2


def test_after_modification_they_run_from_the_confirmation(story):
    story.decided_with(BOTH, outcome="approve_after_modification").wait(days=100).revised()
    story.does(story.applicant, "resubmit")
    story.does(story.chair, "confirm_modifications")

    assert is_reproduced(story.number)
    assert limits(story, own(story)) == [(0, story.now.date(), None), (1, date(2027, 3, 18), None)]


def test_the_second_is_missed_and_not_the_first(story):
    story.decided_with([{"text": "甲", "due_on": "2026-12-01"}, {"text": "乙", "due_on": "2026-09-01"}])
    sweep(now=datetime.combine(date(2026, 9, 2), datetime.min.time(), story.now.tzinfo) + timedelta(seconds=1))

    assert [row.item for row in Deadline.objects.filter(clock="condition", missed_at__isnull=False)] == [1]
    assert story.last.data["item"] == 1
    (record,) = recorded(story.number)
    assert is_reproduced(story.number)
    assert record.moments[-1].recorded["item"] == 1


def test_the_one_that_is_counted_again_is_the_one_the_record_names(story, monkeypatch):
    """The first names its day; the second runs six months into a year nobody knows yet."""
    story.wait(days=82).decided_with(BOTH)
    known = calendar.built_in()
    year = Arrangement(2027, "测试发〔2026〕9号", "国务院办公厅", date(2026, 11, 1), {}, frozenset())
    monkeypatch.setattr(calendar, "built_in", lambda: known.with_years(year))
    sweep(now=story.now)

    assert is_reproduced(story.number)
    assert [day for _, day, _ in limits(story, own(story))] == [date(2026, 9, 1), date(2027, 3, 1)]


def test_a_pack_that_gives_a_condition_less_time_ends_that_without_a_day_sooner(approved, stricter):
    other = stricter(clock("condition", "amount = 3"))

    case = replayed(approved.number, other)
    rows = [row for row in case.rows if row.kind is Kind.LIMIT and row.key == "condition"]
    assert [row.verdict for row in rows] == [Verdict.SAME, Verdict.CHANGED]
    assert limits(approved, other) == [(0, date(2026, 9, 1), None), (1, date(2026, 9, 10), None)]
