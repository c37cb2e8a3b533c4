"""Every row the past of some cases is told by, in a number of statements that does not grow with the cases."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import FilteredRelation, Q

from accounts.models import InstitutionRole
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Mandate, Meeting, Seat
from ethics_review.engine.activity import joined_rows
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
    families, re_examinations = _families(cases)
    relatives = {one.pk: one for family in families.values() for one in family}
    ballots, rolls = _ballots(streams)
    items, stays = _heard(streams)
    meetings = {item.meeting_id for item in items.values()}
    bodies = {one.committee_id for one in relatives.values()}
    panels = {row.panel_id for rows in re_examinations.values() for row in rows if row.panel_id}
    units = {one.institution_id for one in relatives.values()} | {
        one.committee.institution_id for one in relatives.values()
    }
    offices = list(_offices(units - {None}))
    amended = {case.amends.stream for case in cases if case.amends is not None}
    entries, deadlines = _entries(streams | amended | _around(bodies | panels, meetings, offices))
    centres, mandates = _centres(units - {None}, bodies)
    return Shelf(
        families=families,
        entries=entries,
        filings=_filings(numbers),
        deadlines=deadlines,
        ballots=ballots,
        rolls=rolls,
        worksheets=_grouped(
            Worksheet.objects.filter(assignment__review__case__in=numbers).select_related("assignment__review"),
            lambda row: row.assignment.review.case_id,
        ),
        re_examinations=re_examinations,
        items=items,
        stays=stays,
        seats=_grouped(
            Seat.objects.filter(committee__in=bodies | panels).select_related("person").order_by("starts_on", "pk"),
            lambda row: row.committee_id,
        ),
        mandates=mandates,
        offices=offices,
        centres=centres,
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _families(cases: Sequence[Case]) -> tuple[dict[int, list[Case]], dict[int, list[ReExamination]]]:
    """By each case, every case of its activity; and by each of those, the re-examinations of it. One statement."""
    roots = {case.activity_id or case.pk for case in cases}
    kin = Case.objects.filter(Q(pk__in=roots) | Q(activity__in=roots)).annotate(put=FilteredRelation("re_examinations"))
    rows = list(kin.select_related("committee", "applicant", "put__centre").order_by("pk", "put__pk"))  # type: ignore[misc] # joined by name
    by_root = _grouped({one.pk: one for one in rows}.values(), lambda one: one.activity_id or one.pk)
    put = _grouped(joined_rows(rows, "put", ReExamination), lambda row: row.case_id)
    return {case.pk: by_root[case.activity_id or case.pk] for case in cases}, put


def _ballots(streams: Iterable[str]) -> tuple[dict[int, Ballot], dict[int, list[BallotSeat]]]:
    """The ballots, and the roll of each with the votes that were cast. One statement."""
    asked = Ballot.objects.filter(subject__in=streams).annotate(entitled=FilteredRelation("roll"))
    rows = list(asked.select_related("entitled__vote").order_by("pk", "entitled__pk"))  # type: ignore[misc] # joined by name
    return {row.pk: row for row in rows}, _grouped(joined_rows(rows, "entitled", BallotSeat), lambda row: row.ballot_id)


def _heard(streams: Iterable[str]) -> tuple[dict[int, AgendaItem], dict[int, list[Attendance]]]:
    """The agenda items of the cases with their meetings, and who was in the room of each meeting. One statement."""
    asked = Meeting.objects.annotate(
        matter=FilteredRelation("items", condition=Q(items__subject__in=streams)),
        stay=FilteredRelation("attendances"),
    ).filter(matter__isnull=False)
    rows = list(asked.select_related("matter", "stay__person").order_by("stay__arrived_at", "stay__pk"))  # type: ignore[misc] # joined by name
    stays = _grouped(joined_rows(rows, "stay", Attendance), lambda row: row.meeting_id)
    return {item.pk: item for item in joined_rows(rows, "matter", AgendaItem)}, stays


def _filings(cases: Iterable[int]) -> dict[int, dict[int, Filing]]:
    found: dict[int, dict[int, Filing]] = defaultdict(dict)
    for filing in Filing.objects.filter(case__in=cases):
        found[filing.case_id][filing.revision] = filing
    return found


def _entries(streams: Iterable[str]) -> tuple[dict[str, list[Told]], dict[str, list[Deadline]]]:
    """The entries of the streams in order, those that loaded a year's days as well; and the time limits they started.

    One statement.
    """
    wanted = Q(stream__in=streams) | Q(stream__startswith=CALENDAR)
    asked = Entry.objects.filter(wanted).annotate(clock=FilteredRelation("deadlines_started"))
    rows = list(asked.select_related("clock").order_by("pk", "clock__pk"))  # type: ignore[misc] # joined by name
    found: dict[str, list[Told]] = defaultdict(list)
    for entry in {row.pk: row for row in rows}.values():
        told = Told(entry.pk, entry.seq, entry.action, json.loads(entry.body), entry.actor_id, entry.role, entry.at)
        found[entry.stream].append(told)
    limits = sorted(joined_rows(rows, "clock", Deadline), key=lambda row: row.pk)
    return found, _grouped(limits, lambda row: row.stream)


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


def _centres(
    units: Iterable[int | None], bodies: Iterable[int]
) -> tuple[dict[int, list[int]], dict[int, list[Mandate]]]:
    """The centres of the units, by unit; and the mandates of the bodies, by body, the latest first. One statement."""
    units, bodies = frozenset(units), frozenset(bodies)
    asked = Committee.objects.filter(Q(kind=CommitteeKind.SERVICE_CENTRE, institution__in=units) | Q(pk__in=bodies))
    given = asked.annotate(given=FilteredRelation("mandates", condition=Q(mandates__centre__in=bodies)))
    rows = list(given.select_related("given").order_by("pk", "-given__starts_on", "-given__pk"))  # type: ignore[misc] # joined by name
    found: dict[int, list[int]] = defaultdict(list)
    for centre in {row.pk: row for row in rows}.values():
        if centre.kind == CommitteeKind.SERVICE_CENTRE and centre.institution_id in units:
            found[centre.institution_id].append(centre.pk)
    return found, _grouped(joined_rows(rows, "given", Mandate), lambda row: row.centre_id)
