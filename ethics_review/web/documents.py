"""Documents of a case: added by a form, handed out to whoever may read them. Every download is remembered."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.api.readers import reader_of
from ethics_review.contents import PDF, shown_as
from ethics_review.documents import received
from ethics_review.engine import InputInvalid
from ethics_review.operations.documents import add_document, take_document
from ethics_review.queries.documents import documents_of
from ethics_review.web.case_page import case_page
from ethics_review.web.filing_steps import DOCUMENTS
from ethics_review.web.heading import visible_case
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from regulations.refusal import Refused


@answers("POST")
def add(request: SignedIn, number: str) -> HttpResponse:
    """Add the documents that were sent, each for itself; of what cannot be added the page says why.

    A part that sends one file after the other is answered in part.
    """
    visible_case(number=number, user=request.user, now=timezone.now())
    sent = _sent(request, number)
    if request.htmx:
        return render(request, "cases/parts/upload_result.html", {"sent": sent})
    for name in sent.added:
        messages.success(request, gettext("%(name)s was added.") % {"name": name})
    if request.POST.get("from") == "filing":
        for reason in sent.refused:
            messages.error(request, reason.sentence)
        return redirect("filing-step", number=number, key=DOCUMENTS)
    return _refused(request, number, sent) if sent.refused else redirect("case", number=number)


@dataclass
class Sent:
    """What came of several files: the names of those that were added, and why the others were not."""

    added: list[str] = field(default_factory=list)
    refused: list[Reason] = field(default_factory=list)
    status: int = 200


def _sent(request: SignedIn, number: str) -> Sent:
    files: list[Any] = [*request.FILES.getlist("file")] or [None]
    sent = Sent()
    for file in files:
        _take_in(request, number, file, sent)
    return sent


def _take_in(request: SignedIn, number: str, file: Any, sent: Sent) -> None:
    """Add one file, or note why it was not."""
    kind, name = request.POST.get("kind", ""), getattr(file, "name", "")
    try:
        with received(file=file, limit=settings.UPLOAD_LIMIT) as arrived:
            add_document(number=number, kind=kind, arrived=arrived, user=request.user, now=timezone.now())
    except InputInvalid as error:
        found = [Reason(wording.problem_sentence(problem, language()), None) for problem in error.problems]
        sent.status = INVALID
    except Refused as error:
        found = reasons_of(error.refusals, language())
        sent.status = REFUSED
    else:
        sent.added.append(arrived.name)
        return
    sent.refused += [replace(one, sentence=f"{name}: {one.sentence}" if name else one.sentence) for one in found]


def _refused(request: SignedIn, number: str, sent: Sent) -> HttpResponse:
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    shown = case_page(case=case, user=request.user, now=now, language=language())
    return page(
        request, "cases/detail.html", section="cases", status=sent.status, case=shown, upload_reasons=sent.refused
    )


LOCKED_IN = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A document that is shown loads nothing and runs nothing; only pages of this product may hold it."""


@answers("GET")
def take(request: SignedIn, number: str, pk: int) -> HttpResponseBase:
    """The document as it was uploaded, as a file to keep; or, asked for with `?read=here`, to be shown beside a form.

    Either way it is on record who had it.
    """
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    roles = reader_of(case=case, user=request.user, now=now).roles
    document = get_object_or_404(documents_of(case=case, roles=roles), pk=pk)
    taken = take_document(document=document, user=request.user, now=now)
    kind = shown_as(taken.media_type) if request.GET.get("read") == "here" else ""
    answer = FileResponse(
        taken.content.open("rb"), as_attachment=not kind, filename=taken.name, content_type=kind or taken.media_type
    )
    return _locked_in(answer, kind) if kind else answer


def _locked_in(answer: FileResponse, kind: str) -> FileResponse:
    """Shown as nobody's page. A browser shows no PDF in a sandbox: of those none is taken that holds a program."""
    answer.headers["Content-Security-Policy"] = LOCKED_IN if kind == PDF else f"{LOCKED_IN}; sandbox"
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
