"""What bears on one subject, of several tables by one statement: by joins to what there are several of, or a union.

A row to which nothing was joined has no attribute of that name. Nothing is decided here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FilteredRelation, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Declaration, Meeting, Recusal, Seat
from committees.queries import served_since, staying
from committees.terms import in_term_on


def seats_of(*, bodies: Collection[int], wholly: Iterable[int | None] | None, on: date) -> list[Seat]:
    """As `seats_on`, of several bodies at once; of those in `wholly`, which may be a query, every seat there ever was.

    One statement.
    """
    asked = in_term_on(on) & Q(committee__in=bodies)
    asked = asked if wholly is None else asked | Q(committee__in=wholly)
    seats = Seat.objects.filter(asked).select_related("person").annotate(since=served_since())
    return list(seats.order_by("starts_on", "pk"))


@dataclass(frozen=True)
class Interests:
    """Who is recused from a subject, and who has declared in one round of it, each with the agenda item or None."""

    recused: frozenset[int]
    declared: tuple[tuple[int, int | None], ...]

    @property
    def declarants(self) -> frozenset[int]:
        return frozenset(person for person, _ in self.declared)

    def declared_at(self, item: AgendaItem | None) -> frozenset[int]:
        """Who has declared at the item; nobody without one."""
        return frozenset(person for person, at in self.declared if item is not None and at == item.pk)


def interests(
    *,
    subject: str,
    round: int,  # noqa: A002 -- the record's own word: a round of review
) -> Interests:
    """Both for one subject. One statement."""
    out = Recusal.objects.filter(subject=subject).annotate(at=Value(0), out=Value(1))
    said = Declaration.objects.filter(subject=subject, round=round).annotate(at=Coalesce("item_id", 0), out=Value(0))
    rows = list(out.values_list("person_id", "at", "out").union(said.values_list("person_id", "at", "out")))
    return Interests(
        recused=frozenset(person for person, _, kept_out in rows if kept_out),
        declared=tuple((person, at or None) for person, at, kept_out in rows if not kept_out),
    )


def heard_now(*, subject: str, at: datetime) -> tuple[AgendaItem | None, list[Attendance]]:
    """The open agenda item of the subject, if any, with its meeting, and who is in the room there. One statement."""
    meetings = Meeting.objects.annotate(
        matter=FilteredRelation("items", condition=Q(items__subject=subject, items__closed_at__isnull=True)),
        stay=FilteredRelation("attendances", condition=staying(at, "attendances__")),
    )
    found = meetings.filter(matter__isnull=False).select_related("presider", "committee", "matter", "stay__person")  # type: ignore[misc] # joined by name
    rows = list(found.order_by("stay__arrived_at", "stay__pk"))
    if not rows:
        return None, []
    item: AgendaItem = rows[0].matter
    return item, [row.stay for row in rows if hasattr(row, "stay")]


def agenda(*, meeting: Meeting) -> tuple[list[AgendaItem], dict[int, set[int]]]:
    """The items of the meeting in their order, and who has declared at each, by the item's id. One statement."""
    asked = meeting.items.annotate(said=FilteredRelation("declarations")).select_related("said")  # type: ignore[misc] # joined by name
    rows, declared = list(asked.order_by("order", "said__pk")), dict[int, set[int]]()
    for row in rows:
        declared.setdefault(row.pk, set()).update({row.said.person_id} if hasattr(row, "said") else ())
    return list({row.pk: row for row in rows}.values()), declared


def with_roll(*, ballots: QuerySet[Ballot]) -> tuple[Ballot, list[BallotSeat]] | None:
    """The first of the ballots, with its item and meeting, and its roll, each seat with its vote. One statement."""
    first = Ballot.objects.filter(pk=Subquery(ballots.values("pk")[:1])).annotate(entitled=FilteredRelation("roll"))
    rows = list(first.select_related("item__meeting", "entitled__vote").order_by("entitled__pk"))  # type: ignore[misc] # joined by name
    return (rows[0], [row.entitled for row in rows if hasattr(row, "entitled")]) if rows else None
