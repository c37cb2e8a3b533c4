"""What follows decisions, across cases: rows of the cases one person may see, with all that a list shows of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from ethics_review.models import Appeal, Case, FollowUp, ReExamination, Registration


def _seen(user: User, now: datetime) -> QuerySet[Any, Any]:
    return Case.objects.visible_to(user, now).order_by().values("pk")


def registrations(*, user: User, now: datetime) -> QuerySet[Registration]:
    """Registrations (登记) of the cases `user` may see."""
    rows = Registration.objects.filter(case__in=_seen(user, now))
    return rows.select_related("case", "filed_by", "confirmed_by")


def re_examinations(*, user: User, now: datetime) -> QuerySet[ReExamination]:
    """Re-examinations (专家复核) of the cases `user` may see."""
    rows = ReExamination.objects.filter(case__in=_seen(user, now))
    return rows.select_related("case", "authority", "applied_by", "centre")


def follow_ups(*, user: User, now: datetime) -> QuerySet[FollowUp]:
    """Follow-up reviews (跟踪审查) of the cases `user` may see."""
    return FollowUp.objects.filter(case__in=_seen(user, now)).select_related("case", "concluded_by")


def appeals(*, user: User, now: datetime) -> QuerySet[Appeal]:
    """Appeals (申诉) in the cases `user` may see."""
    return Appeal.objects.filter(case__in=_seen(user, now)).select_related("case")
