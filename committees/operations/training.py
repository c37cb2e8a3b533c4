"""The record of a body's training (委员培训): what its people were taught, and what was recorded by mistake.

The text of the measures asks for none; a committee keeps such a record for itself and for whoever inspects it.
"""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from committees.locks import lock_committee
from committees.models import Committee, Training
from committees.operations.seats import Recorded
from committees.queries import seats_on
from committees.refusals import Code, refuse_any, when
from committees.terms import day_of
from ledger.operations import append


def record_training(  # noqa: PLR0913 -- keyword-only: everything a certificate says
    *,
    committee: Committee,
    person: User,
    held_on: date,
    subject: str,
    provider: str,
    hours: Decimal | None,
    certificate: str,
    actor: User | None,
    role: str,
    at: datetime,
) -> Recorded[Training]:
    """Record that somebody seated on the body was trained on `held_on`. The ledger keeps the digest of its words.

    Refuses a person who holds no seat now, a day to come, and training that neither hours nor a certificate show.
    """
    training = Training(
        committee=committee,
        person=person,
        held_on=held_on,
        subject=subject,
        provider=provider,
        hours=hours,
        certificate=certificate,
        recorded_at=at,
    )
    with transaction.atomic():
        body = lock_committee(committee.pk)
        today = day_of(at)
        seated = {seat.person_id for seat in seats_on(committee=body, on=today)}
        refuse_any(
            when(person.pk not in seated, Code.TRAINING_NOT_SEATED, person=person.pk),
            when(held_on > today, Code.TRAINING_IN_FUTURE, today=today.isoformat()),
            when(hours is None and not certificate, Code.TRAINING_UNPROVED),
        )
        training.save(force_insert=True)
        entry = append(
            stream=body.stream, action="training.recorded", body=_told(training), actor=actor, role=role, at=at
        )
    return Recorded(training, entry)


def strike_training(
    *, training: Training, reason: str, actor: User | None, role: str, at: datetime
) -> Recorded[Training]:
    """Strike what was recorded by mistake. It stays on record, with its reason, and counts no more.

    Refuses what has been struck already. The ledger keeps the reason's digest only.
    """
    with transaction.atomic():
        body = lock_committee(training.committee_id)
        training = Training.objects.get(pk=training.pk)
        refuse_any(when(training.struck_at, Code.TRAINING_STRUCK, training=training.pk))
        training.struck_at, training.strike_reason = at, reason
        training.save(update_fields=["struck_at", "strike_reason"])
        told = {"training": training.pk, "person": training.person_id, "reason_sha256": _digest(reason)}
        entry = append(stream=body.stream, action="training.struck", body=told, actor=actor, role=role, at=at)
    return Recorded(training, entry)


def _told(training: Training) -> dict[str, object]:
    words = [training.subject, training.provider, training.certificate]
    return {
        "training": training.pk,
        "person": training.person_id,
        "held_on": training.held_on,
        "hours": str(training.hours) if training.hours is not None else None,
        "words_sha256": _digest(json.dumps(words, ensure_ascii=False)),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
