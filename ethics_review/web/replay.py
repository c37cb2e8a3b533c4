"""Recorded cases under another pack (假设重演), for a committee and the authority over it: the figures, the changes."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone

import regulations
from ethics_review.engine.replaying import replay_cases
from ethics_review.models import Case
from ethics_review.queries import inbox
from ethics_review.queries.replayable import replayable, wanted
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.wording import replays
from regulations.pack import DRAFT
from regulations.replay import Figures, Kind, Replayed, Row, Verdict, figures

ON_PAGE = 10
DIGITS = 18


@dataclass(frozen=True)
class FiguresLine:
    """One committee: how many of its cases would differ, and in what."""

    committee: int
    name: str
    cases: int
    changed: int
    not_asked: int
    by_kind: list[tuple[str, int]]


@dataclass(frozen=True)
class RowLine:
    """One thing that would differ, or that is not compared; `why` then says why not."""

    entry: int
    subject: str
    own: str
    other: str
    why: str


@dataclass(frozen=True)
class CaseCard:
    """One case, what would differ in it, and how much would not."""

    number: str
    title: str
    changed: bool
    same: int
    rows: list[RowLine]


@answers("GET")
def show(request: SignedIn, name: str) -> HttpResponse:
    """One page of the cases this person may replay, under one pack. Everybody else finds nothing here."""
    pack = next((pack for pack in regulations.all_packs() if pack.id == name), None)
    if pack is None:
        raise Http404
    committee = request.GET.get("committee", "")
    chosen = int(committee) if committee.isascii() and committee.isdigit() and len(committee) <= DIGITS else None
    try:
        cases = wanted(replayable(user=request.user, now=timezone.now()), committee=chosen)
    except Case.DoesNotExist as error:
        raise Http404 from error
    beside = cases.annotate(unread=inbox.unread_beside(user=request.user))
    shown = Paginator(beside.order_by("-pk"), ON_PAGE).get_page(request.GET.get("page"))
    found: dict[str, Case] = {case.number: case for case in shown}
    replayed = replay_cases(cases=list(found.values()), pack=pack)
    tongue = language()
    return page(
        request,
        "packs/replay.html",
        section="packs",
        unread=next((case.unread for case in shown), None),  # type: ignore[attr-defined] # annotated by the query
        pack={"id": pack.id, "title": pack.title.in_language(tongue), "draft": pack.status == DRAFT},
        kinds=[replays.KINDS[kind].in_language(tongue) for kind in Kind],
        figures=[_figures(one, found, tongue) for one in figures(replayed)],
        narrowed=chosen is not None,
        cases=[_card(one, found[one.number], tongue) for one in replayed],
        pages=shown,
    )


def _figures(one: Figures, cases: dict[str, Case], tongue: str) -> FiguresLine:
    body = next(case.committee for case in cases.values() if case.committee_id == one.committee)
    return FiguresLine(
        committee=one.committee,
        name=named(body.name, body.name_en, tongue),
        cases=one.cases,
        changed=one.changed,
        not_asked=one.not_asked,
        by_kind=[(replays.KINDS[kind].in_language(tongue), one.by_kind[kind]) for kind in Kind],
    )


def _card(one: Replayed, case: Case, tongue: str) -> CaseCard:
    rows = [_row(row, tongue) for row in one.rows if row.verdict is not Verdict.SAME]
    return CaseCard(
        number=one.number,
        title=named(case.title_zh, case.title_en, tongue),
        changed=one.changed,
        same=len(one.of(Verdict.SAME)),
        rows=rows,
    )


def _row(row: Row, tongue: str) -> RowLine:
    """The sides of what is compared; of the rest only why it is not."""
    compared = row.verdict is Verdict.CHANGED
    return RowLine(
        entry=row.seq,
        subject=replays.subject(row, tongue),
        own=replays.told(row.own, tongue) if compared else "",
        other=replays.told(row.other, tongue) if compared else "",
        why=replays.why(row, tongue),
    )
