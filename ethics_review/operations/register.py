"""People and institutions as an operator enters them: who was entered, what of them was changed, and by whom.

An entry to `person:<id>` or `institution:<id>` tells each change, for on these rows hangs who may act for whom. Names
of people are told in none: of a person the record names the columns that changed, and holds what decides their part.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Institution, User
from committees.locks import lock_institution, lock_person
from ethics_review.operations.offices import OPERATOR
from ledger import operations as ledger


def enter_institution(*, institution: Institution, actor: User, now: datetime) -> Institution:
    """Write a new institution and its entry."""
    with transaction.atomic():
        institution.save(force_insert=True)
        _record(institution.stream, "institution.entered", _described(institution), actor, now)
    return institution


def change_institution(
    *, institution: Institution, changed: Collection[str], actor: User, now: datetime
) -> Institution:
    """Write the changed columns of an institution, with its row locked, and the entry that says what it is now."""
    with transaction.atomic():
        lock_institution(institution.pk)
        institution.save(update_fields=list(changed))
        body = {"changed": sorted(changed), **_described(institution)}
        _record(institution.stream, "institution.changed", body, actor, now)
    return institution


def enter_person(*, person: User, actor: User, now: datetime) -> User:
    """Write a new person, who may be the actor, and their entry."""
    with transaction.atomic():
        person.save(force_insert=True)
        _record(person.stream, "person.entered", _standing(person), actor, now)
    return person


def change_person(*, person: User, changed: Collection[str], actor: User, now: datetime) -> User:
    """Write the changed columns of a person, with the row locked, and the entry. A password is one of the columns:
    whoever sets it for another could sign in as them, which is therefore on record.
    """
    with transaction.atomic():
        lock_person(person.pk)
        person.save(update_fields=list(changed))
        _record(person.stream, "person.changed", {"changed": sorted(changed), **_standing(person)}, actor, now)
    return person


def _described(institution: Institution) -> dict[str, Any]:
    columns = ("kind", "name", "name_en", "region")
    return {column: getattr(institution, column) for column in columns}


def _standing(person: User) -> dict[str, Any]:
    """What decides what the person may do, apart from seats and offices, which have entries of their own."""
    return {
        "person": person.pk,
        "institution": person.institution_id,
        "is_active": person.is_active,
        "is_staff": person.is_staff,
        "is_superuser": person.is_superuser,
    }


def _record(stream: str, action: str, body: dict[str, Any], actor: User, now: datetime) -> None:
    ledger.append(stream=stream, action=action, body=body, actor=actor, role=OPERATOR, at=now)
