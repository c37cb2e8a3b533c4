"""The annual report (年度报告) of a body: which bodies owe one, which years are reported, a year in figures."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from committees.models import Committee
from ethics_review.models import Case, Decision, ReExamination
from ledger.chain import moment_text
from ledger.models import Deadline, Entry
from regulations.clocks import SHANGHAI, local
from regulations.vocabulary import CommitteeKind

CLOCK = "annual_report"
SUBMITTED = "annual_report.submitted"
STANDING = (CommitteeKind.ETHICS, CommitteeKind.SERVICE_CENTRE)
"""A panel sits for one matter and reports to nobody."""


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


def reported_years(*, committee: Committee) -> list[int]:
    """The years on which the body has reported, in the order of the reports. One statement."""
    entries = Entry.objects.filter(stream=committee.stream, action=SUBMITTED).order_by("seq")
    return [entry.data["year"] for entry in entries]


def year_in_figures(*, committee: Committee, year: int) -> dict[str, Any]:
    """What the body did in a calendar year of Shanghai, counted from the record. Five statements.

    `accepted` are the matters accepted in it, `listed` those of them that are on the list; `decided` the final
    decisions by outcome, `re_examined` the opinions returned, `overdue` the time limits found missed.
    """
    since, until = begins(year), begins(year + 1)
    matters = Case.objects.filter(committee=committee).annotate(record=Concat(Value("case:"), "number"))
    entries = Entry.objects.filter(at__gte=moment_text(since), at__lt=moment_text(until))
    of_body = entries.filter(stream__in=matters.values("record"))
    accepted = of_body.filter(action="accept").values("stream").distinct()
    issued = Decision.objects.filter(case__committee=committee, kind=Decision.Kind.FINAL)
    decided = issued.filter(issued_at__gte=since, issued_at__lt=until).values_list("outcome")
    heard = ReExamination.objects.filter(case__committee=committee, returned_at__gte=since, returned_at__lt=until)
    on_list = Q(listed__isnull=False) & ~Q(listed=[])
    return {
        "accepted": accepted.count(),
        "listed": matters.filter(on_list, record__in=accepted).count(),
        "decided": dict(decided.annotate(times=Count("pk")).order_by("outcome")),
        "re_examined": heard.count(),
        "overdue": of_body.filter(action="deadline_missed").count(),
    }
