"""Load a year's arrangement of days off, and count again what was provisional for want of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ethics_review.operations.arrangements import load_arrangement
from ethics_review.operations.recounting import recount
from regulations.calendar import CalendarError


class Command(BaseCommand):
    help = "Load a year's arrangement of days off (a TOML file) and count provisional due dates again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path, help="as those under regulations/calendars")

    def handle(self, *_: Any, path: Path, **__: Any) -> None:
        now = timezone.now()
        try:
            found = load_arrangement(path=path, folder=settings.CALENDAR_DIR, now=now)
        except CalendarError as error:
            self.stderr.write("\n".join(f"{path}: {problem.zh}。 {problem.en}." for problem in error.problems))
            raise CommandError("放假安排未载入。 The arrangement was not loaded.") from error
        year, document = found.arrangement.year, found.arrangement.document
        self.stdout.write(
            f"{year}年放假安排（{document}）已载入。 The arrangement for {year} ({document}) is loaded."
            if found.fresh
            else f"{year}年放假安排此前已载入。 The arrangement for {year} was loaded before."
        )
        counted = 0
        while batch := recount(now=now):
            counted += len(batch)
        self.stdout.write(f"已重新计算 {counted} 个期限。 {counted} time limits counted again.")
        self.stdout.write("各进程即时生效，无需重启。 Every process counts by it at once; none need be started anew.")
