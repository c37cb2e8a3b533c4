"""The annual report (年度报告) of a body: which bodies owe one, what was reported, a year in figures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Substr

from accounts.models import User
from committees.models import Committee
from ethics_review.models import Case, Decision, ReExamination
from ethics_review.relations import relations_of
from ledger.chain import moment_text
from ledger.models import Deadline, Entry
from regulations.clocks import SHANGHAI, local
from regulations.vocabulary import CommitteeKind

CLOCK = "annual_report"
SUBMITTED = "annual_report.submitted"
STANDING = (CommitteeKind.ETHICS, CommitteeKind.SERVICE_CENTRE)
"""A panel sits for one matter and reports to nobody."""

SUMMARY = "summary"


@dataclass(frozen=True)
class Submitted:
    """One report as it was submitted: the body's id, when and in which role, the figures of then, and its words.

    `summary` is empty where the words have been erased; `document_sha256` where no paper was named.
    """

    committee: int
    at: datetime
    role: str
    summary: str
    year: int
    figures: Mapping[str, Any]
    document_sha256: str


def begins(year: int) -> datetime:
    """The first instant of a year in Shanghai. The report on a year is owed from that of the next."""
    return datetime(year, 1, 1, tzinfo=SHANGHAI)


def last_year(now: datetime) -> int:
    """The latest year that has ended."""
    return local(now).year - 1


def owing(*, now: datetime) -> QuerySet[Committee]:
    """The registered bodies for which the clock of last year's report has not been started, by id.

    Whoever was entered into this system only after the year had ended reported on it elsewhere.
    """
    since = begins(local(now).year)
    stream = Concat(Value("committee:"), Cast(OuterRef("pk"), CharField()))
    known = Entry.objects.filter(stream=stream, seq=0, at__lt=moment_text(since))
    started = Deadline.objects.filter(stream=stream, clock=CLOCK, started_at=since)
    bodies = Committee.objects.filter(kind__in=STANDING, registered_at__isnull=False, established_on__lt=since.date())
    return bodies.filter(Exists(known), ~Exists(started)).order_by("pk")


def readable(*, user: User, now: datetime) -> QuerySet[Committee]:
    """The standing bodies whose reports are the person's to read: of its own seats, its unit, and who oversees it."""
    me = relations_of(user, now)
    shown = Q(pk__in=me.committees) | Q(institution__in=me.managed)
    for region in me.regions:
        shown |= Q(institution__region__startswith=region)
    return Committee.objects.filter(shown, kind__in=STANDING)


def reported_years(*, committee: Committee) -> list[int]:
    """The years on which the body has reported, in the order of the reports. One statement."""
    entries = Entry.objects.filter(stream=committee.stream, action=SUBMITTED).order_by("seq")
    return [entry.data["year"] for entry in entries]


def reports_of(*, committees: Iterable[Committee]) -> list[Submitted]:
    """Every report of the bodies, the latest year first. Two statements. For those to whom `readable` shows them."""
    bodies = {body.stream: body.pk for body in committees}
    entries = Entry.objects.filter(stream__in=bodies, action=SUBMITTED).order_by("seq")
    written = [(entry, _summary(entry)) for entry in entries.prefetch_related("statements")]
    found = [Submitted(bodies[entry.stream], entry.moment, entry.role, text, **_said(entry)) for entry, text in written]
    return sorted(found, key=lambda report: -report.year)


def _summary(entry: Entry) -> str:
    return next((said.text for said in entry.statements.all() if said.name == SUMMARY), "")


def _said(entry: Entry) -> dict[str, Any]:
    return {name: entry.data[name] for name in ("year", "figures", "document_sha256")}


def year_in_figures(*, committee: Committee, year: int) -> dict[str, Any]:
    """What the body did in a calendar year of Shanghai; see `figures_of`. Five statements."""
    return figures_of(committees=[committee.pk], year=year)[committee.pk]


def figures_of(*, committees: Collection[int], year: int) -> dict[int, dict[str, Any]]:
    """What each body did in a calendar year of Shanghai, counted from the record. Five statements for them all.

    `accepted` are the matters accepted in it, `listed` those of them that are on the list; `decided` the final
    decisions by outcome, `re_examined` the opinions returned, `overdue` the time limits found missed.
    """
    since, until = begins(year), begins(year + 1)
    entries = Entry.objects.filter(at__gte=moment_text(since), at__lt=moment_text(until))
    matters = Case.objects.filter(committee__in=committees)
    accepted = matters.filter(number__in=_numbers(entries.filter(action="accept")))
    on_list = accepted.filter(Q(listed__isnull=False) & ~Q(listed=[]))
    issued = Decision.objects.filter(case__committee__in=committees, kind=Decision.Kind.FINAL)
    decided = _counted(issued.filter(issued_at__gte=since, issued_at__lt=until), "case__committee", "outcome")
    heard = ReExamination.objects.filter(case__committee__in=committees)
    counts = {
        "accepted": _counted(accepted, "committee"),
        "listed": _counted(on_list, "committee"),
        "re_examined": _counted(heard.filter(returned_at__gte=since, returned_at__lt=until), "case__committee"),
        "overdue": _counted(_missed(entries, matters), "committee"),
    }
    return {
        body: {
            **{name: found.get((body,), 0) for name, found in counts.items()},
            "decided": {outcome: times for (of, outcome), times in decided.items() if of == body},
        }
        for body in committees
    }


def _numbers(entries: QuerySet[Entry]) -> QuerySet[Any]:
    """The numbers of the cases the entries are about."""
    of_cases = entries.filter(stream__startswith="case:")
    return of_cases.annotate(number=Substr("stream", len("case:") + 1)).values("number")


def _missed(entries: QuerySet[Entry], matters: QuerySet[Case]) -> QuerySet[Entry]:
    """The time limits of the bodies' matters found missed, each with the `committee` whose matter it was."""
    number = Substr("stream", len("case:") + 1)
    missed = entries.filter(action="deadline_missed", stream__startswith="case:").annotate(number=number)
    of_case = Case.objects.filter(number=OuterRef("number"))
    return missed.filter(number__in=matters.values("number")).annotate(committee=Subquery(of_case.values("committee")))


def _counted(rows: QuerySet[Any], *by: str) -> dict[tuple[Any, ...], int]:
    """How many rows there are to each value of `by`, in their order. One statement."""
    found = rows.order_by(*by).values_list(*by).annotate(times=Count("pk"))
    return {tuple(values): times for *values, times in found}
