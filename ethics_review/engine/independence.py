"""Who stands too near an activity to examine it once more (独立性): one notion, over all its cases and rounds.

An activity is more than one case: a change of it is a case of its own. Whoever reviewed, led or manages any of them
gives no opinion as an expert and does not organise the re-examination; nor does a centre of an institution that did.
"""

from datetime import date

from django.db.models import Q

from accounts.models import InstitutionRole, User
from committees.models import Committee, Seat
from ethics_review.models import Case, ReExamination
from regulations.clocks import local
from regulations.facts import IndependenceFact
from regulations.vocabulary import CommitteeKind, State

APPROACHED = frozenset({State.PRELIMINARY_PASSED, State.RE_EXAMINATION_APPLIED, State.RE_EXAMINATION})
"""Where experts are about to be heard, or are: who stands near is asked for."""


def of_activity(case: Case) -> Q:
    """Condition on `Case`: the cases of the same activity, itself included."""
    root = case.activity_id or case.pk
    return Q(pk=root) | Q(activity=root)


def independence_of(case: Case, offices: tuple[InstitutionRole, ...]) -> IndependenceFact:
    """What separates, or fails to, the review of this activity from its re-examination.

    At most three statements while experts are heard; one for a centre that is about to review; else none.
    """
    if State(case.state) in APPROACHED:
        return _of_re_examination(case, offices)
    if case.committee.kind == CommitteeKind.SERVICE_CENTRE:
        return IndependenceFact(re_examined_here=_re_examined_by(case.committee, case))
    return IndependenceFact()


def _re_examined_by(centre: Committee, case: Case) -> bool:
    """Whether a centre of the same institution has organised a re-examination of this activity."""
    cases = Case.objects.filter(of_activity(case))
    return ReExamination.objects.filter(case__in=cases, centre__institution=centre.institution_id).exists()


def _of_re_examination(case: Case, offices: tuple[InstitutionRole, ...]) -> IndependenceFact:
    """Everybody of the reviewing side, by name, and the centres that belong to it."""
    family = list(Case.objects.filter(of_activity(case)).select_related("committee", "applicant"))
    units = {one.institution_id for one in family} | {one.committee.institution_id for one in family}
    since = min(local(one.created_at).date() for one in family)
    leads = {one.applicant for one in family}
    managers = {office.user for office in offices if office.kind == InstitutionRole.Kind.MANAGER}
    side = _sat([one.committee_id for one in family], since) | _named(leads | managers)
    officers = {office.user for office in offices if office.kind == InstitutionRole.Kind.OFFICER}
    return IndependenceFact(
        reviewing_side=side,
        near=side | _named(officers),
        centres=_centres_of(units) if case.state == State.RE_EXAMINATION_APPLIED else frozenset(),
    )


def _centres_of(institutions: set[int | None]) -> frozenset[int]:
    centres = Committee.objects.filter(kind=CommitteeKind.SERVICE_CENTRE, institution__in=institutions - {None})
    return frozenset(centres.values_list("pk", flat=True))


def heard_on(case: Case) -> frozenset[int]:
    """Everybody who has ever sat on a panel of this activity: they act for the committee in none of its cases."""
    panels = ReExamination.objects.filter(case__in=Case.objects.filter(of_activity(case))).values("panel")
    return frozenset(Seat.objects.filter(committee__in=panels).values_list("person_id", flat=True))


def _sat(committees: list[int], since: date) -> dict[int, str]:
    """Whoever has held any seat of the bodies since then, the secretary's included."""
    stayed = Q(ended_on__isnull=True) | Q(ended_on__gte=since)
    seats = Seat.objects.filter(stayed, committee__in=committees, ends_on__gte=since).select_related("person")
    return _named({seat.person for seat in seats})


def _named(people: set[User]) -> dict[int, str]:
    return {person.pk: str(person) for person in people}
