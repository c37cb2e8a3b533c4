"""A move on a page of its own: shown with what it asks, made by POST, then back to the case.

Whoever comes second is told who was first, and loses nothing they had typed: the form stands on the page again.
"""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.engine import Explained, InputInvalid, Option, Stale, explain
from ethics_review.engine.roles import actor_for
from ethics_review.operations import make_move
from ethics_review.web.agenda import put_there
from ethics_review.web.beside import INTEREST, VOTE, WORKSHEET, Asked, beside, template_of
from ethics_review.web.case_moves import NOT_YOURS
from ethics_review.web.forms import MoveForm
from ethics_review.web.heading import heading_of, latest_of, visible_case
from ethics_review.web.letters import Letter, as_issued
from ethics_review.web.move_page import blame_input, move_form, move_page, option_of
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from ethics_review.web.worksheet_draft import (
    DraftShown,
    as_typed,
    conflict_of,
    draft_of,
    draft_shown,
    drawn_from,
    sent_form,
)
from ethics_review.wording.papers import LETTERS
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
    explained = explained_to(request, number)
    option = option_of(explained, move)
    if option is None:
        raise Http404
    if request.method == "POST" and any(refusal.code == NOT_YOURS for refusal in option.refusals):
        raise Refused(option.refusals)  # the form itself tells whom it offers, and what stands in their way
    if "again" in request.POST:
        return _drawn_anew(request, explained, option)
    if request.method == "POST":
        return _made(request, explained, option)
    if move == WORKSHEET:
        return _worksheet(request, explained, option)
    form = move_form(explained=explained, option=option, language=language(), data=None)
    return shown(request, explained, option, form)


def _drawn_anew(request: SignedIn, explained: Explained, option: Option) -> HttpResponse:
    """The form as the case stands now, with what was typed in it. Where the step is no longer open, to be copied."""
    form = move_form(explained=explained, option=option, language=language(), data=None)
    form.keep(request.POST)
    status, draft = 200 if option.allowed else STALE, None
    if option.line.name == WORKSHEET:  # compared with no other window yet: it says what it was drawn from, as before
        draft = replace(draft_shown(draft_of(request, explained)), revision=drawn_from(request))
    return shown(request, explained, option, form, status=status, draft=draft)


def explained_to(request: SignedIn, number: str) -> Explained:
    """The case as the reader may see it, with every move they might make. 404 where they may not know of it."""
    now = timezone.now()
    return explain(case=visible_case(number=number, user=request.user, now=now), user=request.user, now=now)


def _made(request: SignedIn, explained: Explained, option: Option) -> HttpResponse:
    if option.line.name == WORKSHEET:
        return _worksheet_sent(request, explained, option)
    form = move_form(explained=explained, option=option, language=language(), data=request.POST)
    if not form.is_valid():
        return shown(request, explained, option, form, status=INVALID)
    if "change" in request.POST:
        return shown(request, explained, option, form)
    if "look" in request.POST:
        return _looked_at(request, explained, option, form)
    if option.line.name in TWICE and "confirmed" not in request.POST:
        return _asked_again(request, explained, option, form)
    return _sent(request, explained, option, form)


def _worksheet(request: SignedIn, explained: Explained, option: Option) -> HttpResponse:
    """The worksheet as its reviewer has kept it."""
    kept = draft_of(request, explained)
    form = move_form(
        explained=explained, option=option, language=language(), data=None, kept=kept.answers if kept else None
    )
    return shown(request, explained, option, form, draft=draft_shown(kept))


def _worksheet_sent(request: SignedIn, explained: Explained, option: Option) -> HttpResponse:
    """As any other move, unless another window has kept something else: then both stand there to be chosen from."""
    kept = draft_of(request, explained)
    form = sent_form(request, explained, option, kept)
    conflict = conflict_of(form, kept, drawn_from=drawn_from(request))
    draft = draft_shown(kept, conflict=conflict)
    if conflict:
        return shown(request, explained, option, as_typed(explained, option, form), status=STALE, draft=draft)
    if not form.is_valid():
        return shown(request, explained, option, form, status=INVALID, draft=draft)
    return _sent(request, explained, option, form, draft=draft)


