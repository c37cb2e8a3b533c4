"""The dashboard (工作概览) of a body: each chart with its table, each table as a file, over a period of one's choice.

What a single member has to do is shown to the body's office alone: it assigns the work; nobody else need compare.
"""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from committees.models import Committee
from ethics_review.queries import dashboard
from ethics_review.queries.dashboard import Period
from ethics_review.queries.sittings import keeps_office
from ethics_review.web.charts import Chart, Row, charts_of
from ethics_review.web.forms import PeriodForm
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from regulations.clocks import MONTHS_A_YEAR, add_months, local

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet reads the Chinese as something else."""
PERIOD = ("since", "until")
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins with one of them is computed by a spreadsheet instead of shown."""


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
    answer = HttpResponse(as_csv(table), content_type="text/csv; charset=utf-8")
    name = f"{chart}-{asked.period.since}-{asked.period.until}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_csv(table: Chart) -> str:
    """The table as a file (RFC 4180), in UTF-8 with its mark; no cell of it is computed."""
    written = StringIO()
    lines: list[Row] = [[*table.columns], *table.rows]
    csv.writer(written).writerows([_inert(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + written.getvalue()


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(ACTIVE) else cell


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
