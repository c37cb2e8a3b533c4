"""What may be done to a case now and why the rest may not, as buttons and reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from ethics_review.engine import Explained, Option
from ethics_review.web.shown import Reason, reasons_of
from regulations.vocabulary import State

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
NOT_YOURS = "role.not_yours"
"""Why whoever has another part in the case may not make a move."""
WEIGHTS = ("main", "plain", "grave")
GRAVE = frozenset({"withdraw", "decline", "suspend", "terminate"})


@dataclass(frozen=True)
class MoveLine:
    """One move in the list of what may and may not be done; `weight` is how its button looks: main, plain or grave."""

    name: str
    label: str
    weight: str
    reasons: list[Reason]


@dataclass(frozen=True)
class Moves:
    """What may be done now; what may not although the state is right; and what belongs to other states.

    Of what may not, the reader's own part is `not_now`, what they most likely come for first; the rest is `not_yours`.
    """

    allowed: list[MoveLine]
    has_main: bool
    not_now: list[MoveLine]
    not_yours: list[MoveLine]
    elsewhere: list[MoveLine]


def moves_of(explained: Explained, reader: int, language: str) -> Moves:
    """Every move of the case's pack, for this reader."""
    state = State(explained.situation.rows.case.state)
    here = [option for option in explained.options if state in option.line.sources]
    rows = explained.situation.rows
    done = {
        "determine_list": rows.case.listed is not None,
        "assign_reviewers": bool(rows.assignments),
        "declare_interest": reader in explained.situation.facts.interests.declared,
    }
    made = frozenset(name for name, was in done.items() if was)
    allowed = _lines((option for option in here if option.allowed), language, made)
    refused = [option for option in here if not option.allowed]
    return Moves(
        allowed=sorted(allowed, key=lambda line: WEIGHTS.index(line.weight)),
        has_main=any(line.weight == "main" for line in allowed),
        not_now=_lines(sorted((option for option in refused if not _of_others(option)), key=_likely), language),
        not_yours=_lines((option for option in refused if _of_others(option)), language),
        elsewhere=_lines((option for option in explained.options if state not in option.line.sources), language),
    )


def _of_others(option: Option) -> bool:
    return any(refusal.code == NOT_YOURS for refusal in option.refusals)


def _likely(option: Option) -> int:
    """How far from what somebody most likely comes for."""
    return LIKELY.index(option.line.name) if option.line.name in LIKELY else len(LIKELY)


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
