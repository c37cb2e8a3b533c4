"""Print what differs between two packs, both resolved: what appeared, vanished, changed, with the articles."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from ethics_review import wording
from ethics_review.management.asking import pack_asked_for
from regulations.citation import Source
from regulations.difference import Row, difference
from regulations.words import Words

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Print what differs between two packs, both resolved."
    requires_system_checks: list[str] = []  # the law needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("before", metavar="A", help="e.g. ai-draft-2025")
        parser.add_argument("after", metavar="B", help="e.g. ai-2026")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")

    def handle(self, *_: Any, before: str, after: str, language: str, **__: Any) -> None:
        rows = difference(pack_asked_for(before), pack_asked_for(after))
        for row in rows:
            for line in _lines(row, language):
                self.stdout.write(line)
        self.stdout.write(f"{len(rows)} differences" if language == "en" else f"共{len(rows)}处不同")


def _lines(row: Row, language: str) -> Iterator[str]:
    yield row.heading.in_language(language)
    yield from _side("-", row.before, row.source_before, language)
    yield from _side("+", row.after, row.source_after, language)


def _side(mark: str, words: Words | None, source: Source | None, language: str) -> Iterator[str]:
    if words is None:
        return
    written = f" [{wording.cite_text(source.cite, language)} {source.basis}]" if source is not None else ""
    yield f"  {mark} {words.in_language(language)}{written}"
