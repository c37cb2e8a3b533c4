"""The page of one case, worded for one reader: what may be done, what is owed, what was filed, who takes part, the log.

One explanation and a fixed number of statements, however long the history is. What a reader may not know is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from accounts.models import User
from ethics_review import wording
from ethics_review.api.readers import Reader
from ethics_review.document_terms import TERMS, Kind
from ethics_review.engine import Explained, Option, explain
from ethics_review.models import Case, Decision, Document, ReExamination
from ethics_review.operations.filing import CORRECTABLE
from ethics_review.queries import case_record, history, sittings
from ethics_review.queries.documents import documents_of
from ethics_review.queries.history import Row
from ethics_review.web.case_profile import Profile, profile_of
from ethics_review.web.filing_page import Lacking, Section, lacking, sections
from ethics_review.web.heading import Heading, heading_of
from ethics_review.web.history_page import LogLine, Reading, log, people_in
from ethics_review.web.review_page import ReviewShown, review_shown
from ethics_review.web.shown import Reason, TimeLimit, reasons_of, time_limit
from ethics_review.web.terms import joined, sentence_case, word
from regulations.pack import Resolved
from regulations.vocabulary import Role, State

LIKELY = (
    "cast_vote",
    "submit_worksheet",
    "issue_decision",
    "pass_preliminary",
    "open_ballot",
    "give_opinion",
    "confirm_modifications",
    "accept",
    "request_completion",
    "resubmit",
    "submit",
    "determine_list",
    "assign_reviewers",
    "convene",
    "declare_interest",
    "form_panel",
    "accept_re_examination",
    "apply_re_examination",
    "register",
    "confirm_registration",
    "rule_on_appeal",
)
"""What somebody who may do several things most likely came for: the first of these is the page's main button."""
WEIGHTS = ("main", "plain", "grave")
GRAVE = frozenset({"withdraw", "decline", "suspend", "terminate"})
LATEST = 10
"""So many entries of the record are shown at once; the older ones are folded away."""
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
class MoveLine:
    """One move in the list of what may and may not be done; `weight` is how its button looks: main, plain or grave."""

    name: str
    label: str
    weight: str
    reasons: list[Reason]


@dataclass(frozen=True)
class Moves:
    """What may be done now; what may not although the state is right; and what belongs to other states."""

    allowed: list[MoveLine]
    has_main: bool
    refused_here: list[MoveLine]
    elsewhere: list[MoveLine]


@dataclass(frozen=True)
class Ruling:
    """A decision (审查决定), a preliminary opinion or the experts' opinion, as it was signed or returned."""

    kind: str
    outcome: str
    at: datetime
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Supplement:
    """The latest completion notice (补正通知): everything it named."""

    issued_at: datetime
    items: list[tuple[str, str]]
    legal_reason: str
    note: str


@dataclass(frozen=True)
class Paper:
    """An uploaded document."""

    id: int
    kind: str
    name: str
    size: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime


@dataclass(frozen=True)
class FilingShown:
    """The latest revision, what it lacks, and whether this reader may revise it now."""

    revision: int
    sections: list[Section]
    lacking: list[Lacking]
    revisable: bool


@dataclass(frozen=True)
class CasePage:
    """Everything on the page."""

    heading: Heading
    profile: Profile
    moves: Moves
    clocks: list[TimeLimit]
    ended_clocks: list[TimeLimit]
    people: list[tuple[str, str]]
    filing: FilingShown
    papers: list[Paper]
    kinds: list[tuple[str, str]]
    rulings: list[Ruling]
    review: ReviewShown | None
    supplement: Supplement | None
    log: list[LogLine]
    older: list[LogLine]


def case_page(*, case: Case, user: User, now: datetime, language: str) -> CasePage:
    """The page for `user` at `now`."""
    explained = explain(case=case, user=user, now=now)
    rows = history.rows(case=case, roles=explained.roles, person=user.pk)
    deadlines = case_record.deadlines(case=case)
    people = _people(explained, rows)
    pack = explained.situation.facts.rules.pack
    lines = log(rows, Reading(pack, people, language))
    return CasePage(
        heading=heading_of(case, language),
        profile=profile_of(explained, pack, language),
        moves=_moves(explained, language),
        clocks=[time_limit(one, pack, now, language) for one in deadlines if one.settled_at is None],
        ended_clocks=[time_limit(one, pack, now, language) for one in deadlines if one.settled_at is not None],
        people=_roles(explained, people, language),
        filing=_filing(explained, user, language),
        papers=[_paper(document, language) for document in documents_of(case=case, roles=explained.roles)],
        kinds=_kinds(explained, pack, language),
        rulings=_rulings(case, pack, language),
        review=review_shown(case=case, reader=Reader(user.pk, explained.roles), pack=pack, language=language),
        supplement=_supplement(case, language),
        log=lines[:LATEST],
        older=lines[LATEST:],
    )


