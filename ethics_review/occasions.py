"""Meetings and time limits as events of a calendar, in one reader's language and no further than their sight."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from committees.models import Meeting
from ethics_review import wording
from ethics_review.icalendar_text import Occasion
from ethics_review.models import Case, Document
from ethics_review.queries.agendas import Line
from ethics_review.wording import meetings as words
from ethics_review.wording.figures import is_english
from ethics_review.wording.notices import PROVISIONAL
from ledger.models import Deadline
from regulations.words import Words

LASTS = timedelta(hours=2)
"""How long a meeting takes up in a calendar until it has ended: no text says how long one lasts."""
ALARM = timedelta(hours=1)
ANSWER = Words("请在此答复是否参加：{address}", "Answer here whether you come: {address}")
DUE = Words("期限", "due")


def of_meeting(*, meeting: Meeting, agenda: Iterable[Line], language: str) -> Occasion:
    """A meeting with its agenda, and where it is answered."""
    address = absolute(reverse("meeting", args=[meeting.pk]))
    said = [words.mode(meeting.mode, language)]
    if meeting.ended_at is None:
        colon = ": " if is_english(language) else "："
        said += [f"{name}{colon}{value}" for name, value in words.agenda(told(agenda=agenda), language)]
        said.append(ANSWER.in_language(language).format(address=address))
    ends = meeting.ended_at if meeting.ended_at and meeting.ended_at > meeting.starts_at else None
    return Occasion(
        uid=f"meeting-{meeting.pk}@{_host()}",
        stamp=meeting.changed_at or meeting.starts_at,
        starts=meeting.starts_at,
        ends=ends or meeting.starts_at + LASTS,
        summary=words.named(params_of(meeting=meeting), language),
        description="\n".join(said),
        location=meeting.place,
        url=address,
        sequence=meeting.sequence,
        alarm=ALARM,
    )


def of_deadline(*, deadline: Deadline, title: str, address: str, language: str) -> Occasion:
    """A time limit on its last day, or at its last instant where it runs by the hour."""
    clock = wording.clock_label(deadline.clock, language)
    provisional = PROVISIONAL.in_language(language) if deadline.provisional else ""
    summary = f"{clock} {DUE.in_language(language)}" if is_english(language) else f"{clock}{DUE.in_language(language)}"
    return Occasion(
        uid=f"deadline-{deadline.pk}@{_host()}",
        stamp=deadline.started_at,
        starts=deadline.due_at if deadline.exact else deadline.due_on,
        summary=f"{summary} · {title}",
        description="\n".join(part for part in (title, provisional, absolute(address)) if part),
        url=absolute(address),
        sequence=deadline.extensions,
    )


def told(*, agenda: Iterable[Line]) -> list[dict[str, Any]]:
    """The agenda as the wording takes it, in either language: titles and addresses of what the reader may see."""
    return [_told(line) for line in agenda]


def _told(line: Line) -> dict[str, Any]:
    if line.case is None:
        return {"order": line.order}
    return {
        "order": line.order,
        "number": line.case.number,
        "title_zh": line.case.title_zh,
        "title_en": line.case.title_en,
        "address": absolute(reverse("case", args=[line.case.number])),
        "documents": [_paper(document, line.case) for document in line.documents],
    }


def _paper(document: Document, case: Case) -> dict[str, str]:
    """Its address asks for sign-in, and once more whether the reader may open it."""
    return {"name": document.name, "address": absolute(reverse("document", args=[case.number, document.pk]))}


def title_of(*, case: Case, language: str) -> str:
    """The title in the reader's language, else in the other."""
    titles = (case.title_en, case.title_zh) if is_english(language) else (case.title_zh, case.title_en)
    return next(filter(None, titles), "")


def params_of(*, meeting: Meeting) -> dict[str, Any]:
    """The meeting as the wording names it."""
    body = meeting.committee
    return {"meeting_number": meeting.number, "body_zh": body.name, "body_en": body.name_en}


def absolute(path: str) -> str:
    """The address outside the product."""
    return f"{settings.PUBLIC_URL}{path}"


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
