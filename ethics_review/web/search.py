"""One search over everything the person may see: cases, meetings, bodies, each with what was found in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from committees.models import Committee
from ethics_review import wording
from ethics_review.folded import LONGEST, Piece, excerpt, pieces, texts_of, words_asked
from ethics_review.models import Case, Filing
from ethics_review.queries import search
from ethics_review.queries.involved import found_in_part
from ethics_review.relations import relations_of
from ethics_review.web.heading import named, unit_of
from ethics_review.web.meeting_line import MeetingLine, meeting_line
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.shown import Standing, standing_of
from ethics_review.web.terms import sentence_case
from regulations.vocabulary import CommitteeKind, Role

CASES, MEETINGS, BODIES = 50, 10, 10
"""So many of each are shown; that there are more is said."""
AROUND, PLACES = 40, 2
"""So many characters stand around a hit in a filing, and so many of its places are shown."""


@dataclass(frozen=True)
class Hit:
    """Where in a filing something was found."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class CaseFound:
    """One case."""

    number: str
    number_pieces: list[Piece]
    title: list[Piece]
    standing: Standing
    people: list[list[Piece]]
    parts: list[tuple[str, list[Piece]]]
    """Who else takes part and was found, each with what they are to the case."""
    hits: list[Hit]


@dataclass(frozen=True)
class BodyFound:
    """One body."""

    id: int
    name: list[Piece]
    kind: str
    unit: list[Piece]


@dataclass(frozen=True)
class Found:
    """Everything found. `more`: the groups of which only the first are shown."""

    cases: list[CaseFound]
    meetings: list[MeetingLine]
    bodies: list[BodyFound]
    more: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.cases or self.meetings or self.bodies)


@answers("GET")
def show(request: SignedIn) -> HttpResponse:
    """What holds every word of `?q=`. Nothing is looked for where nothing was asked."""
    asked = request.GET.get("q", "")
    words = words_asked(asked)
    return page(
        request,
        "search.html",
        section="search",
        asked="".join(one for one in asked if one.isprintable())[:LONGEST].strip(),
        cut=len(asked) > LONGEST,
        longest=LONGEST,
        words=words,
        found=_found(request, words) if words else None,
    )


def _found(request: SignedIn, words: Collection[str]) -> Found:
    user, now, tongue = request.user, timezone.now(), language()
    me = relations_of(user, now)
    cases = search.cases(me=me, words=words, limit=CASES + 1)
    parts = found_in_part(me=me, cases=cases[:CASES], words=words)
    filings = search.filings(found=cases[:CASES])
    meetings = search.meetings(user=user, now=now, words=words, about=cases[:CASES], limit=MEETINGS + 1)
    bodies = search.bodies(user=user, now=now, words=words, limit=BODIES + 1)
    counted = {"cases": len(cases) > CASES, "meetings": len(meetings) > MEETINGS, "bodies": len(bodies) > BODIES}
    return Found(
        cases=[_case(case, filings.get(case.pk), parts.get(case.pk, []), words, tongue) for case in cases[:CASES]],
        meetings=[meeting_line(meeting, now, tongue) for meeting in meetings[:MEETINGS]],
        bodies=[_body(body, words, tongue) for body in bodies[:BODIES]],
        more=frozenset(group for group, more in counted.items() if more),
    )


def _case(
    case: Case, filing: Filing | None, parts: Iterable[tuple[Role, str]], words: Collection[str], tongue: str
) -> CaseFound:
    people = [str(case.applicant), unit_of(case, tongue), named(case.committee.name, case.committee.name_en, tongue)]
    return CaseFound(
        number=case.number,
        number_pieces=pieces(case.number, words),
        title=pieces(named(case.title_zh, case.title_en, tongue), words),
        standing=standing_of(case.state, tongue),
        people=[pieces(name, words) for name in dict.fromkeys(people)],
        parts=[(sentence_case(wording.label(role, tongue)), pieces(name, words)) for role, name in parts],
        hits=_hits(filing, words, tongue) if filing is not None else [],
    )


def _hits(filing: Filing, words: Collection[str], tongue: str) -> list[Hit]:
    found: list[Hit] = []
    for path, text in texts_of(filing.body):
        cut = excerpt(text, words, around=AROUND) if len(found) < PLACES else []
        if cut:
            found.append(Hit(wording.field_label(path, tongue) or path, cut))
    return found


def _body(body: Committee, words: Collection[str], tongue: str) -> BodyFound:
    return BodyFound(
        id=body.pk,
        name=pieces(named(body.name, body.name_en, tongue), words),
        kind=sentence_case(wording.label_in(CommitteeKind, body.kind, tongue)),
        unit=pieces(named(body.institution.name, body.institution.name_en, tongue), words),
    )
