"""What a body did in a period, in figures: how fast, how late, to what outcome, by whose hands, in how many rounds.

Everything is counted from rounds that are decided: what reviewers found stays unseen while it may still sway a vote,
also as a sum.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Case as DatabaseCase
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from accounts.models import InstitutionRole, User
from committees.models import Committee, Seat
from committees.terms import in_term_on
from ethics_review.models import Assignment, Case, Decision, Review, Worksheet
from ethics_review.queries.annual import STANDING
from ethics_review.relations import relations_of
from ledger.models import Deadline
from regulations.clocks import SHANGHAI, local
from regulations.vocabulary import VOTING_POSITIONS, Procedure, State

PERSON = ("person__pk", "person__name", "person__username")


@dataclass(frozen=True)
class Period:
    """From the first day through the last, both included, as days of Shanghai."""

    since: date
    until: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first, included, to the second, not included."""
        after = self.until + timedelta(days=1)
        return tuple(datetime.combine(day, time(), SHANGHAI) for day in (self.since, after))  # type: ignore[return-value] # two


@dataclass(frozen=True)
class Turnaround:
    """How long the final decisions under one procedure took from acceptance, in calendar days.

    A simplified review that turned general was decided under the general procedure.
    """

    decided: int
    median: float
    longest: int


@dataclass(frozen=True)
class Missed:
    """How often one time limit was missed, and how many of them are still owed."""

    times: int
    open: int


@dataclass(frozen=True)
class Load:
    """What one member was asked to review, and how much of it is still outstanding."""

    person: str
    assigned: int
    outstanding: int


@dataclass(frozen=True)
class Figures:
    """`findings` counts the answers of the worksheets by focus; `rounds` the matters decided by how many they took.

    `loads` is empty for a reader to whom the members' work is not shown.
    """

    turnaround: Mapping[str, Turnaround]
    missed: Mapping[str, Missed]
    outcomes: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]
    rounds: Mapping[int, int]
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class _Decided:
    """One final decision of the period."""

    case: int
    procedure: str
    outcome: str
    round: int
    days: int


def readable(*, user: User, now: datetime) -> QuerySet[Committee]:
    """The standing bodies whose dashboard the person may read: those of the own seats and of the unit managed."""
    me = relations_of(user, now)
    shown = Q(pk__in=me.committees) | Q(institution__in=me.managed)
    return Committee.objects.filter(shown, kind__in=STANDING).select_related("institution")


def manages(committee: Committee, /, *, user: User, now: datetime) -> bool:
    """Whether the person manages the unit whose body it is. One statement."""
    day = local(now).date()
    in_office = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    offices = InstitutionRole.objects.filter(in_office, user=user, kind=InstitutionRole.Kind.MANAGER)
    return offices.filter(institution=committee.institution_id).exists()


def figures(*, committee: Committee, period: Period, with_loads: bool) -> Figures:
    """The body's figures. Three statements, five with the members' loads, however much there is to count."""
    decided = _decided(committee, period)
    return Figures(
        turnaround=_turnaround(decided),
        missed=_missed(committee, period),
        outcomes=dict(Counter(one.outcome for one in decided)),
        findings=_findings(committee, period),
        rounds=dict(sorted(Counter(_rounds(decided).values()).items())),
        loads=_loads(committee, period) if with_loads else (),
    )


def _final(committee: Committee, period: Period) -> QuerySet[Decision]:
    since, before = period.instants
    final = Decision.objects.filter(case__committee=committee, kind=Decision.Kind.FINAL)
    return final.filter(issued_at__gte=since, issued_at__lt=before)


def decided_under() -> Subquery:
    """Of a decision: the procedure of its round, in the end; a simplified review that turned general was general."""
    turned = DatabaseCase(When(converted_at__isnull=False, then=Value(Procedure.GENERAL.value)), default=F("procedure"))
    return Subquery(_of_round().annotate(turned=turned).values("turned")[:1])


def _of_round() -> QuerySet[Review]:
    return Review.objects.filter(case=OuterRef("case"), round=OuterRef("round"))


def _decided(committee: Committee, period: Period) -> list[_Decided]:
    rows = _final(committee, period).annotate(
        procedure=decided_under(), opened_at=Subquery(_of_round().values("opened_at")[:1])
    )
    return [
        _Decided(case, procedure, outcome, round_, (local(issued_at).date() - local(opened_at).date()).days)
        for case, procedure, outcome, round_, issued_at, opened_at in rows.order_by("issued_at", "pk").values_list(
            "case", "procedure", "outcome", "round", "issued_at", "opened_at"
        )
    ]


def _turnaround(decided: Iterable[_Decided]) -> dict[str, Turnaround]:
    days: dict[str, list[int]] = {}
    for one in decided:
        days.setdefault(one.procedure, []).append(one.days)
    return {procedure: Turnaround(len(each), _middle(each), max(each)) for procedure, each in days.items()}


def _middle(days: list[int]) -> float:
    """The median; a whole number of days is told as one."""
    middle = median(days)
    return int(middle) if middle == int(middle) else middle


def _rounds(decided: Iterable[_Decided]) -> dict[int, int]:
    """The last round decided of each matter."""
    latest: dict[int, int] = {}
    for one in decided:
        latest[one.case] = max(one.round, latest.get(one.case, 0))
    return latest


def _missed(committee: Committee, period: Period) -> dict[str, Missed]:
    """By the name of the clock, the most often missed first."""
    since, before = period.instants
    of_body = Case.objects.filter(committee=committee).annotate(stream_name=Concat(Value("case:"), "number"))
    clocks = Deadline.objects.filter(Q(stream__in=of_body.values("stream_name")) | Q(stream=committee.stream))
    missed = clocks.filter(missed_at__gte=since, missed_at__lt=before).values("clock")
    counted = missed.annotate(times=Count("pk"), still=Count("pk", filter=Q(settled_at__isnull=True)))
    return {row["clock"]: Missed(row["times"], row["still"]) for row in counted.order_by("-times", "clock")}


def _findings(committee: Committee, period: Period) -> dict[str, dict[str, int]]:
    of_round = _final(committee, period).filter(
        case=OuterRef("assignment__review__case"), round=OuterRef("assignment__review__round")
    )
    found: dict[str, dict[str, int]] = {}
    for focuses in Worksheet.objects.filter(Exists(of_round)).values_list("focuses", flat=True):
        for focus, said in focuses.items():
            answers = found.setdefault(focus, {})
            answers[said["answer"]] = answers.get(said["answer"], 0) + 1
    return found


def _loads(committee: Committee, period: Period) -> tuple[Load, ...]:
    """Everybody who votes on the last day of the period or was asked in it, the busiest first."""
    since, before = period.instants
    asked = Assignment.objects.filter(review__case__committee=committee, assigned_at__gte=since, assigned_at__lt=before)
    owed = Q(worksheet__isnull=True, released_at__isnull=True, review__round=F("review__case__round"))
    owed &= Q(review__case__state=State.IN_REVIEW)
    counted = asked.values("person__pk").annotate(assigned=Count("pk"), outstanding=Count("pk", filter=owed))
    loads = {
        person: Load(name or username, assigned, outstanding)
        for person, name, username, assigned, outstanding in counted.values_list(*PERSON, "assigned", "outstanding")
    }
    seats = Seat.objects.filter(in_term_on(period.until), committee=committee, position__in=VOTING_POSITIONS)
    for person, name, username in seats.values_list(*PERSON):
        loads.setdefault(person, Load(name or username, 0, 0))
    return tuple(sorted(loads.values(), key=lambda load: (-load.assigned, load.person)))
