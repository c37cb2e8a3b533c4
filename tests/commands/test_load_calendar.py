"""Loading a year's arrangement: what contradicts itself is refused; what is loaded is counted by at once."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ethics_review import checks, local_rules
from ledger.models import Deadline, Entry
from regulations import calendar, loaded
from tests.world import Story, build

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'year = 2027\ndocument = "国办发明电〔2026〕9号"\nissuer = "国务院办公厅"\nissued_on = 2026-11-05\n'


def holiday(first, last, *working, name="春节"):
    days = ", ".join(working)
    return f'\n[[holiday]]\nzh = "{name}"\nen = "{name}"\nfirst = {first}\nlast = {last}\nworking = [{days}]\n'


SPRING = holiday("2027-02-28", "2027-03-02", "2027-03-06")


@pytest.fixture
def folder(settings, tmp_path):
    """The operator's folder, and nothing of it left afterwards."""
    kept, settings.CALENDAR_DIR = settings.CALENDAR_DIR, tmp_path / "calendars"
    local_rules.lay()
    yield settings.CALENDAR_DIR
    settings.CALENDAR_DIR = kept
    local_rules.lay()


@pytest.fixture
def load(run, folder, tmp_path, db):
    """Loads an arrangement with that text."""

    def called(text):
        path = tmp_path / "notice.toml"
        path.write_text(text, "utf-8")
        return run("load_calendar", str(path))

    return called


def test_a_year_is_loaded_and_counted_by_at_once(load, folder):
    assert not calendar.built_in().covers(2027)
    told = load(HEAD + SPRING)

    assert (told.code, told.complained) == (0, [])
    assert "国办发明电〔2026〕9号" in told.said[0]
    assert calendar.built_in().years == (2025, 2026, 2027)
    assert calendar.built_in().why_off(date(2027, 3, 1)).document == "国办发明电〔2026〕9号"
    assert calendar.built_in().why_worked(date(2027, 3, 6)) is not None
    assert [path.name for path in folder.iterdir()] == ["cn_2027.toml"]
    entry = Entry.objects.get(stream="calendar:2027")
    assert (entry.action, entry.role, entry.data["document"]) == ("calendar.loaded", "system", "国办发明电〔2026〕9号")


def test_provisional_dates_are_counted_again_with_an_entry(load):
    story = Story(build()).wait(days=82).in_review().reviewed().found().issued(follow_up_months=6)
    assert (story.clock("follow_up").due_on, story.clock("follow_up").provisional) == (date(2027, 2, 28), True)

    told = load(HEAD + SPRING)

    assert "1 time limits counted again" in told.said[1]
    clock = Deadline.objects.get(stream=story.stream, clock="follow_up")
    assert (clock.due_on, clock.provisional) == (date(2027, 3, 3), False)
    assert story.last.action == "deadline_recomputed"
    assert story.last.data["documents"] == ["国办发明电〔2026〕9号"]


def test_the_same_again_changes_nothing(load):
    load(HEAD + SPRING)
    told = load(HEAD + SPRING)

    assert told.code == 0
    assert "was loaded before" in told.said[0]
    assert Entry.objects.filter(stream="calendar:2027").count() == 1


