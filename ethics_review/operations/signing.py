"""The statements of secrecy and interest (保密承诺书、利益冲突声明) of whoever is seated, as they are recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from committees import operations as committees
from committees.models import Committee, Seat
from ethics_review.engine.missing import not_found
from ethics_review.operations.sittings import office_role, roles_of
from ethics_review.queries import sittings
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Signatures:
    """On which day each of the two was signed."""

    secrecy_signed_on: date
    interests_signed_on: date


def sign_statements(*, committee: int, seat: int, signed: Signatures, user: User, now: datetime) -> Committee:
    """Record that the holder of the seat has signed both: by the holder, or by the body's secretary or chair.

    Writes the two days and their entry, with the body locked. Raises `Committee.DoesNotExist`, `InputInvalid` for a
    seat the body does not have, and `Refused`.
    """
    body = sittings.bodies(user=user, now=now).get(pk=committee)
    held = body.seats.filter(pk=seat).first()
    if held is None:
        raise not_found("seat", seat)
    committees.sign_statements(
        seat=held,
        secrecy_on=signed.secrecy_signed_on,
        interests_on=signed.interests_signed_on,
        actor=user,
        role=_role(body, held, user, now),
        at=now,
    )
    return body


def signable(*, committee: Committee, user: User, now: datetime) -> list[Seat]:
    """The seats for which the user may record it: all that are in term for the office, else the own. One statement."""
    held = sittings.seated(committee=committee, now=now)
    if any(seat.person_id == user.pk and seat.position in sittings.OFFICE for seat in held):
        return held
    return [seat for seat in held if seat.person_id == user.pk]


def _role(body: Committee, held: Seat, user: User, now: datetime) -> Role:
    """The holder signs as what the seat makes them, though its term be yet to come; anybody else as the office."""
    own = roles_of(held) if held.person_id == user.pk and user.is_active else set[Role]()
    return min(own) if own else office_role(body=body, user=user, now=now)
