"""Which bodies may review what a person files (审查主体): the unit's own, or a centre with its written mandate."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from committees.models import Committee, Mandate
from regulations.clocks import local
from regulations.vocabulary import CommitteeKind


def bodies_for(*, user: User, now: datetime) -> list[Committee]:
    """The bodies before which `user` may lay an application now, the unit's own first. One statement."""
    own = Q(kind=CommitteeKind.ETHICS, institution=user.institution_id, institution__isnull=False)
    mandated = Q(kind=CommitteeKind.SERVICE_CENTRE, mandates__in=_mandates(user, now))
    bodies = Committee.objects.filter(own | mandated).distinct()
    return sorted(bodies, key=lambda body: (body.kind != CommitteeKind.ETHICS, body.pk))


def _mandates(user: User, now: datetime) -> QuerySet[Mandate]:
    """Given by the unit, or by a person who belongs to none, and in force on the day."""
    day = local(now).date()
    giver = Q(institution=user.institution_id) if user.institution_id else Q(person=user)
    in_force = Q(signed_on__lte=day, starts_on__lte=day, ends_on__gte=day, scope=Mandate.Scope.REVIEW)
    return Mandate.objects.filter(giver & in_force)
