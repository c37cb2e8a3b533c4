"""What is examined of every page, whoever sees it: its words, its markup, its weight, its rest, its width.

Each function gives the faults as sentences; a page is sound where there are none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polib

from ethics_review.management.commands.check_translations import CATALOGUE

ROOT = Path(__file__).parents[2]
VALIDATOR = Path(__file__).parent / "vendor" / "html-validate.js"
HEAVIEST = 200 * 1024
"""Bytes transferred for one page whose styles and scripts the browser has met before."""
MOST_SHIFT = 0.02
"""Cumulative layout shift: the share of the window that moved, times how far."""

WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) { if (!entry.hadRecentInput) window.shift += entry.value; }
}).observe({type: "layout-shift", buffered: true});
"""
MEASURE = """() => ({
  width: document.documentElement.scrollWidth,
  beyond: [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(-1),
  shift: window.shift,
  bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0),
})"""
UNFOLD = """() => { for (const part of document.querySelectorAll("details")) part.open = true; }"""
WORDS = """() => {
  const own = document.documentElement.lang, found = [];
  const apart = "script, style, code, pre, textarea, bdi, :not(html)[lang]:not([lang='" + own + "'])";
  const told = ["title", "aria-label", "placeholder", "alt"];
  const walk = (element) => {
    if (element.matches(apart)) return;
    for (const name of told) if (element.getAttribute(name)) found.push(element.getAttribute(name));
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE && child.data.trim()) found.push(child.data.trim());
      if (child.nodeType === Node.ELEMENT_NODE) walk(child);
    }
  };
  walk(document.documentElement);
  return found;
}"""
"""Every text of the page in its own language; what is marked as another language is left out."""
VALIDATE = """(source) => {
  const {HtmlValidate, StaticConfigLoader} = HtmlValidator;
  const settings = {extends: ["html-validate:standard"]};
  const report = new HtmlValidate(new StaticConfigLoader(settings)).validateStringSync(source);
  const line = (one) => source.split("\\n")[one.line - 1].trim().slice(0, 160);
  return report.results.flatMap((result) => result.messages.map(
    (one) => `${one.ruleId}: ${one.message} (line ${one.line}: ${line(one)})`));
}"""

CHINESE = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z][a-z]+(?:['’]\w+)?,?(?: [A-Za-z]?[a-z]+,?){2,}")
"""Three English words in a row."""
OWN_NAMES = ("简体中文", "English")
"""Each language is called by its own name in both."""


@cache
def catalogue() -> frozenset[str]:
    """The English phrases of the pages that read otherwise in Chinese and hold no figures."""
    phrases = polib.pofile(str(ROOT / "locale" / CATALOGUE))
    return frozenset(one.msgid for one in phrases if one.msgid != one.msgstr and "%(" not in one.msgid)


def untranslated(words: Iterable[str], language: str, data: list[str], phrases: frozenset[str]) -> Iterator[str]:
    """What is told in the wrong language and is not the people's own words."""
    for text in words:
        shown = " ".join(text.split())
        if language == "en" and CHINESE.search(shown) and CHINESE.search(_without(data, shown)):
            yield f"Chinese on an English page: {shown[:120]}"
        if language != "en" and (shown in phrases or SENTENCE.search(_without(data, shown))):
            yield f"English on a Chinese page: {shown[:120]}"


def _without(data: list[str], shown: str) -> str:
    if shown in data or shown in OWN_NAMES:
        return ""
    for text in data:
        if len(text) > 1 and text in shown:
            shown = shown.replace(text, " ")
    return shown


def unsteady(measured: Mapping[str, Any], width: int) -> Iterator[str]:
    """What is wrong with how the page lies in its window, and how heavy it is."""
    if measured["width"] > width:
        yield f"{measured['width']} px wide in a window of {width}: {measured['beyond']}"
    if measured["shift"] >= MOST_SHIFT:
        yield f"its content moved while it was drawn: {measured['shift']:.3f}"
    if measured["bytes"] > HEAVIEST:
        yield f"{measured['bytes']} bytes were transferred"
