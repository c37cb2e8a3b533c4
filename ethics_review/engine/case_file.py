"""The file of one case (案卷) at one instant: each group of its rows is read when it is first asked for, and once.

Whoever acts reads `CaseFile`: no more than the rules look at. Whoever shows the whole case reads `WholeFile`, in which
the same groups come with the whole record. What the rules are told is the same from both: only how it is read differs.
Nothing is judged here. A file is read under the case's lock or for a page, and lives no longer than either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, FilteredRelation, Model, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from accounts.models import InstitutionRole, User
from committees import joined, queries
from committees.joined import Interests
from committees.models import AgendaItem, Attendance, Ballot, Seat
from ethics_review.engine.activity import Activity, activity_of, joined_rows
from ethics_review.engine.independence import APPROACHED, may_have_heard, panels_of, re_examined_by
from ethics_review.models import Assignment, Case, Exemption, Filing, Registration, Report
from ethics_review.queries import case_record
from ethics_review.queries.deliveries import undelivered
from ethics_review.queries.history import Record, record_of
from ethics_review.relations import offices_over
from ledger.models import Deadline, Entry
from ledger.queries import standing
from regulations.clocks import local
from regulations.vocabulary import CommitteeKind, State

REVIEWING = frozenset({State.ACCEPTED, State.IN_REVIEW})
HEARING = frozenset({State.IN_REVIEW, State.OPINION_RETURNED})
WITH_PANEL = frozenset({State.RE_EXAMINATION_APPLIED, State.RE_EXAMINATION, State.OPINION_RETURNED})
IN_FORCE = frozenset({State.ACTIVE, State.SUSPENDED})
DECIDED = frozenset({State.MODIFICATION_REQUIRED})
FOLLOWED = IN_FORCE | {State.UNDER_APPEAL}
"""Where reports and a registration are asked for."""
EXAMINED = WITH_PANEL | DECIDED | FOLLOWED
"""Where it matters whether experts have been heard: what an exemption no longer covers may rest on their opinion."""


@dataclass(frozen=True)
class Single:
    """What there is one of, or none: all of it comes by one statement.

    `before` lies before the committee (the latest while none does), `newest` is the latest, `submitted` the number of
    the former or 0. The exemption is that of this round, the registration the latest of it.
    """

    before: Filing
    newest: Filing
    submitted: int
    exemption: Exemption | None
    registration: Registration | None
    mandated: bool
    re_examined_here: bool
    """Whether a centre of the committee's own institution has organised a re-examination of the activity."""


