"""What stands in one person's calendar (个人日历): their meetings, and the time limits they owe or are told of.

As far as they may see it at the moment of reading. Thirteen statements at most, however much there is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from accounts.models import User
from committees.models import Committee, Meeting
from ethics_review.models import Case
from ethics_review.queries import sittings
from ethics_review.queries.agendas import Line, agendas
from ethics_review.queries.queues import held_roles
from ethics_review.relations import Relations, relations_of
from ledger.models import Deadline
from ledger.queries import running_by_stream
from regulations.vocabulary import CommitteeKind, Position, Role

BACK = timedelta(days=90)
"""How long a meeting stays in the calendar after it was held."""
MOST = 500
"""So many meetings, so many cases and so many bodies at most; the latest come first."""


Known = dict[str, tuple[Case | Committee, frozenset[str]]]
"""The subjects by their streams, with the roles the person holds there."""


@dataclass(frozen=True)
class Owed:
    """A time limit, and the matter it is about: a case the reader may see, or a body whose office they keep."""

    deadline: Deadline
    subject: Case | Committee


@dataclass(frozen=True)
class Calendar:
    """Everything that stands in it, in a fixed order."""

    meetings: list[Meeting]
    agendas: dict[int, list[Line]]
    owed: list[Owed]


def calendar_of(*, user: User, now: datetime) -> Calendar:
    """The person's calendar at the instant."""
    held = sittings.meetings(user=user, now=now).filter(cancelled_at__isnull=True, starts_at__gte=now - BACK)
    meetings = list(held[:MOST])
    me = relations_of(user, now)
    return Calendar(
        meetings=meetings,
        agendas=agendas(meetings=meetings, user=user, now=now),
        owed=[*_of_cases(me, now), *_of_bodies(me, now)],
    )


def _of_cases(me: Relations, now: datetime) -> list[Owed]:
    held = held_roles(me=me, now=now)
    cases = _marked(Case.objects.seen_by(me), held).order_by("-pk")[:MOST]
    known: Known = {case.stream: (case, _roles(case, held)) for case in cases if _roles(case, held)}
    return _running(known, now)


def _marked(cases: QuerySet[Case], held: dict[Role, Q]) -> QuerySet[Case]:
    marks = {f"as_{role.value}": ExpressionWrapper(holds, output_field=BooleanField()) for role, holds in held.items()}
    return cases.annotate(**marks).filter(_anywhere(held))


def _anywhere(held: dict[Role, Q]) -> Q:
    """Condition on `Case`: the person holds one of the roles in it."""
    anywhere = Q()
    for holds in held.values():
        anywhere |= holds
    return anywhere


def _roles(case: Case, held: dict[Role, Q]) -> frozenset[str]:
    return frozenset(role.value for role in held if getattr(case, f"as_{role.value}"))


def _of_bodies(me: Relations, now: datetime) -> list[Owed]:
    """What a body itself owes, for its office and for whoever manages its unit."""
    office = {position: me.seated_as(position) for position in (Position.SECRETARY, Position.CHAIR)}
    mine = Q(pk__in=office[Position.SECRETARY] | office[Position.CHAIR]) | Q(institution__in=me.managed)
    bodies = Committee.objects.filter(mine).exclude(kind=CommitteeKind.EXPERT_PANEL).order_by("-pk")[:MOST]
    known: Known = {}
    for body in bodies:
        roles = {position.value for position, pks in office.items() if body.pk in pks}
        roles |= {Role.UNIT.value} if body.institution_id in me.managed else set()
        known[body.stream] = (body, frozenset(roles))
    return _running(known, now)


def _running(known: Known, now: datetime) -> list[Owed]:
    """The limits that run of those whose owner the person is, or who is told when they are missed.

    One that stands still has no day, and a window that has closed is owed by nobody.
    """
    found = running_by_stream(streams=list(known)) if known else {}
    return [
        Owed(deadline, known[stream][0])
        for stream, deadlines in sorted(found.items())
        for deadline in deadlines
        if deadline.paused_at is None and not deadline.has_closed(now=now) and _concerns(deadline, known[stream][1])
    ]


def _concerns(deadline: Deadline, roles: frozenset[str]) -> bool:
    return bool(roles & {deadline.owner, *deadline.escalate})
