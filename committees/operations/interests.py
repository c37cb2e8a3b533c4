"""Statements of interest (利益冲突声明) and recusals (回避).

Neither writes to the ledger: the door through which the matter is handled does, on the matter's own stream, in the
transaction it must have opened. The caller holds the lock on the matter.
"""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from committees.locks import lock_meeting, lock_open_ballot, require_transaction
from committees.models import AgendaItem, Declaration, Recusal
from committees.operations.ballots import void_ballot
from committees.operations.invitations import look_again
from committees.refusals import Code, refuse_any, refused_on_conflict, when
from regulations.refusal import Refusal

VOID_BY_RECUSAL = "recusal"


def declare(
    *,
    subject: str,
    item: AgendaItem | None,
    round: int,  # noqa: A002 -- the record's own word: a round of review
    person: User,
    conflict: bool,
    details: str,
    at: datetime,
) -> Declaration:
    """Record what `person` states about an interest in `subject`, before assignment (no item) or at an agenda item.

    A conflict found later may be added on the same occasion. Refuses the same statement twice, a conflict taken
    back, and an agenda item that is closed.
    """
    require_transaction(Declaration)
    _require_same_subject(item, subject)
    said = set(
        Declaration.objects.filter(subject=subject, item=item, round=round, person=person).values_list(
            "conflict", flat=True
        )
    )
    refuse_any(
        _closed(item),
        when(conflict in said, Code.INTEREST_ALREADY_DECLARED, person=person.pk),
        when(not conflict and True in said, Code.INTEREST_CONFLICT_STANDS, person=person.pk),
    )
    with refused_on_conflict(Code.INTEREST_ALREADY_DECLARED, person=person.pk):
        return Declaration.objects.create(
            subject=subject,
            item=item,
            round=round,
            person=person,
            conflict=conflict,
            details=details,
            declared_at=at,
        )


def recuse(*, subject: str, item: AgendaItem | None, person: User, reason: str, at: datetime) -> Recusal:
    """Keep `person` out of `subject` from now on: neither quorum nor vote.

    An open ballot on the subject with the person on its roll becomes void; the votes cast in it stay as rows.
    Refuses a person already recused, and an agenda item that is closed.
    """
    require_transaction(Recusal)
    _require_same_subject(item, subject)
    if item is not None:
        lock_meeting(item.meeting_id)  # so that no ballot opens on a roll read before this recusal
    refuse_any(
        _closed(item),
        when(Recusal.objects.filter(subject=subject, person=person).exists(), Code.INTEREST_RECUSED, person=person.pk),
    )
    with refused_on_conflict(Code.INTEREST_RECUSED, person=person.pk):
        recusal = Recusal.objects.create(subject=subject, item=item, person=person, reason=reason, recused_at=at)
    look_again(condition=Q(items__subject=subject, items__closed_at__isnull=True), at=at)
    ballot = lock_open_ballot(subject=subject, person=person)
    if ballot is not None:
        void_ballot(ballot=ballot, reason=VOID_BY_RECUSAL, at=at)
    return recusal


def _closed(item: AgendaItem | None) -> Refusal | None:
    return when(item is not None and item.closed_at, Code.AGENDA_ITEM_CLOSED, item=item and item.pk)


def _require_same_subject(item: AgendaItem | None, subject: str) -> None:
    if item is not None and item.subject != subject:
        raise ValueError(f"the agenda item is about {item.subject}, not {subject}")
