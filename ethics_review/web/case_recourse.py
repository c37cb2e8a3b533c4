"""What the applicant may report or appeal against once the case is decided, each with its rule and what will follow."""

from dataclasses import dataclass

from ethics_review.engine import Explained
from ethics_review.web.move_page import MovePage, move_page
from regulations.vocabulary import Role, State

REPORTS = ("report_progress", "report_change", "report_incident", "appeal")
IN_FORCE = frozenset({State.ACTIVE, State.SUSPENDED})


@dataclass(frozen=True)
class Recourse:
    """The reports and the appeal open now; `amendable` where a change may be filed as an application of its own."""

    moves: list[MovePage]
    amendable: bool


def recourse_of(explained: Explained, language: str) -> Recourse | None:
    """For the applicant, while any of them is open; None for everybody else."""
    pack, state = explained.situation.facts.rules.pack, State(explained.situation.rows.case.state)
    options = {option.line.name: option for option in explained.options if option.allowed}
    found = [options[name] for name in REPORTS if name in options]
    if Role.APPLICANT not in explained.roles or not found:
        return None
    shown = [move_page(option=option, pack=pack, language=language) for option in found]
    return Recourse(shown, state in IN_FORCE)
