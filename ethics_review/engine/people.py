"""Who holds each role in many cases at once, without the facts: what the sweeper needs to know whom to tell.

The same answer as `gather(case, now).people`, from a number of statements that does not grow with the cases, but for
those in which experts are about to be heard, or have been: there the file of the case is read, as `gather` reads it.
It is read once for a locked case and remembered on it; a case lives for one transaction, within which who holds what
does not change.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from accounts.models import InstitutionRole
from committees import queries
from committees.joined import seats_of
from committees.models import Recusal, Seat
from ethics_review.engine.case_file import EXAMINED, REVIEWING, CaseFile
from ethics_review.engine.independence import APPROACHED, heard_on, is_near, may_have_heard
from ethics_review.engine.roles import people_of
from ethics_review.models import Assignment, Case
from ethics_review.relations import Place, offices_over_each
from regulations.chairing import chair_of
from regulations.clocks import local
from regulations.vocabulary import Role, State

People = Mapping[Role, frozenset[int]]
REMEMBERED = "_people_at"
Key = TypeVar("Key")


def people_at(case: Case, now: datetime) -> People:
    """Who holds each role at `now`: as `foresee` has read it for this row, else read now."""
    known: dict[datetime, People] = vars(case).setdefault(REMEMBERED, {})
    if now not in known:
        foresee([case], now)
    return known[now]


def foresee(cases: Collection[Case], now: datetime) -> None:
    """Read who holds each role in all these cases, and remember it on them for `people_at`."""
    reading = _Reading(now, cases)
    for case in cases:
        vars(case).setdefault(REMEMBERED, {})[now] = reading.people(case)


@dataclass
class _Reading:
    """What the cases have in common is read once: bodies, offices; and by one statement what each has of its own."""

    now: datetime
    cases: Collection[Case]

    def __post_init__(self) -> None:
        self.seats = _acting([case.committee_id for case in self.cases], self.day)
        self.offices = offices_over_each(places={_place(case) for case in self.cases}, day=self.day)
        self.recused = _by_subject(self.cases)
        self.reviewing = _assigned([case for case in self.cases if State(case.state) in REVIEWING])
        self.heard = heard_on([case for case in self.cases if may_have_heard(case, EXAMINED)])

    @property
    def day(self) -> date:
        return local(self.now).date()

    def people(self, case: Case) -> People:
        seats, offices = self.seats.get(case.committee_id, []), self.offices[_place(case)]
        recused = self.recused.get(case.stream, frozenset())
        voting = frozenset(seat.person_id for seat in seats if seat.votes)
        heard = self.heard.get(case.pk, frozenset())
        file = CaseFile(case, self.now)
        return people_of(
            case=case,
            seats=seats,
            chairs=chair_of(queries.serving(seats), recused | heard | {case.applicant_id}).holders,
            recused=recused,
            reviewers=self.reviewing.get(case.pk, frozenset()) & (voting - recused),
            experts=_experts(file) if heard else frozenset(),
            heard=heard,
            side=_side(file, offices),
            offices=offices,
        )


def _acting(bodies: Collection[int], day: date) -> dict[int, list[Seat]]:
    """The seats of each body whose holders can act on the day. One statement."""
    found: dict[int, list[Seat]] = {}
    for seat in queries.acting(seats=seats_of(bodies=bodies, wholly=None, on=day), on=day):
        found.setdefault(seat.committee_id, []).append(seat)
    return found


def _place(case: Case) -> Place:
    return case.institution_id, (case.institution or case.committee.institution).region


def _experts(file: CaseFile) -> frozenset[int]:
    """Who sits on the panel of this round, where it bears on the stage."""
    found = file.activity.re_examination if file.state in EXAMINED else None
    panel = found.panel_id if found is not None else None
    return frozenset(seat.person_id for seat in file.acting_on(panel)) if panel is not None else frozenset()


def _side(file: CaseFile, offices: tuple[InstitutionRole, ...]) -> frozenset[int]:
    """Who is of the reviewing side, where experts are about to be heard, or are."""
    if file.state not in APPROACHED:
        return frozenset()
    return frozenset(is_near(file.activity, offices, file.every_seat).reviewing_side)


def _by_subject(cases: Iterable[Case]) -> dict[str, frozenset[int]]:
    rows = Recusal.objects.filter(subject__in=[case.stream for case in cases]).values_list("subject", "person_id")
    return _grouped(rows)


def _assigned(cases: Collection[Case]) -> dict[int, frozenset[int]]:
    """Who reviews in the present round of each case."""
    if not cases:
        return {}
    rounds = {case.pk: case.round for case in cases}
    rows = Assignment.objects.filter(review__case__in=rounds, released_at__isnull=True)
    told = rows.values_list("review__case_id", "review__round", "person_id")
    return _grouped((pk, person) for pk, round_, person in told if rounds[pk] == round_)


def _grouped(rows: Iterable[tuple[Key, int]]) -> dict[Key, frozenset[int]]:
    found: dict[Key, set[int]] = {}
    for key, person in rows:
        found.setdefault(key, set()).add(person)
    return {key: frozenset(people) for key, people in found.items()}
