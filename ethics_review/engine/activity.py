"""One activity (科技活动) across its cases, each with the experts it was put before and what was ruled. One statement.

An activity is more than one case: a change of it is a case of its own. Nothing is judged here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Count, FilteredRelation, Model, OuterRef, Q, Subquery

from accounts.models import User
from committees.models import BallotSeat
from ethics_review.models import Case, Decision, ReExamination
from regulations.clocks import local

Row = TypeVar("Row", bound=Model)
RELATED = (
    "committee",
    "applicant",
    "heard__panel",
    "heard__centre",
    "heard__authority",
    "ruled__signed_by",
    "ruled__ballot",
)


def of_activity(case: Case) -> Q:
    """Condition on `Case`: the cases of the same activity, itself included."""
    root = case.activity_id or case.pk
    return Q(pk=root) | Q(activity=root)


@dataclass(frozen=True)
class Activity:
    """The cases, the re-examinations of all of them, and the decisions on the one that was asked for."""

    case: Case
    cases: tuple[Case, ...]
    re_examinations: tuple[ReExamination, ...]
    decisions: tuple[Decision, ...]
    """In the order in which they were signed, preliminary ones included; `entitled` were on the roll of the ballot."""

    @property
    def panels(self) -> frozenset[int]:
        """The panels of experts that were ever seated for it."""
        return frozenset(one.panel_id for one in self.re_examinations if one.panel_id)

    @property
    def bodies(self) -> frozenset[int]:
        """The bodies before which its cases lie."""
        return frozenset(one.committee_id for one in self.cases)

    @property
    def units(self) -> frozenset[int]:
        """The units that carry it out, and those whose bodies review it."""
        found = {one.institution_id for one in self.cases} | {one.committee.institution_id for one in self.cases}
        return frozenset(unit for unit in found if unit is not None)

    @property
    def leads(self) -> frozenset[User]:
        return frozenset(one.applicant for one in self.cases)

    @property
    def since(self) -> date:
        """The day on which its first case was begun."""
        return min(local(one.created_at).date() for one in self.cases)

    @property
    def re_examination(self) -> ReExamination | None:
        """That of the present round of the case."""
        mine = (one for one in self.re_examinations if one.case_id == self.case.pk)
        return next((one for one in mine if one.round == self.case.round), None)

    @property
    def decision(self) -> Decision | None:
        """The final one of the present round of the case."""
        final = (one for one in self.decisions if one.kind == Decision.Kind.FINAL)
        return next((one for one in final if one.round == self.case.round), None)


def activity_of(case: Case) -> Activity:
    """The activity `case` belongs to. One statement: every row is a case with one of what it has several of."""
    roll = BallotSeat.objects.filter(ballot=OuterRef("ruled__ballot")).order_by().values("ballot")
    asked = Case.objects.filter(of_activity(case)).annotate(
        heard=FilteredRelation("re_examinations"),
        ruled=FilteredRelation("decisions", condition=Q(decisions__case=case.pk)),
        entitled=Subquery(roll.annotate(people=Count("pk")).values("people")),
    )
    rows = list(asked.select_related(*RELATED).order_by("pk"))
    for row in rows:
        if hasattr(row, "ruled"):
            row.ruled.entitled = getattr(row, "entitled", None) or 0
    decisions = joined_rows(rows, "ruled", Decision)
    return Activity(
        case=case,
        cases=tuple({row.pk: row for row in rows}.values()),
        re_examinations=tuple(_of(case, one) for one in joined_rows(rows, "heard", ReExamination)),
        decisions=tuple(sorted(decisions, key=lambda one: (one.issued_at, one.pk))),
    )


def joined_rows(rows: Iterable[Model], name: str, kind: type[Row]) -> list[Row]:
    """What was joined to the rows under `name`, each once, in their order; nothing where nothing was joined."""
    found = (getattr(row, name, None) for row in rows)
    return list({one.pk: one for one in found if isinstance(one, kind)}.values())


def _of(case: Case, row: ReExamination) -> ReExamination:
    """The row, leading back to the very case that was asked for."""
    if row.case_id == case.pk:
        row.case = case
    return row
