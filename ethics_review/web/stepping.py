"""The application step by step: each step a plain form, saved on the way to the next; a draft saves itself as well.

Every save is the next revision of the filing, through the one operation there is; what has not changed is not written.
Two windows on one draft never overwrite each other: see `filing_conflict`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review.engine import Stale, explain
from ethics_review.engine.facts import rules_of
from ethics_review.models import Case, Filing
from ethics_review.operations import Malformed, revise
from ethics_review.operations.filing import CORRECTABLE, refuse_closed
from ethics_review.web import filing_steps
from ethics_review.web.case_page import kinds_of, papers_of
from ethics_review.web.checklists import checklists_of
from ethics_review.web.choices import of_items
from ethics_review.web.filing_conflict import Difference, differences
from ethics_review.web.filing_form import FilingForm
from ethics_review.web.filing_page import Lacking, lacking, sections
from ethics_review.web.heading import heading_of, visible_case
from ethics_review.web.page import INVALID, STALE, SignedIn, answers, language, page
from ethics_review.web.papers import paper
from ethics_review.web.preview_page import preview_page
from ethics_review.web.shown import reasons_of, troubles_of
from ethics_review.web.uploads import uploads
from regulations.pack import Rules
from regulations.refusal import Refused
from regulations.vocabulary import State

LONGEST_NUMBER = 9
"""Digits of the number of a revision."""
RISKS = "risk_assessment"
"""The step beside which the checklists stand."""


@dataclass(frozen=True)
class Opened:
    """A filing open to its applicant: the case, the newest revision and the rules it is held to."""

    case: Case
    filing: Filing
    rules: Rules

    @property
    def saves_itself(self) -> bool:
        """Only a draft does: what a committee waits for is changed when the applicant says so."""
        return State(self.case.state) is State.DRAFT

    def lacking(self) -> list[Lacking]:
        return lacking(self.filing.body, self.rules, language())

    def form(self, data: Mapping[str, Any] | None = None) -> FilingForm:
        items: Any = self.rules.pack.rules["list.items"].value
        listed = of_items(items, language())
        body, version = self.filing.body, self.case.version
        return FilingForm(data, body=body, listed=listed, language=language(), version=version)


def opened(request: SignedIn, number: str) -> Opened:
    """The filing, for its applicant while it is open to correction; 404 for anybody else and at any other time.

    An applicant who has submitted it meanwhile in another window is told so (`Refused`), with what was typed.
    """
    case = visible_case(number=number, user=request.user, now=timezone.now())
    if request.method == "POST" and case.applicant_id == request.user.pk:
        refuse_closed(case=case, user=request.user)
    if case.applicant_id != request.user.pk or State(case.state) not in CORRECTABLE:
        raise Http404
    return Opened(case, case.filings.latest("revision"), rules_of(case))


@answers("GET", "POST")
def step(request: SignedIn, number: str, key: str) -> HttpResponse:
    """One step: its questions, or what was sent for them. A part that saves itself is answered in part."""
    if key not in filing_steps.every_step():
        raise Http404
    try:
        draft = opened(request, number)
    except Refused as error:
        if not request.htmx:
            raise
        reasons = reasons_of(error.refusals, language())
        return render(request, "cases/parts/step_unsaved.html", {"reasons": reasons})
    if key not in filing_steps.parts():
        return _documents(request, draft) if key == filing_steps.DOCUMENTS else _check(request, draft)
    if request.method == "POST":
        return _sent(request, draft, key)
    return _questions(request, draft, key, draft.form())


def _sent(request: SignedIn, draft: Opened, key: str) -> HttpResponse:
    """Save what was sent for a step, or say why not; nothing is lost either way."""
    form = draft.form(filing_steps.sent_for(stored=draft.form(), sent=request.POST, part=key))
    if not form.is_valid():
        return _unsaved(request, draft, key, form)
    conflict = conflict_of(draft, form.filing(), given=request.POST.get("revision", ""), part=key)
    if conflict:
        return _unsaved(request, draft, key, form, conflict)
    try:
        saved = save(request, draft, form.filing())
    except Malformed as error:
        for trouble in troubles_of(error.problems, draft.rules.pack, language()):
            form.blame(trouble.path, trouble.sentence)
        return _unsaved(request, draft, key, form)
    except Stale:
        return _sent(request, opened(request, draft.case.number), key)
    if request.htmx:
        return _saved_part(request, saved, key)
    return _onwards(request, saved, key)


def conflict_of(draft: Opened, mine: Mapping[str, Any], *, given: str, part: str) -> list[Difference]:
    """What another window has changed since the revision `given` on the page; nothing where it is still the newest.

    A page that does not say what it was drawn from is compared as if it had been drawn from nothing.
    """
    drawn_from = int(given) if given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER else 0
    if drawn_from == draft.filing.revision:
        return []
    base = draft.case.filings.filter(revision=drawn_from).first()
    return differences(
        base=base.body if base else {}, mine=mine, theirs=draft.filing.body, part=part, language=language()
    )


def drawn_from(request: SignedIn, draft: Opened, *, compared: bool) -> str:
    """The revision the form on the page says it was drawn from: the newest, once both versions stand there.

    A form shown again because something in it was wrong has been compared with nothing yet: it keeps what it said.
    """
    if request.method == "POST" and not compared and "revision" in request.POST:
        return request.POST["revision"][:LONGEST_NUMBER]
    return str(draft.filing.revision)


def save(request: SignedIn, draft: Opened, body: Mapping[str, Any]) -> Opened:
    """The next revision, unless nothing has changed. Raises as `revise` does."""
    if body == _unblanked(draft):
        return draft
    now, number = timezone.now(), draft.case.number
    case = revise(number=number, filing=body, user=request.user, now=now, version=draft.case.version)
    return Opened(case, case.filings.latest("revision"), draft.rules)


def _unblanked(draft: Opened) -> Mapping[str, Any]:
    """What stands, without what was left blank: as the form would send it."""
    form = draft.form(filing_steps.as_sent(draft.form()))
    return form.filing() if form.is_valid() else {}


def _onwards(request: SignedIn, saved: Opened, key: str) -> HttpResponse:
    """To the next step, or back to this one for more rows."""
    going = request.POST.get("go") == "next"
    messages.success(request, gettext("Saved as revision %(revision)d.") % {"revision": saved.filing.revision})
    address = reverse("filing-step", args=[saved.case.number, filing_steps.after(key) if going else key])
    return redirect(address + ("" if going or request.POST.get("go") == "save" else "#records"))


def _saved_part(request: SignedIn, saved: Opened, key: str) -> HttpResponse:
    """What changes on the page when a step has saved itself."""
    found = saved.lacking()
    return render(
        request,
        "cases/parts/step_saved.html",
        _around(saved, key, found) | {"saved_at": saved.filing.created_at},
    )


def _around(draft: Opened, key: str, found: list[Lacking]) -> dict[str, Any]:
    """What stands around the questions of every step."""
    return {
        "case": heading_of(draft.case, language()),
        "revision": draft.filing.revision,
        "saves_itself": draft.saves_itself,
        "key": key,
        "before": filing_steps.before(key),
        "steps": filing_steps.steps(body=draft.filing.body, lacking=found, current=key, language=language()),
        "lacking": found,
        "submit_move": "submit" if draft.saves_itself else "resubmit",
    }


def _unsaved(
    request: SignedIn, draft: Opened, key: str, form: FilingForm, conflict: list[Difference] | None = None
) -> HttpResponse:
    if request.htmx:
        return render(request, "cases/parts/step_unsaved.html", {"conflict": conflict, "form": form})
    return _questions(request, draft, key, form, conflict=conflict, status=STALE if conflict else INVALID)


def _questions(
    request: SignedIn,
    draft: Opened,
    key: str,
    form: FilingForm,
    *,
    conflict: list[Difference] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = draft.lacking()
    shown = filing_steps.step_page(form=form, part=key, lacking=found, rules=draft.rules)
    around = _around(draft, key, found)
    return page(
        request,
        "cases/step.html",
        section="cases",
        status=status,
        **around | {"saves_itself": draft.saves_itself and not conflict},
        form=form,
        step=shown,
        conflict=conflict or [],
        drawn=drawn_from(request, draft, compared=bool(conflict)),
        checklists=checklists_of(draft.filing.body, language()) if key == RISKS else [],
    )


def _documents(request: SignedIn, draft: Opened) -> HttpResponse:
    explained = explain(case=draft.case, user=request.user, now=timezone.now())
    papers = papers_of(explained, request.GET.get("page", ""))
    return page(
        request,
        "cases/step_documents.html",
        section="cases",
        **_around(draft, filing_steps.DOCUMENTS, draft.lacking()),
        papers=[paper(document, language()) for document in papers],
        pages=papers,
        kinds=kinds_of(explained, language()),
        uploads=uploads(),
    )


def _check(request: SignedIn, draft: Opened) -> HttpResponse:
    explained = explain(case=draft.case, user=request.user, now=timezone.now())
    return page(
        request,
        "cases/step_check.html",
        section="cases",
        **_around(draft, filing_steps.CHECK, draft.lacking()),
        preview=preview_page(explained.situation.facts, language()) if draft.saves_itself else None,
        sections=sections(draft.filing.body, language()),
        checklists=checklists_of(draft.filing.body, language()),
    )
