"""The agenda of meetings as one person may read it (议程): of what they may not see only the place is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from committees.models import AgendaItem, Meeting
from ethics_review.document_terms import readable_by
from ethics_review.models import Case, Document
from ethics_review.queries.sittings import cases_on
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Line:
    """One matter. `case` is there where the reader may see it; `documents` only where they were asked for."""

    order: int
    case: Case | None
    documents: tuple[Document, ...] = ()


def agendas(*, meetings: Collection[Meeting], user: User, now: datetime) -> dict[int, list[Line]]:
    """What is still to be heard at each meeting, in its order, by meeting. Four statements, however many there are."""
    items = AgendaItem.objects.filter(meeting__in=meetings, closed_at__isnull=True).order_by("meeting", "order")
    return _lines(list(items), user, now)


def agenda_with_documents(*, meeting: Meeting, user: User, now: datetime) -> list[Line]:
    """What is still to be heard at the meeting, with the documents the reader may open. Five statements."""
    items = list(AgendaItem.objects.filter(meeting=meeting, closed_at__isnull=True).order_by("order"))
    lines = _lines(items, user, now).get(meeting.pk, [])
    papers = _documents([line.case for line in lines if line.case is not None], user)
    return [Line(line.order, line.case, tuple(papers.get(line.case.pk, ())) if line.case else ()) for line in lines]


def _lines(items: list[AgendaItem], user: User, now: datetime) -> dict[int, list[Line]]:
    seen = cases_on(items=items, user=user, now=now)
    found: dict[int, list[Line]] = {}
    for item in items:
        found.setdefault(item.meeting_id, []).append(Line(item.order, seen.get(item.subject)))
    return found


def _documents(cases: Iterable[Case], user: User) -> dict[int, list[Document]]:
    """By case. Whoever sits on the body reads as a member, but their own matter as its applicant."""
    role = {case.pk: Role.APPLICANT if case.applicant_id == user.pk else Role.MEMBER for case in cases}
    kinds = {each: readable_by(frozenset({each})) for each in (Role.APPLICANT, Role.MEMBER)}
    found: dict[int, list[Document]] = {}
    for document in Document.objects.filter(case__in=role).order_by("pk"):
        if document.kind in kinds[role[document.case_id]]:
            found.setdefault(document.case_id, []).append(document)
    return found
