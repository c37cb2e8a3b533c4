"""Whether every word of the pages is there in Chinese. Fails with each gap: a phrase without one, a stale catalogue.

English stands in the templates and the program; `locale/zh_Hans` holds the Chinese, and the compiled file beside it is
what runs. The words of refusals, labels and notices are not here: see `ethics_review/wording`.
"""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped] # a tool of developers, without types
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import template as extraction

PACKAGES = ("accounts", "committees", "ethics_review", "ledger")
CALLS = frozenset({"_", "gettext", "gettext_lazy"})
PLURAL_CALLS = frozenset({"ngettext", "ngettext_lazy"})
CATALOGUE = Path("zh_Hans") / "LC_MESSAGES" / "django.po"
EXTRACTED = re.compile(r"""\bn?gettext\(u?(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
NOT_SHOWN = (
    re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL),
    re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL),
    re.compile(r"\{% block (?:zh|en) %\}.*?\{% endblock %\}", re.DOTALL),  # an answer told in both languages at once
    re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL),
    re.compile(r"<!doctype[^>]*>", re.IGNORECASE),
)
TOLD_BY_ATTRIBUTE = re.compile(r'\b(?:title|aria-label|alt|placeholder)="([^"]*)"')
WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
BOTH_LANGUAGES = "api"
"""The folder whose pages word themselves in either language."""
SAME_IN_BOTH = re.compile(r"SHA-256|CSV|English|中文|&\w+;")
"""The name of a standard or a format, and the two languages each by its own name."""


class Command(BaseCommand):
    help = "Check that every phrase of the pages has a Chinese translation and that the compiled catalogue is fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--root", type=Path, default=settings.BASE_DIR, help="where templates and packages stand")
        parser.add_argument("--locale", type=Path, default=settings.LOCALE_PATHS[0], help="where the catalogues stand")

    def handle(self, *_: Any, root: Path, locale: Path, **__: Any) -> None:
        used = phrases(root)
        found = [*problems_of_catalogue(locale / CATALOGUE, used), *problems_of_templates(root / "templates")]
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} translation problems")
        self.stdout.write(f"{len(used)} phrases, all in Chinese")


def phrases(root: Path) -> dict[str, str]:
    """Every phrase the pages use, with the file it was first met in."""
    used: dict[str, str] = {}
    for path in sorted((root / "templates").rglob("*.html")):
        for phrase in of_template(path.read_text("utf-8")):
            used.setdefault(phrase, str(path.relative_to(root)))
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        for phrase in of_program(path.read_text("utf-8")):
            used.setdefault(phrase, str(path.relative_to(root)))
    return used


def of_template(source: str) -> Iterator[str]:
    for match in EXTRACTED.finditer(extraction.templatize(source)):
        yield str(ast.literal_eval(match["text"]))


def of_program(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if (
                node.func.id in CALLS | PLURAL_CALLS
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield first.value


def problems_of_catalogue(path: Path, used: dict[str, str]) -> Iterator[str]:
    entries = {entry.msgid: entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for phrase, place in used.items():
        if phrase not in entries:
            yield f"{place}: not in the catalogue: {phrase!r}"
    for phrase, entry in entries.items():
        if phrase not in used:
            yield f"{path.name}: no longer used: {phrase!r}"
        yield from _problems_of_entry(entry)
    yield from _staleness(path, entries.values())


def _problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts) or entry.fuzzy:
        yield f"no Chinese for {entry.msgid!r}"
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    for text in filter(None, texts):
        if set(PLACEHOLDER.findall(text)) != wanted:
            yield f"other figures in Chinese than in English: {entry.msgid!r}"


def _staleness(path: Path, entries: Iterable[polib.POEntry]) -> Iterator[str]:
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    if _texts(compiled) != _texts(entries):
        yield f"{path.with_suffix('.mo').name} is stale: compile the catalogue again"


def _texts(entries: Iterable[polib.MOEntry]) -> dict[str, tuple[str, ...]]:
    """What a compiled catalogue holds: the phrases that are translated."""
    told = {entry.msgid: (entry.msgstr, *entry.msgstr_plural.values()) for entry in entries}
    return {phrase: texts for phrase, texts in told.items() if any(texts)}


def problems_of_templates(folder: Path) -> Iterator[str]:
    """Words a reader sees that nobody can translate."""
    for path in sorted(set(folder.rglob("*.html")) - set((folder / BOTH_LANGUAGES).rglob("*.html"))):
        for words in untranslated(path.read_text("utf-8")):
            yield f"templates/{path.relative_to(folder)}: not marked for translation: {words!r}"


def untranslated(source: str) -> Iterator[str]:
    """Text between tags, and in the attributes that are read out, that is no figure and no translation."""
    for pattern in NOT_SHOWN:
        source = pattern.sub(" ", source)
    shown = [*TOLD_BY_ATTRIBUTE.findall(source), *re.split(r"<[^>]*>", source)]
    for text in shown:
        if WORD.search(SAME_IN_BOTH.sub(" ", text)):
            yield " ".join(text.split())
