"""Gather the pictures that the browser tests have left into one directory, with an index.html to look at them in.

python -m scripts.gather_pictures [--from tests/artifacts] [--to DIRECTORY]

Without a directory they stay where they are. Exit code 1 where a page has no picture in a window in which it is looked
at (`tests/e2e_browser/windows.py`); the index is written all the same, and shows what is missing.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from tests.e2e_browser import windows
from tests.e2e_browser.pages import PAGES, Page
from tests.e2e_browser.windows import Window

ARTIFACTS = Path(__file__).resolve().parent.parent / "tests" / "artifacts"
LOOKED_AT = {(str(window), page.name) for window, page in (*windows.EVERY, *windows.DARK)}
COLUMNS = (*windows.WINDOWS, *windows.SAMPLE)
INDEX = "index.html"
STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; }
th, td { border: 1px solid #ccc; padding: .4rem; text-align: left; vertical-align: top; }
tbody th { width: 14rem; font-weight: normal; overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: #eee; }
img { display: block; width: 200px; height: 200px; object-fit: cover; object-position: top; border: 1px solid #ddd; }
figure { display: inline-block; width: 202px; margin: 0 .6rem .6rem 0; vertical-align: top; overflow-wrap: anywhere; }
.missing { background: #fdd; color: #900; }
"""


def main(given: Sequence[str]) -> int:
    """Gather, write the index, and say what lies where and what is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--from", dest="source", type=Path, default=ARTIFACTS)
    parser.add_argument("--to", type=Path)
    asked = parser.parse_args(given)
    source, to = asked.source, asked.to or asked.source
    gather(source=source, to=to)
    (to / INDEX).write_text("\n".join(index(source=source)) + "\n", "utf-8")
    sys.stdout.write(f"{told(source=source)}: see {to / INDEX}\n")
    missing = [(page, window) for page in PAGES for window in COLUMNS if is_missing(source, page, window)]
    for page, window in missing:
        sys.stderr.write(f"no picture of {page} in {window}\n")
    return int(bool(missing))


def gather(*, source: Path, to: Path) -> None:
    """Every picture below `source` lies at the same place below `to`."""
    to.mkdir(parents=True, exist_ok=True)
    if source.resolve() == to.resolve():
        return
    for path in sorted(source.rglob("*.png")):
        target = to / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def told(*, source: Path) -> str:
    """How many pictures of how many pages there are, and of what else."""
    taken = [page.name for page in PAGES for window in COLUMNS if picture_of(source, page, window).is_file()]
    others = sum(map(len, others_in(source=source).values()))
    return f"{len(taken)} pictures of {len(set(taken))} pages and {others} others"


def picture_of(source: Path, page: Page, window: Window) -> Path:
    return source / "pages" / str(window) / f"{page.name}.png"


def is_missing(source: Path, page: Page, window: Window) -> bool:
    return (str(window), page.name) in LOOKED_AT and not picture_of(source, page, window).is_file()


def others_in(*, source: Path) -> dict[str, list[Path]]:
    """The pictures of letters and of walks, by the folder in which they lie."""
    found: dict[str, list[Path]] = {}
    for path in sorted(source.rglob("*.png")):
        folder = path.relative_to(source).parent.as_posix()
        if not folder.startswith("pages/"):
            found.setdefault(folder, []).append(path)
    return found


def index(*, source: Path) -> Iterator[str]:
    """One row a page, its windows side by side; then the others, folder by folder."""
    yield f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{STYLE}</style>'
    yield "<h1>Every page as a browser shows it</h1>"
    heads = "".join(f"<th>{window}</th>" for window in COLUMNS)
    yield f"<table><thead><tr><th>page, person, state</th>{heads}</tr></thead><tbody>"
    for page in PAGES:
        cells = "".join(cell(source=source, page=page, window=window) for window in COLUMNS)
        yield f"<tr><th>{escape(str(page))}</th>{cells}</tr>"
    yield "</tbody></table>"
    for folder, paths in others_in(source=source).items():
        yield f"<h2>{escape(folder)}</h2>"
        for path in paths:
            yield f"<figure>{linked(source=source, path=path)}<figcaption>{escape(path.stem)}</figcaption></figure>"
    yield "</html>"


def cell(*, source: Path, page: Page, window: Window) -> str:
    """The picture; or that there should be one; or nothing, where the page is not looked at in this window."""
    path = picture_of(source, page, window)
    if path.is_file():
        return f"<td>{linked(source=source, path=path)}</td>"
    return '<td class="missing">missing</td>' if is_missing(source, page, window) else "<td></td>"


def linked(*, source: Path, path: Path) -> str:
    """A small view that leads to the whole picture, by a way that holds wherever the directory is laid."""
    way = quote(path.relative_to(source).as_posix())
    return f'<a href="{way}"><img src="{way}" alt="{escape(path.stem)}" loading="lazy"></a>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
