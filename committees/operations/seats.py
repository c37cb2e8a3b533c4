"""Bodies, their seats (委员席位) and the mandates (委托书) they are given.

Each operation locks the body, refuses with every reason at once, writes its rows and one entry to `committee:<id>`.
Whether a body may act is not said here: see `composition`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Institution, User
from committees.locks import lock_committee, lock_institution
from committees.models import Ballot, BallotSeat, Committee, Mandate, Seat
from committees.operations.invitations import look_again
from committees.refusals import Code, refusal, refuse_any, when
from committees.terms import day_of, longest_term_ends_on, overlaps
from ledger.models import Entry
from ledger.operations import append
from regulations.calendar import ONE_DAY
from regulations.pack import Rules
from regulations.refusal import Refusal
from regulations.vocabulary import Category, CommitteeKind, Position

Row = TypeVar("Row")


class Recorded(NamedTuple, Generic[Row]):
    """What was written and the entry that says so. A clock the act starts or settles hangs on that entry.

    Setting up a body and every change of it must be registered (登记): the upper storey starts that clock on
    `entry` in the same transaction, and settles it on the entry of `register`.
    """

    row: Row
    entry: Entry


def establish(  # noqa: PLR0913 -- keyword-only: the whole charter of a body
    *,
    institution: Institution,
    kind: CommitteeKind,
    name: str,
    name_en: str,
    pack_id: str,
    established_on: date,
    house: Mapping[str, object],
    actor: User | None,
    role: str,
    at: datetime,
    subject: str = "",
) -> Recorded[Committee]:
    """Set up a body of `institution`. `subject` is the matter of a panel that sits for one matter only.

    Refuses a name the institution has given already.
    """
    with transaction.atomic():
        lock_institution(institution.pk)
        taken = Committee.objects.filter(institution=institution, name=name).exists()
        refuse_any(when(taken, Code.COMMITTEE_NAME_TAKEN, name=name))
        committee = Committee.objects.create(
            institution=institution,
            kind=CommitteeKind(kind).value,
            name=name,
            name_en=name_en,
            subject=subject,
            pack_id=pack_id,
            established_on=established_on,
            house=dict(house),
        )
        body = {
            "institution": institution.pk,
            "kind": committee.kind,
            "pack": pack_id,
            "established_on": established_on,
            "house": dict(house),
            "subject": subject,
        }
        entry = append(
            stream=committee.stream, action="committee.established", body=body, actor=actor, role=role, at=at
        )
    return Recorded(committee, entry)


def register(*, committee: Committee, number: str, actor: User | None, role: str, at: datetime) -> Recorded[Committee]:
    """Record that the platform registered the body (登记) under `number`; after a change it is done again."""
    with transaction.atomic():
        committee = lock_committee(committee.pk)
        committee.registration_number, committee.registered_at = number, at
        committee.save(update_fields=["registration_number", "registered_at"])
        entry = append(
            stream=committee.stream,
            action="committee.registered",
            body={"number": number},
            actor=actor,
            role=role,
            at=at,
        )
    return Recorded(committee, entry)


def adopt(*, committee: Committee, pack_id: str, actor: User | None, role: str, at: datetime) -> Recorded[Committee]:
    """Put the body under another instrument from now on. What it has accepted stays under its own.

    Refuses an instrument it is under already.
    """
    with transaction.atomic():
        committee = lock_committee(committee.pk)
        refuse_any(when(committee.pack_id == pack_id, Code.COMMITTEE_INSTRUMENT_ADOPTED))
        body = {"from": committee.pack_id, "to": pack_id}
        committee.pack_id = pack_id
        committee.save(update_fields=["pack_id"])
        entry = append(stream=committee.stream, action="committee.adopted", body=body, actor=actor, role=role, at=at)
    return Recorded(committee, entry)


def appoint(  # noqa: PLR0913 -- keyword-only: everything a letter of appointment says
    *,
    committee: Committee,
    person: User,
    position: Position,
    categories: Iterable[Category],
    sex: str,
    external: bool,
    starts_on: date,
    ends_on: date,
    rules: Rules,
    actor: User | None,
    role: str,
    at: datetime,
) -> Recorded[Seat]:
    """Give `person` a seat from `starts_on` through `ends_on`.

    Refuses a seat the body does not have, a term over `committee.term_years`, a second seat of the same person at
    any time of it, and more chairs at once than `committee.one_chair`.
    """
    seat = Seat(
        committee=committee,
        person=person,
        position=Position(position).value,
        categories=sorted(Category(category).value for category in categories),
        sex=sex,
        external=external,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    with transaction.atomic():
        lock_committee(committee.pk)
        refuse_any(*appointing(seat=seat, rules=rules))
        seat.save(force_insert=True)
        entry = append(
            stream=committee.stream, action="seat.appointed", body=_appointment(seat), actor=actor, role=role, at=at
        )
    return Recorded(seat, entry)


def appointing(*, seat: Seat, rules: Rules) -> Iterator[Refusal | None]:
    """Why the seat, not yet written, cannot be given: the same reasons as `appoint`, told before. One statement."""
    yield _wrong_body(seat, rules)
    yield from _unlawful_term(seat, rules)
    yield from _seats_in_the_way(seat, rules)


def _wrong_body(seat: Seat, rules: Rules) -> Refusal | None:
    """A panel seats experts and nobody else; a committee or a centre seats everybody else."""
    kind = seat.committee.kind
    on_panel, expert = kind == CommitteeKind.EXPERT_PANEL, seat.position == Position.EXPERT
    source = rules.source("panel.categories" if on_panel else "committee.members")
    return when(on_panel != expert, Code.SEAT_WRONG_BODY, source, position=seat.position, kind=kind)


def _unlawful_term(seat: Seat, rules: Rules) -> Iterator[Refusal | None]:
    yield when(
        seat.ends_on < seat.starts_on,
        Code.SEAT_TERM_REVERSED,
        starts_on=seat.starts_on.isoformat(),
        ends_on=seat.ends_on.isoformat(),
    )
    years = rules.number("committee.term_years")
    latest = longest_term_ends_on(seat.starts_on, years)
    yield when(
        seat.ends_on > latest,
        Code.SEAT_TERM_TOO_LONG,
        rules.source("committee.term_years"),
        years=years,
        longest=latest.isoformat(),
        given=seat.ends_on.isoformat(),
    )


def _seats_in_the_way(seat: Seat, rules: Rules) -> Iterator[Refusal]:
    around = Seat.objects.filter(
        committee=seat.committee, starts_on__lte=seat.ends_on, ends_on__gte=seat.starts_on
    ).order_by("starts_on")
    held = [other for other in around if overlaps(other, seat.starts_on, seat.ends_on)]
    own = next((other for other in held if other.person_id == seat.person_id), None)
    if own is not None:
        yield refusal(Code.SEAT_OVERLAP, person=seat.person_id, seat=own.pk, until=own.ends_on.isoformat())
    most = rules.number("committee.one_chair")
    chairs = [other for other in held if other.position == Position.CHAIR]
    if seat.position == Position.CHAIR and len(chairs) >= most:
        source = rules.source("committee.one_chair")
        yield refusal(Code.SEAT_SECOND_CHAIR, source, most=most, people=[other.person_id for other in chairs])


def _appointment(seat: Seat) -> dict[str, object]:
    return {
        "seat": seat.pk,
        "person": seat.person_id,
        "position": seat.position,
        "categories": seat.categories,
        "external": seat.external,
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
    }


def end_seat(*, seat: Seat, ended_on: date, reason: str, actor: User | None, role: str, at: datetime) -> Recorded[Seat]:
    """End a seat before its term does: from the start of `ended_on` it no longer counts.

    The ledger keeps the reason's digest only. Refuses a seat already ended, a day outside the term, and a day that
    is past, or today once a vote was opened on it: whoever counted then would be struck out of it afterwards.
    """
    with transaction.atomic():
        committee = lock_committee(seat.committee_id)
        seat = Seat.objects.get(pk=seat.pk)
        refuse_any(*ending(seat=seat, ended_on=ended_on, today=day_of(at)))
        seat.ended_on, seat.end_reason = ended_on, reason
        seat.save(update_fields=["ended_on", "end_reason"])
        body = {"seat": seat.pk, "person": seat.person_id, "ended_on": ended_on, "reason_sha256": _digest(reason)}
        entry = append(stream=committee.stream, action="seat.ended", body=body, actor=actor, role=role, at=at)
        look_again(condition=Q(committee=committee), at=at)
    return Recorded(seat, entry)


def ending(*, seat: Seat, ended_on: date, today: date) -> Iterator[Refusal | None]:
    """Why the seat cannot end on that day: the same reasons as `end_seat`, told before. One statement."""
    yield when(seat.ended_on, Code.SEAT_ENDED, seat=seat.pk)
    yield when(
        not seat.starts_on <= ended_on <= seat.ends_on,
        Code.SEAT_END_OUTSIDE_TERM,
        starts_on=seat.starts_on.isoformat(),
        ends_on=seat.ends_on.isoformat(),
    )
    earliest = _earliest_end(seat, today)
    yield when(ended_on < earliest, Code.SEAT_END_IN_PAST, earliest=earliest.isoformat())


def _earliest_end(seat: Seat, today: date) -> date:
    """Today, or tomorrow for whoever stands today on the roll of a ballot that counts."""
    counting = BallotSeat.objects.filter(seat=seat).exclude(ballot__status=Ballot.Status.VOID)
    latest = counting.aggregate(opened_at=Max("ballot__opened_at"))["opened_at"]
    return today if latest is None or day_of(latest) < today else today + ONE_DAY


def give_mandate(  # noqa: PLR0913 -- keyword-only: everything the written mandate says
    *,
    centre: Committee,
    scope: str,
    scope_note: str,
    signed_on: date,
    starts_on: date,
    ends_on: date,
    actor: User | None,
    role: str,
    at: datetime,
    institution: Institution | None = None,
    person: User | None = None,
) -> Mandate:
    """Record a written, dated mandate from one unit, or from one person who belongs to none, to a service centre.

    Refuses a body that is no centre, a giver too many or too few, a mandate without scope, signed after today, or
    whose period ends before it begins. The ledger keeps the digest of the scope's text only.
    """
    with transaction.atomic():
        centre = lock_committee(centre.pk)
        refuse_any(
            when(centre.kind != CommitteeKind.SERVICE_CENTRE, Code.MANDATE_NOT_A_CENTRE, kind=centre.kind),
            when((institution is None) == (person is None), Code.MANDATE_GIVER),
            when(not scope_note.strip(), Code.MANDATE_SCOPE_MISSING),
            when(ends_on < starts_on, Code.MANDATE_PERIOD_REVERSED, starts_on=starts_on.isoformat()),
            when(signed_on > day_of(at), Code.MANDATE_SIGNED_IN_FUTURE, today=day_of(at).isoformat()),
        )
        mandate = Mandate.objects.create(
            centre=centre,
            institution=institution,
            person=person,
            scope=Mandate.Scope(scope).value,
            scope_note=scope_note,
            signed_on=signed_on,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        append(stream=centre.stream, action="mandate.given", body=_terms(mandate), actor=actor, role=role, at=at)
    return mandate


def _terms(mandate: Mandate) -> dict[str, object]:
    return {
        "mandate": mandate.pk,
        "institution": mandate.institution_id,
        "person": mandate.person_id,
        "scope": mandate.scope,
        "scope_note_sha256": _digest(mandate.scope_note),
        "signed_on": mandate.signed_on,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
