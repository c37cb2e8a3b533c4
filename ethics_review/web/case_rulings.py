"""What was ruled on a case: preliminary opinions, the opinion of the experts, decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from committees import queries
from ethics_review import wording
from ethics_review.engine import WholeFile
from ethics_review.models import Decision, ReExamination
from ethics_review.web.terms import tally_told, word
from ethics_review.wording.figures import day
from regulations.pack import Resolved

DECIDING, OPINING = frozenset({"issue_decision", "pass_preliminary"}), "give_opinion"
"""The acts that leave a decision, and an opinion of the experts."""


@dataclass(frozen=True)
class Ruling:
    """A decision (审查决定), a preliminary opinion or the experts' opinion, as it was signed or returned."""

    kind: str
    outcome: str
    at: datetime
    lines: list[tuple[str, str]]


def rulings_of(file: WholeFile, acts: Collection[str], pack: Resolved, language: str) -> list[Ruling]:
    """Everything that was ruled on the case, latest first. One statement at most, none where `acts` tell of none."""
    decisions = file.activity.decisions if DECIDING & set(acts) else ()
    found = [_decided(decision, pack, language) for decision in decisions]
    re_examination = file.activity.re_examination if OPINING in acts else None
    if re_examination is not None and re_examination.returned_at is not None:
        found.append(_opined(re_examination, re_examination.returned_at, language))
    return sorted(found, key=lambda ruling: ruling.at, reverse=True)


def _decided(decision: Decision, pack: Resolved, language: str) -> Ruling:
    months = decision.follow_up_months
    lines = [
        (gettext("Reasons"), decision.reasons),
        (gettext("Required modifications"), decision.requirements),
        (gettext("Conditions"), _conditions(decision, language)),
        (gettext("Votes"), votes_told(decision, pack, language)),
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


def _conditions(decision: Decision, language: str) -> str:
    """Each condition on a line of its own, with its day where one was stated."""
    lines = []
    for number, one in enumerate(decision.conditions, start=1):
        until = gettext("by %(day)s") % {"day": day(one["due_on"], language)} if one.get("due_on") else ""
        lines.append(" · ".join(filter(None, [f"{number}. {one['text']}", until])))
    return "\n".join(lines)


def votes_told(decision: Decision, pack: Resolved | None, language: str) -> str:
    """How many were for what, and how many had to be; a simplified review has no ballot."""
    told = tally_told(decision.tally, language, pack=pack)
    if decision.ballot is None:
        return told
    entitled: int = decision.entitled  # type: ignore[attr-defined] # annotated by the query
    figures = {"of": entitled, "need": queries.needed(ballot=decision.ballot, of=entitled)}
    return told + gettext(" (%(of)d on the roll, at least %(need)d votes needed)") % figures


def _opined(re_examination: ReExamination, at: datetime, language: str) -> Ruling:
    lines = [
        (gettext("On compliance"), re_examination.compliance),
        (gettext("On reasonableness"), re_examination.reasonableness),
    ]
    return Ruling(gettext("Opinion of the experts"), word(re_examination.opinion, language), at, lines)
