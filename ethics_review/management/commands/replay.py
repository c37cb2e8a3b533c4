"""Replay recorded cases through another pack: what would change for each, then the figures per committee."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from committees.models import Committee
from ethics_review.engine.replaying import replay_cases
from ethics_review.management.asking import pack_asked_for
from ethics_review.models import Case
from ethics_review.queries import replayable
from ethics_review.wording import replays
from regulations.replay import Figures, Kind, Replayed, Row, Verdict, figures

LANGUAGES = ("zh-hans", "en")
BATCH = 50
"""How many cases are in memory at once."""


class Command(BaseCommand):
    help = "Replay recorded cases through another pack and tell what would change. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, metavar="NAME", help="e.g. general-2023")
        parser.add_argument("--cases", nargs="+", metavar="NUMBER", help="only these, e.g. 2026-0001 2026-0002")
        parser.add_argument("--committee", type=int, metavar="ID", help="only those of one committee")
        parser.add_argument("--all", action="store_true", help="what stays the same as well")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")

    def handle(self, *_: Any, pack: str, language: str, **options: Any) -> None:
        other, cases = pack_asked_for(pack), _cases(options["cases"], options["committee"])
        replayed = []
        for batch in _batches(cases):
            for case in replay_cases(cases=batch, pack=other):
                replayed.append(case)
                for line in _lines(case, language, everything=options["all"]):
                    self.stdout.write(line)
        names = {body.pk: str(body) for body in Committee.objects.filter(pk__in={one.committee for one in replayed})}
        for found in figures(replayed):
            self.stdout.write(_figures(found, names[found.committee], language))
        said = replays.total(len(replayed), sum(one.changed for one in replayed), other)
        self.stdout.write(said.in_language(language))


def _cases(numbers: list[str] | None, committee: int | None) -> QuerySet[Case]:
    """What is asked for, in the order of filing."""
    try:
        return replayable.wanted(replayable.filed(), numbers=set(numbers) if numbers else None, committee=committee)
    except Case.DoesNotExist as error:
        there = set(replayable.filed().filter(number__in=numbers or ()).values_list("number", flat=True))
        gone = ", ".join(number for number in numbers or () if number not in there) or ", ".join(numbers or ())
        raise CommandError(f"没有已提交的事项 {gone}。 There is no filed case {gone}.") from error


def _batches(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    keys = list(cases.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(cases.filter(pk__in=keys[start : start + BATCH]))


def _lines(case: Replayed, language: str, *, everything: bool) -> Iterator[str]:
    """The case with its verdict, then each row that is told."""
    rows = [row for row in case.rows if everything or row.verdict is not Verdict.SAME]
    verdict = Verdict.CHANGED if case.changed else Verdict.SAME
    yield f"{case.number}  {replays.VERDICTS[verdict].in_language(language)}"
    for row in rows:
        yield from _row(row, language)


def _row(row: Row, language: str) -> Iterator[str]:
    """“#12 期限：审查决定”, the own side and the other, or why they are not compared."""
    yield f"  #{row.seq} {replays.subject(row, language)} [{replays.VERDICTS[row.verdict].in_language(language)}]"
    if row.verdict is Verdict.NOT_ASKED:
        yield f"    ? {replays.why(row, language)}"
        return
    yield f"    - {replays.told(row.own, language)}"
    yield f"    + {replays.told(row.other, language)}"


def _figures(found: Figures, name: str, language: str) -> str:
    kinds = ", ".join(f"{replays.KINDS[kind].in_language(language)} {found.by_kind[kind]}" for kind in Kind)
    return f"{name}: {replays.counted(found).in_language(language)} ({kinds})"
