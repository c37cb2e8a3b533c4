"""Who reviewed a case, gave an expert opinion on it or signed for it, to be searched: each told to whoever may know it.

The same that `api.readers.Reader` says of one case (whoever signs is known to all, reviewers to the body alone, experts
to the body, to each other and to the authority), said once over all of them; else a search would give away what the
page of the case keeps back.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ethics_review.models import Assignment, Case, Decision, ReExamination
from ethics_review.queries.apart import unconcerned, unheard, wholly_overseeing
from ethics_review.relations import Relations
from regulations.vocabulary import VOTING_POSITIONS, Position, Role

EXPERTS = "panel__seats__person"


@dataclass(frozen=True)
class Part:
    """One way to take part: the rows that name the people, where these say the case and the person, and who is told."""

    role: Role
    rows: QuerySet[Model]
    case: str
    person: str
    told: Q

    def named(self, words: Collection[str]) -> QuerySet[Model]:
        """The rows that name somebody in whose name one of the words stands."""
        anybody = Q(pk__in=[])
        for word in words:
            anybody |= Q(**{f"{self.person}__name__icontains": word})
        return self.rows.filter(anybody)


def in_part(*, me: Relations, word: str) -> Q:
    """Condition on `Case`: somebody of that name takes part, and the reader may know it."""
    wanted = Q(pk__in=[])
    for part in _parts(me):
        wanted |= part.told & Q(Exists(part.named([word]).filter(**{part.case: OuterRef("pk")})))
    return wanted


def found_in_part(
    *, me: Relations, cases: Collection[Case], words: Collection[str]
) -> dict[int, list[tuple[Role, str]]]:
    """Whom of them the words name, by case, with their part. Four statements."""
    found: dict[int, list[tuple[Role, str]]] = {}
    for part in _parts(me):
        told = Case.objects.filter(part.told, pk__in=[case.pk for case in cases])
        rows = part.named(words).filter(**{f"{part.case}__in": told.values("pk")}).order_by(part.case, part.person)
        for case, name in rows.values_list(part.case, f"{part.person}__name").distinct():
            parts = found.setdefault(case, [])
            parts += [(part.role, name)] * ((part.role, name) not in parts)
    return found


def _parts(me: Relations) -> Iterator[Part]:
    """Experts know those of their own panel: whoever sat on an earlier one does not learn who sits on the next."""
    inside, panels = _inside(me), ReExamination.objects.all()
    yield Part(Role.CHAIR, Decision.objects.all(), "case", "signed_by", Q())
    yield Part(Role.REVIEWER, Assignment.objects.filter(released_at=None), "review__case", "person", inside)
    yield Part(Role.EXPERT, panels, "case", EXPERTS, inside | wholly_overseeing(me=me))
    yield Part(Role.EXPERT, panels.filter(panel__in=me.panels), "case", EXPERTS, unconcerned(me=me))


def _inside(me: Relations) -> Q:
    """The reader is of the body that reviews, or of its office, with nothing that keeps them out of the case."""
    seated = Q(committee__in=me.seated_as(Position.SECRETARY, *VOTING_POSITIONS), submitted_at__isnull=False)
    return seated & unconcerned(me=me) & unheard(me=me)
