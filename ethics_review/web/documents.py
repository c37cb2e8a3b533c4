"""Documents of a case: added by a form, handed out to whoever may read them. Every download is remembered."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.api.readers import reader_of
from ethics_review.documents import received
from ethics_review.engine import InputInvalid
from ethics_review.operations.documents import add_document, take_document
from ethics_review.queries.documents import documents_of
from ethics_review.web.case_page import case_page
from ethics_review.web.heading import visible_case
from ethics_review.web.page import INVALID, REFUSED, SignedIn, answers, language, page
from ethics_review.web.shown import Reason, reasons_of
from regulations.refusal import Refused


@answers("POST")
def add(request: SignedIn, number: str) -> HttpResponse:
    """Add one document; where it cannot be, the case's page says why."""
    now = timezone.now()
    visible_case(number=number, user=request.user, now=now)
    try:
        with received(file=request.FILES.get("file"), limit=settings.UPLOAD_LIMIT) as arrived:
            kind = request.POST.get("kind", "")
            document = add_document(number=number, kind=kind, arrived=arrived, user=request.user, now=now)
    except InputInvalid as error:
        reasons = [Reason(wording.problem_sentence(problem, language()), None) for problem in error.problems]
        return _refused(request, number, reasons, INVALID)
    except Refused as error:
        return _refused(request, number, reasons_of(error.refusals, language()), REFUSED)
    messages.success(request, gettext("%(name)s was added.") % {"name": document.name})
    return redirect("case", number=number)


def _refused(request: SignedIn, number: str, reasons: list[Reason], status: int) -> HttpResponse:
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    shown = case_page(case=case, user=request.user, now=now, language=language())
    return page(request, "cases/detail.html", section="cases", status=status, case=shown, upload_reasons=reasons)


@answers("GET")
def take(request: SignedIn, number: str, pk: int) -> HttpResponseBase:
    """The document as it was uploaded, always as a file to keep, never shown inside a page."""
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    roles = reader_of(case=case, user=request.user, now=now).roles
    document = get_object_or_404(documents_of(case=case, roles=roles), pk=pk)
    taken = take_document(document=document, user=request.user, now=now)
    return FileResponse(
        taken.content.open("rb"), as_attachment=True, filename=taken.name, content_type=taken.media_type
    )
