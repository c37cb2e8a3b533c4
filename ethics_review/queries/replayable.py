"""Whose cases may be replayed by whom (假设重演): a committee's own, and the listed ones of an authority's region."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from ethics_review.models import Case
from ethics_review.relations import Relations, relations_of
from ethics_review.visibility import CaseQuerySet
from regulations.vocabulary import Position

INSIDE = (Position.CHAIR, Position.VICE_CHAIR, Position.MEMBER, Position.SECRETARY)
RELATED = ("committee__institution", "institution", "applicant", "amends")
"""What a replay reads of each case."""


def may_replay(me: Relations) -> bool:
    """Whether there are any cases this person may replay by what they are."""
    return bool(me.seated_as(*INSIDE) or me.regions)


def replayable(*, user: User, now: datetime) -> QuerySet[Case]:
    """The filed cases `user` may replay at `now`: those their seats or their authority let them see, never their own.

    Raises `Case.DoesNotExist` for who is neither of a committee nor of an authority.
    """
    me = relations_of(user, now)
    if not may_replay(me):
        raise Case.DoesNotExist
    return _seen(me).filter(submitted_at__isnull=False).exclude(applicant=user).select_related(*RELATED)


def _seen(me: Relations) -> CaseQuerySet:
    """What this person may see as one of the committee or the authority, and as nothing else."""
    inside = {position: held for position, held in me.seats.items() if position in INSIDE}
    return Case.objects.seen_by(
        Relations(person=me.person, seats=inside, panels=frozenset(), managed=frozenset(), regions=me.regions)
    )


def wanted(
    cases: QuerySet[Case], *, numbers: Collection[str] | None = None, committee: int | None = None
) -> QuerySet[Case]:
    """Those of the committee, and of these numbers. Raises `Case.DoesNotExist` for a number not among `cases`."""
    if committee is not None:
        cases = cases.filter(committee=committee)
    if numbers is None:
        return cases
    found = cases.filter(number__in=numbers)
    if found.count() < len(numbers):
        raise Case.DoesNotExist
    return found


def filed() -> QuerySet[Case]:
    """Every case that was ever filed, for whoever runs the installation."""
    return Case.objects.filter(submitted_at__isnull=False).select_related(*RELATED).order_by("pk")
