"""The list of cases, and the page of one."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone

from ethics_review import wording
from ethics_review.models import Case
from ethics_review.queries.case_filters import matching
from ethics_review.web.case_page import Turned, case_page
from ethics_review.web.forms import CaseFilter
from ethics_review.web.heading import Heading, heading_of, named, unit_of, visible_case
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.terms import sentence_case
from regulations.vocabulary import Procedure, State

ON_PAGE = 25
ORDER = (F("next_due_at").asc(nulls_last=True), "-pk")
"""What is due first comes first, then the latest."""


@dataclass(frozen=True)
class CaseLine:
    """One case in the list."""

    heading: Heading
    procedure: str
    committee: str
    unit: str
    submitted_at: datetime | None
    next_due_at: datetime | None
    overdue: bool


@answers("GET")
def listing(request: SignedIn) -> HttpResponse:
    """The cases this person may see. Unknown filters and pages narrow nothing."""
    now, tongue = timezone.now(), language()
    form = CaseFilter(
        request.GET,
        states=[(state.value, sentence_case(wording.label(state, tongue))) for state in State],
        procedures=[(one.value, sentence_case(wording.label(one, tongue))) for one in Procedure],
    )
    chosen = form.chosen()
    found = matching(user=request.user, now=now, wanted=chosen).order_by(*ORDER)
    shown = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "cases/_rows.html" if request.htmx else "cases/list.html",
        section="cases",
        form=form,
        filtered=bool(chosen),
        cases=[_line(case, tongue) for case in shown],
        pages=shown,
    )


def _line(case: Case, tongue: str) -> CaseLine:
    due = case.next_due_at  # type: ignore[attr-defined] # annotated by the query
    return CaseLine(
        heading=heading_of(case, tongue),
        procedure=sentence_case(wording.label_in(Procedure, case.procedure, tongue)) if case.procedure else "",
        committee=named(case.committee.name, case.committee.name_en, tongue),
        unit=unit_of(case, tongue),
        submitted_at=case.submitted_at,
        next_due_at=due,
        overdue=case.overdue,  # type: ignore[attr-defined] # as above
    )


@answers("GET")
def detail(request: SignedIn, number: str) -> HttpResponse:
    """The page of one case."""
    now = timezone.now()
    case = visible_case(number=number, user=request.user, now=now)
    turned = Turned(request.GET.get("record", ""), request.GET.get("documents", ""))
    shown = case_page(case=case, user=request.user, now=now, language=language(), turned=turned)
    unread: int = case.unread  # type: ignore[attr-defined] # annotated by the query
    return page(request, "cases/detail.html", section="cases", unread=unread, case=shown)
