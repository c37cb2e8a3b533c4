"""Every row the past of some cases is told by, in a number of statements that does not grow with the cases."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q

from accounts.models import InstitutionRole
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Mandate, Seat
from ethics_review.models import Case, Filing, ReExamination, Worksheet
from ethics_review.relations import LAWFUL
from ledger.models import Deadline, Entry
from regulations.facts import FilingFact
from regulations.vocabulary import CommitteeKind

Row = TypeVar("Row")
CALENDAR = "calendar:"


@dataclass(frozen=True)
class Told:
    """One entry with its body read. `pk` puts the entries of all streams in the order in which they were written."""

    pk: int
    seq: int
    action: str
    body: dict[str, Any]
    actor: int | None
    role: str
    at: str


@dataclass(frozen=True)
class Shelf:
    """The rows, by what they belong to. `families` are the cases of one activity, by any of them."""

    families: dict[int, list[Case]]
    entries: dict[str, list[Told]]
    filings: dict[int, dict[int, Filing]]
    deadlines: dict[str, list[Deadline]]
    ballots: dict[int, Ballot]
    rolls: dict[int, list[BallotSeat]]
    worksheets: dict[int, list[Worksheet]]
    re_examinations: dict[int, list[ReExamination]]
    items: dict[int, AgendaItem]
    stays: dict[int, list[Attendance]]
    seats: dict[int, list[Seat]]
    mandates: dict[int, list[Mandate]]
    offices: list[InstitutionRole]
    centres: dict[int, list[int]]
    filed: dict[tuple[object, ...], FilingFact] = field(default_factory=dict)
    """What each filing was found to say, by what was asked: the same one lies there before many an entry."""


def read(cases: Sequence[Case]) -> Shelf:
    """Everything about `cases`, and about the other cases of their activities what bears on them."""
    numbers = {case.pk for case in cases}
    streams = {case.stream for case in cases}
    families = _families(cases)
    relatives = {one.pk: one for family in families.values() for one in family}
    re_examinations = _grouped(
        ReExamination.objects.filter(case__in=relatives).select_related("centre").order_by("pk"),
        lambda row: row.case_id,
    )
    ballots = {row.pk: row for row in Ballot.objects.filter(subject__in=streams).order_by("pk")}
    items = {row.pk: row for row in AgendaItem.objects.filter(subject__in=streams).select_related("meeting")}
    meetings = {item.meeting_id for item in items.values()}
    bodies = {one.committee_id for one in relatives.values()}
    panels = {row.panel_id for rows in re_examinations.values() for row in rows if row.panel_id}
    units = {one.institution_id for one in relatives.values()} | {
        one.committee.institution_id for one in relatives.values()
    }
    offices = list(_offices(units - {None}))
    entries = _entries(streams | {case.amends.stream for case in cases if case.amends is not None})
    entries |= _entries(_around(bodies | panels, meetings, offices), calendars=True)
    return Shelf(
        families=families,
        entries=entries,
        filings=_filings(numbers),
        deadlines=_grouped(Deadline.objects.filter(stream__in=streams).order_by("pk"), lambda row: row.stream),
        ballots=ballots,
        rolls=_grouped(
            BallotSeat.objects.filter(ballot__in=ballots).select_related("vote").order_by("pk"),
            lambda row: row.ballot_id,
        ),
        worksheets=_grouped(
            Worksheet.objects.filter(assignment__review__case__in=numbers).select_related("assignment__review"),
            lambda row: row.assignment.review.case_id,
        ),
        re_examinations=re_examinations,
        items=items,
        stays=_grouped(
            Attendance.objects.filter(meeting__in=meetings).select_related("person").order_by("arrived_at", "pk"),
            lambda row: row.meeting_id,
        ),
        seats=_grouped(
            Seat.objects.filter(committee__in=bodies | panels).select_related("person").order_by("starts_on", "pk"),
            lambda row: row.committee_id,
        ),
        mandates=_grouped(
            Mandate.objects.filter(centre__in=bodies).order_by("-starts_on", "-pk"), lambda row: row.centre_id
        ),
        offices=offices,
        centres=_centres(units - {None}),
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _families(cases: Sequence[Case]) -> dict[int, list[Case]]:
    """By each case, every case of its activity."""
    roots = {case.activity_id or case.pk for case in cases}
    kin = Case.objects.filter(Q(pk__in=roots) | Q(activity__in=roots)).select_related("committee", "applicant")
    by_root = _grouped(kin.order_by("pk"), lambda one: one.activity_id or one.pk)
    return {case.pk: by_root[case.activity_id or case.pk] for case in cases}


def _filings(cases: Iterable[int]) -> dict[int, dict[int, Filing]]:
    found: dict[int, dict[int, Filing]] = defaultdict(dict)
    for filing in Filing.objects.filter(case__in=cases):
        found[filing.case_id][filing.revision] = filing
    return found


def _entries(streams: Iterable[str], *, calendars: bool = False) -> dict[str, list[Told]]:
    """The entries of the streams in order; with `calendars` those that loaded a year's days as well."""
    wanted = Q(stream__in=streams) | (Q(stream__startswith=CALENDAR) if calendars else Q())
    found: dict[str, list[Told]] = defaultdict(list)
    for entry in Entry.objects.filter(wanted).order_by("pk"):
        told = Told(entry.pk, entry.seq, entry.action, json.loads(entry.body), entry.actor_id, entry.role, entry.at)
        found[entry.stream].append(told)
    return found


def _around(bodies: Iterable[int], meetings: Iterable[int], offices: Iterable[InstitutionRole]) -> set[str]:
    """The streams of the bodies, their meetings, and the institutions whose offices bear on the cases."""
    return (
        {Committee(pk=body).stream for body in bodies}
        | {f"meeting:{meeting}" for meeting in meetings}
        | {office.institution.stream for office in offices}
    )


def _offices(units: Iterable[int | None]) -> Iterable[InstitutionRole]:
    """The managers of the units, and every officer: whose region covers a case is told by the case."""
    manager = Q(kind=InstitutionRole.Kind.MANAGER, institution__in=units)
    rows = InstitutionRole.objects.filter(manager | Q(kind=InstitutionRole.Kind.OFFICER), LAWFUL)
    return rows.select_related("user", "institution").order_by("pk")


def _centres(units: Iterable[int | None]) -> dict[int, list[int]]:
    rows = Committee.objects.filter(kind=CommitteeKind.SERVICE_CENTRE, institution__in=units)
    found: dict[int, list[int]] = defaultdict(list)
    for centre, institution in rows.values_list("pk", "institution_id"):
        found[institution].append(centre)
    return found
