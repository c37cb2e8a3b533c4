"""What one person is, everywhere at once: seats, units, regions. One query, however many cases there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Value

from accounts.models import Institution, InstitutionRole, User
from committees.models import Seat
from committees.terms import in_term_on
from regulations.clocks import local
from regulations.vocabulary import CommitteeKind, Position

LAWFUL = ~Q(kind=InstitutionRole.Kind.OFFICER) | Q(institution__kind=Institution.Kind.AUTHORITY)
"""An officer is one of an authority; a unit has none, whatever its region."""


@dataclass(frozen=True)
class Relations:
    """The person's seats in term by position (panels apart), the units managed, the regions an authority covers."""

    person: int
    seats: dict[Position, frozenset[int]]
    panels: frozenset[int]
    managed: frozenset[int]
    regions: tuple[str, ...]

    @property
    def committees(self) -> frozenset[int]:
        return frozenset[int]().union(*self.seats.values())

    def seated_as(self, *positions: Position) -> frozenset[int]:
        return frozenset[int]().union(*(self.seats.get(position, frozenset()) for position in positions))


def relations_of(user: User, now: datetime) -> Relations:
    """What `user` is on the day of `now`. One query: the seats and the offices, told apart by what is `held`."""
    day = local(now).date()
    in_office = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    mine = Seat.objects.filter(in_term_on(day), person=user).annotate(held=Value("seat"))
    posts = InstitutionRole.objects.filter(in_office, LAWFUL, user=user).annotate(held=Value("office"))
    rows: list[tuple[Any, ...]] = list(
        mine.values_list("held", "position", "committee_id", "committee__kind").union(
            posts.values_list("held", "kind", "institution_id", "institution__region"), all=True
        )
    )
    seats = [row for held, *row in rows if held == "seat"]
    roles = [row for held, *row in rows if held == "office"]
    panel = CommitteeKind.EXPERT_PANEL
    return Relations(
        person=user.pk,
        seats={
            position: frozenset(body for held, body, kind in seats if held == position and kind != panel)
            for position in Position
        },
        panels=frozenset(body for _, body, kind in seats if kind == panel),
        managed=frozenset(unit for kind, unit, _ in roles if kind == InstitutionRole.Kind.MANAGER),
        regions=tuple(region for kind, _, region in roles if kind == InstitutionRole.Kind.OFFICER),
    )


Place = tuple[int | None, str]
"""Where a matter belongs: its unit, None where nobody's, and the region the authorities of which are over it."""


def offices_over(*, unit: int | None, region: str, day: date) -> tuple[InstitutionRole, ...]:
    """The managers of the unit, and the officers of the authorities whose region covers `region`; none who has gone.

    One query.
    """
    return offices_over_each(places={(unit, region)}, day=day)[unit, region]


def offices_over_each(*, places: Collection[Place], day: date) -> dict[Place, tuple[InstitutionRole, ...]]:
    """The same for several places at once. One query."""
    covering = {region[:length] for _, region in places for length in range(len(region) + 1)}
    officer = Q(kind=InstitutionRole.Kind.OFFICER, institution__region__in=covering)
    manager = Q(kind=InstitutionRole.Kind.MANAGER, institution__in={unit for unit, _ in places if unit is not None})
    in_office = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    found = InstitutionRole.objects.filter(officer | manager, in_office, LAWFUL, user__is_active=True)
    offices = list(found.select_related("user", "institution").order_by("pk"))
    return {place: tuple(office for office in offices if is_over(office, place)) for place in places}


def is_over(office: InstitutionRole, place: Place) -> bool:
    """Whether a manager is of the unit, or the region of an officer's authority covers the place."""
    unit, region = place
    if office.kind == InstitutionRole.Kind.MANAGER:
        return office.institution_id == unit
    return region.startswith(office.institution.region)
