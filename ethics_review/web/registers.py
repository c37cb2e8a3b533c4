"""The registers (台账) of a body, one at a time: as a page, and as a file of exactly what its year holds.

They are for whoever keeps the body's office; to anybody else there are none. Which cases a register may tell of is for
`queries.registers`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from ethics_review.operations.deliveries import keepers
from ethics_review.queries import registers, sittings
from ethics_review.queries.annual import STANDING
from ethics_review.relations import relations_of
from ethics_review.web import register_lines as lines
from ethics_review.web.forms import RegisterYear
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.register_lines import Reading
from ethics_review.web.register_table import Column, Line, headings, set_out
from ethics_review.web.spreadsheet import as_file
from regulations.clocks import local

ON_PAGE = 50
CASE = (Column(_("Case")), Column(_("Title"), beneath=True), Column(_("Unit"), beneath=True))
LIMIT = (Column(_("Due")), Column(_("State"), beneath=True))


@dataclass(frozen=True)
class Register:
    """One register: what it holds, which acts begin a line of it, its columns, its rows and their words."""

    name: str | Promise
    says: str | Promise
    begun: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[..., QuerySet[Any]]
    worded: Callable[[Any, Reading], list[Line]]
    standing: Callable[[Committee], str] = lines.untold
    """What is said of the body itself, whichever the year."""


REGISTERS: Mapping[str, Register] = {
    "decisions": Register(
        _("Decisions and opinions"),
        _("What the body has signed, by the day on which it was issued; the letter says the rest."),
        _("A line is added when the chair issues a decision or passes a preliminary review."),
        (
            *CASE,
            Column(_("Letter")),
            Column(_("Round of review"), beneath=True),
            Column(_("Outcome")),
            Column(_("Procedure"), beneath=True),
            Column(_("Issued on")),
            Column(_("Signatory"), beneath=True),
            Column(_("Votes")),
            Column(_("Valid until")),
        ),
        registers.decisions,
        lines.decided,
    ),
    "registrations": Register(
        _("Registrations"),
        _(
            "What is to be registered on the national platform, listed activities and the body itself, by the day from "
            "which it is owed."
        ),
        _("A line is added when the approval of a listed activity takes effect, and when the body changes."),
        (
            *CASE,
            Column(_("Owed since")),
            *LIMIT,
            Column(_("Registration number")),
            Column(_("Registered on")),
            Column(_("Recorded by"), beneath=True),
            Column(_("Confirmed on")),
            Column(_("Confirmed by"), beneath=True),
        ),
        registers.registrations,
        lines.registered,
        lines.own_registration,
    ),
    "conditions": Register(
        _("Conditions of approvals"),
        _("What was attached to approvals, by the day on which the approval took effect."),
        _("A line is added when an approval with conditions takes effect."),
        (
            *CASE,
            Column(_("Condition")),
            Column(_("In effect since")),
            *LIMIT,
            Column(_("Settled on")),
            Column(_("Settled by whom"), beneath=True),
            Column(_("Evidence reported")),
        ),
        registers.conditions,
        lines.attached,
    ),
    "interests": Register(
        _("Interests and recusals"),
        _(
            "Who of the body keeps out of which matter, since when and why; none of it is taken back. The grounds are "
            "personal and for the office alone. Who declared to keep no interest stands in the record of the case."
        ),
        _("A line is added when a member declares an interest, or whoever presides keeps one out."),
        (
            *CASE,
            Column(_("Person")),
            Column(_("Keeps out since")),
            Column(_("How it came about")),
            Column(_("Occasion"), beneath=True),
            Column(_("Reason")),
        ),
        registers.interests,
        lines.kept_out,
    ),
    "appeals": Register(
        _("Appeals"),
        _("What was appealed against and how it was answered, by the day on which the appeal was lodged."),
        _("A line is added when an applicant lodges an appeal."),
        (
            *CASE,
            Column(_("Lodged on")),
            Column(_("Lodged by"), beneath=True),
            Column(_("Against")),
            *LIMIT,
            Column(_("Ruling")),
            Column(_("Ruled on"), beneath=True),
            Column(_("Ruled by"), beneath=True),
        ),
        registers.appeals,
        lines.appealed,
    ),
}


@dataclass(frozen=True)
class Asked:
    """One register of one body over one year, or every one, as one reader asked for it."""

    key: str
    register: Register
    form: RegisterYear
    reading: Reading
    rows: QuerySet[Any]

    @property
    def body(self) -> Committee:
        return self.reading.scope.body

    @property
    def year(self) -> str:
        """As the address names it."""
        return RegisterYear.EVERY if self.reading.scope.year is None else str(self.reading.scope.year)


@answers("GET")
def show(request: SignedIn, pk: int, register: str) -> HttpResponse:
    """One register, this year's lines unless `?year=` names another; the latest come first."""
    asked, tongue = _asked(request, pk, register), language()
    shown = Paginator(asked.rows, ON_PAGE).get_page(request.GET.get("page"))
    columns = asked.register.columns
    return page(
        request,
        "committees/register.html",
        section="committees",
        body=asked.body,
        name=named(asked.body.name, asked.body.name_en, tongue),
        unit=named(asked.body.institution.name, asked.body.institution.name_en, tongue),
        tabs=[(key, one.name) for key, one in REGISTERS.items()],
        key=asked.key,
        register=asked.register,
        standing=asked.register.standing(asked.body),
        year=asked.year,
        every=asked.reading.scope.year is None,
        form=asked.form,
        headings=headings(columns),
        lines=[set_out(columns, line) for line in asked.register.worded(list(shown), asked.reading)],
        pages=shown,
    )


@answers("GET")
def download(request: SignedIn, pk: int, register: str) -> HttpResponse:
    """Every line of the same year for a spreadsheet, in the same order."""
    asked = _asked(request, pk, register)
    found = asked.register.worded(list(asked.rows), asked.reading)
    head = [str(column.name) for column in asked.register.columns]
    return as_file([head, *([cell.text for cell in line] for line in found)], name=f"{asked.key}-{asked.year}")


def _asked(request: SignedIn, pk: int, key: str) -> Asked:
    now = timezone.now()
    body, register = _kept(request, pk, now), REGISTERS.get(key)
    if register is None:
        raise Http404
    this_year = local(now).year
    form = RegisterYear(request.GET, first=body.established_on.year, last=this_year)
    kept = registers.cases_kept(body=body, me=relations_of(request.user, now))
    scope = registers.Scope(body, kept, form.chosen(otherwise=this_year))
    return Asked(key, register, form, Reading(scope, now, language()), register.rows(scope=scope))


def _kept(request: SignedIn, pk: int, now: datetime) -> Committee:
    """The standing body, for whoever keeps its office."""
    bodies = sittings.bodies(user=request.user, now=now).filter(kind__in=STANDING)
    body = get_object_or_404(bodies, pk=pk)
    if not keepers(body=body, user=request.user, now=now):
        raise Http404
    return body
