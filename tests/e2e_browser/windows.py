"""Which page of `pages` is looked at in which window. Every pair leaves one picture in tests/artifacts/pages."""

from dataclasses import dataclass

from tests.e2e_browser.pages import MAIN_STATE, PAGES

DESKTOP, PHONE = 1280, 390


@dataclass(frozen=True)
class Window:
    """How a page is looked at."""

    language: str
    width: int
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}"


WINDOWS = [Window(language, width) for language in ("zh-hans", "en") for width in (DESKTOP, PHONE)]
CORNERS = [Window("zh-hans", PHONE), Window("en", DESKTOP)]
"""Where each language and each width is seen once: enough for other people, and for what is not the main state."""
SAMPLE = [Window("zh-hans", DESKTOP, "dark")]
MAIN = {page.path: page for page in reversed(PAGES) if page.state == MAIN_STATE}
"""Each address as the first of its people sees it: in both languages at both widths."""
EVERY = [(window, page) for window in WINDOWS for page in PAGES if window in CORNERS or page is MAIN.get(page.path)]
DARK = [(window, page) for window in SAMPLE for page in PAGES[::4]]
