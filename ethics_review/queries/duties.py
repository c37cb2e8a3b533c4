"""What one person owes, and what they see to that others do (义务): the running time limits, soonest first.

A duty is a deadline read with what its clock says of it: whom it binds, what settles it, what follows otherwise. The
scope is that of the cases: nothing is shown of a matter the person may not see, nor of a body that is not theirs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

import regulations
from accounts.models import InstitutionRole, User
from committees.models import Committee, Recusal, Seat
from committees.queries import served_since, serving
from committees.terms import in_term_on
from ethics_review.models import Case, Decision
from ethics_review.queries import roster
from ethics_review.queries.annual import STANDING
from ethics_review.queries.queues import holding
from ethics_review.relations import LAWFUL, Relations, relations_of
from ledger.models import Deadline
from regulations.chairing import chair_of
from regulations.clocks import Clock, local
from regulations.duty import UNSTATED, Duty
from regulations.facts import CONDITION
from regulations.owners import asked
from regulations.vocabulary import Position, Role

OVERSEEING = (Role.SECRETARY, Role.CHAIR, Role.UNIT, Role.AUTHORITY)
"""Whoever holds one of these for a case or a body sees to what others owe in it."""


@dataclass(frozen=True)
class Owed:
    """One duty: the deadline, its subject, who is bound to act, and what its clock says of it."""

    deadline: Deadline
    subject: Case | Committee
    people: tuple[User, ...]
    owes: bool
    duty: Duty
    clock: Clock | None
    detail: str

    @property
    def is_right(self) -> bool:
        """Whether its end only closes something: nobody fails by letting it pass."""
        return self.deadline.is_window


def duties(
    *, user: User, now: datetime, wanted: Mapping[str, Any] | None = None, me: Relations | None = None
) -> QuerySet[Deadline]:
    """The running time limits this person owes (`owes` is true) or oversees, soonest first.

    `wanted` may narrow them: `owes` or not, `overdue` or not, `due_before` an instant. Four statements to know who the
    person is, one where `me` is known already; one for the rows.
    """
    wanted, me = wanted or {}, me or relations_of(user, now)
    owed, overseen = _in_cases(me, now)
    of_bodies, above_bodies = _in_bodies(me)
    owed |= of_bodies | _own_seats(user, now)
    closed = Q(escalate=[], due_at__lt=now, paused_at__isnull=True)
    rows = Deadline.objects.filter(owed | overseen | above_bodies, settled_at__isnull=True).exclude(closed)
    if "owes" in wanted:
        rows = rows.filter(owed if wanted["owes"] else ~owed)
    if "overdue" in wanted:
        late = Q(due_at__lt=now, paused_at__isnull=True) & ~Q(escalate=[])
        rows = rows.filter(late if wanted["overdue"] else ~late)
    if "due_before" in wanted:
        rows = rows.filter(due_at__lt=wanted["due_before"])
    return rows.annotate(owes=ExpressionWrapper(owed, output_field=BooleanField())).order_by("due_at", "pk")


def _in_cases(me: Relations, now: datetime) -> tuple[Q, Q]:
    """Of cases: what is owed in a role held or stood in for, and everything in those that are overseen."""
    owed, overseen = Q(pk__in=[]), Q(pk__in=[])
    for role, holds in holding(me=me, now=now).items():
        named = Case.objects.seen_by(me).filter(holds).order_by()
        streams = named.annotate(record=Concat(Value("case:"), "number")).values("record")
        owed |= Q(owner=role.value, stream__in=streams)
        if role in OVERSEEING:
            overseen |= Q(stream__in=streams)
    return owed, overseen


def _in_bodies(me: Relations) -> tuple[Q, Q]:
    """Of standing bodies: the same."""
    regions = Q(pk__in=[])
    for region in me.regions:
        regions |= Q(institution__region__startswith=region)
    held = {
        Role.SECRETARY: Q(pk__in=me.seated_as(Position.SECRETARY)),
        Role.CHAIR: Q(pk__in=me.seated_as(Position.CHAIR)),
        Role.UNIT: Q(institution__in=me.managed),
        Role.AUTHORITY: regions,
    }
    owed, overseen = Q(pk__in=[]), Q(pk__in=[])
    for role, holds in held.items():
        bodies = Committee.objects.filter(holds, kind__in=STANDING)
        streams = bodies.annotate(record=Concat(Value("committee:"), Cast("pk", CharField()))).values("record")
        owed |= Q(owner=role.value, stream__in=streams)
        overseen |= Q(stream__in=streams)
    return owed, overseen


def _own_seats(user: User, now: datetime) -> Q:
    """The ends of the person's own terms and statements. One statement."""
    day, found = local(now).date(), Q(pk__in=[])
    seats = Seat.objects.filter(in_term_on(day), person=user, committee__kind__in=STANDING).select_related("committee")
    for seat in seats:
        rules, stream = roster.rules_of(seat.committee), seat.committee.stream
        found |= Q(stream=stream, clock=roster.TERM, due_on=seat.ends_on)
        if rules is not None:
            ends = list(roster.signed_again(found=[seat], day=day, rules=rules))
            found |= Q(stream=stream, clock=roster.STATEMENTS, due_on__in=ends)
    return found


