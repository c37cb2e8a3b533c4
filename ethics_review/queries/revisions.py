"""The revisions of a case's filing as far as a reader may read them. Seeing the case itself was asked before."""

from collections.abc import Collection

from django.db.models import QuerySet

from ethics_review.models import Case, Filing
from regulations.vocabulary import Role


def revisions_of(*, case: Case, roles: frozenset[Role]) -> QuerySet[Filing]:
    """In order, without their bodies. What the applicant has not put before the body yet is the applicant's alone."""
    return _readable(case, roles).order_by("revision").defer("body")


def previous_of(*, case: Case, roles: frozenset[Role], revision: int) -> Filing | None:
    """The latest of them before `revision`, with its body. One statement."""
    return _readable(case, roles).filter(revision__lt=revision).order_by("-revision").first()


def _readable(case: Case, roles: frozenset[Role]) -> QuerySet[Filing]:
    own = Filing.objects.filter(case=case)
    return own if Role.APPLICANT in roles else own.filter(submitted_at__isnull=False)


def bodies_of(*, filings: Collection[Filing]) -> dict[int, Filing]:
    """Filings with their bodies, by revision. One statement."""
    return {one.revision: one for one in Filing.objects.filter(pk__in=[filing.pk for filing in filings])}
