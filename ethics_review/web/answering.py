"""Answering a completion notice (补正): item by item, what was filed beside what is filed now, then all of it at once.

An item is answered when what stands at its place is no longer what the committee has before it; one that stays as it is
says why. The reasons go with the resubmission as its note. The law's own conditions are the door's to examine.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.engine import InputInvalid, Stale
from ethics_review.models import CompletionNotice
from ethics_review.operations import Malformed, make_move
from ethics_review.queries import case_record
from ethics_review.web.filing_conflict import Difference
from ethics_review.web.filing_form import FilingForm
from ethics_review.web.filing_page import told
from ethics_review.web.filing_steps import DOCUMENTS, as_sent, part_at
from ethics_review.web.heading import heading_of
from ethics_review.web.notice_items import Named, named_in
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language, page
from ethics_review.web.shown import Ground, Reason, reasons_of, troubles_of
from ethics_review.web.stepping import Opened, conflict_of, drawn_from, opened, save
from regulations.filing_fields import at, tree
from regulations.refusal import Refused
from regulations.vocabulary import State

FEW = 8
"""So many questions are answered beside the notice; a larger part is answered at its own step."""
LEFT = "left."
LONGEST_REASON = 1000


@dataclass(frozen=True)
class Item:
    """One thing the notice names. `left` is why it stays as it is; `open` while it is neither answered nor left."""

    number: int
    label: str
    wanted: str
    ground: Ground
    old: tuple[str, ...]
    new: tuple[str, ...]
    fields: tuple[BoundField, ...]
    step: str
    answered: bool
    left: str

    @property
    def open(self) -> bool:
        return not self.answered and not self.left


@answers("GET", "POST")
def answer(request: SignedIn, number: str) -> HttpResponse:
    """The notice with the answers; saving keeps them, resubmitting puts them before the committee."""
    draft = opened(request, number)
    if State(draft.case.state) is not State.COMPLETION_REQUESTED:
        raise Http404
    notice = case_record.notices(case=draft.case)[-1]
    if request.method == "POST":
        return _sent(request, draft, notice)
    return _shown(request, draft, notice, draft.form())


def _sent(request: SignedIn, draft: Opened, notice: CompletionNotice) -> HttpResponse:
    _keep_reasons(request, draft, notice)
    form = draft.form(_laid_over(request, draft, notice))
    if not form.is_valid():
        return _shown(request, draft, notice, form, status=INVALID)
    conflict = conflict_of(draft, form.filing(), given=request.POST.get("revision", ""), part="")
    if conflict:
        return _shown(request, draft, notice, form, status=STALE, conflict=conflict)
    try:
        saved = save(request, draft, form.filing())
    except Malformed as error:
        for trouble in troubles_of(error.problems, draft.rules.pack, language()):
            form.blame(trouble.path, trouble.sentence)
        return _shown(request, draft, notice, form, status=INVALID)
    except Stale:
        return _sent(request, opened(request, draft.case.number), notice)
    if request.POST.get("go") == "resubmit":
        return _resubmitted(request, saved, notice)
    messages.success(request, gettext("Saved as revision %(revision)d.") % {"revision": saved.filing.revision})
    return redirect("filing-answer", number=saved.case.number)


def _resubmitted(request: SignedIn, saved: Opened, notice: CompletionNotice) -> HttpResponse:
    """Put the answers before the committee, once no item is open any more."""
    form, number = saved.form(), saved.case.number
    items = _items(request, saved, notice, form)
    if any(item.open for item in items):
        return _shown(request, saved, notice, form, status=INVALID, unanswered=True)
    note = "\n".join(f"{item.label}: {item.left}" for item in items if item.left and not item.answered)
    data = {"note": note} if note else {}
    now, version = timezone.now(), saved.case.version
    try:
        make_move(number=number, move="resubmit", user=request.user, data=data, now=now, version=version)
    except Refused as error:
        reasons = reasons_of(error.refusals, language())
        return _shown(request, saved, notice, form, status=REFUSED, reasons=reasons)
    except InputInvalid as error:
        reasons = [Reason(wording.problem_sentence(problem, language()), None) for problem in error.problems]
        return _shown(request, saved, notice, form, status=INVALID, reasons=reasons)
    except Stale:
        return _resubmitted(request, opened(request, number), notice)
    request.session.pop(_key(saved), None)
    label = wording.move_label("resubmit", language(), pack=saved.rules.pack)
    messages.success(request, gettext("Done: %(move)s.") % {"move": label})
    return redirect("case", number=number)


def _laid_over(request: SignedIn, draft: Opened, notice: CompletionNotice) -> Any:
    """What stands, with the answers that were sent for the items of the notice."""
    data, stored = as_sent(draft.form()), draft.form()
    for item in notice.items:
        for bound in _fields(stored, item["path"]):
            name = bound.html_name
            if request.POST.get(f"take.{name}") != "theirs" and f"asked.{name}" in request.POST:
                data.setlist(name, request.POST.getlist(name))
    return data


def _fields(form: FilingForm, path: str) -> tuple[BoundField, ...]:
    """The questions at a place and below it, where they are few."""
    found = tuple(form[name] for name in form.fields if name == path or name.startswith(f"{path}."))
    return found if len(found) <= FEW else ()


def _items(request: SignedIn, draft: Opened, notice: CompletionNotice, form: FilingForm) -> list[Item]:
    before = draft.case.filings.filter(submitted_at__isnull=False).latest("revision").body
    left = request.session.get(_key(draft), {})
    return [
        _item(draft, form, number, one, before, str(left.get(str(number), "")))
        for number, one in enumerate(named_in(notice, draft.rules.pack, language()))
    ]


def _item(draft: Opened, form: FilingForm, number: int, named: Named, before: Any, left: str) -> Item:
    path, parts = named.path, named.path.split(".")
    old, new = at(before, *parts), at(draft.filing.body, *parts)
    known = parts[0] in tree().inside
    return Item(
        number=number,
        label=named.label,
        wanted=named.wanted,
        ground=named.ground,
        old=_told(path, old),
        new=_told(path, new),
        fields=_fields(form, path) if known else (),
        step=part_at(path) if known else DOCUMENTS,
        answered=old != new,
        left=left,
    )


def _told(path: str, value: Any) -> tuple[str, ...]:
    """What stands at a place, a line for each answer below it."""
    if isinstance(value, dict):
        lines = ((f"{path}.{name}", inner) for name, inner in value.items())
        return tuple(
            f"{wording.field_label(below, language()) or below}: {line}"
            for below, inner in lines
            for line in _told(below, inner)
        )
    return told(path, value, language())


def _keep_reasons(request: SignedIn, draft: Opened, notice: CompletionNotice) -> None:
    """Reasons wait in the session until they are sent: they belong to no revision."""
    given = {str(number): request.POST.get(f"{LEFT}{number}", "").strip() for number in range(len(notice.items))}
    request.session[_key(draft)] = {number: text[:LONGEST_REASON] for number, text in given.items() if text}


def _key(draft: Opened) -> str:
    return f"left-{draft.case.number}"


def _shown(
    request: SignedIn,
    draft: Opened,
    notice: CompletionNotice,
    form: FilingForm,
    *,
    status: int = 200,
    conflict: list[Difference] | None = None,
    reasons: list[Reason] | None = None,
    unanswered: bool = False,
) -> HttpResponse:
    return page(
        request,
        "cases/answer.html",
        section="cases",
        status=status,
        case=heading_of(draft.case, language()),
        revision=draft.filing.revision,
        drawn=drawn_from(request, draft, compared=bool(conflict)),
        notice=notice,
        items=_items(request, draft, notice, form),
        form=form,
        conflict=conflict or [],
        reasons=reasons or [],
        unanswered=unanswered,
        longest=LONGEST_REASON,
    )
