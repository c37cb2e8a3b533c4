"""Cases narrowed as an interface asks, always within what the person may see."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import User
from ethics_review.models import Case
from ethics_review.queries.queues import with_next_due
from ledger.models import Deadline

STREAM = Concat(Value("case:"), OuterRef("number"))


def matching(*, user: User, now: datetime, wanted: Mapping[str, Any]) -> QuerySet[Case]:
    """Cases visible to `user`, each with `next_due_at` and `overdue`.

    `wanted` may hold: state (several), procedure, listed (true, false, undetermined), committee, institution, mine,
    overdue, due_before, q (a part of the number or of a title).
    """
    visible = cast("QuerySet[Case]", Case.objects.visible_to(user, now))  # the manager is typed for any model
    cases = with_next_due(visible, now=now).annotate(overdue=_overdue(now))
    for name, value in wanted.items():
        cases = cases.filter(_condition(name, value, user))
    return cases.select_related("committee", "institution", "applicant", "amends")


def _overdue(now: datetime) -> Exists:
    """A time limit ran out and is not settled; a pause keeps it from running out, and a window only closes."""
    running = Deadline.objects.filter(stream=STREAM, settled_at__isnull=True, paused_at__isnull=True)
    return Exists(running.filter(due_at__lt=now).exclude(escalate=[]))


def _condition(name: str, value: Any, user: User) -> Q:
    match name:
        case "state":
            return Q(state__in=value)
        case "mine":
            return Q(applicant=user) if value else ~Q(applicant=user)
        case "listed":
            return _listed(value)
        case "due_before":
            return Q(next_due_at__lt=value)
        case "q":
            return Q(number__icontains=value) | Q(title_zh__icontains=value) | Q(title_en__icontains=value)
    return Q(**{name: value})


def _listed(value: str) -> Q:
    if value == "undetermined":
        return Q(listed__isnull=True)
    determined = Q(listed__isnull=False)
    return determined & ~Q(listed=[]) if value == "true" else determined & Q(listed=[])
