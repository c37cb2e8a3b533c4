"""Offices in institutions (单位管理人、主管部门工作人员): who holds which, from when, and who gave it.

An entry to `institution:<id>` tells each change. What an office lets its holder do in a case is asked when they act.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Institution, InstitutionRole, User
from committees.locks import lock_institution
from committees.refusals import HOUSE
from ledger import operations as ledger
from regulations.refusal import Refusal, Refused

OPERATOR = "operator"
"""In which role offices are given: whoever runs the product for the institution. No role in any case."""


def grant(
    *,
    person: User,
    institution: Institution,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: User,
    now: datetime,
) -> InstitutionRole:
    """Give `person` an office from `starts_on`, through `ends_on` if that is known. Raises `Refused`.

    Writes the office and its entry, with the institution locked.
    """
    office = InstitutionRole(
        user=person, institution=institution, kind=InstitutionRole.Kind(kind), starts_on=starts_on, ends_on=ends_on
    )
    with transaction.atomic():
        lock_institution(institution.pk)
        _refuse_any(refusals(office))
        office.save(force_insert=True)
        _record(office, "office.granted", actor, now)
    return office


def end(*, office: int, ends_on: date, actor: User, now: datetime) -> InstitutionRole:
    """State the last day of an office that has none, or another one. Raises `DoesNotExist` and `Refused`.

    Writes the day and its entry, with the institution locked.
    """
    with transaction.atomic():
        lock_institution(InstitutionRole.objects.get(pk=office).institution_id)
        held = InstitutionRole.objects.select_related("user", "institution").get(pk=office)
        held.ends_on = ends_on
        _refuse_any(refusals(held))
        held.save(update_fields=["ends_on"])
        _record(held, "office.ended", actor, now)
    return held


def refusals(office: InstitutionRole) -> Iterator[Refusal]:
    """Why the office cannot be held over that period: its days are reversed, or the person holds it in part of them."""
    if office.ends_on is not None and office.ends_on < office.starts_on:
        days = {"starts_on": office.starts_on.isoformat(), "ends_on": office.ends_on.isoformat()}
        yield Refusal("office.period_reversed", HOUSE, days)
    same = InstitutionRole.objects.filter(user=office.user, institution=office.institution, kind=office.kind)
    meeting = same.exclude(pk=office.pk).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=office.starts_on))
    if office.ends_on is not None:
        meeting = meeting.filter(starts_on__lte=office.ends_on)
    other = meeting.order_by("starts_on").first()
    if other is not None:
        yield Refusal("office.held_already", HOUSE, {"office": other.pk, "since": other.starts_on.isoformat()})


def _refuse_any(found: Iterator[Refusal]) -> None:
    refused = tuple(found)
    if refused:
        raise Refused(refused)


def _record(office: InstitutionRole, action: str, actor: User, now: datetime) -> None:
    body = {
        "office": office.pk,
        "person": office.user_id,
        "kind": office.kind,
        "starts_on": office.starts_on,
        "ends_on": office.ends_on,
    }
    stream = office.institution.stream
    ledger.append(stream=stream, action=action, body=body, actor=actor, role=OPERATOR, at=now)
