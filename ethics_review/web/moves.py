"""A move on a page of its own: shown with what it asks, made by POST, then back to the case.

Whoever comes second is told who was first, and loses nothing they had typed: the form stands on the page again.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.engine import Explained, InputInvalid, Option, Stale, explain
from ethics_review.operations import make_move
from ethics_review.web.checklists import checklists_of
from ethics_review.web.forms import MoveForm
from ethics_review.web.heading import heading_of, latest_of, visible_case
from ethics_review.web.move_page import blame_input, move_form, move_page, option_of
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from regulations.refusal import Refused

OWN_ACTS = frozenset({"declare_interest", "submit_worksheet", "cast_vote"})
"""Acts several people do side by side: that a colleague has voted meanwhile is no reason not to. The guards see to
it that nobody does them twice."""

WORKSHEET = "submit_worksheet"
"""The act beside which the checklists stand."""


@answers("GET", "POST")
def make(request: SignedIn, number: str, move: str) -> HttpResponse:
    """The form of a move, or the move itself."""
    explained = _explained(request, number)
    option = option_of(explained, move)
    if option is None:
        raise Http404
    if request.method == "POST":
        return _made(request, explained, option)
    form = move_form(explained=explained, option=option, language=language(), data=None)
    return _shown(request, explained, option, form)


def _explained(request: SignedIn, number: str) -> Explained:
    now = timezone.now()
    return explain(case=visible_case(number=number, user=request.user, now=now), user=request.user, now=now)


def _made(request: SignedIn, explained: Explained, option: Option) -> HttpResponse:
    form = move_form(explained=explained, option=option, language=language(), data=request.POST)
    if not form.is_valid():
        return _shown(request, explained, option, form, status=INVALID)
    name, number = option.line.name, explained.situation.rows.case.number
    version = None if name in OWN_ACTS else form.cleaned_data["version"]
    try:
        make_move(number=number, move=name, user=request.user, data=form.answer(), now=timezone.now(), version=version)
    except InputInvalid as error:
        blame_input(form, error, language())
        return _shown(request, explained, option, form, status=INVALID)
    except Refused as error:
        reasons = reasons_of(error.refusals, language())
        return _shown(request, explained, option, form, status=REFUSED, reasons=reasons)
    except Stale:
        return _shown(request, explained, option, form, status=STALE)
    messages.success(request, gettext("Done: %(move)s.") % {"move": option.line.label.in_language(language())})
    return redirect("case", number=number)


def _shown(
    request: SignedIn,
    explained: Explained,
    option: Option,
    form: MoveForm,
    *,
    status: int = 200,
    reasons: list[Reason] | None = None,
) -> HttpResponse:
    rows = explained.situation.rows
    return page(
        request,
        "moves/form.html",
        section="cases",
        status=status,
        case=heading_of(rows.case, language()),
        move=move_page(option=option, pack=explained.situation.facts.rules.pack, language=language()),
        form=form,
        refused=reasons or [],
        stale=latest_of(explained, language()) if status == STALE else None,
        checklists=checklists_of(rows.filing.body, language()) if option.line.name == WORKSHEET else [],
    )
