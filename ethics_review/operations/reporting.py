"""The annual report of a body: owed for each year from 1 January of the next, submitted by its office."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import InstitutionRole, User
from committees.locks import lock_committee
from committees.models import Committee
from ethics_review.engine.act import digest
from ethics_review.engine.facts import rules_of_body
from ethics_review.locks import lock_committee_if_free
from ethics_review.models import Statement
from ethics_review.operations.sittings import office_role
from ethics_review.queries import annual, sittings
from ethics_review.relations import offices_over
from ledger import operations as ledger
from ledger.models import Deadline, Entry
from ledger.tasks import nudge
from regulations import calendar, clocks
from regulations.clocks import local
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Role


@dataclass(frozen=True)
class AnnualReport:
    """What the office says of the year; the figures are counted, not said. `document_sha256` is that of the paper."""

    year: int
    summary: str
    document_sha256: str = ""


def owe(*, committee: int, now: datetime) -> Deadline | None:
    """Start the clock of last year's report; None where somebody else holds the body, or it runs already."""
    with transaction.atomic():
        body = lock_committee_if_free(committee)
        return _begin(body, now) if body is not None else None


def report_due(*, body: Committee, now: datetime) -> clocks.Due:
    """When last year's report is due: counted from 1 January, however late that is noticed."""
    clock = rules_of_body(body).clock(annual.CLOCK)
    return clocks.due(start=annual.begins(local(now).year), clock=clock, calendar=calendar.built_in())


def submit_annual_report(*, committee: int, report: AnnualReport, user: User, now: datetime) -> Committee:
    """Record the body's report on a year, as its secretary or chair; its clock ends, the authority is told.

    Raises `Committee.DoesNotExist` and `Refused`: not of the office, the year not over, before the body was set up,
    reported already. The ledger holds the figures of the year and the digest of the words.
    """
    with transaction.atomic():
        body = sittings.bodies(user=user, now=now).get(pk=committee)
        role = office_role(body=body, user=user, now=now)
        lock_committee(body.pk)
        _examine(body, report.year, now)
        _begin(body, now)
        entry = _record(body, report, user, role, now)
        since = annual.begins(report.year + 1)
        ledger.settle(stream=body.stream, clocks=[annual.CLOCK], entry=entry, at=now, started_at=since)
        _tell_authority(body, entry, now)
    return body


def _begin(body: Committee, now: datetime) -> Deadline | None:
    if not annual.owing(now=now).filter(pk=body.pk).exists():
        return None
    due = report_due(body=body, now=now)
    said = {"year": annual.last_year(now), "due_on": due.due_on}
    action = "annual_report.owed"
    entry = ledger.append(stream=body.stream, action=action, body=said, actor=None, role=Role.SYSTEM, at=now)
    pair = (rules_of_body(body).clock(annual.CLOCK), due)
    return ledger.start(entry=entry, clocks=[pair], at=due.started_at)[0]


def _examine(body: Committee, year: int, now: datetime) -> None:
    source, last = rules_of_body(body).source("report.annual"), annual.last_year(now)
    found = []
    if year > last:
        found.append(Refusal("report.year_open", source, {"year": year, "last": last}))
    if year < body.established_on.year:
        figures = {"year": year, "established_on": body.established_on.isoformat()}
        found.append(Refusal("report.before_body", source, figures))
    if year in annual.reported_years(committee=body):
        found.append(Refusal("report.filed", source, {"year": year}))
    if found:
        raise Refused(tuple(found))


def _record(body: Committee, report: AnnualReport, user: User, role: Role, now: datetime) -> Entry:
    said = {
        "year": report.year,
        "figures": annual.year_in_figures(committee=body, year=report.year),
        "summary_sha256": digest(report.summary),
        "document_sha256": report.document_sha256.lower(),
    }
    entry = ledger.append(stream=body.stream, action=annual.SUBMITTED, body=said, actor=user, role=role, at=now)
    Statement.objects.create(entry=entry, name=annual.SUMMARY, text=report.summary)
    return entry


def _tell_authority(body: Committee, entry: Entry, now: datetime) -> None:
    unit = body.institution
    posts = offices_over(unit=unit.pk, region=unit.region, day=local(now).date())
    officers = [post.user_id for post in posts if post.kind == InstitutionRole.Kind.OFFICER]
    params = {"number": "", "title_zh": body.name, "title_en": body.name_en}
    ledger.post(entry=entry, notice="annual_report_filed", recipients=officers, params=params)
    nudge()
