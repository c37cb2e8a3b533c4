"""The review as the committee sees it: who writes a worksheet, and what the worksheets say once they may be seen.

Whose worksheet a reader may see is said in one place for all interfaces: `api.case_detail.worksheets_for`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ethics_review import wording
from ethics_review.api.case_detail import worksheets_for
from ethics_review.api.readers import Reader
from ethics_review.engine import WholeFile
from ethics_review.models import Assignment
from regulations.pack import Resolved

ANSWERS: Mapping[str, str | Promise] = {"yes": _("Met"), "no": _("Not met"), "na": _("Does not apply")}


@dataclass(frozen=True)
class Assessed:
    """One focus on a worksheet."""

    focus: str
    answer: str
    met: bool
    comment: str


@dataclass(frozen=True)
class Sheet:
    """One worksheet (审查工作表)."""

    reviewer: str
    recommendation: str
    doubt: bool
    asks_general: bool
    comment: str
    focuses: list[Assessed]
    submitted_at: datetime


@dataclass(frozen=True)
class ReviewShown:
    """The reviewers named, each with whether the worksheet is in; and the worksheets this reader may see."""

    reviewers: list[tuple[str, bool]]
    sheets: list[Sheet]


def review_shown(
    *, file: WholeFile, reader: Reader, acts: Collection[str], pack: Resolved, language: str
) -> ReviewShown | None:
    """None for whoever is not of the committee, and while nobody is named. One statement at most.

    `acts` are those of the record: where no reviewer was named, none is asked for.
    """
    assignments = file.assignments if reader.inside and "assign_reviewers" in acts else []
    if not assignments:
        return None
    seen = worksheets_for(file.case, assignments, reader)
    return ReviewShown([_reviewer(one) for one in assignments], [_sheet(one, pack, language) for one in seen])


def _reviewer(assignment: Assignment) -> tuple[str, bool]:
    return str(assignment.person), hasattr(assignment, "worksheet")


def _sheet(seen: Mapping[str, Any], pack: Resolved, language: str) -> Sheet:
    return Sheet(
        reviewer=str(seen["reviewer"]),
        recommendation=wording.item_label("decision.outcomes", seen["recommendation"], language, pack=pack),
        doubt=seen["doubt"],
        asks_general=seen["asks_general"],
        comment=seen["comment"],
        focuses=[
            Assessed(
                focus=wording.item_label("review.focuses", key, language, pack=pack),
                answer=str(ANSWERS.get(found["answer"], found["answer"])),
                met=found["answer"] != "no",
                comment=found.get("comment", ""),
            )
            for key, found in seen["focuses"].items()
        ],
        submitted_at=seen["submitted_at"],
    )
