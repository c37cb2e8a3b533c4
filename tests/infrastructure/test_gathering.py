"""The pictures of a run lie in one directory, and one file shows them all; a page without one is an error."""

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from scripts import gather_pictures
from tests.e2e_browser.pages import PAGES
from tests.e2e_browser.windows import CORNERS, DARK, EVERY, MAIN, WINDOWS

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r'<(?:a href|img src)="([^"]+)"')
ROW = re.compile(r"<tr><th>([^<]*)</th>(<td.*)</tr>")


@pytest.fixture
def left(tmp_path):
    """What a whole run leaves: each page in its windows, and a letter."""
    source = tmp_path / "left"
    for window, page in [*EVERY, *DARK]:
        lay(source / "pages" / str(window) / f"{page.name}.png", f"{window} {page}")
    lay(source / "letters" / "en-dark.png", "a letter")
    return source


def lay(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def rows(index):
    """Each page of the index with its cells."""
    return {unescape(name): cells for name, cells in ROW.findall(index.read_text())}


def test_pages_have_names_of_their_own():
    """Else one picture would lie over the other."""
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_every_page_is_a_row_with_its_windows_side_by_side(left, tmp_path, capsys):
    to = tmp_path / "to"

    assert gather_pictures.main(["--from", str(left), "--to", str(to)]) == 0

    shown = rows(to / "index.html")
    assert list(shown) == [str(page) for page in PAGES]
    main = next(iter(MAIN.values()))
    assert [str(window) in shown[str(main)] for window in WINDOWS] == [True] * 4
    assert shown[str(PAGES[-1])].count("<img") >= len(CORNERS)
    pages = len([*EVERY, *DARK])
    assert capsys.readouterr() == (
        f"{pages} pictures of {len(PAGES)} pages and 1 others: see {to / 'index.html'}\n",
        "",
    )


def test_links_lead_to_the_gathered_pictures_wherever_the_directory_is_laid(left, tmp_path):
    gather_pictures.main(["--from", str(left), "--to", str(tmp_path / "to")])
    moved = (tmp_path / "to").rename(tmp_path / "elsewhere")
    shutil.rmtree(left)

    ways = [unquote(unescape(way)) for way in ADDRESS.findall((moved / "index.html").read_text())]

    assert len(ways) == 2 * len([*EVERY, *DARK, "the letter"])
    assert [way for way in ways if not (moved / way).is_file()] == []
    assert (moved / "letters" / "en-dark.png").read_text() == "a letter"


def test_without_a_directory_they_stay_where_they_are(left, capsys):
    before = {path for path in left.rglob("*") if path.is_file()}

    assert gather_pictures.main(["--from", str(left)]) == 0

    assert {path for path in left.rglob("*") if path.is_file()} == before | {left / "index.html"}
    assert str(left / "index.html") in capsys.readouterr().out


def test_a_page_without_its_picture_is_an_error_though_an_earlier_run_had_one(left, tmp_path, capsys):
    to, (window, page) = tmp_path / "to", EVERY[7]
    gather_pictures.main(["--from", str(left), "--to", str(to)])
    capsys.readouterr()
    (left / "pages" / str(window) / f"{page.name}.png").unlink()

    assert gather_pictures.main(["--from", str(left), "--to", str(to)]) == 1

    assert capsys.readouterr().err == f"no picture of {page} in {window}\n"
    assert "missing" in rows(to / "index.html")[str(page)]


def test_a_page_that_is_not_looked_at_in_a_window_is_not_missed_there(left):
    gather_pictures.main(["--from", str(left)])
    other = next(page for page in PAGES if page is not MAIN.get(page.path))

    cells = rows(left / "index.html")[str(other)]

    assert "missing" not in cells
    assert "<td></td>" in cells


def test_a_run_in_which_nothing_was_looked_at_names_every_page(tmp_path, capsys):
    assert gather_pictures.main(["--from", str(tmp_path / "nothing")]) == 1

    told = capsys.readouterr()
    assert told.out.startswith("0 pictures of 0 pages and 0 others")
    assert {str(page) for page in PAGES} == {
        re.fullmatch(r"no picture of (.*) in \S+", line)[1] for line in told.err.splitlines()
    }


FAKE = """#!/bin/sh
echo "$*" >> asked
ls tests/artifacts 2> /dev/null >> found
case "$*" in *pytest*) exit "$BROKEN" ;; esac
"""


@pytest.fixture
def step(tmp_path):
    """The step of the browser tests, in a directory of its own, with a Python that only says what it is asked."""
    body = re.search(r"^browser_tests\(\) \{\n.*?^\}\n", (ROOT / ".ci" / "run").read_text(), re.MULTILINE | re.DOTALL)[
        0
    ]
    (tmp_path / "tests" / "e2e_browser").mkdir(parents=True)
    lay(tmp_path / "tests" / "artifacts" / "older.png", "")
    (tmp_path / "fake").write_text(FAKE)
    (tmp_path / "fake").chmod(0o755)

    def take(*, broken=0, **variables):
        script = f"set -euo pipefail\npython3() {{ :; }}\nPY=./fake JOBS=2\n{body}browser_tests"
        words = {"PATH": os.environ["PATH"], "BROKEN": str(broken), **variables}
        run = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=words, check=False)  # noqa: S607
        return run.returncode, (tmp_path / "asked").read_text().splitlines()

    return take


@pytest.mark.parametrize("broken", [0, 1])
def test_the_run_gathers_the_pictures_also_where_a_test_failed(step, broken):
    code, asked = step(broken=broken)

    assert code == broken
    assert asked[0].startswith("-m pytest tests/e2e_browser")
    assert asked[1:] == ["-m scripts.gather_pictures"]


def test_the_run_gathers_them_where_it_is_told(step):
    assert step(CI_ARTIFACTS="/of the run")[1][1:] == ["-m scripts.gather_pictures --to /of the run"]


def test_the_run_takes_no_picture_of_an_earlier_one_for_its_own(step, tmp_path):
    step()

    assert (tmp_path / "found").read_text() == ""
