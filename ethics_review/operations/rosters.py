"""The clocks that hang on a body's members: their terms, what they sign, and the composition about to fail.

They follow the seats: whatever ends on some day has one clock for that day, however many members it is about, and none
where nothing ends any more. Nothing is examined, and nobody loses a seat by a clock: the end of a term does that.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from committees.models import Committee, Seat
from ethics_review.engine.facts import rules_of_body
from ethics_review.locks import lock_committee_if_free
from ethics_review.queries import roster
from ethics_review.queries.annual import STANDING
from ledger import operations as ledger
from ledger.models import Deadline, Entry
from ledger.queries import running
from regulations import calendar, clocks
from regulations.calendar import ONE_DAY
from regulations.clocks import Due, local
from regulations.pack import Rules
from regulations.units import Unit
from regulations.vocabulary import CommitteeKind, Role


def begin(*, committee: int, now: datetime) -> bool:
    """Watch the members of a body that nobody watches yet; whether anything was begun. False where it is held."""
    with transaction.atomic():
        body = lock_committee_if_free(committee)
        return body is not None and bool(watch(body=body, now=now))


def watch(*, body: Committee, now: datetime, entry: Entry | None = None, since: date | None = None) -> list[Deadline]:
    """Start what is not watched yet and settle what nobody waits for any more; the clocks started.

    The caller holds the body. `entry` says what changed; where time alone did, an entry of the system's own says so,
    and `since` is the last day for which somebody had looked.
    """
    if body.kind not in STANDING:
        return []
    day, rules = local(now).date(), rules_of_body(body)
    found = roster.seats(body=body, day=day, since=since)
    kept = list(running(stream=body.stream).filter(clock__in=roster.CLOCKS))
    wanted = _wanted(found, rules, now) | dict(_composition(body, found, kept, rules, since, now))
    over = [one.pk for one in kept if (one.clock, one.due_on) not in wanted and _may_end(one, day)]
    known = {(one.clock, one.due_on) for one in kept}
    new = {key: due for key, due in wanted.items() if key not in known}
    if not over and not new:
        return []
    entry = entry or _recorded(body, new, now)
    if over:
        ledger.settle(stream=body.stream, clocks=roster.CLOCKS, entry=entry, at=now, only=Q(pk__in=over))
    pairs = [(rules.clock(clock), due) for (clock, _), due in sorted(new.items(), key=lambda pair: pair[0])]
    return ledger.start(entry=entry, clocks=pairs, at=now)


def _may_end(deadline: Deadline, day: date) -> bool:
    """A term that has run out is closed by the sweeper, which says so; it was not renewed."""
    return deadline.clock != roster.TERM or deadline.due_on >= day


def _wanted(found: list[Seat], rules: Rules, now: datetime) -> dict[tuple[str, date], Due]:
    """The terms and statements that should be watched, by clock and day."""
    day = local(now).date()
    ends = {(roster.TERM, on): _until(on, now) for on in roster.term_ends(found=found, day=day)}
    again = roster.signed_again(found=found, day=day, rules=rules)
    return ends | {(roster.STATEMENTS, on): due for on, due in again.items()}


def _composition(
    body: Committee, found: list[Seat], kept: list[Deadline], rules: Rules, since: date | None, now: datetime
) -> Iterator[tuple[tuple[str, date], Due]]:
    """The last day on which the body is composed as it must be. Once it is not, that day stays until it is again."""
    day, kind = local(now).date(), CommitteeKind(body.kind)
    lost = roster.fails_on(kind=kind, found=found, day=day, rules=rules, since=since)
    running_on = [one.due_on for one in kept if one.clock == roster.COMPOSITION]
    if running_on and not roster.is_lawful(kind=kind, found=found, day=day, rules=rules):
        yield (roster.COMPOSITION, running_on[0]), _until(running_on[0], now)
    elif lost is not None:
        last = max(day, lost - ONE_DAY)
        yield (roster.COMPOSITION, last), _until(last, now)


def _until(day: date, now: datetime) -> Due:
    return clocks.ending(start=now, day=day, unit=Unit.DAYS, calendar=calendar.built_in())


def _recorded(body: Committee, new: dict[tuple[str, date], Due], now: datetime) -> Entry:
    said = {"watched": [{"clock": clock, "due_on": on} for clock, on in sorted(new)]}
    action = "roster.watched"
    return ledger.append(stream=body.stream, action=action, body=said, actor=None, role=Role.SYSTEM, at=now)
