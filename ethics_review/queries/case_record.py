"""What a round of a case has left behind. Each query costs one statement; who may see what is the caller's."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists

from committees.models import Ballot, Recusal
from ethics_review.models import (
    Assignment,
    Case,
    CompletionNotice,
    Decision,
    Exemption,
    ReExamination,
    Registration,
    Review,
)
from ledger.models import Deadline


def deadlines(*, case: Case) -> list[Deadline]:
    """Every time limit the case has had, those that run first, soonest first."""
    return running_first(deadlines=Deadline.objects.filter(stream=case.stream))


def ran_out(*, case: Case, since: datetime, now: datetime) -> list[Deadline]:
    """The time limits that nobody met and whose end has passed since that instant, the latest first."""
    open_ = Deadline.objects.filter(stream=case.stream, settled_at__isnull=True, paused_at__isnull=True)
    return list(open_.filter(due_at__gte=since, due_at__lt=now).order_by("-due_at", "-pk"))


def running_first(*, deadlines: Iterable[Deadline]) -> list[Deadline]:
    """Time limits already read, in the same order. No statement."""
    return sorted(deadlines, key=lambda deadline: (deadline.settled_at is not None, deadline.due_at, deadline.pk))


def review(*, case: Case) -> Review | None:
    """The round now open."""
    return Review.objects.filter(case=case, round=case.round).first()


def exemption(*, case: Case) -> Exemption | None:
    """The filing on which re-examination was last dropped."""
    return Exemption.objects.filter(case=case).order_by("-pk").first()


def notices(*, case: Case) -> list[CompletionNotice]:
    """What the applicant was asked to supply, of every round, in order."""
    return list(CompletionNotice.objects.filter(case=case).order_by("round", "number"))


def decisions(*, case: Case) -> list[Decision]:
    """Every decision on the case, preliminary ones included, in order; `entitled` were on the roll of its ballot."""
    found = Decision.objects.filter(case=case).select_related("signed_by", "ballot")
    return list(found.annotate(entitled=Count("ballot__roll")).order_by("issued_at", "pk"))


def re_examination(*, case: Case) -> ReExamination | None:
    """That of this round."""
    rows = ReExamination.objects.filter(case=case, round=case.round)
    return rows.select_related("authority", "centre").first()


def registration(*, case: Case) -> Registration | None:
    """That of this round."""
    return Registration.objects.filter(case=case, round=case.round).first()


def assignments(*, case: Case) -> list[Assignment]:
    """The reviewers of this round with their worksheets; `opened` says whether a ballot of the committee has been."""
    current = Assignment.objects.filter(review__case=case, review__round=case.round, released_at__isnull=True)
    ballot = Ballot.objects.filter(subject=case.stream, round=case.round, committee=case.committee_id)
    return list(current.select_related("person", "worksheet").annotate(opened=Exists(ballot)).order_by("pk"))


def recusals(*, case: Case) -> list[Recusal]:
    """Who must keep out of the case, in the order in which that came about."""
    return list(Recusal.objects.filter(subject=case.stream).select_related("person").order_by("recused_at", "pk"))


def ballots(*, case: Case) -> list[Ballot]:
    """Those of this round, of the committee and of the panel, void ones included, latest first."""
    rows = Ballot.objects.filter(subject=case.stream, round=case.round)
    return list(rows.select_related("committee", "set_aside_by").order_by("-pk"))


def conditions(*, case: Case) -> dict[int, str]:
    """The conditions of the latest approval by their numbers from 1 on. One statement."""
    decided = Decision.objects.filter(case=case, kind=Decision.Kind.FINAL).order_by("-round").first()
    found = decided.conditions if decided is not None else []
    return {number: one["text"] for number, one in enumerate(found, start=1)}
