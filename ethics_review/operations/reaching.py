"""Whom a time limit is told to, and the telling: one message for each person behind the roles of the day."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from accounts.models import InstitutionRole
from committees.models import Committee
from committees.queries import acting_on
from ethics_review.engine.people import people_at
from ethics_review.models import Case
from ethics_review.queries import roster
from ethics_review.relations import offices_over
from ledger import operations as ledger
from ledger.models import Deadline, Entry
from regulations.clocks import local
from regulations.owners import asked
from regulations.vocabulary import Position, Role

Subject = Case | Committee
OFFICES = {Role.UNIT: InstitutionRole.Kind.MANAGER, Role.AUTHORITY: InstitutionRole.Kind.OFFICER}
SEATED = {Role.SECRETARY: Position.SECRETARY, Role.CHAIR: Position.CHAIR}
NOBODY: frozenset[int] = frozenset()


def tell(
    *,
    deadline: Deadline,
    subject: Subject,
    entry: Entry,
    notice: str,
    roles: Iterable[str],
    now: datetime,
    suffix: str = "",
    more: Mapping[str, object] | None = None,
) -> frozenset[int]:
    """Leave each person behind the roles a message of `notice`; whom. `suffix` tells apart what is told repeatedly."""
    params = {"clock": deadline.clock, "due_on": deadline.due_on, "provisional": deadline.provisional}
    params |= _titles(subject) | dict(more or {})
    if people := _reached(deadline, subject, roles, now):
        ledger.post(entry=entry, notice=notice, recipients=people, params=params, suffix=suffix, at=now)
    return people


def tell_blindly(*, deadline: Deadline, subject: Subject, entry: Entry, now: datetime, suffix: str) -> frozenset[int]:
    """The authority may not see a matter that is not listed: it learns number and clock, not what it is about."""
    if not isinstance(subject, Case) or subject.listed or Role.AUTHORITY not in deadline.escalate:
        return NOBODY
    officers = people_at(subject, now).get(Role.AUTHORITY, NOBODY)
    params = {"number": subject.number, "clock": deadline.clock, "due_on": deadline.due_on}
    ledger.post(entry=entry, notice="emergency_overdue", recipients=officers, params=params, suffix=suffix, at=now)
    return officers


def _reached(deadline: Deadline, subject: Subject, roles: Iterable[str], now: datetime) -> frozenset[int]:
    """Everybody behind the roles. Of a body's members those alone whom the limit is about, where it is about some."""
    found: set[int] = set()
    for role in dict.fromkeys(roles):
        if isinstance(subject, Committee) and role == Role.MEMBER and deadline.clock in roster.PERSONAL:
            found |= roster.concerned(body=subject, clock=deadline.clock, due_on=deadline.due_on, now=now)
        else:
            found |= _holders(subject, Role(role), now)
    return frozenset(found)


def _titles(subject: Subject) -> dict[str, object]:
    if isinstance(subject, Case):
        return {"number": subject.number, "title_zh": subject.title_zh, "title_en": subject.title_en}
    return {"number": "", "title_zh": subject.name, "title_en": subject.name_en}


def _holders(subject: Subject, role: Role, now: datetime) -> frozenset[int]:
    """Who holds the role now, or stands in for it. An authority hears of listed matters only."""
    if isinstance(subject, Committee):
        return _holders_of_body(subject, role, local(now).date())
    if role is Role.AUTHORITY and not subject.listed:
        return frozenset()
    return asked(role, people_at(subject, now))


def _holders_of_body(body: Committee, role: Role, day: date) -> frozenset[int]:
    """Its own office, the managers of its institution, the authority over its region, or who stands in for them."""
    unit = body.institution
    posts = offices_over(unit=unit.pk, region=unit.region, day=day)
    seats = acting_on(committee=body, on=day)
    people = {held: frozenset(post.user_id for post in posts if post.kind == kind) for held, kind in OFFICES.items()}
    people |= {held: frozenset(seat.person_id for seat in seats if seat.position == at) for held, at in SEATED.items()}
    people[Role.MEMBER] = frozenset(seat.person_id for seat in seats)
    return asked(role, people)
