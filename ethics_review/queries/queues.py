"""My desk: what waits for me, soonest due first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from accounts.models import User
from committees.models import Ballot, BallotSeat
from ethics_review.models import Assignment, Case
from ethics_review.relations import Relations, relations_of
from ledger.models import Deadline
from ledger.queries import running_by_stream
from regulations.owners import owned_by
from regulations.vocabulary import Position, Role, State

QUIET = frozenset({State.ACTIVE})
"""States whose owner is asked only when a clock nears its end: the follow-up's reminders do that."""


@dataclass(frozen=True)
class Waiting:
    """One case on the desk: why it waits for this person, and its running clocks, soonest due first."""

    case: Case
    why: str
    deadlines: tuple[Deadline, ...]


def with_next_due(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Annotate `next_due_at`: the soonest end of a running clock, or null."""
    stream = Concat(Value("case:"), OuterRef("number"))
    soonest = (
        Deadline.objects.filter(stream=stream, settled_at__isnull=True)
        .order_by()
        .values("stream")
        .annotate(soonest=Min("due_at"))
        .values("soonest")
    )
    return cases.annotate(next_due_at=Subquery(soonest))


def desk(*, user: User, now: datetime, limit: int) -> list[Waiting]:
    """Up to `limit` cases that wait for `user`. Four statements, whatever the size of the database."""
    me = relations_of(user, now)
    cases = (
        with_next_due(Case.objects.seen_by(me))
        .annotate(to_review=_to_review(me), to_vote=_to_vote(me))
        .filter(Q(to_review=True) | Q(to_vote=True) | _owned(me))
        .select_related("committee", "institution", "applicant")
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")[:limit]
    )
    rows = list(cases)
    clocks = running_by_stream(streams=[case.stream for case in rows])
    return [Waiting(case, _why(case), tuple(clocks.get(case.stream, ()))) for case in rows]


def _why(case: Case) -> str:
    if case.to_vote:
        return "vote"
    return "review" if case.to_review else "act"


def _to_review(me: Relations) -> Exists:
    mine = Assignment.objects.filter(person=me.person, released_at__isnull=True, worksheet__isnull=True)
    return Exists(
        mine.filter(review__case=OuterRef("pk"), review__round=OuterRef("round"), review__case__state=State.IN_REVIEW)
    )


def _to_vote(me: Relations) -> Exists:
    subject = Concat(Value("case:"), OuterRef("number"))
    mine = BallotSeat.objects.filter(person=me.person, vote__isnull=True, ballot__status=Ballot.Status.OPEN)
    return Exists(mine.filter(ballot__subject=subject))


def _owned(me: Relations) -> Q:
    """The state waits for a role this person holds in the case. One's own matter waits only as an applicant's."""
    others = ~Q(applicant=me.person)
    owned = Q(applicant=me.person, state__in=owned_by(Role.APPLICANT))
    owned |= others & Q(committee__in=me.seated_as(Position.SECRETARY), state__in=owned_by(Role.SECRETARY))
    chaired = set(owned_by(Role.CHAIR)) - QUIET
    owned |= others & Q(committee__in=me.seated_as(Position.CHAIR), state__in=chaired)
    owned |= Q(institution__in=me.managed, state__in=owned_by(Role.UNIT))
    if me.regions:
        owned |= Q(state__in=owned_by(Role.AUTHORITY))
    return owned