class CaseFile:
    """What the rules may look at."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.case, self.at = case, local(now)

    @property
    def state(self) -> State:
        return State(self.case.state)

    @property
    def day(self) -> date:
        return self.at.date()

    @cached_property
    def single(self) -> Single:
        """One statement, that of `read`."""
        case, rows = self.case, self.read
        newest, *older = joined_rows(rows, "filing", Filing)
        before = newest if newest.submitted_at is not None or not older else older[0]
        for filing in (before, newest):
            filing.case = case
        return Single(
            before=before,
            newest=newest,
            submitted=before.revision if before.submitted_at is not None else 0,
            exemption=next(iter(joined_rows(rows, "exemption", Exemption)), None),
            registration=next(iter(joined_rows(rows, "registration", Registration)), None),
            mandated=getattr(rows[0], "mandated", False),
            re_examined_here=getattr(rows[0], "re_examined_here", False),
        )

    @cached_property
    def read(self) -> list[Case]:
        """The case with what there is one of, in as many rows as there are filings to be looked at."""
        single = self._joined()
        asked = Case.objects.filter(pk=self.case.pk).annotate(**single, **self._asked())
        return list(asked.select_related(*single).order_by("-filing__revision"))  # type: ignore[misc] # joined by name

    def _joined(self) -> dict[str, FilteredRelation]:
        """One row each at most, but for the filing: the latest revision, and the latest of those submitted."""
        case = self.case
        filings = Filing.objects.filter(case=case).order_by("-revision")
        filing = _is(filings, "filings") | _is(filings.filter(submitted_at__isnull=False), "filings")
        single = {"filing": FilteredRelation("filings", condition=filing)}
        if case.listed:
            granted = Exemption.objects.filter(case=case, round=case.round, lifted_at__isnull=True).order_by("-pk")
            single["exemption"] = FilteredRelation("exemptions", condition=_is(granted, "exemptions"))
        if self.state in FOLLOWED:
            filed = Registration.objects.filter(case=case, round=case.round).order_by("-pk")
            single["registration"] = FilteredRelation("registrations", condition=_is(filed, "registrations"))
        return single

    def _asked(self) -> dict[str, Combinable]:
        """What is asked only where the committee is not the unit's own, and only of a centre."""
        case = self.case
        asked: dict[str, Combinable] = {}
        if not is_own(case):
            mandates = queries.mandates(
                centre=case.committee,
                institution=case.institution,
                person=None if case.institution_id else case.applicant,
                scope="review",
                on=self.day,
            )
            asked["mandated"] = Exists(mandates)
        if case.committee.kind == CommitteeKind.SERVICE_CENTRE and self.state not in APPROACHED:
            asked["re_examined_here"] = Exists(re_examined_by(case.committee, case))
        return asked

    @cached_property
    def activity(self) -> Activity:
        """One statement."""
        return activity_of(self.case)

    @property
    def may_have_heard(self) -> bool:
        return may_have_heard(self.case, EXAMINED)

    @cached_property
    def every_seat(self) -> list[Seat]:
        """The committee's seats in term, and all there ever were on bodies of which that is asked. One statement."""
        bodies = {self.case.committee_id}
        if self.state in APPROACHED:
            near = self.activity.bodies | self.activity.panels
            return joined.seats_of(bodies=bodies, wholly=near, on=self.day)
        panels = panels_of(self.case) if self.may_have_heard else None
        return joined.seats_of(bodies=bodies, wholly=panels, on=self.day)

    @cached_property
    def heard(self) -> frozenset[int]:
        """Everybody who has ever sat on a panel of this activity: they act for the committee in none of its cases."""
        if not self.may_have_heard:
            return frozenset()
        if self.state in APPROACHED:
            return frozenset(one.person_id for one in self.every_seat if one.committee_id in self.activity.panels)
        return frozenset(one.person_id for one in self.every_seat if one.committee_id != self.case.committee_id)

    def acting_on(self, body: int) -> tuple[Seat, ...]:
        """The seats of the committee, or of a panel of the activity, whose holders can act today."""
        return tuple(queries.acting(seats=(one for one in self.every_seat if one.committee_id == body), on=self.day))

    @cached_property
    def interests(self) -> Interests:
        """One statement."""
        return joined.interests(subject=self.case.stream, round=self.case.round)

    @cached_property
    def offices(self) -> tuple[InstitutionRole, ...]:
        """The managers of the unit, and the officers of the authorities in whose region it lies. One statement."""
        region = (self.case.institution or self.case.committee.institution).region
        return offices_over(unit=self.case.institution_id, region=region, day=self.day)

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Who was named to review in this round, with their worksheets. One statement."""
        return case_record.assignments(case=self.case)

    @cached_property
    def heard_now(self) -> tuple[AgendaItem | None, list[Attendance]]:
        """The open agenda item, and who is in the room. One statement."""
        return joined.heard_now(subject=self.case.stream, at=self.at)

    @cached_property
    def reports(self) -> list[Report]:
        """Those not assessed yet. One statement."""
        return list(Report.objects.filter(case=self.case, assessed_at__isnull=True).only("kind", "major", "body"))

    @cached_property
    def standing(self) -> tuple[Entry | None, list[Deadline]]:
        """The last entry of the record, and the time limits that run, soonest due first. One statement."""
        return standing(stream=self.case.stream)


class WholeFile(CaseFile):
    """The same, with the whole record for a page to tell of."""

    @cached_property
    def record(self) -> Record:
        """One statement."""
        return record_of(case=self.case)

    @cached_property
    def standing(self) -> tuple[Entry | None, list[Deadline]]:
        last = self.record.entries[-1] if self.record.entries else None
        return last, [one for one in self.record.deadlines if one.settled_at is None]

    def _asked(self) -> dict[str, Combinable]:
        return super()._asked() | {"undelivered": undelivered(case=self.case)}

    @property
    def undelivered(self) -> int:
        """How many letters about the case did not arrive, and will not by themselves."""
        return int(getattr(self.read[0], "undelivered", 0))

    def people(self) -> Mapping[int, User]:
        """Everybody who takes part or has acted, by id. No statement besides those of the seats, offices and record."""
        found = [seat.person for seat in self.every_seat] + [office.user for office in self.offices]
        found += [entry.actor for entry in self.record.entries if entry.actor is not None]
        return {person.pk: person for person in (self.case.applicant, *found)}


def is_own(case: Case) -> bool:
    """Whether the committee is the unit's own."""
    return case.institution_id == case.committee.institution_id and case.committee.kind == CommitteeKind.ETHICS


def ballots_at(case: Case, body: int, *, since: datetime | None) -> QuerySet[Ballot]:
    """The ballots of the body in this round that are not void, the latest first; only those opened after `since`."""
    found = Ballot.objects.filter(subject=case.stream, committee=body, round=case.round)
    found = found.filter(opened_at__gt=since) if since is not None else found
    return found.exclude(status=Ballot.Status.VOID).order_by("-pk")


def _is(rows: QuerySet[Model], name: str) -> Q:
    """Condition that what leads to the rows by `name` is the first of them."""
    return Q((f"{name}__pk", Subquery(rows.values("pk")[:1])))
