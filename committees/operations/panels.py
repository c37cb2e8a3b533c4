"""A panel of experts (复核专家组) is seated as a whole, by one letter: who is named sits, who is named no more leaves.

One entry says all of it, and the number of statements does not grow with the panel.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from committees.locks import lock_committee
from committees.models import Committee, Seat
from committees.operations.seats import Recorded
from committees.queries import seats_on
from committees.refusals import Code, refuse_any, when
from committees.terms import day_of, longest_term_ends_on
from ledger.operations import append
from regulations.calendar import ONE_DAY
from regulations.pack import Rules
from regulations.vocabulary import Category, CommitteeKind, Position

REPLACED = "replaced"


def seat_experts(
    *,
    panel: Committee,
    experts: Mapping[User, Sequence[Category]],
    rules: Rules,
    actor: User | None,
    role: str,
    at: datetime,
) -> Recorded[Committee]:
    """Let exactly `experts`, each with the fields they bring, sit on `panel` from the day of `at`.

    Refuses a body that is no panel. Whoever sits already with the same fields stays; the seats of the others end on
    that day. For as long as a term may last: a panel ends with its opinion, long before.
    """
    with transaction.atomic():
        panel = lock_committee(panel.pk)
        refuse_any(
            when(
                panel.kind != CommitteeKind.EXPERT_PANEL,
                Code.SEAT_WRONG_BODY,
                rules.source("committee.members"),
                position=Position.EXPERT.value,
                kind=panel.kind,
            )
        )
        day = day_of(at)
        fields = {person.pk: sorted(Category(one).value for one in brought) for person, brought in experts.items()}
        held = {seat.person_id: seat for seat in seats_on(committee=panel, on=day)}
        leaving = [seat for person, seat in held.items() if fields.get(person) != seat.categories]
        staying = held.keys() - {seat.person_id for seat in leaving}
        ends_on = longest_term_ends_on(day, rules.number("committee.term_years")) - ONE_DAY
        Seat.objects.filter(pk__in=[seat.pk for seat in leaving]).update(ended_on=day, end_reason=REPLACED)
        seated = Seat.objects.bulk_create(
            _seat(panel, person, fields[person], day, ends_on) for person in fields if person not in staying
        )
        body = {
            "seated": [{"seat": seat.pk, "person": seat.person_id, "categories": seat.categories} for seat in seated],
            "left": [{"seat": seat.pk, "person": seat.person_id} for seat in leaving],
            "starts_on": day,
            "ends_on": ends_on,
        }
        entry = append(stream=panel.stream, action="panel.seated", body=body, actor=actor, role=role, at=at)
    return Recorded(panel, entry)


def _seat(panel: Committee, person: int, fields: list[str], starts_on: date, ends_on: date) -> Seat:
    return Seat(
        committee=panel,
        person_id=person,
        position=Position.EXPERT.value,
        categories=fields,
        external=True,
        starts_on=starts_on,
        ends_on=ends_on,
    )
