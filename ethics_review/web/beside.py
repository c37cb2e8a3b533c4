"""What stands beside the form of some moves: the filing to read, the people to choose from, the receipt of a vote.

Each helps to make the move; whether it may be made is examined at the door.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from committees.operations import commitment
from ethics_review.engine import Explained, Option
from ethics_review.queries.documents import documents_of
from ethics_review.queries.reviewing import own_vote
from ethics_review.web.candidates import candidates_of
from ethics_review.web.checklists import checklists_of
from ethics_review.web.difference_page import DifferencePage, since_previous
from ethics_review.web.filing_page import Lacking, Section, lacking, sections
from ethics_review.web.move_page import option_of
from ethics_review.web.papers import Paper, paper
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.signing_page import opinion_of, signing_of
from ethics_review.web.terms import position_label
from regulations.pack import Item

WORKSHEET, COMPLETION, ASSIGNMENT = "submit_worksheet", "request_completion", "assign_reviewers"
VOTE, CONVERSION, INTEREST = "cast_vote", "convert_to_general", "declare_interest"
DECISION, PRELIMINARY, OPINION = "issue_decision", "pass_preliminary", "give_opinion"

PAPERS = 40
"""So many documents stand beside a form, which would be left on the way to another page of them."""


@dataclass(frozen=True)
class Asked:
    """Who looks at the page of a move, in which situation and language."""

    explained: Explained
    option: Option
    user: User
    language: str


@dataclass(frozen=True)
class Reading:
    """The filing as it lies before the body, with its documents and what the revision changed."""

    revision: int
    sections: list[Section]
    lacking: list[Lacking]
    papers: list[Paper]
    readable: bool
    """Whether a browser can show any of them by itself."""
    more_papers: int
    """So many stand on the page of the case alone."""
    difference: DifferencePage | None


@dataclass(frozen=True)
class Receipt:
    """One's own vote as it is kept, and what the record holds of it. `fits` says that the one commits to the other."""

    at: datetime
    choice: str
    reason: str
    fingerprint: str
    fits: bool
    seq: int | None
    entry: str


@dataclass(frozen=True)
class Trigger:
    """One of the reasons for which a simplified review turns general, with the rule that says so."""

    key: str
    words: str
    ground: Ground


def template_of(move: str) -> str:
    """The template of a move's page; most have the common one."""
    return TEMPLATES.get(move, "moves/form.html")


def beside(asked: Asked) -> dict[str, Any]:
    """What the template of the move needs besides its form."""
    found = BESIDE.get(asked.option.line.name)
    return found(asked) if found else {}


def _worksheet(asked: Asked) -> dict[str, Any]:
    rows = asked.explained.situation.rows
    return {"reading": _reading(asked), "checklists": checklists_of(rows.filing.body, asked.language)}


def _completion(asked: Asked) -> dict[str, Any]:
    return {"reading": _reading(asked)}


def _reading(asked: Asked) -> Reading:
    """Two statements."""
    explained, language = asked.explained, asked.language
    case, filing = explained.situation.rows.case, explained.situation.rows.filing_for(explained.roles)
    papers = list(documents_of(case=case, roles=explained.roles))
    shown = [paper(document, language) for document in papers[:PAPERS]]
    return Reading(
        revision=filing.revision,
        sections=sections(filing.body, language),
        lacking=lacking(filing.body, explained.situation.facts.rules, language),
        papers=shown,
        readable=any(one.readable for one in shown),
        more_papers=len(papers[PAPERS:]),
        difference=since_previous(case=case, roles=explained.roles, filing=filing, papers=papers, language=language),
    )


def _assignment(asked: Asked) -> dict[str, Any]:
    found = candidates_of(explained=asked.explained, option=asked.option, user=asked.user, language=asked.language)
    return {"candidates": found}


def _vote(asked: Asked) -> dict[str, Any]:
    ballot = asked.explained.situation.facts.ballot
    interest = option_of(asked.explained, INTEREST)
    awaited = ballot is not None and ballot.open and asked.user.pk in ballot.roll - ballot.voted
    return {
        "receipt": None if awaited else receipt_of(asked),
        "voted": len(ballot.voted) if ballot else 0,
        "of": len(ballot.roll) if ballot else 0,
        "interest": interest.line.label.in_language(asked.language) if interest and interest.allowed else "",
    }


def receipt_of(asked: Asked) -> Receipt | None:
    """The receipt of the reader's own latest vote on the case; nobody else's is ever looked up. Two statements."""
    found = own_vote(case=asked.explained.situation.rows.case, user=asked.user)
    if found is None:
        return None
    vote, entry = found
    recorded = entry.data["vote"] if entry is not None else ""
    return Receipt(
        at=vote.cast_at,
        choice=position_label(vote.position, asked.language),
        reason=vote.reason,
        fingerprint=recorded,
        fits=recorded == commitment(vote),
        seq=entry.seq if entry is not None else None,
        entry=entry.hash if entry is not None else "",
    )


def _signing(asked: Asked) -> dict[str, Any]:
    return {"signing": signing_of(explained=asked.explained, language=asked.language)}


def _opinion(asked: Asked) -> dict[str, Any]:
    return {"signing": opinion_of(explained=asked.explained, language=asked.language)}


def _conversion(asked: Asked) -> dict[str, Any]:
    return {"triggers": triggers_of(asked.explained, asked.language)}


def triggers_of(explained: Explained, language: str) -> list[Trigger]:
    """The triggers by which this reader may turn the case general now; none where they may not."""
    option = option_of(explained, CONVERSION)
    if option is None or not option.allowed:
        return []
    rules = explained.situation.facts.rules
    asks = next(ask.options for ask in option.line.asks if ask.name == "trigger")
    return [_trigger(item, ground_of(rules.source(asks), language), language) for item in rules.entries(asks)]


def _trigger(item: Item, ground: Ground, language: str) -> Trigger:
    return Trigger(
        item.key, item.words.in_language(language), ground_of(item.source, language) if item.source else ground
    )


BESIDE: Mapping[str, Callable[[Asked], dict[str, Any]]] = {
    WORKSHEET: _worksheet,
    COMPLETION: _completion,
    ASSIGNMENT: _assignment,
    VOTE: _vote,
    CONVERSION: _conversion,
    DECISION: _signing,
    PRELIMINARY: _signing,
    OPINION: _opinion,
}
TEMPLATES = {
    WORKSHEET: "moves/worksheet.html",
    COMPLETION: "moves/completion.html",
    ASSIGNMENT: "moves/assignment.html",
    VOTE: "moves/vote.html",
    CONVERSION: "moves/conversion.html",
    DECISION: "moves/signing.html",
    PRELIMINARY: "moves/signing.html",
    OPINION: "moves/signing.html",
}
