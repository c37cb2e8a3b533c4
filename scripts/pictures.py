"""Take the pictures of the README anew, from a running product that holds the demo as loaded. Changes nothing there.

scripts/pictures.py [--base http://127.0.0.1:8000] [--to docs/images] [--password …] [--only meeting]

Needs playwright (requirements/e2e.txt) and a Chromium, found on the PATH or named in CHROMIUM. Exit code 1 where a
page does not show what its picture is taken for, or a picture is too large for a README.
"""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from palette import with_palette
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 150 * 1024
"""Bytes of one picture: a README with all of them must open at once."""
DESKTOP, PHONE = 1120, 390


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, in which language, how large, and the words it is taken for.

    `part` selects the only part of the page that is taken.
    """

    name: str
    person: str
    path: str
    shows: str
    language: str = "en"
    width: int = DESKTOP
    height: int = 700
    part: str = ""


PICTURES = (
    Picture("desk", "song.xiaohe", "/", "Check that the materials are complete", height=640),
    Picture("case", "ye.huaijin", "/cases/2026-0014/", "0 of the required 5 members", height=1290),
    Picture("way", "ye.huaijin", "/cases/2026-0008/", "The way so far", part="section[aria-labelledby=way]"),
    Picture("line", "ye.huaijin", "/cases/2026-0008/", "Time limits", part="section[aria-labelledby=time-line]"),
    Picture("letter", "gao.yu", "/cases/2026-0010/letters/73/", "Time limits that run from it", height=640),
    Picture("dashboard", "ye.huaijin", "/committees/2/dashboard/", "Final decisions by outcome", height=900),
    Picture("meeting", "yuan.shouzheng", "/meetings/8/", "8 on the roll, at least 6 votes needed", height=640),
    Picture("vote", "min.xueli", "/cases/2026-0012/moves/cast_vote/", "Once sent it stays", width=PHONE, height=700),
    Picture(
        "worksheet",
        "guan.shanyue",
        "/cases/2026-0014/moves/submit_worksheet/#worksheet",
        "离开填写框后，所填内容自动存为草稿",
        language="zh-hans",
        width=PHONE,
        height=700,
    ),
    Picture("case-zh", "ding.xiaoman", "/cases/2026-0008/", "专家复核意见", language="zh-hans", height=900),
)


def main() -> int:
    """Take every picture asked for, or say which could not be taken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--password", default="ethics-demo-2026")
    parser.add_argument("--only", default="", help="names that begin like this")
    asked = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    asked.to.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            if picture.name.startswith(asked.only):
                sizes[picture.name] = take(browser, picture, asked.base, asked.password, asked.to)
        browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"{name:<10} {size / 1024:6.1f} kB{'  too large' if size > LARGEST else ''}\n")
    return int(any(size > LARGEST for size in sizes.values()))


def take(browser: Browser, picture: Picture, base: str, password: str, to: Path) -> int:
    """One picture in a window of its own; how many bytes it has."""
    window = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=window, locale="en-GB", reduced_motion="reduce")  # no picture of scrolling
    context.add_cookies([{"name": "django_language", "value": picture.language, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.fill("#id_username", picture.person)
    page.fill("#id_password", password)
    page.click("main button")
    page.goto(base + picture.path)
    expect(page.locator("main")).to_contain_text(picture.shows)
    target = to / f"{picture.name}.png"
    page.mouse.move(0, 0)
    target.write_bytes(with_palette((page.locator(picture.part) if picture.part else page).screenshot()))
    context.close()
    return target.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
