"""Count out one time limit: how it was counted, and on the last line the day (or for hours the instant) it ends."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ethics_review import wording
from ethics_review.management.asking import pack_asked_for
from regulations import calendar, clocks
from regulations.clocks import SHANGHAI, Clock, Due
from regulations.facets import FACETS, ladder_told
from regulations.pack import Resolved
from regulations.units import Unit
from regulations.vocabulary import Basis

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Print when a time limit ends and how that was counted; the last line is the date (or instant) alone."
    requires_system_checks: list[str] = []  # the law needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, metavar="NAME", help="e.g. ai-2026")
        parser.add_argument("--clock", required=True, metavar="NAME", help="e.g. decision")
        parser.add_argument("--from", dest="start", required=True, metavar="DATE", help="2026-06-10, or an instant")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")

    def handle(self, *_: Any, pack: str, clock: str, start: str, language: str, **__: Any) -> None:
        counted = _clock(pack_asked_for(pack), clock)
        try:
            due = clocks.due(start=_instant(start, counted), clock=counted, calendar=calendar.built_in())
        except ValueError as error:
            raise CommandError(f"{start} 之后的期限超出历法。 The limit from {start} leaves the calendar.") from error
        for line in _lines(counted, due, language):
            self.stdout.write(line)
        self.stdout.write(due.due_at.isoformat() if counted.unit is Unit.HOURS else due.due_on.isoformat())


def _clock(pack: Resolved, name: str) -> Clock:
    if name not in pack.clocks:
        known = _list(sorted(pack.clocks))
        raise CommandError(f"{pack.id} 没有期限 {name}，可用：{known}。 {pack.id} has no clock {name}; known: {known}.")
    return pack.clocks[name]


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _instant(text: str, clock: Clock) -> datetime:
    """The start. A day suffices unless the limit runs by the hour; an instant without a zone is Shanghai's."""
    day = _day(text)
    try:
        moment = datetime.combine(day, time(), SHANGHAI) if day else datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"“{text}”不是日期或时刻，应如 2026-06-10 或 2026-06-10T09:00+08:00。 "
            f"“{text}” is neither a date nor an instant such as 2026-06-10 or 2026-06-10T09:00+08:00."
        ) from error
    if day and clock.unit is Unit.HOURS:
        raise CommandError(
            f"{clock.name} 按小时计算，需要时刻，如 {text}T09:00+08:00。 "
            f"{clock.name} runs by the hour and needs an instant such as {text}T09:00+08:00."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _lines(clock: Clock, due: Due, language: str) -> Iterator[str]:
    """The rule and how sure it is, then each step of the count, then whether the end is final."""
    cite, basis = wording.cite_text(clock.source.cite, language), clock.source.basis
    yield f"{clock.label.in_language(language)}: {due.length.words().in_language(language)}"
    yield f"{cite} [{wording.label(basis, language)}] {wording.basis_explanation(Basis(basis), language)}"
    yield f"{_facet('evidence', language)}: {clock.duty.evidence.in_language(language)}"
    yield f"{_facet('consequence', language)}: {clock.duty.consequence.in_language(language)}"
    yield f"{_facet('ladder', language)}: {ladder_told(clock).in_language(language)}"
    for line in clocks.explain(due):
        document = f" ({line.document})" if line.document else ""
        yield f"  {line.on.isoformat()}  {line.note.in_language(language)}{document}"
    yield _certainty(due, english=language == "en")


def _facet(name: str, language: str) -> str:
    return FACETS[name].in_language(language)


def _certainty(due: Due, *, english: bool) -> str:
    if not due.provisional:
        return "not provisional" if english else "非暂定"
    years = _list(str(year) for year in due.uncovered_years)
    return f"provisional: no holiday notice for {years}" if english else f"暂定：{years}年的放假安排尚未载入"