## What a page or an answer shows of them


def brief(*, deadlines: Iterable[Deadline]) -> list[Owed]:
    """Each deadline with its subject and its words, nobody named. Three statements."""
    rows = list(deadlines)
    subjects = subjects_of(rows)
    texts = _conditions(rows, subjects)
    return [_read(row, subjects[row.stream], {}, {}, texts) for row in rows if row.stream in subjects]


def read(*, deadlines: Iterable[Deadline], now: datetime) -> list[Owed]:
    """Each deadline with its subject, its people and its words. A fixed number of statements: seven."""
    rows = list(deadlines)
    subjects = subjects_of(rows)
    texts = _conditions(rows, subjects)
    people = people_behind(subjects=subjects, now=now)
    named = User.objects.in_bulk({one for held in people.values() for found in held.values() for one in found})
    return [
        _read(row, subjects[row.stream], people[row.stream], named, texts) for row in rows if row.stream in subjects
    ]


def _read(
    row: Deadline,
    subject: Case | Committee,
    people: Mapping[Role, frozenset[int]],
    named: Mapping[int, User],
    texts: Mapping[tuple[str, int], str],
) -> Owed:
    clock = clock_of(subject=subject, name=row.clock)
    holders = sorted(asked(Role(row.owner), people))
    return Owed(
        deadline=row,
        subject=subject,
        people=tuple(named[one] for one in holders if one in named),
        owes=bool(getattr(row, "owes", False)),
        duty=clock.duty if clock is not None else UNSTATED,
        clock=clock,
        detail=texts.get((row.stream, row.item), "") if row.clock == CONDITION else "",
    )


def clock_of(*, subject: Case | Committee, name: str) -> Clock | None:
    """What the pack that binds the subject says of the clock; None where it is gone."""
    try:
        if isinstance(subject, Case) and subject.pinned_at is not None:
            return regulations.pinned(subject.pack_id, subject.pack_version).clocks.get(name)
        pack = subject.pack_id if isinstance(subject, Committee) else subject.committee.pack_id
        return regulations.pack(pack).clocks.get(name)
    except LookupError:
        return None


def subjects_of(rows: Iterable[Deadline]) -> dict[str, Case | Committee]:
    """The cases and bodies the deadlines are about, by stream. Two statements."""
    streams = {row.stream.partition(":")[::2] for row in rows}
    numbers = [key for kind, key in streams if kind == "case"]
    bodies = [int(key) for kind, key in streams if kind == "committee"]
    cases = Case.objects.filter(number__in=numbers).select_related("committee__institution", "institution", "applicant")
    found: dict[str, Case | Committee] = {case.stream: case for case in cases}
    return found | {body.stream: body for body in Committee.objects.filter(pk__in=bodies).select_related("institution")}


