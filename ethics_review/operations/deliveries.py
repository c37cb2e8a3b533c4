"""Letters about a case or a body that did not arrive: tried again on somebody's word, noted when they come back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from committees.locks import lock_committee
from committees.models import Committee
from ethics_review.engine.facts import gather, rules_of, rules_of_body
from ethics_review.engine.roles import roles_of
from ethics_review.locks import lock_case
from ethics_review.models import Case
from ethics_review.operations.sittings import roles_in
from ethics_review.queries import sittings
from ethics_review.queries.deliveries import about, about_body
from ethics_review.queries.history import OFFICE
from ledger import deliveries, envelopes
from ledger import operations as ledger
from ledger.bounces import Returned
from ledger.models import Message
from ledger.tasks import nudge
from regulations.citation import Cite, Source
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Basis, Role

HOUSE = Source(Cite("house"), Basis.HOUSE)


def resend(*, number: str, message: int, user: User, now: datetime) -> Message:
    """Try the letter about a message of the case again, as the office of its committee. Writes: the entry, the message.

    Raises `Case.DoesNotExist`, `Message.DoesNotExist`, and `Refused`: `delivery.not_yours` for anybody else,
    `delivery.under_way` while it waits or is being sent, `delivery.no_letter` where none is wanted or can be sent.
    """
    with transaction.atomic():
        case = lock_case(number)
        role = _office_of(case, user, now)
        row = Message.objects.select_related("entry", "recipient").get(about(case=case), pk=message)
        _send_again(row, case.stream, user, role, now)
    row.refresh_from_db()
    return row


def resend_of_body(*, committee: int, message: int, user: User, now: datetime) -> Message:
    """Try the letter about a message of the body, or of a meeting of it, again, as its office. Writes the same.

    Raises `Committee.DoesNotExist`, `Message.DoesNotExist`, and `Refused` as `resend`.
    """
    with transaction.atomic():
        body = sittings.bodies(user=user, now=now).get(pk=committee)
        lock_committee(body.pk)
        role = _role_in(keepers(body=body, user=user, now=now), rules_of_body(body).source("record.traceable"))
        row = Message.objects.select_related("entry", "recipient").get(about_body(body=body), pk=message)
        _send_again(row, body.stream, user, role, now)
    row.refresh_from_db()
    return row


def keepers(*, body: Committee, user: User, now: datetime) -> frozenset[Role]:
    """The roles in which the user keeps the office of the body now; none for anybody else."""
    return frozenset(roles_in(body=body, user=user, now=now)) & OFFICE


def _send_again(row: Message, stream: str, user: User, role: Role, now: datetime) -> None:
    if not deliveries.try_again(message=row):
        raise Refused((_why_not(row),))
    # Not the recipient: the entry is read by people who may not know who reviews.
    body = {"notice": row.notice, "about": row.entry.seq, "message": row.pk, "was": row.mail}
    if row.entry.stream != stream:
        body["stream"] = row.entry.stream
    ledger.append(stream=stream, action="message.resent", body=body, actor=user, role=role, at=now)
    nudge()


def _office_of(case: Case, user: User, now: datetime) -> Role:
    """The role in which the user sends it again."""
    has = roles_of(user.pk, gather(case, now).people) & OFFICE if user.is_active else frozenset()
    return _role_in(has, rules_of(case).source("record.traceable"))


def _role_in(has: frozenset[Role], source: Source) -> Role:
    if has:
        return min(has)
    raise Refused((Refusal("delivery.not_yours", source, {"needs": sorted(OFFICE)}),))


def _why_not(row: Message) -> Refusal:
    """Its state, or what its recipient has chosen, stands in the way."""
    if row.mail in {Message.Mail.WAITING, Message.Mail.GATHERED}:
        return Refusal("delivery.under_way", HOUSE, {"mail": row.mail})
    return Refusal("delivery.no_letter", HOUSE, {"mail": row.mail})


def note_return(*, returned: Returned) -> str:
    """Mark the letter that came back with its reason: "noted", "known" before, or "unmatched" with any of ours."""
    row = envelopes.find(returned.message_id)
    if row is None:
        return "unmatched"
    return "noted" if deliveries.came_back(row=row, why=returned.why) else "known"
