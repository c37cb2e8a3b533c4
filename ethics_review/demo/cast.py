"""Bring the cast on stage through the operations: institutions and people as an operator enters them, then bodies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.hashers import make_password

import regulations
from accounts.models import Institution, InstitutionRole, User
from committees.models import Committee
from committees.operations import give_mandate, record_training
from ethics_review.demo import script
from ethics_review.operations import bodies, offices, register
from regulations.clocks import SHANGHAI
from regulations.vocabulary import Category, CommitteeKind, Position, Role

A_MINUTE = timedelta(minutes=1)
IN_OFFICE_FROM = date(2026, 1, 1)

Story = Iterator[str | datetime]
"""A story yields the instant at which it goes on, and then acts."""


@dataclass
class Stage:
    """Who and what there is, and the present instant of the story. Every act takes a minute."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)

    def tick(self) -> datetime:
        """The instant of the next act."""
        self.now += A_MINUTE
        return self.now


def enter(*, now: datetime) -> Stage:
    """A stage with every institution and person, and no bodies yet. One password for all, hashed once.

    The operator comes first, who enters the others.
    """
    stage, password = Stage(now), make_password(script.PASSWORD)
    operator = next(_user(one, stage, password) for one in script.people() if one.staff)
    by: dict[str, Any] = {"actor": register.enter_person(person=operator, actor=operator, now=now), "now": now}
    stage.people[operator.username] = operator
    for entry in script.institutions():
        unit = Institution(kind=entry.kind, name=entry.name, name_en=entry.name_en, region=entry.region)
        stage.institutions[entry.key] = register.enter_institution(institution=unit, **by)
    for one in script.people():
        if one.username not in stage.people:
            stage.people[one.username] = register.enter_person(person=_user(one, stage, password), **by)
    _give_offices(stage)
    return stage


def _user(one: script.Person, stage: Stage, password: str) -> User:
    return User(
        username=one.username,
        name=one.name,
        name_en=one.name_en,
        institution=stage.institutions.get(one.institution),
        password=password,
        is_staff=one.staff,
        is_superuser=one.staff,
        date_joined=stage.now,
    )


def _give_offices(stage: Stage) -> None:
    operator = next(stage.people[one.username] for one in script.people() if one.staff)
    for one in script.people():
        held = ((InstitutionRole.Kind.MANAGER, one.manages), (InstitutionRole.Kind.OFFICER, one.officer_of))
        for kind, institution in held:
            if institution:
                offices.grant(
                    person=stage.people[one.username],
                    institution=stage.institutions[institution],
                    kind=kind,
                    starts_on=IN_OFFICE_FROM,
                    actor=operator,
                    now=stage.now,
                )


def founding(stage: Stage, key: str) -> Story:
    """One body from its establishment under the measures of 2023 to its registration under those of 2026."""
    body = script.bodies()[key]
    yield body.established
    stage.committees[key] = _establish(stage, body)
    for letter in body.seats:
        _appoint(stage, body, letter)
    yield from _registering(stage, body, *body.registered)
    at, pack = body.adopted
    yield at
    stage.committees[key] = bodies.adopt(committee=stage.committees[key], pack_id=pack, **_by(stage, body))
    yield from _registering(stage, body, *body.registered_again)


def schooling(stage: Stage, key: str, lesson: script.Lesson) -> Story:
    """Some of a body's people are taught, and its secretary records it."""
    yield datetime.combine(lesson.held, time(17), tzinfo=SHANGHAI)
    body = script.bodies()[key]
    for number, person in enumerate(lesson.people, 1):
        record_training(
            committee=stage.committees[key],
            person=stage.people[person],
            held_on=lesson.held,
            subject=lesson.subject,
            provider=lesson.provider,
            hours=Decimal(lesson.hours),
            certificate=f"{lesson.series}-{number:03}",
            actor=stage.people[body.secretary],
            role=Role.SECRETARY.value,
            at=stage.tick(),
        )


def mandating(stage: Stage, key: str, letter: script.MandateLetter) -> Story:
    """A unit without a committee of its own mandates the centre, in writing."""
    yield datetime.combine(letter.signed, time(10), tzinfo=SHANGHAI)
    give_mandate(
        centre=stage.committees[key],
        institution=stage.institutions[letter.institution],
        scope="review",
        scope_note=letter.note,
        signed_on=letter.signed,
        starts_on=letter.starts,
        ends_on=letter.ends,
        actor=stage.people[_manager_of(letter.institution)],
        role=Role.UNIT.value,
        at=stage.tick(),
    )


def set_up() -> list[Callable[[Stage], Story]]:
    """The stories of every body, of every mandate, and of what members were taught."""
    founded = [partial(founding, key=key) for key in script.bodies()]
    mandated = [
        partial(mandating, key=key, letter=letter) for key, body in script.bodies().items() for letter in body.mandates
    ]
    taught = [partial(schooling, key=key, lesson=one) for key, body in script.bodies().items() for one in body.lessons]
    return [*founded, *mandated, *taught]


def _by(stage: Stage, body: script.Body) -> dict[str, Any]:
    """Who writes the record of a body, and when."""
    return {"actor": stage.people[body.secretary], "role": Role.SECRETARY.value, "now": stage.tick()}


def _manager_of(institution: str) -> str:
    """Whoever gives mandates and seats for a unit."""
    return next(one.username for one in script.people() if one.manages == institution)


def _establish(stage: Stage, body: script.Body) -> Committee:
    return bodies.establish(
        institution=stage.institutions[body.charter["institution"]],
        kind=CommitteeKind(body.charter["kind"]),
        name=body.charter["name"],
        name_en=body.charter["name_en"],
        pack_id=body.charter["pack"],
        established_on=body.established.date(),
        house=body.charter["house"],
        **_by(stage, body),
    )


def _appoint(stage: Stage, body: script.Body, letter: script.SeatLetter) -> None:
    starts_on, ends_on = body.term
    bodies.appoint(
        committee=stage.committees[body.key],
        person=stage.people[letter.person],
        position=Position(letter.position),
        categories=[Category(category) for category in letter.categories],
        sex=letter.sex,
        external=letter.external,
        starts_on=starts_on,
        ends_on=ends_on,
        rules=regulations.pack(body.charter["pack"]).rules_for(house=body.charter["house"]),
        actor=stage.people[_manager_of(body.charter["institution"])],
        role=Role.UNIT.value,
        now=stage.tick(),
    )


def _registering(stage: Stage, body: script.Body, at: datetime, number: str) -> Story:
    yield at
    bodies.register(committee=stage.committees[body.key], number=number, **_by(stage, body))