def _conditions(rows: Iterable[Deadline], subjects: Mapping[str, Case | Committee]) -> dict[tuple[str, int], str]:
    """What the conditions say, by stream and number from 0 on. One statement."""
    cases = [subjects[row.stream].pk for row in rows if row.clock == CONDITION and row.stream in subjects]
    decisions = Decision.objects.filter(case__in=cases, kind=Decision.Kind.FINAL).select_related("case")
    return {
        (decision.case.stream, item): one["text"]
        for decision in decisions.order_by("round")
        for item, one in enumerate(decision.conditions)
    }


def people_behind(*, subjects: Mapping[str, Case | Committee], now: datetime) -> dict[str, dict[Role, frozenset[int]]]:
    """Who holds the roles that clocks name, for many subjects at once. Three statements."""
    day = local(now).date()
    bodies = {_body(subject).pk for subject in subjects.values()}
    seats = Seat.objects.filter(in_term_on(day), committee__in=bodies, person__is_active=True)
    seated: dict[int, list[Seat]] = {}
    for seat in seats.annotate(since=served_since()).order_by("starts_on", "pk"):
        seated.setdefault(seat.committee_id, []).append(seat)
    out: dict[str, set[int]] = {}
    for subject, person in Recusal.objects.filter(subject__in=list(subjects)).values_list("subject", "person_id"):
        out.setdefault(subject, set()).add(person)
    offices = _offices(subjects.values(), day)
    return {
        stream: _behind(subject, seated.get(_body(subject).pk, []), frozenset(out.get(stream, ())), offices)
        for stream, subject in subjects.items()
    }


def _body(subject: Case | Committee) -> Committee:
    return subject if isinstance(subject, Committee) else subject.committee


def _offices(subjects: Iterable[Case | Committee], day: date) -> list[InstitutionRole]:
    """The managers of the units, and the officers over any of their regions."""
    units = {unit for subject in subjects if (unit := _unit(subject)) is not None}
    regions = {_region(subject) for subject in subjects}
    covering = {region[:length] for region in regions for length in range(len(region) + 1)}
    officer = Q(kind=InstitutionRole.Kind.OFFICER, institution__region__in=covering)
    manager = Q(kind=InstitutionRole.Kind.MANAGER, institution__in=units)
    in_office = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    found = InstitutionRole.objects.filter(officer | manager, in_office, LAWFUL, user__is_active=True)
    return list(found.select_related("institution"))


def _unit(subject: Case | Committee) -> int | None:
    return subject.institution_id


def _region(subject: Case | Committee) -> str:
    return (subject.institution or _body(subject).institution).region


def _behind(
    subject: Case | Committee, seats: list[Seat], out: frozenset[int], offices: Iterable[InstitutionRole]
) -> dict[Role, frozenset[int]]:
    applicant = frozenset({subject.applicant_id}) if isinstance(subject, Case) else frozenset[int]()
    kept_out = out | applicant
    region, unit = _region(subject), _unit(subject)
    managers = {
        one.user_id for one in offices if one.kind == InstitutionRole.Kind.MANAGER and one.institution_id == unit
    }
    officers = {
        one.user_id
        for one in offices
        if one.kind == InstitutionRole.Kind.OFFICER and region.startswith(one.institution.region)
    }
    secretaries = {seat.person_id for seat in seats if seat.position == Position.SECRETARY}
    chair = (
        chair_of(serving(seats), kept_out).holders
        if isinstance(subject, Case)
        else frozenset(seat.person_id for seat in seats if seat.position == Position.CHAIR)
    )
    return {
        Role.APPLICANT: applicant,
        Role.UNIT: frozenset(managers) if unit is not None else applicant,
        Role.SECRETARY: frozenset(secretaries) - kept_out,
        Role.CHAIR: chair,
        Role.MEMBER: frozenset(seat.person_id for seat in seats) - kept_out,
        Role.AUTHORITY: frozenset(officers),
    }
