"""What has been found in many cases at once (审查结论), and not yet been written down: told from rows, for lists.

For one case `regulations.procedures.found` says it from the facts, which would take several statements for each. Here
it is the same but for two things that no list can tell without them: whether reviewers are still enough, and whether an
expert has come too near the activity since. Both are told where the finding is written down.
"""

from datetime import datetime

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Where
from django.db.models.functions import Coalesce, Concat

from committees.models import Ballot, BallotSeat, Recusal
from ethics_review.models import Assignment, Case, Exemption, ReExamination
from ethics_review.queries.case_filters import STREAM
from regulations.clocks import local
from regulations.vocabulary import Procedure, State

IN_WRITING = Q(procedure=Procedure.SIMPLIFIED, state=State.IN_REVIEW)
"""Where the members named decide, and no meeting does."""


def with_finding(*, cases: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Annotate `finding`, an outcome or "", `found_at`, and `exempt`: whether a filing stands in for the experts."""
    heard = ReExamination.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    staged = cases.annotate(
        voting_body=Where(
            When(state=State.RE_EXAMINATION, then=Subquery(heard.values("panel")[:1])),
            default=F("committee"),
            output_field=BigIntegerField(),
        ),
        stage_since=Coalesce(Subquery(heard.values("returned_at")[:1]), F("created_at")),
    )
    ballot, report = _ballots(), _reports()
    return staged.annotate(
        finding=Coalesce(
            Where(
                When(IN_WRITING, then=Subquery(report.values("counting")[:1])),  # type: ignore[misc] # annotated below
                default=Subquery(ballot.values("counting")[:1]),  # type: ignore[misc] # annotated below
                output_field=CharField(),
            ),
            Value(""),
        ),
        found_at=Where(
            When(IN_WRITING, then=Subquery(report.values("worksheet__submitted_at")[:1])),
            default=Subquery(ballot.values("closed_at")[:1]),
        ),
        exempt=Exists(_exempting(now)),
    )


def _ballots() -> QuerySet[Ballot]:
    """Those of the stage that are not void, the latest first; `counting` is the result while it counts."""
    recused = Recusal.objects.filter(subject=OuterRef(OuterRef("subject")), person=OuterRef("person"))
    fallen = BallotSeat.objects.filter(Exists(recused), ballot=OuterRef("pk"))
    counts = Q(status=Ballot.Status.CLOSED, set_aside_by__isnull=True) & ~Exists(fallen)
    own = Ballot.objects.filter(subject=STREAM, round=OuterRef("round"), committee=OuterRef("voting_body"))
    own = own.filter(opened_at__gt=OuterRef("stage_since")).exclude(status=Ballot.Status.VOID)
    return own.annotate(counting=Where(When(counts, then=F("result")), default=Value(""))).order_by("-pk")


def _reports() -> QuerySet[Assignment]:
    """Who reviews in this round, those who have not reported first, then the latest; `counting` is what they recommend.

    Of one mind they are, or the review would have turned general.
    """
    subject = Concat(Value("case:"), OuterRef("review__case__number"), output_field=CharField())
    recused = Recusal.objects.filter(subject=subject, person=OuterRef("person"))
    named = Assignment.objects.filter(
        ~Exists(recused), review__case=OuterRef("pk"), review__round=OuterRef("round"), released_at__isnull=True
    )
    return named.annotate(counting=F("worksheet__recommendation")).order_by(
        F("worksheet__submitted_at").desc(nulls_first=True)
    )


def _exempting(now: datetime) -> QuerySet[Exemption]:
    """The exemption of this round, while it is valid."""
    valid = Q(valid_until__isnull=True) | Q(valid_until__gte=local(now).date())
    return Exemption.objects.filter(valid, case=OuterRef("pk"), round=OuterRef("round"), lifted_at__isnull=True)
