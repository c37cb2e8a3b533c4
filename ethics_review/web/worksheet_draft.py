"""The draft of a worksheet as its page shows it: what was kept and when, and both versions where two windows differ.

Whoever looks is looked up as the reviewer; nobody else's draft is ever read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from ethics_review.engine import Explained, Option
from ethics_review.models import WorksheetDraft
from ethics_review.queries.reviewing import own_draft
from ethics_review.web.filing_conflict import TAKE, Difference
from ethics_review.web.forms import MoveForm, called
from ethics_review.web.move_page import move_form
from ethics_review.web.page import SignedIn, language
from ethics_review.web.shown import Reason

DRAWN_FROM = "draft"
"""The field that names the revision of the draft a page was drawn from; 0 where there was none."""
LONGEST_NUMBER = 9
MOST_KEPT = 100_000
"""Characters of all answers together: what a draft holds at most."""


@dataclass(frozen=True)
class DraftShown:
    """What is kept: nothing yet where `saved_at` is none. `conflict` is what another window has kept otherwise."""

    revision: int
    saved_at: datetime | None
    conflict: list[Difference] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def draft_of(request: SignedIn, explained: Explained) -> WorksheetDraft | None:
    """The reader's own draft in this round. One statement."""
    return own_draft(case=explained.situation.rows.case, user=request.user)


def draft_shown(kept: WorksheetDraft | None, **more: Any) -> DraftShown:
    """Ready for a template, with the conflict, the reasons or the words there are to show."""
    return DraftShown(kept.revision if kept else 0, kept.saved_at if kept and kept.answers else None, **more)


def drawn_from(request: SignedIn) -> int:
    """The revision the page was drawn from; 0 where it does not say."""
    given = request.POST.get(DRAWN_FROM, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER else 0


def sent_form(request: SignedIn, explained: Explained, option: Option, kept: WorksheetDraft | None) -> MoveForm:
    """The worksheet as it was sent, with the answers of the other window where the reader has chosen them."""
    sent = _chosen(request.POST, kept.answers if kept else {})
    return move_form(explained=explained, option=option, language=language(), data=sent)


def as_typed(explained: Explained, option: Option, form: MoveForm) -> MoveForm:
    """The same form to go on with: what was typed stands in it, and nothing is held against it yet."""
    return move_form(explained=explained, option=option, language=language(), data=None, kept=answers_of(form))


def _chosen(sent: QueryDict, theirs: Mapping[str, str]) -> QueryDict:
    data = sent.copy()
    for name in sent:
        path = name.removeprefix(TAKE)
        if name.startswith(TAKE) and sent[name] == "theirs":
            data.pop(path, None)
            data.update({path: theirs[path]} if path in theirs else {})
    return data


def answers_of(form: MoveForm) -> dict[str, str]:
    """What was typed, field by field, as it was sent; a blank is no answer, and NUL is kept by no column."""
    names = [name for name in form.fields if name != "version"]
    given = {name: form.data.get(name, "").replace("\x00", "") for name in names}
    return {name: value for name, value in given.items() if value.strip()}


def conflict_of(form: MoveForm, kept: WorksheetDraft | None, *, drawn_from: int) -> list[Difference]:
    """Every answer in which this window and the one that kept its own since differ; none where no other has."""
    if kept is None or kept.revision == drawn_from:
        return []
    mine = answers_of(form)
    return [
        Difference(name, called(form[name]), _words(form, name, mine), _words(form, name, kept.answers), "mine")
        for name in form.fields
        if name != "version" and mine.get(name, "") != kept.answers.get(name, "")
    ]


def _words(form: MoveForm, name: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    value = answers.get(name, "")
    return (_told(form[name], value),) if value else ()


def _told(bound: BoundField, value: str) -> str:
    choices: Mapping[str, object] = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, "✓" if value == "on" else value))
