"""The training of a body's people, as far as a person may read it: those seated on it and the manager of its unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from committees.models import Committee, Seat, Training
from ethics_review.queries import dashboard
from ethics_review.queries.roster import UNCOUNTED
from regulations import training as rule


@dataclass(frozen=True)
class Trained:
    """The latest training of one person that counts, and through which day; none where none is on record."""

    latest: Training | None
    through: date | None

    def is_recent(self, on: date) -> bool:
        """Whether it counts on the day."""
        return self.through is not None and on <= self.through


def body_of(*, committee: int, user: User, now: datetime) -> Committee:
    """The standing body whose training the user may read. Raises `Committee.DoesNotExist`. Three statements."""
    if not user.is_active:
        raise Committee.DoesNotExist
    return dashboard.readable(user=user, now=now).get(pk=committee)


def of_body(*, committee: Committee) -> list[Training]:
    """Everything on record, struck entries too, the latest first. One statement."""
    return list(committee.trainings.select_related("person").order_by("-held_on", "-pk"))


def trained(*, found: list[Training], committee: Committee, person: int) -> Trained:
    """How one person stands, from everything on record. What was struck counts for nothing."""
    counted = [one for one in found if one.person_id == person and one.struck_at is None]
    latest = max(counted, key=lambda one: (one.held_on, one.pk), default=None)
    return Trained(latest, rule.counts_through(latest.held_on, committee.house) if latest else None)


def of_seats(*, committee: Committee, seats: Collection[Seat]) -> dict[int, Trained]:
    """How whoever holds one of the seats stands, by person. Whose eyes it is for is the caller's. One statement."""
    people = {seat.person_id for seat in seats}
    found = list(committee.trainings.filter(person__in=people))
    return {person: trained(found=found, committee=committee, person=person) for person in people}


def expected_of(seat: Seat) -> bool:
    """Whether the body looks after the training of whoever holds the seat. An adviser is asked for one matter."""
    return seat.position not in UNCOUNTED