REFUSED = [
    (HEAD + holiday("2027-02-06", "2027-02-12", "2027-02-07"), "is a day off for 春节 and cannot be worked"),
    (HEAD + SPRING + holiday("2027-03-02", "2027-03-03", name="龙抬头"), "is already a day off for 春节"),
    (HEAD + SPRING.replace("2027", "2028"), "does not lie in 2027"),
    (HEAD.replace('document = "国办发明电〔2026〕9号"\n', "") + SPRING, "document: must be written out"),
    (HEAD.replace("国办发明电〔2026〕9号", " ") + SPRING, "document: must be written out"),
    (HEAD.replace("国办发明电〔2026〕9号", "国办发明电〔2025〕7号") + SPRING, "is the notice for 2026"),
    (HEAD.replace("2026-11-05", "2028-01-05") + SPRING, "the notice for 2027 is issued in that year or the one before"),
    (HEAD.replace("2026-11-05", "2025-11-05") + SPRING, "the notice for 2027 is issued in that year or the one before"),
    (HEAD + SPRING.replace("2027-03-06", "2027-03-05"), "is not a Saturday or Sunday"),
    (HEAD + holiday("2026-12-31", "2027-01-03", "2027-01-03"), "cannot be worked"),
    (
        HEAD.replace("2027", "2026", 1) + SPRING.replace("2027", "2026").replace("2026-03-06", "2026-03-07"),
        "is loaded already",
    ),
    ("year = 2027", "holiday: at least one"),
    ("year == 2027", "the file is not valid TOML"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_contradicts_itself_or_what_is_loaded_is_refused(load, folder, text, reason):
    told = load(text)

    assert told.code != 0
    assert any(reason in line for line in told.complained), told.complained
    assert all(re.search(r"[\u4e00-\u9fff].*。 .*[a-z].*\.$", line) for line in told.complained[:-1]), told.complained
    assert "was not loaded" in told.complained[-1]
    assert not folder.exists()
    assert not Entry.objects.exists()
    assert calendar.built_in().years == (2025, 2026)


def test_a_year_loaded_is_not_loaded_otherwise(load, folder):
    load(HEAD + SPRING)
    before = loaded.file_of(folder, 2027).read_bytes()

    told = load(HEAD + holiday("2027-02-28", "2027-03-01"))

    assert told.code != 0
    assert "2027 is loaded already, with other content" in told.complained[0]
    assert loaded.file_of(folder, 2027).read_bytes() == before
    assert Entry.objects.filter(stream="calendar:2027").count() == 1


def test_a_day_worked_in_one_year_is_not_off_in_the_next(load, monkeypatch):
    """The New Year holiday may begin in December, on a day the notice before had worked."""
    sunday = date(2026, 12, 27)
    worked = calendar.shipped().arrangements[-1]
    changed = type(worked)(
        2026, worked.document, worked.issuer, worked.issued_on, worked.days_off, worked.workdays | {sunday}
    )
    monkeypatch.setattr(loaded, "shipped", lambda: calendar.shipped().with_years(changed))
    loaded._with.cache_clear()
    try:
        told = load(HEAD + holiday("2026-12-27", "2027-01-03"))
    finally:
        loaded._with.cache_clear()

    assert "2026-12-27 is a day off in one and worked in the other of 2027 and 2026" in told.complained[0]


def test_a_file_that_is_not_there_is_refused(run, folder):
    told = run("load_calendar", "nowhere.toml")

    assert told.code != 0
    assert "the file cannot be read" in told.complained[0]


def test_a_process_that_runs_already_sees_the_year(folder, tmp_path):
    """A worker asks the folder each time it counts; here one that was started before the year was there."""
    program = (
        "import sys; from pathlib import Path; from regulations import calendar, loaded;"
        "loaded.look_in(Path(sys.argv[1])); print(calendar.built_in().covers(2027), flush=True); input();"
        "print(calendar.built_in().covers(2027))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline().strip() == "False"
    folder.mkdir()
    loaded.file_of(folder, 2027).write_text(HEAD + SPRING, "utf-8")
    rest, _ = process.communicate("\n", timeout=30)

    assert rest.strip() == "True"


def test_a_file_spoilt_by_hand_leaves_its_year_unknown_and_is_told_at_start_up(folder):
    folder.mkdir()
    loaded.file_of(folder, 2027).write_text(HEAD, "utf-8")

    assert calendar.built_in().years == (2025, 2026)
    (told,) = checks.loaded_years_are_sound()
    assert told.id == "ethics_review.E007"
    assert "cn_2027.toml" in told.msg


def test_the_products_own_notice_goes_before_the_operators(folder):
    folder.mkdir()
    text = (HEAD + SPRING).replace("2027", "2026").replace("2026-03-06", "2026-03-07")
    loaded.file_of(folder, 2026).write_text(text, "utf-8")

    assert calendar.built_in() == calendar.shipped()