def _sent(
    request: SignedIn, explained: Explained, option: Option, form: MoveForm, draft: DraftShown | None = None
) -> HttpResponse:
    name, number = option.line.name, explained.situation.rows.case.number
    version = None if name in OWN_ACTS else form.cleaned_data["version"]

    def send() -> HttpResponse:
        make_move(number=number, move=name, user=request.user, data=form.answer(), now=timezone.now(), version=version)
        messages.success(request, gettext("Done: %(move)s.") % {"move": option.line.label.in_language(language())})
        return _on(request, number, name, form)

    return _at_the_door(request, explained, option, form, send, draft)


def _looked_at(request: SignedIn, explained: Explained, option: Option, form: MoveForm) -> HttpResponse:
    """The letter as it would be issued now, to be sent or changed; whatever the door refuses is told as it is then.

    What becomes no letter cannot be looked at, and least of all is it made instead.
    """
    if option.line.name not in LETTERS:
        raise Http404
    name, number, version = option.line.name, explained.situation.rows.case.number, form.cleaned_data["version"]

    def look() -> HttpResponse:
        answer, now = form.answer(), timezone.now()
        letter = as_issued(number=number, move=name, user=request.user, data=answer, now=now, version=version)
        return shown(request, explained, option, form, letter=letter)

    return _at_the_door(request, explained, option, form, look)


def _at_the_door(
    request: SignedIn,
    explained: Explained,
    option: Option,
    form: MoveForm,
    come: Callable[[], HttpResponse],
    draft: DraftShown | None = None,
) -> HttpResponse:
    """What comes of it; what is refused there stands on the page of the move, with what was typed."""
    try:
        return come()
    except InputInvalid as error:
        blame_input(form, error, language())
        return shown(request, explained, option, form, status=INVALID, draft=draft)
    except Refused as error:
        reasons = reasons_of(error.refusals, language())
        return shown(request, explained, option, form, status=REFUSED, reasons=reasons, draft=draft)
    except Stale:
        return shown(request, explained, option, form, status=STALE)


def _asked_again(request: SignedIn, explained: Explained, option: Option, form: MoveForm) -> HttpResponse:
    """Everything the door would refuse is told now; else what was chosen stands there to be sent or changed."""
    situation = explained.situation
    actor = actor_for(request.user, situation.people)
    refusals = examine(option.line, situation.facts, actor, form.answer())
    if refusals:
        return shown(request, explained, option, form, status=REFUSED, reasons=reasons_of(refusals, language()))
    return shown(request, explained, option, form, template="moves/confirm.html")


def _on(request: SignedIn, number: str, move: str, form: MoveForm) -> HttpResponse:
    """Where a move leads: to the receipt of a vote, to the desk for whoever keeps out of the case now, else back."""
    if move == VOTE:
        return redirect("move", number=number, move=move)
    if move == "convene" and "meeting" in form.answer() and "back" in request.POST:
        meeting = form.answer()["meeting"]
        put_there(request, meeting=meeting, subject=f"case:{number}")
        return redirect("meeting", pk=meeting)
    if move == INTEREST and form.answer()["conflict"]:
        messages.info(
            request, gettext("You keep out of %(case)s from now on, and see no more of it.") % {"case": number}
        )
        return redirect("desk")
    return redirect("case", number=number)


def shown(
    request: SignedIn,
    explained: Explained,
    option: Option,
    form: MoveForm,
    *,
    status: int = 200,
    reasons: list[Reason] | None = None,
    template: str = "",
    draft: DraftShown | None = None,
    letter: Letter | None = None,
) -> HttpResponse:
    """The page of the move in the state it is in; with a `letter`, the letter it would be."""
    rows, name = explained.situation.rows, option.line.name
    return page(
        request,
        "moves/letter.html" if letter else template or template_of(name),
        section="cases",
        status=status,
        unread=rows.case.unread,  # type: ignore[attr-defined] # annotated by the query
        case=heading_of(rows.case, language()),
        move=move_page(option=option, pack=explained.situation.facts.rules.pack, language=language()),
        form=form,
        refused=reasons or [],
        draft=draft,
        stale=latest_of(explained, language()) if status == STALE and draft is None else None,
        letter=letter,
        look=gettext("Look at the letter first") if name in LETTERS else "",
        **({} if letter else beside(Asked(explained, option, request.user, language()))),
    )
