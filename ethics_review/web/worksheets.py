"""A worksheet keeps itself while it is written: on leaving a field, or by the button where no script runs.

Only its reviewer has this address; for everybody else, whoever they are, there is none.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.engine import Explained, Option
from ethics_review.models import Case, WorksheetDraft
from ethics_review.operations import worksheets as acts
from ethics_review.operations.worksheets import Newer
from ethics_review.web.beside import WORKSHEET
from ethics_review.web.forms import MoveForm
from ethics_review.web.move_page import option_of
from ethics_review.web.moves import explained_to, shown
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.worksheet_draft import (
    MOST_KEPT,
    DraftShown,
    answers_of,
    as_typed,
    conflict_of,
    draft_of,
    draft_shown,
    drawn_from,
    sent_form,
)
from regulations.vocabulary import Role


@answers("POST")
def keep(request: SignedIn, number: str) -> HttpResponse:
    """Keep what was typed, throw it away, or say why it is not kept; nothing is lost either way."""
    explained = explained_to(request, number)
    option = option_of(explained, WORKSHEET)
    if option is None or Role.REVIEWER not in explained.roles:
        raise Http404
    kept = draft_of(request, explained)
    form = sent_form(request, explained, option, kept)
    if option.refusals:
        return _unkept(request, explained, option, form, draft_shown(kept, reasons=_reasons(option)), REFUSED)
    try:
        if "discard" in request.POST:
            return _discarded(request, number)
        return _kept(request, explained, option, form, kept)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _reasons(option: Option) -> list[Reason]:
    return reasons_of(option.refusals, language())


def _discarded(request: SignedIn, number: str) -> HttpResponse:
    acts.discard(number=number, user=request.user)
    messages.success(request, gettext("The draft was thrown away."))
    return redirect("move", number=number, move=WORKSHEET)


def _kept(
    request: SignedIn, explained: Explained, option: Option, form: MoveForm, kept: WorksheetDraft | None
) -> HttpResponse:
    typed, number = answers_of(form), explained.situation.rows.case.number
    if sum(len(one) for one in typed.values()) > MOST_KEPT:
        said = [Reason(gettext("This is more than a draft can hold. Shorten it, or file the worksheet."), None)]
        return _unkept(request, explained, option, form, draft_shown(kept, reasons=said), INVALID)
    now, revision = timezone.now(), drawn_from(request)
    try:
        draft = acts.keep(number=number, answers=typed, drawn_from=revision, user=request.user, now=now)
    except Newer as newer:
        conflict = conflict_of(form, newer.draft, drawn_from=revision)
        return _unkept(request, explained, option, form, draft_shown(newer.draft, conflict=conflict), STALE)
    if request.htmx:
        return render(request, "moves/parts/draft_kept.html", {"draft": draft_shown(draft), "swapped": True})
    messages.success(request, gettext("The draft was kept. You can go on later, on any device."))
    return redirect("move", number=number, move=WORKSHEET)


def _unkept(
    request: SignedIn, explained: Explained, option: Option, form: MoveForm, draft: DraftShown, status: int
) -> HttpResponse:
    if request.htmx:
        return render(request, "moves/parts/draft_unkept.html", {"draft": draft})
    typed = as_typed(explained, option, form)
    return shown(request, explained, option, typed, status=status, reasons=draft.reasons, draft=draft)
