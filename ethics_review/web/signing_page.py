"""What the chair is about to sign: the outcome that was found, with the sum of the vote or the reviewers who agree.

Nobody chooses an outcome while signing it; so it stands beside the form, before the signature.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from committees.queries import attendance_of, needed
from ethics_review import wording
from ethics_review.engine import Explained
from ethics_review.queries import case_record
from ethics_review.web.presiding_page import arithmetic_told
from ethics_review.web.shown import Ground, ground_of
from ethics_review.web.terms import position_label, sentence_case, tally_told
from regulations.procedures import by_members, found


@dataclass(frozen=True)
class Signing:
    """The outcome in words; how it was come to: the votes and their sum, or how many reviewers recommend it."""

    outcome: str
    tally: str
    sum: str
    ground: Ground


def signing_of(*, explained: Explained, language: str) -> Signing | None:
    """What was found; None while nothing was, and then the page says why. Two statements where a vote was held."""
    facts = explained.situation.facts
    outcome = found(facts)
    if outcome is None:
        return None
    pack = facts.rules.pack
    simplified = by_members(facts)
    rule = "simplified.min_members" if simplified else "decision.majority"
    tally, sum_ = ("", _agreed(len(facts.reviewers))) if simplified else _voted(explained, language)
    label = sentence_case(wording.item_label("decision.outcomes", outcome.value, language, pack=pack))
    return Signing(label, tally, sum_, ground_of(facts.rules.source(rule), language))


def opinion_of(*, explained: Explained, language: str) -> Signing | None:
    """What the panel's vote came to, and is returned as its opinion; None while it has come to nothing."""
    facts, ballot = explained.situation.facts, explained.situation.rows.ballot
    if ballot is None or facts.ballot is None or not facts.ballot.result:
        return None
    roll = len(facts.ballot.roll)
    figures = {"of": roll, "need": needed(ballot=ballot, of=roll)}
    told = gettext("%(of)d on the roll, at least %(need)d votes needed") % figures
    label = sentence_case(position_label(facts.ballot.result, language))
    return Signing(
        label, tally_told(ballot.tally, language), told, ground_of(facts.rules.source("panel.majority"), language)
    )


def _agreed(reviewers: int) -> str:
    return ngettext("The one member named recommends it.", "All %(n)s members named recommend it.", reviewers) % {
        "n": reviewers
    }


def _voted(explained: Explained, language: str) -> tuple[str, str]:
    """How many votes each option has, and the whole sum. Nobody's single vote is known here."""
    ballot, fact = explained.situation.rows.ballot, explained.situation.facts.ballot
    if ballot is None or fact is None:
        return "", ""
    item = ballot.item
    stays = attendance_of(meeting=item.meeting) if item is not None else []
    recusals = case_record.recusals(case=explained.situation.rows.case)
    told = arithmetic_told(ballot=ballot, roll=len(fact.roll), stays=stays, recusals=recusals, tongue=language)
    return tally_told(ballot.tally, language, pack=explained.situation.facts.rules.pack), told
