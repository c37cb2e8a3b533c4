"""The registers (台账) of a body: what its office keeps account of, read from what the acts have left behind.

Nothing is stored for them: a line stands in a register because its act stands on record. A line is begun on one day,
and belongs to the year of that day. Whoever keeps the office keeps no matter of their own, nor one they keep out of or
have been heard in as an expert: of those no register has a line for them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from committees.models import Committee, Declaration, Recusal, Seat
from ethics_review.models import Appeal, Case, Decision, Registration, Report
from ethics_review.queries.annual import begins
from ethics_review.queries.apart import unconcerned, unheard
from ethics_review.queries.dashboard import decided_under
from ethics_review.relations import Relations
from ledger.models import Deadline, Entry
from regulations.facts import CONDITION

REGISTRATION, OF_BODY, RULING = "registration", "committee_registration", "appeal_ruling"
"""The clocks of what a register tells the end of."""
Row = TypeVar("Row", bound=Model)
At = tuple[str, datetime]
"""The number of a case, and an instant at which something was done in it."""


@dataclass(frozen=True)
class Scope:
    """What one reader's register covers: the body, the cases of it they keep, and the year, or every one."""

    body: Committee
    kept: QuerySet[Case]
    year: int | None


def cases_kept(*, body: Committee, me: Relations) -> QuerySet[Case]:
    """The cases of the body that somebody of its office keeps. No statement.

    Who manages the unit too sees cases from which they keep out; they keep none of them all the same.
    """
    seen = Case.objects.seen_by(me).filter(committee=body, submitted_at__isnull=False)
    return cast("QuerySet[Case]", seen.filter(unconcerned(me=me), unheard(me=me)))


def decisions(*, scope: Scope) -> QuerySet[Decision]:
    """What the body signed, preliminary opinions included, each with its `procedure` and how many were `entitled`."""
    signed = Decision.objects.filter(case__in=_keys(scope)).select_related(*_of_case("case"), "signed_by", "ballot")
    told = signed.annotate(procedure=decided_under(), entitled=Count("ballot__roll"))
    return _newest_first(told, scope, "issued_at")


def registrations(*, scope: Scope) -> QuerySet[Deadline]:
    """What was to be registered, of listed activities and of the body itself, done or still owed."""
    owed = Q(stream__in=_streams(scope), clock=REGISTRATION) | Q(stream=scope.body.stream, clock=OF_BODY)
    found = Deadline.objects.filter(owed).select_related("started_by", "settled_by__actor")
    return _newest_first(found, scope, "started_at")


def conditions(*, scope: Scope) -> QuerySet[Deadline]:
    """The conditions of approvals that took effect, met or not."""
    found = Deadline.objects.filter(stream__in=_streams(scope), clock=CONDITION).select_related("settled_by__actor")
    return _newest_first(found, scope, "started_at")


def interests(*, scope: Scope) -> QuerySet[Recusal]:
    """Who of the body keeps out of which matter; `said` where they declared it. The experts are of another body."""
    person = OuterRef("person")
    of_body = Seat.objects.filter(committee=scope.body, person=person)
    said = Declaration.objects.filter(subject=OuterRef("subject"), person=person, conflict=True)
    found = Recusal.objects.filter(Exists(of_body), subject__in=_streams(scope)).annotate(said=Exists(said))
    return _newest_first(found.select_related("person", "item__meeting"), scope, "recused_at")


def appeals(*, scope: Scope) -> QuerySet[Appeal]:
    """The appeals in the body's cases, ruled on or not."""
    return _newest_first(
        Appeal.objects.filter(case__in=_keys(scope)).select_related(*_of_case("case")), scope, "lodged_at"
    )


def _of_case(case: str) -> tuple[str, ...]:
    """What it takes to name a case, its unit and its rules."""
    return case, f"{case}__institution", f"{case}__applicant", f"{case}__committee"


def _keys(scope: Scope) -> QuerySet[Any, Any]:
    return scope.kept.order_by().values("pk")


def _streams(scope: Scope) -> QuerySet[Any, Any]:
    return scope.kept.order_by().annotate(record=Concat(Value("case:"), "number")).values("record")


def _newest_first(rows: QuerySet[Row], scope: Scope, begun: str) -> QuerySet[Row]:
    if scope.year is not None:
        rows = rows.filter(**{f"{begun}__gte": begins(scope.year), f"{begun}__lt": begins(scope.year + 1)})
    return rows.order_by(f"-{begun}", "-pk")


## What stands beside the rows of a page


def cases_of(*, streams: Collection[str]) -> dict[str, Case]:
    """The cases whose streams they are, by stream. One statement."""
    numbers = {stream.removeprefix("case:") for stream in streams}
    found = Case.objects.filter(number__in=numbers).select_related("institution", "applicant", "committee")
    return {case.stream: case for case in found}


def entries_of(*, streams: Collection[str], actions: Collection[str]) -> list[Entry]:
    """The entries of these acts in these streams, in their order. One statement."""
    found = Entry.objects.filter(stream__in=set(streams), action__in=actions).select_related("actor")
    return list(found.order_by("stream", "seq"))


def filed(*, cases: Collection[Case]) -> dict[At, Registration]:
    """The registrations of the cases, each by when it was filed. One statement."""
    found = Registration.objects.filter(case__in=cases).select_related("case", "filed_by", "confirmed_by")
    return {(one.case.number, one.filed_at): one for one in found}


def approvals(*, cases: Collection[Case]) -> dict[int, list[Decision]]:
    """The final decisions on the cases, by case, latest first. One statement."""
    found: dict[int, list[Decision]] = {}
    for one in Decision.objects.filter(case__in=cases, kind=Decision.Kind.FINAL).order_by("-issued_at"):
        found.setdefault(one.case_id, []).append(one)
    return found


def evidence(*, cases: Collection[Case]) -> dict[int, list[Report]]:
    """What was reported of the progress of the cases, by case, in order. One statement."""
    found: dict[int, list[Report]] = {}
    for one in Report.objects.filter(case__in=cases, kind=Report.Kind.PROGRESS).order_by("reported_at", "pk"):
        found.setdefault(one.case_id, []).append(one)
    return found


def rulings_due(*, cases: Collection[Case]) -> dict[At, Deadline]:
    """The time limits of rulings on appeals, each by when it began to run. One statement."""
    streams = [case.stream for case in cases]
    found = Deadline.objects.filter(stream__in=streams, clock=RULING).select_related("settled_by")
    return {(one.stream.removeprefix("case:"), one.started_at): one for one in found}
