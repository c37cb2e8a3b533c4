"""Look at every clock whose moment has come, now, by hand: what the beat does every half minute. Or say, without
writing anything, what would be done now or at another instant, by which rule, and what the next days bring.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ethics_review import wording
from ethics_review.operations.sweeping import Found, passes, preview
from ethics_review.queries import ahead
from ethics_review.queries.ahead import Coming
from regulations.citation import Cite
from regulations.clocks import SHANGHAI, local
from regulations.vocabulary import Role

LANGUAGES = ("zh-hans", "en")


class Command(BaseCommand):
    help = "Remind before the end of each time limit, record and escalate after it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done, and why")
        parser.add_argument("--at", metavar="INSTANT", help="e.g. 2026-06-10T09:00+08:00; default: now")
        parser.add_argument("--days", type=int, default=ahead.DAYS, help="with --dry-run: how many days ahead to list")
        parser.add_argument("--language", choices=LANGUAGES, default="zh-hans")

    def handle(self, *_: Any, dry_run: bool, at: str | None, days: int, language: str, **__: Any) -> None:
        now = timezone.now()
        moment = _instant(at) if at else now
        if moment > now and not dry_run:
            raise CommandError(
                f"{at} 尚未到来：未来的时刻只能与 --dry-run 同用。 {at} is still to come: use it with --dry-run only."
            )
        total = 0
        for found in [preview(now=moment)] if dry_run else passes(now=moment):
            total += len(found)
            for one in found:
                self._say([_line(one), *(_why(one, language) if dry_run else ())])
        zh, en = ("将处理", "would be dealt with") if dry_run else ("已处理", "dealt with")
        self.stdout.write(f"{zh} {total} 个期限。 {total} time limits {en}.")
        if dry_run:
            self._say(_days_to_come(moment, days, language))

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _line(one: Found) -> str:
    return f"{one.act:<8} {local(one.due_at).isoformat(timespec='minutes')} {one.stream} {one.clock}"


def _why(one: Found, language: str) -> Iterator[str]:
    """Which rung has come, whom it tells, by which rule; and what was slept through."""
    if one.rung is not None:
        people = f" = {one.people}" if one.people is not None else ""
        yield f"         {one.rung.words().in_language(language)} → {_roles(one.to, language)}{people}"
    if one.source is not None:
        basis = wording.label(one.source.basis, language)
        yield f"         {wording.cite_text(one.source.cite, language)} [{basis}]"
    if one.passed_over:
        rungs = "; ".join(rung.words().in_language(language) for rung in one.passed_over)
        yield f"         {'passed over' if language == 'en' else '未及提醒'}: {rungs}"


def _roles(roles: tuple[str, ...], language: str) -> str:
    return ", ".join(wording.label_in(Role, role, language) for role in roles)


def _days_to_come(moment: datetime, days: int, language: str) -> Iterator[str]:
    """The calendar: what falls due or is told from that instant on, if nothing happens until then."""
    late = list(ahead.overdue(now=moment)[: ahead.MOST])
    yield f"逾期未办结：{len(late)} 个。 Overdue and not settled: {len(late)}."
    for row in late:
        yield f"{local(row.due_at).isoformat(timespec='minutes')} {row.stream} {row.clock}"
    until = local(moment + timedelta(days=days)).date().isoformat()
    rows = ahead.due_to_be_told(now=moment, days=days)[: ahead.MOST]
    found = ahead.coming(deadlines=rows, now=moment, days=days)
    yield f"此后至 {until}：{len(found)} 次提醒。 Until {until}: {len(found)} to be told."
    for one in found:
        yield _foreseen(one, language)


def _foreseen(one: Coming, language: str) -> str:
    deadline = one.deadline
    if one.rung is None:
        told = "closes, nobody is told" if language == "en" else "期满，不再告知"
    else:
        told = f"{one.rung.words().in_language(language)} → {_roles(one.to, language)}"
    cite = wording.cite_text(Cite(deadline.instrument, deadline.article, deadline.certain), language)
    when = local(one.moment).isoformat(timespec="minutes")
    return f"{when} {deadline.stream} {deadline.clock} ({deadline.due_on.isoformat()}) {told} · {cite}"


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"“{text}”不是时刻，应如 2026-06-10T09:00+08:00。 “{text}” is no instant such as 2026-06-10T09:00+08:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
