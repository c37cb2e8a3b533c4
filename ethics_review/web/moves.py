"""A move on a page of its own: shown with what it asks, made by POST, then back to the case.

Whoever comes second is told who was first, and loses nothing they had typed: the form stands on the page again.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.engine import Explained, InputInvalid, Option, Stale, explain
from ethics_review.engine.roles import actor_for
from ethics_review.operations import make_move
from ethics_review.web.beside import INTEREST, VOTE, Asked, beside, template_of
from ethics_review.web.forms import MoveForm
from ethics_review.web.heading import heading_of, latest_of, visible_case
from ethics_review.web.move_page import blame_input, move_form, move_page, option_of
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from regulations.examine import examine
from regulations.refusal import Refused

OWN_ACTS = frozenset({"declare_interest", "submit_worksheet", "cast_vote"})
"""Acts several people do side by side: that a colleague has voted meanwhile is no reason not to. The guards see to
it that nobody does them twice."""

TWICE = frozenset({VOTE})
"""Acts that are shown once more before they are made: what is sent stays."""


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
    if "change" in request.POST:
        return _shown(request, explained, option, form)
    if option.line.name in TWICE and "confirmed" not in request.POST:
        return _asked_again(request, explained, option, form)
    return _sent(request, explained, option, form)


def _sent(request: SignedIn, explained: Explained, option: Option, form: MoveForm) -> HttpResponse:
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
    return _on(request, number, name, form)


def _asked_again(request: SignedIn, explained: Explained, option: Option, form: MoveForm) -> HttpResponse:
    """Everything the door would refuse is told now; else what was chosen stands there to be sent or changed."""
    situation = explained.situation
    actor = actor_for(request.user, situation.people)
    refusals = examine(option.line, situation.facts, actor, form.answer())
    if refusals:
        return _shown(request, explained, option, form, status=REFUSED, reasons=reasons_of(refusals, language()))
    return _shown(request, explained, option, form, template="moves/confirm.html")


def _on(request: SignedIn, number: str, move: str, form: MoveForm) -> HttpResponse:
    """Where a move leads: to the receipt of a vote, to the desk for whoever keeps out of the case now, else back."""
    if move == VOTE:
        return redirect("move", number=number, move=move)
    if move == "convene" and "meeting" in form.answer() and "back" in request.POST:
        return redirect("meeting", pk=form.answer()["meeting"])
    if move == INTEREST and form.answer()["conflict"]:
        messages.info(
            request, gettext("You keep out of %(case)s from now on, and see no more of it.") % {"case": number}
        )
        return redirect("desk")
    return redirect("case", number=number)


def _shown(
    request: SignedIn,
    explained: Explained,
    option: Option,
    form: MoveForm,
    *,
    status: int = 200,
    reasons: list[Reason] | None = None,
    template: str = "",
) -> HttpResponse:
    rows = explained.situation.rows
    return page(
        request,
        template or template_of(option.line.name),
        section="cases",
        status=status,
        unread=rows.case.unread,  # type: ignore[attr-defined] # annotated by the query
        case=heading_of(rows.case, language()),
        move=move_page(option=option, pack=explained.situation.facts.rules.pack, language=language()),
        form=form,
        refused=reasons or [],
        stale=latest_of(explained, language()) if status == STALE else None,
        **beside(Asked(explained, option, request.user, language())),
    )
