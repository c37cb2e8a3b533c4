"""Who may know that a case exists. The only way in for every list, count, search, export and detail.

Seeing is not doing: what may be done is examined at the door. Whoever sees nothing here gets a 404.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from accounts.models import User
from committees.models import Recusal
from ethics_review.relations import Relations, relations_of

if TYPE_CHECKING:
    from ethics_review.models import Case  # noqa: F401 -- named in quotes below


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, scoped by relation."""

    def visible_to(self, user: User, now: datetime) -> "CaseQuerySet":
        """The cases `user` may see at `now`: own, of the unit managed, of the body sat on, re-examined, or overseen."""
        return self.seen_by(relations_of(user, now))

    def seen_by(self, me: Relations) -> "CaseQuerySet":
        """The same for relations already read."""
        seen = Q(applicant=me.person)
        filed = Q(submitted_at__isnull=False)
        recused = Recusal.objects.filter(subject=Concat(Value("case:"), OuterRef("number")), person=me.person)
        unconflicted = ~Q(Exists(recused))
        if me.managed:
            seen |= filed & Q(institution__in=me.managed)
        if me.committees:
            seen |= filed & Q(committee__in=me.committees) & unconflicted
        if me.panels:
            seen |= Q(re_examinations__panel__in=me.panels) & unconflicted
        if me.regions:
            overseen = (Q(listed__isnull=False) & ~Q(listed=[])) | Q(Exists(_applied_for()))
            seen |= overseen & within(me.regions)
        return self.filter(seen).distinct() if me.panels else self.filter(seen)


def _applied_for() -> "models.QuerySet[models.Model]":
    """A re-examination of the case, in any round: the authority keeps sight of what it was asked about."""
    return apps.get_model("ethics_review", "ReExamination").objects.filter(case=OuterRef("pk"))


def within(regions: tuple[str, ...]) -> Q:
    """Condition on `Case`: its unit lies in a region the authority covers; without a unit, its committee does."""
    here = Q()
    for region in regions:
        here |= Q(institution__region__startswith=region)
        here |= Q(institution__isnull=True, committee__institution__region__startswith=region)
    return here
