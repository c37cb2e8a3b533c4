"""Look at every clock whose moment has come, now, by hand: what the beat does every half minute. Or say, without
writing anything, what would be done now or at another instant, by which rule, and what the next days bring.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ethics_review import wording
from ethics_review.operations.found import Found
from ethics_review.operations.previewing import preview
from ethics_review.operations.sweeping import BATCH, passes, subjects_waiting
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
        if dry_run:
            self._say(_foretold(moment, now, days, language))
            return
        total = 0
        for found in passes(now=moment):
            total += len(found)
            self._say(_line(one) for one in found)
        self.stdout.write(f"已处理 {total} 个期限。 {total} time limits dealt with.")

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _line(one: Found) -> str:
    return f"{one.act:<8} {local(one.due_at).isoformat(timespec='minutes')} {one.stream} {one.clock}"


def _foretold(moment: datetime, now: datetime, days: int, language: str) -> Iterator[str]:
    """What one sweep at that instant would do; what is told until then by a sweeper that is on time; what follows."""
    if moment > now:
        yield "按时处理的话，此刻之前： Swept in time, until that instant:"
        yield from _told_between(now, moment, language)
        yield "若此前一直无人处理，此刻一次处理： Were nobody to sweep until then, one sweep at that instant:"
    found, subjects = preview(now=moment), subjects_waiting(now=moment, limit=BATCH + 1)
    for one in found:
        yield _line(one)
        yield from _why(one, language)
    if len(subjects) > BATCH:
        yield f"以上仅为前 {BATCH} 个对象。 These are the first {BATCH} subjects; there are more."
    yield f"将处理 {len(found)} 个期限。 {len(found)} time limits would be dealt with."
    yield from _days_to_come(moment, days, language)


def _why(one: Found, language: str) -> Iterator[str]:
    """Which rung has come, whom it tells, by which rule; and what was slept through."""
    if one.to:
        rung = one.rung.words().in_language(language) + " " if one.rung is not None else ""
        people = f" = {one.people}" if one.people is not None else ""
        yield f"         {rung}→ {_roles(one.to, language)}{people}"
    if one.source is not None:
        basis = wording.label(one.source.basis, language)
        yield f"         {wording.cite_text(one.source.cite, language)} [{basis}]"
    if one.passed_over:
        passed = Counter(rung.words().in_language(language) for rung in one.passed_over)
        rungs = "; ".join(f"{rung} (×{times})" if times > 1 else rung for rung, times in passed.items())
        yield f"         {'passed over' if language == 'en' else '未及提醒'}: {rungs}"


def _roles(roles: tuple[str, ...], language: str) -> str:
    return ", ".join(wording.label_in(Role, role, language) for role in roles)


def _days_to_come(moment: datetime, days: int, language: str) -> Iterator[str]:
    """The calendar: what falls due or is told from that instant on, if nothing happens until then."""
    late = list(ahead.overdue(now=moment)[: ahead.MOST])
    yield f"逾期未办结：{len(late)} 个。 Overdue and not settled: {len(late)}."
    for row in late:
        yield f"{local(row.due_at).isoformat(timespec='minutes')} {row.stream} {row.clock}"
    yield from _told_between(moment, moment + timedelta(days=days), language)


def _told_between(since: datetime, until: datetime, language: str) -> Iterator[str]:
    """Each rung of each ladder at its moment: one time limit as often as somebody is told of it."""
    rows = list(ahead.due_to_be_told(until=until)[: ahead.MOST + 1])
    found = ahead.coming(deadlines=rows[: ahead.MOST], now=since, until=until)
    day = local(until).date().isoformat()
    yield f"至 {day}：{len(found)} 次提醒。 Until {day}: {len(found)} to be told."
    for one in found:
        yield _coming(one, language)
    if len(rows) > ahead.MOST:
        yield f"以上仅为前 {ahead.MOST} 个期限。 These are of the first {ahead.MOST} time limits; there are more."


def _coming(one: Coming, language: str) -> str:
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
