"""Training of members (委员培训), as people record it: the holder of a seat, or the body's office."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from committees import operations as committees
from committees.models import Committee, Training
from committees.queries import seats_on
from ethics_review.engine.missing import not_found
from ethics_review.operations.sittings import office_role, roles_in
from ethics_review.queries import trainings
from regulations.clocks import local


@dataclass(frozen=True)
class Given:
    """What a certificate says: on which day, about what, by whom, and the hours or the number that show it."""

    held_on: date
    subject: str
    provider: str
    hours: Decimal | None = None
    certificate: str = ""


def record_training(*, committee: int, person: int, given: Given, user: User, now: datetime) -> Training:
    """Record that somebody seated on the body was trained: their own, or anybody's by the secretary or the chair.

    Writes the record and its entry. Raises `Committee.DoesNotExist` for whoever may not read the body's training,
    `InputInvalid` for a person who is not seated, and `Refused`.
    """
    body = trainings.body_of(committee=committee, user=user, now=now)
    seats = seats_on(committee=body, on=local(now).date())
    found = next((seat.person for seat in seats if seat.person_id == person), None)
    if found is None:
        raise not_found("person", person)
    return committees.record_training(
        committee=body, person=found, actor=user, role=_role(body, person, user, now), at=now, **vars(given)
    ).row


def strike_training(*, committee: int, training: int, reason: str, user: User, now: datetime) -> Training:
    """Strike what was recorded by mistake, as the body's secretary or chair. Raises as `record_training` does."""
    body = trainings.body_of(committee=committee, user=user, now=now)
    found = body.trainings.filter(pk=training).first()
    if found is None:
        raise not_found("training", training)
    role = office_role(body=body, user=user, now=now)
    return committees.strike_training(training=found, reason=reason, actor=user, role=role, at=now).row


def _role(body: Committee, person: int, user: User, now: datetime) -> str:
    """The holder records as what the seat makes them, anybody else as the office."""
    own = roles_in(body=body, user=user, now=now) if person == user.pk and user.is_active else set()
    return min(own) if own else office_role(body=body, user=user, now=now)
