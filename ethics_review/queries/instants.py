"""A case as its record says it stood at an instant."""

from datetime import datetime

from django.db.models import Q

from ethics_review.models import Case
from ledger.chain import moment_text
from ledger.models import Deadline
from ledger.queries import history
from regulations.vocabulary import State


def state_at(*, case: Case, at: datetime) -> State | None:
    """The state the last entry up to then left the case in; None before there was a case. One statement."""
    before = list(history(stream=case.stream).filter(at__lte=moment_text(at)))
    moved = (entry.data["to"] for entry in reversed(before) if "to" in entry.data)
    return State(next(moved, State.DRAFT.value)) if before else None


def deadlines_at(*, case: Case, at: datetime) -> list[Deadline]:
    """The time limits that had started by then and were not settled, soonest first. One statement."""
    unsettled = Q(settled_at__isnull=True) | Q(settled_at__gt=at)
    rows = Deadline.objects.filter(unsettled, stream=case.stream, started_at__lte=at)
    return list(rows.select_related("started_by").order_by("due_at", "pk"))
