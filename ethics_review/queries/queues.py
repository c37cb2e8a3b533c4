"""My desk: what waits for me, soonest due first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.db.models.lookups import Exact

from accounts.models import User
from committees.models import AgendaItem, Ballot, BallotSeat, Recusal, Seat
from committees.queries import served_since
from committees.terms import day_of, in_term_on
from ethics_review.models import Assignment, Case, ReExamination
from ethics_review.queries.apart import overseeing, unconcerned, unheard
from ethics_review.relations import Relations, relations_of
from ledger.models import Deadline
from ledger.queries import running_by_stream
from regulations.chairing import LASTING
from regulations.owners import INSTEAD, owned_by
from regulations.vocabulary import VOTING_POSITIONS, Position, Role, State

QUIET = frozenset({State.ACTIVE})
"""States that wait for nobody of themselves: only what is owed there, or falls due soon, is put on a desk."""
FAR = ("follow_up", "follow_up_listed")
"""Clocks that run for months: what they end with is put on a desk only when it falls due soon."""
SOON = timedelta(days=7)
SEATED = {Role.SECRETARY: frozenset({Position.SECRETARY}), Role.CHAIR: VOTING_POSITIONS}
"""The seats from which a role may be held: in the last resort any voting member holds the chair."""


@dataclass(frozen=True)
class Waiting:
    """One case on the desk: why it waits for this person, and its running clocks, soonest due first.

    A window that has closed no longer runs, whether or not the sweeper has said so yet.
    """

    case: Case
    why: str
    deadlines: tuple[Deadline, ...]


def with_next_due(cases: QuerySet[Case], *, now: datetime) -> QuerySet[Case]:
    """Annotate `next_due_at`: the soonest end of a running clock, or null. A window that has passed is owed by none."""
    stream = Concat(Value("case:"), OuterRef("number"))
    still_runs = ~Q(escalate=[]) | Q(due_at__gte=now) | Q(paused_at__isnull=False)
    soonest = (
        Deadline.objects.filter(still_runs, stream=stream, settled_at__isnull=True)
        .order_by()
        .values("stream")
        .annotate(soonest=Min("due_at"))
        .values("soonest")
    )
    return cases.annotate(next_due_at=Subquery(soonest))


def desk(*, user: User, now: datetime, limit: int, me: Relations | None = None) -> list[Waiting]:
    """The first `limit` cases that wait for `user`. Five statements; two where it is known who `me` is."""
    return with_clocks(cases=waiting_cases(me=me or relations_of(user, now), now=now)[:limit], now=now)


def waiting_cases(*, me: Relations, now: datetime) -> QuerySet[Case]:
    """Every case that waits for the person, soonest due first."""
    return (
        with_next_due(Case.objects.seen_by(me), now=now)
        .annotate(to_review=_to_review(me), to_vote=_to_vote(me))
        .filter(Q(to_review=True) | Q(to_vote=True) | _owned(me, now))
        .select_related("committee", "institution", "applicant")
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
    )


def with_clocks(*, cases: Iterable[Case], now: datetime) -> list[Waiting]:
    """Cases that wait, each with its running clocks. One statement, and that of the cases."""
    rows = list(cases)
    clocks = running_by_stream(streams=[case.stream for case in rows])
    return [Waiting(case, _why(case), _still_running(clocks.get(case.stream, ()), now)) for case in rows]


def _still_running(clocks: Iterable[Deadline], now: datetime) -> tuple[Deadline, ...]:
    return tuple(clock for clock in clocks if not clock.has_closed(now=now))


def _why(case: Case) -> str:
    if getattr(case, "to_vote", False):
        return "vote"
    return "review" if getattr(case, "to_review", False) else "act"


def _to_review(me: Relations) -> Exists:
    mine = Assignment.objects.filter(person=me.person, released_at__isnull=True, worksheet__isnull=True)
    return Exists(
        mine.filter(review__case=OuterRef("pk"), review__round=OuterRef("round"), review__case__state=State.IN_REVIEW)
    )


def _to_vote(me: Relations) -> Exists:
    subject = Concat(Value("case:"), OuterRef("number"))
    mine = BallotSeat.objects.filter(person=me.person, vote__isnull=True, ballot__status=Ballot.Status.OPEN)
    return Exists(mine.filter(ballot__subject=subject))


def _owned(me: Relations, now: datetime) -> Q:
    """The case waits for a role this person holds, or stands in for: its state does, or a clock whose owner it is."""
    owned = Q()
    for role, holds in holding(me=me, now=now).items():
        owned |= holds & _waits(role, now)
    return owned


def holding(*, me: Relations, now: datetime) -> dict[Role, Q]:
    """In which cases the person holds which role, or stands in for it where nobody of the body holds it."""
    held = held_roles(me=me, now=now)
    instead = {role: held[other] & ~Q(Exists(_able(SEATED[role], now))) for role, other in INSTEAD.items()}
    return {role: holds | instead[role] if role in instead else holds for role, holds in held.items()}


def _waits(role: Role, now: datetime) -> Q:
    return Q(state__in=set(owned_by(role)) - QUIET) | (Q(state__in=QUIET) & Q(owes(role=role, now=now)))


def held_roles(*, me: Relations, now: datetime) -> dict[Role, Q]:
    """In which cases the person holds which role, as `engine.roles` says it of one. Own matters are an applicant's."""
    own, free = Q(applicant=me.person), unconcerned(me=me) & unheard(me=me)
    held = {
        Role.APPLICANT: own,
        Role.UNIT: Q(institution__in=me.managed) | (own & Q(institution__isnull=True)),
        Role.SECRETARY: free & Q(committee__in=me.seated_as(Position.SECRETARY)),
        Role.CHAIR: free & (Q(committee__in=me.seated_as(Position.CHAIR)) | _acting(me, now)),
    }
    return held | ({Role.AUTHORITY: overseeing(me=me)} if me.regions else {})


