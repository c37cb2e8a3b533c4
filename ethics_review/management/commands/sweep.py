"""Look at every clock whose moment has come, now, by hand: what the beat does every half minute."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ethics_review.operations.sweeping import Found, passes, preview
from regulations.clocks import SHANGHAI, local


class Command(BaseCommand):
    help = "Remind before the end of each time limit, record and escalate after it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
        parser.add_argument("--at", metavar="INSTANT", help="e.g. 2026-06-10T09:00+08:00; default: now")

    def handle(self, *_: Any, dry_run: bool, at: str | None, **__: Any) -> None:
        now = timezone.now()
        moment = _instant(at) if at else now
        if moment > now and not dry_run:
            raise CommandError(
                f"{at} 尚未到来：未来的时刻只能与 --dry-run 同用。 {at} is still to come: use it with --dry-run only."
            )
        total = 0
        for found in [preview(now=moment)] if dry_run else passes(now=moment):
            total += len(found)
            self.say(found)
        zh, en = ("将处理", "would be dealt with") if dry_run else ("已处理", "dealt with")
        self.stdout.write(f"{zh} {total} 个期限。 {total} time limits {en}.")

    def say(self, found: Iterable[Found]) -> None:
        for one in found:
            self.stdout.write(
                f"{one.act:<7} {local(one.due_at).isoformat(timespec='minutes')} {one.stream} {one.clock}"
            )


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"“{text}”不是时刻，应如 2026-06-10T09:00+08:00。 “{text}” is no instant such as 2026-06-10T09:00+08:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
