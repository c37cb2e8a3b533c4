"""Documents of a case: added by whoever's step they accompany, handed out to whoever may read them, never changed.

The file itself is received and examined by `ethics_review.documents`; here it gets its row and its entry, or nothing.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from ethics_review.document_terms import EVERYBODY, TERMS, Kind
from ethics_review.documents import Received
from ethics_review.engine import InputInvalid, InputProblem, Stale
from ethics_review.engine.facts import gather, pack_of, rules_of
from ethics_review.engine.roles import roles_of
from ethics_review.locks import lock_case
from ethics_review.models import Case, Document, DocumentAccess
from ledger import operations as ledger
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Role, State


def add_document(
    *, number: str, kind: str, arrived: Received, user: User, now: datetime, version: int | None = None
) -> Document:
    """Add the file that has arrived to the case. Writes, in order: the file, its row, the case's version, the entry.

    Raises `InputInvalid` for a kind there is not, `Stale`, and `Refused` (`document.not_yours`) for somebody whose
    step the document does not accompany now.
    """
    if kind not in set(Kind):
        raise InputInvalid((InputProblem("kind", "input.enum", {"allowed": [each.value for each in Kind]}),))
    with transaction.atomic():
        case = lock_case(number)
        if version is not None and version != case.version:
            raise Stale(case)
        role = _role(case, Kind(kind), user, now)
        document = Document.objects.create(
            case=case,
            kind=kind,
            name=arrived.name,
            size=arrived.size,
            media_type=arrived.media_type,
            sha256=arrived.sha256,
            content=arrived.keep(now=now),
            uploaded_by=user,
            uploaded_at=now,
        )
        case.version += 1
        case.save(update_fields=["version"])
        _record(case, document, user, role, now)
    return document


def _role(case: Case, kind: Kind, user: User, now: datetime) -> Role:
    """The role in which the user adds it."""
    needs = TERMS[kind].adders(pack_of(case), State(case.state))
    has = roles_of(user.pk, gather(case, now).people)
    if needs & has:
        return min(needs & has)
    source = rules_of(case).source("record.traceable")
    figures = {"needs": sorted(needs), "has": sorted(has), "state": case.state}
    raise Refused((Refusal("document.not_yours", source, figures, "kind"),))


def _record(case: Case, document: Document, user: User, role: Role, now: datetime) -> None:
    """Of a document not everybody reads, outsiders learn no more than that something was added."""
    open_to_all = TERMS[Kind(document.kind)].readers == EVERYBODY
    body = {
        "version": case.version,
        "document": document.pk,
        "kind": document.kind,
        "size": document.size,
        "media_type": document.media_type,
        "document_sha256": document.sha256,
    }
    action = "document_added" if open_to_all else "internal_document_added"
    ledger.append(stream=case.stream, action=action, body=body, actor=user, role=role, at=now)


def take_document(*, document: Document, user: User, now: datetime) -> Document:
    """Hand out a document the user may read, and remember who took it when."""
    DocumentAccess.objects.create(document=document, person=user, at=now)
    return document
