"""What keeps one person out of a case they may see otherwise, as conditions over many cases.

`engine.roles` says it of one case: whoever files, keeps an interest or was heard as an expert acts for no body in it,
and nobody acts for the authority who sits on the body or manages the unit.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from committees.models import Recusal, Seat
from ethics_review.models import Case, ReExamination
from ethics_review.relations import Relations
from ethics_review.visibility import within


def unconcerned(*, me: Relations) -> Q:
    """Condition on `Case`: not one's own matter, and no interest keeps one out of it."""
    recused = Recusal.objects.filter(subject=Concat(Value("case:"), OuterRef("number")), person=me.person)
    return ~Q(applicant=me.person) & ~Q(Exists(recused))


def unheard(*, me: Relations) -> Q:
    """Condition on `Case`: one has given no opinion on the activity, in whatever round."""
    return ~Q(Exists(_of_the_activity(ReExamination.objects.filter(panel__seats__person=me.person), "case")))


def overseeing(*, me: Relations) -> Q:
    """Condition on `Case`: one acts for the authority over it, and is nothing else to it today."""
    if not me.regions:
        return Q(pk__in=[])
    apart = ~Q(committee__in=me.committees) & ~Q(applicant=me.person)
    if me.managed:
        apart &= Q(institution__isnull=True) | ~Q(institution__in=me.managed)
    return within(me.regions) & apart


def wholly_overseeing(*, me: Relations) -> Q:
    """The same of whoever was nothing else to the activity ever: never sat on any body, filed none of its cases.

    Wider than what makes one of the reviewing side (`engine.independence`): it keeps back more than it must.
    """
    sat = Seat.objects.filter(person=me.person)
    led = _of_the_activity(Case.objects.filter(applicant=me.person), "pk")
    return overseeing(me=me) & ~Q(Exists(sat)) & ~Q(Exists(led))


def _of_the_activity(rows: QuerySet, case: str) -> QuerySet:  # type: ignore[type-arg] # of either model
    """Those that belong to the activity of the case outside: `case` names theirs."""
    activity = Coalesce(OuterRef("activity"), OuterRef("pk"))
    through = "" if case == "pk" else f"{case}__"
    return rows.filter(Q(**{case: activity}) | Q(**{f"{through}activity": activity}))
