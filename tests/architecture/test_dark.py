"""What is otherwise in the dark is asked for by a media query: without scripts too, and never on paper."""

import re

from tests.architecture.reading import ROOT

STATIC = ROOT / "ethics_review" / "static"
DARK = "[data-bs-theme=dark]"


def rules_of(text):
    """Each rule of a sheet that stands by itself: its selector and what it says."""
    return re.findall(r"(?<=[{}])([^{}@]+)(\{[^{}]*\})", "}" + text.replace("\n", ""))


def test_the_dark_sheet_says_all_that_the_library_says_of_the_dark():
    library = (STATIC / "vendor/bootstrap/bootstrap.min.css").read_text()
    dark = (STATIC / "vendor/bootstrap/dark.css").read_text()

    wanted = [
        (selector.replace(DARK, ":root"), said) for selector, said in rules_of(library) if selector.startswith(DARK)
    ]

    assert len(wanted) > 5
    assert rules_of(dark) == wanted


def test_no_page_waits_for_a_script_to_be_dark():
    base = (ROOT / "templates/base.html").read_text()

    linked = re.findall(r'href="{% static "([^"]+/dark\.css)" %}" media="([^"]+)"', base)
    assert linked == [
        (sheet, "screen and (prefers-color-scheme: dark)")
        for sheet in ("vendor/bootstrap/dark.css", "ethics_review/dark.css")
    ]
    assert "data-bs-theme" not in base + (STATIC / "ethics_review/theme.css").read_text()