def _moves(explained: Explained, language: str) -> Moves:
    state = State(explained.situation.rows.case.state)
    here = [option for option in explained.options if state in option.line.sources]
    rows = explained.situation.rows
    done = {"determine_list": rows.case.listed is not None, "assign_reviewers": bool(rows.assignments)}
    made = frozenset(name for name, was in done.items() if was)
    allowed = _lines((option for option in here if option.allowed), language, made)
    return Moves(
        allowed=sorted(allowed, key=lambda line: WEIGHTS.index(line.weight)),
        has_main=any(line.weight == "main" for line in allowed),
        refused_here=_lines((option for option in here if not option.allowed), language),
        elsewhere=_lines((option for option in explained.options if state not in option.line.sources), language),
    )


def _lines(options: Iterable[Option], language: str, done: frozenset[str] = frozenset()) -> list[MoveLine]:
    """`done` are moves that were made already, and so are hardly what somebody came for."""
    found = list(options)
    names = {option.line.name for option in found} - done
    main = next((name for name in LIKELY if name in names), "")
    return [
        MoveLine(
            option.line.name,
            option.line.label.in_language(language),
            "main" if option.line.name == main else "grave" if option.line.name in GRAVE else "plain",
            reasons_of(option.refusals, language),
        )
        for option in found
    ]


def _people(explained: Explained, rows: Iterable[Row]) -> Mapping[int, User]:
    """Everybody the page names, in one statement."""
    holders = frozenset[int]().union(*explained.situation.people.values())
    return sittings.people(ids=holders | people_in(rows))


def _roles(explained: Explained, people: Mapping[int, User], language: str) -> list[tuple[str, str]]:
    """Who takes part, as far as this reader may know."""
    reader = Reader(0, explained.roles)
    shown = []
    for role in ROLES_SHOWN:
        holders = explained.situation.people.get(role, frozenset())
        if holders and reader.knows(role):
            names = sorted(str(people[person]) for person in holders if person in people)
            shown.append((sentence_case(wording.label(role, language)), joined(names, language)))
    return shown


def _filing(explained: Explained, user: User, language: str) -> FilingShown:
    case, filing = explained.situation.rows.case, explained.situation.rows.filing_for(explained.roles)
    rules = explained.situation.facts.rules
    return FilingShown(
        revision=filing.revision,
        sections=sections(filing.body, language),
        lacking=lacking(filing.body, rules, language),
        revisable=case.applicant_id == user.pk and State(case.state) in CORRECTABLE,
    )


def _kinds(explained: Explained, pack: Resolved, language: str) -> list[tuple[str, str]]:
    """The kinds of documents this reader may add now."""
    state = State(explained.situation.rows.case.state)
    return [
        (kind.value, terms.label.in_language(language))
        for kind, terms in TERMS.items()
        if terms.adders(pack, state) & explained.roles
    ]


def _paper(document: Document, language: str) -> Paper:
    return Paper(
        document.pk,
        TERMS[Kind(document.kind)].label.in_language(language),
        document.name,
        document.size,
        document.sha256,
        str(document.uploaded_by),
        document.uploaded_at,
    )


def _rulings(case: Case, pack: Resolved, language: str) -> list[Ruling]:
    """Everything that was ruled on the case, latest first. Two statements."""
    found = [_decided(decision, pack, language) for decision in case_record.decisions(case=case)]
    re_examination = case_record.re_examination(case=case)
    if re_examination is not None and re_examination.returned_at is not None:
        found.append(_opined(re_examination, re_examination.returned_at, language))
    return sorted(found, key=lambda ruling: ruling.at, reverse=True)


def _decided(decision: Decision, pack: Resolved, language: str) -> Ruling:
    votes = (
        f"{wording.item_label('decision.outcomes', option, language, pack=pack)} {count}"
        for option, count in decision.tally.items()
        if count
    )
    months = decision.follow_up_months
    lines = [
        (gettext("Reasons"), decision.reasons),
        (gettext("Required modifications"), decision.requirements),
        (gettext("Votes"), joined(votes, language)),
        (gettext("Follow-up"), ngettext("in %(n)d month", "in %(n)d months", months) % {"n": months} if months else ""),
        (gettext("Signed by"), str(decision.signed_by)),
    ]
    preliminary = decision.kind == Decision.Kind.PRELIMINARY
    return Ruling(
        gettext("Preliminary opinion") if preliminary else gettext("Decision"),
        wording.item_label("decision.outcomes", decision.outcome, language, pack=pack),
        decision.issued_at,
        [(label, text) for label, text in lines if text],
    )


def _opined(re_examination: ReExamination, at: datetime, language: str) -> Ruling:
    lines = [
        (gettext("On compliance"), re_examination.compliance),
        (gettext("On reasonableness"), re_examination.reasonableness),
    ]
    return Ruling(gettext("Opinion of the experts"), word(re_examination.opinion, language), at, lines)


def _supplement(case: Case, language: str) -> Supplement | None:
    """Shown while the applicant owes it."""
    if case.state != State.COMPLETION_REQUESTED:
        return None
    notice = case_record.notices(case=case)[-1]
    items = [(wording.field_label(item["path"], language) or item["path"], item["reason"]) for item in notice.items]
    return Supplement(notice.issued_at, items, notice.legal_reason, notice.note)
