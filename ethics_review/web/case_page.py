"""The page of one case, worded for one reader: what may be done, what is owed, what was filed, who takes part, the log.

One explanation and a fixed number of statements, however long the history is: the file of the case is read once, and
every part is told from it. What a reader may not know is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from accounts.models import User
from ethics_review import wording
from ethics_review.api.readers import Reader
from ethics_review.document_terms import TERMS
from ethics_review.engine import Explained, WholeFile, explain_in
from ethics_review.models import Case
from ethics_review.operations.filing import CORRECTABLE
from ethics_review.queries import case_record, history, sittings
from ethics_review.queries.documents import documents_of
from ethics_review.queries.history import Row
from ethics_review.web.beside import Trigger, triggers_of
from ethics_review.web.case_moves import Moves, moves_of
from ethics_review.web.case_profile import Profile, profile_of
from ethics_review.web.case_recourse import Recourse, recourse_of
from ethics_review.web.case_rulings import Ruling, rulings_of
from ethics_review.web.clock_lines import TimeLine, time_line
from ethics_review.web.filing_page import Lacking, Section, lacking, sections
from ethics_review.web.heading import Heading, heading_of
from ethics_review.web.history_page import LogLine, Reading, folded, log, people_in
from ethics_review.web.next_step import NextStep, next_step
from ethics_review.web.notice_items import Named, named_in
from ethics_review.web.papers import Paper, paper
from ethics_review.web.review_page import ReviewShown, review_shown
from ethics_review.web.shown import TimeLimit, time_limit
from ethics_review.web.terms import joined, sentence_case
from ethics_review.web.uploads import Uploads, uploads
from ethics_review.web.way_page import WaySoFar, way_so_far
from regulations import calendar
from regulations.pack import Resolved
from regulations.vocabulary import ChairGround, Role, State

LATEST, ON_PAGE, PAPERS = 10, 60, 40
"""So many entries of the record are shown at once, the older ones of the page are folded away; so many documents."""
ROLES_SHOWN = (
    Role.APPLICANT,
    Role.UNIT,
    Role.SECRETARY,
    Role.CHAIR,
    Role.MEMBER,
    Role.REVIEWER,
    Role.AUTHORITY,
    Role.EXPERT,
)


@dataclass(frozen=True)
class Supplement:
    """The latest completion notice (补正通知): everything it named."""

    issued_at: datetime
    items: list[Named]
    legal_reason: str
    note: str


@dataclass(frozen=True)
class FilingShown:
    """The latest revision, what it lacks, and whether this reader may revise it now."""

    revision: int
    sections: list[Section]
    lacking: list[Lacking]
    revisable: bool


@dataclass(frozen=True)
class Turned:
    """To which page a long list was turned, as it was asked for; whatever is no page is the first or the last."""

    record: str = ""
    documents: str = ""


@dataclass(frozen=True)
class CasePage:
    """Everything on the page."""

    heading: Heading
    profile: Profile
    next: NextStep | None
    moves: Moves
    way: WaySoFar
    time_line: TimeLine | None
    clocks: list[TimeLimit]
    ended_clocks: list[TimeLimit]
    people: list[tuple[str, str]]
    filing: FilingShown
    papers: list[Paper]
    paper_pages: Page
    kinds: list[tuple[str, str]]
    uploads: Uploads
    rulings: list[Ruling]
    review: ReviewShown | None
    triggers: list[Trigger]
    supplement: Supplement | None
    recourse: Recourse | None
    log: list[LogLine]
    older: list[LogLine]
    log_pages: Page
    undelivered: int
    """How many letters about the case did not arrive, told to those who can send them again."""


def case_page(*, case: Case, user: User, now: datetime, language: str, turned: Turned | None = None) -> CasePage:
    """The page for `user` at `now`, with its long lists turned to other pages than the first where asked."""
    turned = turned or Turned()
    file = WholeFile(case, now)
    explained = explain_in(file=file, user=user)
    rows = history.shown(record=file.record, roles=explained.roles, person=user.pk)
    people = _people(file, explained, rows)
    pack = explained.situation.facts.rules.pack
    acts = frozenset(row.action for row in rows)
    lines = log(rows, Reading(pack, people, language))
    logged = Paginator(lines, ON_PAGE).get_page(turned.record)
    entries = folded(logged)
    papers = papers_of(explained, turned.documents)
    deadlines = case_record.running_first(deadlines=file.record.deadlines)
    clocks = [time_limit(one, pack, now, language) for one in deadlines]
    running = [clock for clock in clocks if not clock.ended]
    return CasePage(
        heading=heading_of(case, language),
        profile=profile_of(explained, pack, language),
        next=next_step(explained=explained, clocks=running, people=people, reader=user.pk, language=language),
        moves=moves_of(explained, user.pk, language),
        way=way_so_far(state=State(case.state), rows=rows, lines=lines, pack=pack, language=language),
        time_line=time_line(
            deadlines=deadlines, rows=rows, pack=pack, calendar=calendar.built_in(), now=now, language=language
        ),
        clocks=running,
        ended_clocks=[clock for clock in clocks if clock.ended],
        people=_roles(explained, people, language),
        filing=_filing(explained, user, language),
        papers=[paper(document, language) for document in papers],
        paper_pages=papers,
        kinds=kinds_of(explained, language),
        uploads=uploads(),
        rulings=rulings_of(file, acts, pack, language),
        review=review_shown(
            file=file, reader=Reader(user.pk, explained.roles), acts=acts, pack=pack, language=language
        ),
        triggers=triggers_of(explained, language),
        supplement=_supplement(case, pack, language),
        recourse=recourse_of(explained, language),
        log=entries[:LATEST],
        older=entries[LATEST:],
        log_pages=logged,
        undelivered=file.undelivered if explained.roles & history.OFFICE else 0,
    )


def _people(file: WholeFile, explained: Explained, rows: Iterable[Row]) -> Mapping[int, User]:
    """Everybody the page names. One statement, where a person is named whom nothing read so far has brought."""
    known = file.people()
    holders = frozenset[int]().union(*explained.situation.people.values())
    strangers = (holders | people_in(rows)) - known.keys()
    return {**known, **sittings.people(ids=strangers)} if strangers else known


def _roles(explained: Explained, people: Mapping[int, User], language: str) -> list[tuple[str, str]]:
    """Who takes part, as far as this reader may know."""
    reader = Reader(0, explained.roles)
    shown = []
    for role in ROLES_SHOWN:
        holders = explained.situation.people.get(role, frozenset())
        if holders and reader.knows(role):
            names = sorted(str(people[person]) for person in holders if person in people)
            told = joined(names, language) + (_stands_in(explained, language) if role is Role.CHAIR else "")
            shown.append((sentence_case(wording.label(role, language)), told))
    return shown


def _stands_in(explained: Explained, language: str) -> str:
    """Why it is not the chair who holds the chair."""
    ground = explained.situation.facts.body.chair.ground
    return "" if ground is ChairGround.CHAIR else f" · {wording.label(ground, language)}"


def _filing(explained: Explained, user: User, language: str) -> FilingShown:
    case, filing = explained.situation.rows.case, explained.situation.rows.filing_for(explained.roles)
    rules = explained.situation.facts.rules
    return FilingShown(
        revision=filing.revision,
        sections=sections(filing.body, language),
        lacking=lacking(filing.body, rules, language),
        revisable=case.applicant_id == user.pk and State(case.state) in CORRECTABLE,
    )


def papers_of(explained: Explained, number: str) -> Page:
    """The documents this reader may read, turned to that page of them. One statement."""
    found = documents_of(case=explained.situation.rows.case, roles=explained.roles)
    return Paginator(list(found), PAPERS).get_page(number)


def kinds_of(explained: Explained, language: str) -> list[tuple[str, str]]:
    """The kinds of documents this reader may add now."""
    state = State(explained.situation.rows.case.state)
    pack = explained.situation.facts.rules.pack
    return [
        (kind.value, terms.label.in_language(language))
        for kind, terms in TERMS.items()
        if terms.adders(pack, state) & explained.roles
    ]


def _supplement(case: Case, pack: Resolved, language: str) -> Supplement | None:
    """Shown while the applicant owes it."""
    if case.state != State.COMPLETION_REQUESTED:
        return None
    notice = case_record.notices(case=case)[-1]
    return Supplement(notice.issued_at, named_in(notice, pack, language), notice.legal_reason, notice.note)
