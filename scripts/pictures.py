"""Take the pictures of docs/pages.md and the README anew, from a running product that holds the demo as loaded.

scripts/pictures.py [--base http://127.0.0.1:8000] [--to docs/images] [--password …] [--only meeting]

Writes nothing there but one draft, which it finds again the next time. Needs playwright (requirements/e2e.txt) and a
Chromium, found on the PATH or named in CHROMIUM. Exit code 1 where a page does not show what its picture is taken for,
or a picture is too large. The agenda is that of a meeting to come while the product's clock has not reached it.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

import yaml
from palette import with_palette
from pictured import LARGEST, PICTURES, Picture
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent


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
        sys.stdout.write(f"{name:<13} {size / 1024:6.1f} kB{'  too large' if size > LARGEST else ''}\n")
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
    go(page, picture, base)
    expect(page.locator("main")).to_contain_text(picture.shows)
    target = to / f"{picture.name}.png"
    page.mouse.move(0, 0)
    target.write_bytes(with_palette((page.locator(picture.part) if picture.part else page).screenshot()))
    context.close()
    return target.stat().st_size


def go(page: Page, picture: Picture, base: str) -> None:
    """The page stands before the eyes as it is to be taken."""
    draft = drafted(page, base, (ROOT / picture.draft).read_text("utf-8")) if picture.draft else ""
    page.goto(base + picture.path.format(draft=draft))
    for name, value in picture.fill.items():
        write(page, name, value)
    if picture.press:
        page.locator("main").get_by_role("button", name=picture.press, exact=True).click()


def drafted(page: Page, base: str, dossier: str) -> str:
    """The number of the person's draft of this dossier, opened now if there is none."""
    page.goto(f"{base}/cases/")
    known = page.locator("main").get_by_role("link", name=yaml.safe_load(dossier)["title"]["zh"])
    if known.count():
        known.first.click()
    else:
        page.goto(f"{base}/cases/new/?from=dossier")
        page.fill("main [name=text]", dossier)
        page.locator("main button.btn-primary").click()
    page.wait_for_url("**/cases/2*/**")
    return page.url.split("/cases/")[1].split("/")[0]


def write(page: Page, name: str, value: str) -> None:
    """Fill a field, whatever its kind."""
    field = page.locator(f'main [name="{name}"]').first
    match field.evaluate("field => field.type"):
        case "radio":
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        case "select-one":
            field.select_option(value)
        case _:
            field.fill(value)


if __name__ == "__main__":
    sys.exit(main())
