"""Seats (委员席位) as the unit gives and ends them: whose body it is says who sits on it (P7), nobody of the body does.

Each act is foreseen: refused as it would be, or shown with the composition that would follow.
Whoever does not manage the body's unit is told that there is no such body.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from committees import operations as committees
from committees.composition import Composition, examine
from committees.models import Committee, Seat
from committees.queries import seats_on
from committees.refusals import refuse_any
from committees.terms import is_in_term
from ethics_review.engine import InputInvalid
from ethics_review.engine.facts import rules_of_body
from ethics_review.engine.input import InputProblem
from ethics_review.engine.missing import not_found, people_exist
from ethics_review.operations import bodies
from ethics_review.queries import dashboard
from regulations.clocks import local
from regulations.vocabulary import Category, CommitteeKind, Position, Role

SEATED = tuple(position for position in Position if position is not Position.EXPERT)
"""The seats a unit gives. Experts are seated on their panel by whoever organises it."""

LATEST = date(2999, 12, 31)
"""The last day a letter of appointment may name: years are counted from such days, and the calendar ends in 9999."""


@dataclass(frozen=True)
class Letter:
    """What a letter of appointment says. Whether the person is from outside the unit is known and not asked."""

    person: int
    position: str
    categories: Iterable[str]
    sex: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Foreseen:
    """What would come of an act that is lawful by itself: the composition on the day without it and with it."""

    on: date
    without: Composition
    having: Composition
    seat: Seat


def body_of(*, committee: int, user: User, now: datetime) -> Committee:
    """The standing body whose seats the user gives and ends. Raises `Committee.DoesNotExist`. Two statements."""
    found = Committee.objects.select_related("institution").exclude(kind=CommitteeKind.EXPERT_PANEL).get(pk=committee)
    if not (user.is_active and dashboard.manages(found, user=user, now=now)):
        raise Committee.DoesNotExist
    return found


def appoint(*, committee: int, letter: Letter, user: User, now: datetime) -> Seat:
    """Seat a person, or the same person again for a further term. By the manager of the body's unit.

    Writes the seat, its entry, the clock of the registration and those of the terms. Raises `Committee.DoesNotExist`,
    `InputInvalid` for a person there is not or days past `LATEST`, and `Refused`.
    """
    body = body_of(committee=committee, user=user, now=now)
    person = _addressee(letter)
    return bodies.appoint(
        committee=body,
        person=person,
        position=Position(letter.position),
        categories=[Category(category) for category in letter.categories],
        sex=letter.sex,
        external=_from_outside(body, person),
        starts_on=letter.starts_on,
        ends_on=letter.ends_on,
        rules=rules_of_body(body),
        actor=user,
        role=Role.UNIT.value,
        now=now,
    )


def end(*, committee: int, seat: int, ended_on: date, reason: str, user: User, now: datetime) -> Seat:
    """End a seat before its term does. By the manager of the body's unit.

    Writes the day, its entry and the same clocks. Raises `Committee.DoesNotExist`, `InputInvalid` for a seat the body
    does not have, and `Refused`.
    """
    body = body_of(committee=committee, user=user, now=now)
    held = seat_of(body=body, seat=seat)
    return bodies.end_seat(seat=held, ended_on=ended_on, reason=reason, actor=user, role=Role.UNIT.value, now=now)


def seat_of(*, body: Committee, seat: int) -> Seat:
    """A seat of the body, with its person. Raises `InputInvalid` where it has none of that number."""
    held = body.seats.filter(pk=seat).select_related("person", "committee").first()
    if held is None:
        raise not_found("seat", seat)
    return held


def foresee_appointment(*, body: Committee, letter: Letter, now: datetime) -> Foreseen:
    """What an appointment would bring on its first day, or today if that is past. Nothing is written.

    Raises as `appoint` does.
    """
    person = _addressee(letter)
    seat = Seat(
        committee=body,
        person=person,
        position=Position(letter.position).value,
        categories=sorted(letter.categories),
        sex=letter.sex,
        external=_from_outside(body, person),
        starts_on=letter.starts_on,
        ends_on=letter.ends_on,
    )
    rules, day = rules_of_body(body), max(letter.starts_on, local(now).date())
    refuse_any(*committees.appointing(seat=seat, rules=rules))
    standing = seats_on(committee=body, on=day)
    return _foreseen(body, day, standing, [*standing, *([seat] if is_in_term(seat, day) else [])], seat)


def foresee_end(*, body: Committee, seat: Seat, ended_on: date, now: datetime) -> Foreseen:
    """What the end of a seat would bring on the day from which it no longer counts. Nothing is written.

    Raises as `end` does.
    """
    refuse_any(*committees.ending(seat=seat, ended_on=ended_on, today=local(now).date()))
    standing = seats_on(committee=body, on=ended_on)
    return _foreseen(body, ended_on, standing, [one for one in standing if one.pk != seat.pk], seat)


def _foreseen(body: Committee, day: date, before: list[Seat], after: list[Seat], seat: Seat) -> Foreseen:
    rules, kind = rules_of_body(body), CommitteeKind(body.kind)
    without, having = (examine(kind=kind, seats=seats, on=day, rules=rules) for seats in (before, after))
    return Foreseen(day, without, having, seat)


def _from_outside(body: Committee, person: User) -> bool:
    """A member from outside the unit (P7) belongs to another one, or to none."""
    return person.institution_id != body.institution_id


def _addressee(letter: Letter) -> User:
    """Who is to be seated: somebody who is offered by name, for days the calendar has. Raises `InputInvalid`.

    Operators run the product and sit nowhere.
    """
    late = [name for name in ("starts_on", "ends_on") if getattr(letter, name) > LATEST]
    if late:
        raise InputInvalid(tuple(InputProblem(name, "input.too_long", {"limit": LATEST.isoformat()}) for name in late))
    found = people_exist("person", [letter.person])[letter.person]
    if found.is_superuser:
        raise not_found("person", letter.person)
    return found
