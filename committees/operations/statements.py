"""The statements a member signs (保密承诺书, 利益冲突声明) before the seat counts, where a rule asks for them."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from committees.locks import lock_committee
from committees.models import Seat
from committees.operations.seats import Recorded
from committees.refusals import Code, refuse_any, when
from committees.terms import day_of
from ledger.operations import append


def sign_statements(
    *, seat: Seat, secrecy_on: date, interests_on: date, actor: User | None, role: str, at: datetime
) -> Recorded[Seat]:
    """Record that the holder of the seat signed both statements, each on its day. The latest signing counts.

    Refuses a seat that has ended, and a day to come.
    """
    with transaction.atomic():
        committee = lock_committee(seat.committee_id)
        seat = Seat.objects.get(pk=seat.pk)
        today = day_of(at)
        refuse_any(
            when(seat.ended_on, Code.SEAT_ENDED, seat=seat.pk),
            when(max(secrecy_on, interests_on) > today, Code.SEAT_SIGNED_IN_FUTURE, today=today.isoformat()),
        )
        seat.secrecy_signed_on, seat.interests_signed_on = secrecy_on, interests_on
        seat.save(update_fields=["secrecy_signed_on", "interests_signed_on"])
        body = {"seat": seat.pk, "person": seat.person_id, "secrecy_on": secrecy_on, "interests_on": interests_on}
        entry = append(
            stream=committee.stream, action="seat.statements_signed", body=body, actor=actor, role=role, at=at
        )
    return Recorded(seat, entry)
