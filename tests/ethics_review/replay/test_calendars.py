"""An end counted before its year was known is counted again as it was then, however the year came to be known."""

from datetime import date

import pytest

import regulations
from ethics_review import local_rules
from ethics_review.operations.arrangements import load_arrangement
from ethics_review.operations.sweeping import sweep
from regulations import calendar
from regulations.calendar import Arrangement
from regulations.replay import Kind
from regulations.words import Words
from tests.replaying import is_reproduced, recorded, replayed
from tests.world import MINUTE, Story

OWN = regulations.pack("ai-2026")
TEXT = """year = 2027
document = "国办发明电〔2026〕9号"
issuer = "国务院办公厅"
issued_on = 2026-11-05

[[holiday]]
zh = "春节"
en = "Spring Festival"
first = 2027-02-28
last = 2027-03-02
working = [2027-03-06]
"""


@pytest.fixture
def approved(world):
    """Approved on 31 August 2026 with a follow-up after six months: Sunday 28 February 2027, for the time being."""
    return Story(world).wait(days=82).in_review().reviewed().found().issued(follow_up_months=6)


@pytest.fixture
def load(settings, tmp_path):
    """An operator loads the year 2027; nothing of it is left afterwards."""
    kept, settings.CALENDAR_DIR = settings.CALENDAR_DIR, tmp_path / "calendars"
    local_rules.lay()

    def called(now):
        path = tmp_path / "notice.toml"
        path.write_text(TEXT, "utf-8")
        return load_arrangement(path=path, folder=settings.CALENDAR_DIR, now=now)

    yield called
    settings.CALENDAR_DIR = kept
    local_rules.lay()


@pytest.fixture
def released(monkeypatch):
    """A release brings the year 2027, and no entry says so."""
    year = Arrangement(
        year=2027,
        document="国办发明电〔2026〕9号",
        issuer="国务院办公厅",
        issued_on=date(2026, 11, 5),
        days_off={date(2027, 3, 1): Words("春节", "Spring Festival")},
        workdays=frozenset(),
    )
    known = calendar.built_in().with_years(year)
    return lambda: monkeypatch.setattr(calendar, "built_in", lambda: known)


def follow_up(story):
    (row,) = [one for one in replayed(story.number, OWN).rows if (one.kind, one.key) == (Kind.LIMIT, "follow_up")]
    return row.own


def test_a_year_loaded_since_was_not_known_when_the_end_was_counted(approved, load):
    load(approved.now + MINUTE)

    assert is_reproduced(approved.number)
    assert (follow_up(approved).due.due_on, follow_up(approved).due.provisional) == (date(2027, 2, 28), True)


def test_an_end_counted_again_is_reproduced_at_first_and_at_last(approved, load):
    load(approved.now + MINUTE)
    sweep(now=approved.now + 2 * MINUTE)
    assert approved.last.action == "deadline_recomputed"

    assert is_reproduced(approved.number)
    limit = follow_up(approved)
    assert (limit.first.due_on, limit.due.due_on) == (date(2027, 2, 28), date(2027, 3, 3))
    assert (limit.first.provisional, limit.due.provisional) == (True, False)


def test_a_year_that_came_with_a_release_is_told_by_what_was_counted_again(approved, released):
    released()
    sweep(now=approved.now + 2 * MINUTE)
    assert approved.last.action == "deadline_recomputed"

    assert is_reproduced(approved.number)
    assert follow_up(approved).due.due_on == date(2027, 3, 2)


def test_an_end_that_was_settled_while_it_was_a_guess_stays_one(approved, released):
    approved.does(approved.chair, "terminate", reasons="项目终止")
    released()

    assert is_reproduced(approved.number)
    assert follow_up(approved).due.provisional


def test_an_end_nobody_has_counted_again_yet_stays_a_guess(approved, released):
    released()

    assert is_reproduced(approved.number)
    assert follow_up(approved).due.provisional


def test_what_was_started_when_the_year_was_known_is_certain(approved, load, world):
    load(approved.now + MINUTE)
    later = Story(world, now=approved.now + 3 * MINUTE).in_review().reviewed().found().issued(follow_up_months=6)

    assert not later.clock("follow_up").provisional
    assert is_reproduced(later.number, approved.number)
    assert len(recorded()) == 2


def test_extensions_and_pauses_are_reproduced_to_the_instant(world):
    world.body.house = {"clock.pausing": True}
    world.body.save()
    story = Story(world).accepted("simplified").listed()
    story.does(story.chair, "pause_clock", clock="decision", reasons="等待检测报告")
    story.wait(days=3).does(story.chair, "pause_clock", clock="decision_simplified", reasons="等待检测报告")
    story.wait(days=4).does(story.chair, "resume_clock", clock="decision", reasons="报告已到")
    story.wait(days=5).does(story.chair, "resume_clock", clock="decision_simplified", reasons="报告已到")
    new = story.running()["decision"].replace(day=28).isoformat()
    story.does(story.chair, "extend", clock="decision", new_date=new, reasons="专家尚未到齐")
    story.assigned().reviewed().issued()

    assert {"pause", "decision", "decision_simplified"} <= {limit.clock for limit in recorded()[0].limits}
    assert is_reproduced(story.number)
