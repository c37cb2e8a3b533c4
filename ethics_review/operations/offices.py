"""Offices in institutions (单位管理人、主管部门工作人员): who holds which, from when, and who gave it.

An entry to `institution:<id>` tells each change. What an office lets its holder do in a case is asked when they act.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Institution, InstitutionRole, User
from committees.locks import lock_institution
from committees.refusals import HOUSE, refuse_any
from ledger import operations as ledger
from regulations.clocks import local
from regulations.refusal import Refusal

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
        refuse_any(*granting(office))
        office.save(force_insert=True)
        _record(office, "office.granted", actor, now)
    return office


def end(*, office: int, ends_on: date | None, actor: User, now: datetime) -> InstitutionRole:
    """State the last day of an office that has none, or another one. Raises `DoesNotExist` and `Refused`.

    The day is not past: whatever the holder has done was done in office.
    Writes the day and its entry, with the institution locked.
    """
    with transaction.atomic():
        lock_institution(InstitutionRole.objects.get(pk=office).institution_id)
        held = InstitutionRole.objects.select_related("user", "institution").get(pk=office)
        held.ends_on = ends_on
        refuse_any(*ending(held, today=local(now).date()))
        held.save(update_fields=["ends_on"])
        _record(held, "office.ended", actor, now)
    return held


def granting(office: InstitutionRole) -> Iterator[Refusal]:
    """Why the office cannot be given: a unit has no officers, or the period is none it can be held over."""
    kind = office.institution.kind
    if office.kind == InstitutionRole.Kind.OFFICER and kind != Institution.Kind.AUTHORITY:
        yield Refusal("office.not_an_authority", HOUSE, {"institution": office.institution_id, "kind": kind})
    yield from _period(office)


def ending(office: InstitutionRole, *, today: date) -> Iterator[Refusal]:
    """Why the office cannot end on the day it now names: it names none, or one that is past or out of its period."""
    if office.ends_on is None:
        yield Refusal("office.end_missing", HOUSE, {"office": office.pk})
    elif office.ends_on < today:
        yield Refusal("office.end_in_past", HOUSE, {"earliest": today.isoformat()})
    yield from _period(office)


def _period(office: InstitutionRole) -> Iterator[Refusal]:
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
