"""The terms of a body's members, what they signed, and the composition that hangs on them: on which days what ends.

Pure but for the statements that read seats. Days are days in China; the last day of a term is in it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

import regulations
from committees.composition import examine
from committees.models import Committee, Seat
from committees.terms import in_term_on, is_in_term
from ethics_review.queries.annual import STANDING
from ledger.models import Deadline
from regulations import calendar, clocks
from regulations.calendar import ONE_DAY
from regulations.clocks import SHANGHAI, Due, local
from regulations.pack import Rules
from regulations.vocabulary import CommitteeKind, Position

TERM, COMPOSITION, STATEMENTS = "member_term", "committee_composition", "member_statements"
CLOCKS = (TERM, COMPOSITION, STATEMENTS)
PERSONAL = frozenset({TERM, STATEMENTS})
"""Clocks that are about some of the members: those alone are told as members."""
NOTICE_DAYS = "committee.term_notice_days"
UNCOUNTED = (Position.ADVISER.value, Position.EXPERT.value)
"""Whoever is asked for one matter, and whose term nobody waits for."""


def seats(*, body: Committee, day: date, since: date | None = None) -> list[Seat]:
    """The seats that were in term the day before (or on `since`, if earlier), are, or will be. One statement."""
    before = min(day - ONE_DAY, since or day)
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=before)
    return list(body.seats.filter(lasting, ends_on__gte=before).exclude(position__in=UNCOUNTED).order_by("pk"))


def term_ends(*, found: Iterable[Seat], day: date) -> frozenset[date]:
    """The days from `day` on with which a term ends that nobody has renewed. A seat given up has no end to wait for."""
    return frozenset(seat.ends_on for seat in _unrenewed(list(found), day))


def _unrenewed(found: Sequence[Seat], day: date) -> list[Seat]:
    kept = [seat for seat in found if seat.ended_on is None and seat.ends_on >= day]
    latest = {seat.person_id: max(one.ends_on for one in kept if one.person_id == seat.person_id) for seat in kept}
    return [seat for seat in kept if seat.ends_on == latest[seat.person_id]]


def signed_again(*, found: Iterable[Seat], day: date, rules: Rules) -> dict[date, Due]:
    """By which day statements are to be signed again, each with its count. Who never signed is no matter of renewal."""
    counted = [_renewal(seat, rules) for seat in found if is_in_term(seat, day) and _signed_on(seat)]
    return {due.due_on: due for due in counted}


def sign_again_by(*, seat: Seat, rules: Rules) -> date | None:
    """By which day the holder of the seat signs both statements again; none while one is missing."""
    return _renewal(seat, rules).due_on if _signed_on(seat) else None


def _renewal(seat: Seat, rules: Rules) -> Due:
    start = datetime.combine(_signed_on(seat) or seat.starts_on, time(), SHANGHAI)
    return clocks.due(start=start, clock=rules.clock(STATEMENTS), calendar=calendar.built_in())


def _signed_on(seat: Seat) -> date | None:
    """When the older of the two was signed; none while one is missing."""
    if seat.secrecy_signed_on is None or seat.interests_signed_on is None:
        return None
    return min(seat.secrecy_signed_on, seat.interests_signed_on)


def fails_on(
    *, kind: CommitteeKind, found: Sequence[Seat], day: date, rules: Rules, since: date | None = None
) -> date | None:
    """The first day from `day` on, within the days of notice, on which the body is not lawfully composed.

    None where it stays lawful as far as is known, and where it was not lawful the day before either (or on `since`, the
    last day on which somebody looked): a body that is being set up has nothing to lose.
    """
    lawful = partial(is_lawful, kind=kind, found=found, rules=rules)
    if not lawful(day=day):
        return day if lawful(day=min(day - ONE_DAY, since or day)) else None
    changes = {seat.ends_on + ONE_DAY for seat in found} | {seat.ended_on for seat in found if seat.ended_on}
    last = day + timedelta(days=rules.number(NOTICE_DAYS))
    return next((on for on in sorted(changes) if day < on <= last + ONE_DAY and not lawful(day=on)), None)


def is_lawful(*, kind: CommitteeKind, found: Sequence[Seat], day: date, rules: Rules) -> bool:
    """Whether the seats in term on the day make a lawful body."""
    seated = [seat for seat in found if is_in_term(seat, day)]
    return examine(kind=kind, seats=seated, on=day, rules=rules).lawful


def concerned(*, body: Committee, clock: str, due_on: date, now: datetime) -> frozenset[int]:
    """The members whose term, or whose statements, end with that day. One statement."""
    day = local(now).date()
    found = seats(body=body, day=day)
    if clock == TERM:
        return frozenset(seat.person_id for seat in _unrenewed(found, min(day, due_on)) if seat.ends_on == due_on)
    rules = rules_of(body)
    held = [seat for seat in found if rules and is_in_term(seat, day) and _signed_on(seat)]
    return frozenset(seat.person_id for seat in held if rules and _renewal(seat, rules).due_on == due_on)


def rules_of(body: Committee) -> Rules | None:
    """The rules the body is under; None where its instrument is gone, which nobody's desk may break over."""
    try:
        return regulations.pack(body.pack_id).rules_for(house=body.house)
    except KeyError:
        return None


def unwatched(*, now: datetime) -> QuerySet[Committee]:
    """The standing bodies with a term that ends within the days of notice and is not watched, by id.

    Whoever was appointed through this product is watched from the day on; this finds those seated before.
    """
    day = local(now).date()
    last = day + timedelta(days=regulations.newest().rules_for(house={}).number(NOTICE_DAYS))
    stream = Concat(Value("committee:"), Cast(OuterRef("committee"), CharField()))
    watched = Deadline.objects.filter(stream=stream, clock=TERM, due_on=OuterRef("ends_on"), settled_at__isnull=True)
    held = Seat.objects.filter(committee=OuterRef("committee"), person=OuterRef("person"), ended_on__isnull=True)
    ending = Seat.objects.filter(in_term_on(day), ended_on__isnull=True, ends_on__lte=last)
    ending = ending.filter(committee__kind__in=STANDING).exclude(position__in=UNCOUNTED)
    ending = ending.filter(~Exists(watched), ~Exists(held.filter(ends_on__gt=OuterRef("ends_on"))))
    return Committee.objects.filter(pk__in=ending.values("committee")).order_by("pk")
