"""Who stands too near an activity to examine it once more (独立性): one notion, over all its cases and rounds.

Whoever reviewed, led or manages any of its cases gives no opinion as an expert and does not organise the
re-examination; nor does a centre of an institution that did.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.models import InstitutionRole, User
from committees.models import Committee, Seat
from ethics_review.engine.activity import Activity, of_activity
from ethics_review.models import Case, ReExamination
from regulations.facts import IndependenceFact
from regulations.vocabulary import CommitteeKind, State

APPROACHED = frozenset({State.PRELIMINARY_PASSED, State.RE_EXAMINATION_APPLIED, State.RE_EXAMINATION})
"""Where experts are about to be heard, or are: who stands near is asked for."""


def re_examined_by(centre: Committee, case: Case) -> QuerySet[ReExamination]:
    """The re-examinations of this activity that a centre of the same institution has organised."""
    cases = Case.objects.filter(of_activity(case))
    return ReExamination.objects.filter(case__in=cases, centre__institution=centre.institution_id)


def is_near(activity: Activity, offices: Iterable[InstitutionRole], seats: Iterable[Seat]) -> IndependenceFact:
    """Everybody of the reviewing side, by name. `seats` are all there ever were on the bodies of the activity.

    At most one statement: for the centres that belong to the side, where one is about to be asked.
    """
    held = tuple(offices)
    managers = {office.user for office in held if office.kind == InstitutionRole.Kind.MANAGER}
    officers = {office.user for office in held if office.kind == InstitutionRole.Kind.OFFICER}
    side = _named({seat.person for seat in seats if _sat(seat, activity)} | activity.leads | managers)
    return IndependenceFact(
        reviewing_side=side,
        near=side | _named(officers),
        centres=_centres_of(activity) if activity.case.state == State.RE_EXAMINATION_APPLIED else frozenset(),
    )


def _sat(seat: Seat, activity: Activity) -> bool:
    """Whether it was a seat of the reviewing side, the secretary's included, on any day since the activity began."""
    stayed = seat.ended_on is None or seat.ended_on >= activity.since
    return stayed and seat.committee_id in activity.bodies and seat.ends_on >= activity.since


def _centres_of(activity: Activity) -> frozenset[int]:
    centres = Committee.objects.filter(kind=CommitteeKind.SERVICE_CENTRE, institution__in=activity.units)
    return frozenset(centres.values_list("pk", flat=True))


def panels_of(case: Case) -> QuerySet[ReExamination, int | None]:
    """The panels that were ever seated for this activity."""
    asked = ReExamination.objects.filter(case__in=Case.objects.filter(of_activity(case)), panel__isnull=False)
    return asked.values_list("panel", flat=True)


def may_have_heard(case: Case, examined: frozenset[State]) -> bool:
    """Whether anybody can have been heard by now: at a stage of `examined`, in an earlier round, on the original."""
    return State(case.state) in examined or case.round > 1 or case.activity_id is not None


def heard_on(cases: Iterable[Case]) -> dict[int, frozenset[int]]:
    """Everybody who has ever sat on a panel of the activity, for many cases, by the case's id.

    One statement, none where there are no cases.
    """
    roots = {case.pk: case.activity_id or case.pk for case in cases}
    if not roots:
        return {}
    rows = ReExamination.objects.filter(
        Q(case__in=roots.values()) | Q(case__activity__in=roots.values()), panel__isnull=False
    )
    told = rows.values_list("case_id", "case__activity_id", "panel__seats__person_id")
    heard = [(root or own, person) for own, root, person in told if person is not None]
    return {case: frozenset(person for root, person in heard if root == of) for case, of in roots.items()}


def _named(people: Iterable[User]) -> dict[int, str]:
    return {person.pk: str(person) for person in people}
