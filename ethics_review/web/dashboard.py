"""The dashboard (工作概览) of a body: each chart with its table, each table as a file, over a period of one's choice.

What a single member has to do is shown to the body's office alone: it assigns the work; nobody else need compare.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from committees.models import Committee
from ethics_review.queries import dashboard
from ethics_review.queries.dashboard import Period
from ethics_review.queries.sittings import keeps_office
from ethics_review.web.charts import Chart, charts_of
from ethics_review.web.forms import PeriodForm
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.spreadsheet import as_file
from regulations.clocks import MONTHS_A_YEAR, add_months, local

PERIOD = ("since", "until")


@dataclass(frozen=True)
class Asked:
    """One body over one period, as one reader asked for it."""

    body: Committee
    period: Period
    form: PeriodForm
    charts: list[Chart]


@answers("GET")
def show(request: SignedIn, pk: int) -> HttpResponse:
    """The body's figures between `?since=` and `?until=`, the last twelve months unless others are given."""
    asked = _asked(request, pk)
    return page(
        request,
        "committees/dashboard.html",
        section="committees",
        body=asked.body,
        name=named(asked.body.name, asked.body.name_en, language()),
        unit=named(asked.body.institution.name, asked.body.institution.name_en, language()),
        period=asked.period,
        form=asked.form,
        charts=asked.charts,
        drawn=[chart.drawn for chart in asked.charts if chart.rows],
    )


@answers("GET")
def download(request: SignedIn, pk: int, chart: str) -> HttpResponse:
    """One table of the same period for a spreadsheet."""
    asked = _asked(request, pk)
    table = next((one for one in asked.charts if one.key == chart), None)
    if table is None:
        raise Http404
    return as_file([table.columns, *table.rows], name=f"{chart}-{asked.period.since}-{asked.period.until}")


def _asked(request: SignedIn, pk: int) -> Asked:
    now = timezone.now()
    body = get_object_or_404(dashboard.readable(user=request.user, now=now), pk=pk)
    usual = last_twelve_months(now)
    given = {name: request.GET[name] for name in PERIOD if name in request.GET}
    form = PeriodForm({"since": usual.since, "until": usual.until} | given)
    period = Period(*form.days(since=usual.since, until=usual.until))
    with_loads = keeps_office(committee=body, user=request.user, now=now)
    figures = dashboard.figures(committee=body, period=period, with_loads=with_loads)
    return Asked(body, period, form, charts_of(figures, language(), with_loads=with_loads))


def last_twelve_months(now: datetime) -> Period:
    """Through today."""
    today = local(now).date()
    return Period(add_months(today, -MONTHS_A_YEAR), today)