def _acting(me: Relations, now: datetime) -> Q:
    """A vice-chair acts while named to preside, or while no chair is there who may; the senior member while neither."""
    subject = Concat(Value("case:"), OuterRef("number"))
    waiting = AgendaItem.objects.filter(subject=subject, closed_at__isnull=True, meeting__presider=me.person)
    presiding = Exists(waiting.filter(meeting__presider_ground__in=LASTING))
    chairless = ~Q(Exists(_able([Position.CHAIR], now)))
    acting = Q(committee__in=me.seated_as(Position.VICE_CHAIR)) & (Q(presiding) | chairless)
    members = me.seated_as(*VOTING_POSITIONS)
    if not members:
        return acting
    headless = ~Q(Exists(_able([Position.CHAIR, Position.VICE_CHAIR], now)))
    able = _able(VOTING_POSITIONS, now).annotate(since=served_since()).order_by("since", "starts_on", "pk")
    senior = Exact(Subquery(able.values("person")[:1]), me.person)
    return acting | (Q(committee__in=members) & headless & Q(senior))


def _able(positions: Collection[Position], now: datetime) -> QuerySet[Seat]:
    """The seats of the case's committee from which somebody may act in it: in term, of others, without an interest."""
    subject = Concat(Value("case:"), OuterRef(OuterRef("number")))
    recused = Recusal.objects.filter(subject=subject, person=OuterRef("person"))
    seats = Seat.objects.filter(in_term_on(day_of(now)), committee=OuterRef("committee"), position__in=positions)
    free = seats.filter(person__is_active=True).exclude(person=OuterRef("applicant"))
    return free.exclude(Exists(recused)).exclude(Exists(_heard()))


def _heard() -> QuerySet[ReExamination]:
    """Re-examinations of the activity on which the seat's holder sat: who was heard acts for its committee no more."""
    activity = Coalesce(OuterRef(OuterRef("activity")), OuterRef(OuterRef("pk")))
    sat = ReExamination.objects.filter(panel__seats__person=OuterRef("person"))
    return sat.filter(Q(case=activity) | Q(case__activity=activity))


def owes(*, role: Role, now: datetime, clocks: Collection[str] = ()) -> Exists:
    """Condition on `Case`: something is owed by `role`, of the named `clocks` if any are. A window is a right."""
    running = Deadline.objects.filter(stream=Concat(Value("case:"), OuterRef("number")), settled_at__isnull=True)
    owed = running.filter(~Q(clock__in=FAR) | Q(due_at__lte=now + SOON), owner=role)
    owed = owed.filter(clock__in=clocks) if clocks else owed
    return Exists(owed.exclude(escalate=[]))
