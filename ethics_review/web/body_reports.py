"""The annual reports of a body as its page shows them to those who may read them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from accounts.models import User
from committees.models import Committee
from ethics_review import wording
from ethics_review.queries import annual
from regulations.vocabulary import Outcome, Role


@dataclass(frozen=True)
class ShownReport:
    """One report: who submitted it in which role and when, its figures in words, what the office said."""

    year: int
    at: datetime
    role: str
    figures: list[tuple[str, int]]
    summary: str
    document_sha256: str


def reports_shown(*, body: Committee, user: User, now: datetime, tongue: str) -> list[ShownReport]:
    """The body's reports, the latest year first; none for a reader whose they are not to read."""
    if not annual.readable(user=user, now=now).filter(pk=body.pk).exists():
        return []
    return [
        ShownReport(
            year=report.year,
            at=report.at,
            role=wording.label_in(Role, report.role, tongue),
            figures=list(_figures(report.figures, tongue)),
            summary=report.summary,
            document_sha256=report.document_sha256,
        )
        for report in annual.reports_of(committees=[body])
    ]


def _figures(counted: Mapping[str, Any], tongue: str) -> Iterator[tuple[str, int]]:
    yield gettext("Accepted"), counted["accepted"]
    yield gettext("Of them on the list"), counted["listed"]
    for outcome, times in counted["decided"].items():
        yield gettext("Decided: %(outcome)s") % {"outcome": wording.label_in(Outcome, outcome, tongue)}, times
    yield gettext("Re-examination opinions returned"), counted["re_examined"]
    yield gettext("Time limits missed"), counted["overdue"]
