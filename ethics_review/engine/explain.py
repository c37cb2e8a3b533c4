"""What may be done now, and why the rest may not. Computed from one situation, never once for each button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from ethics_review.engine.case_file import CaseFile
from ethics_review.engine.facts import pack_of, situation_in
from ethics_review.engine.input import schema_of
from ethics_review.engine.roles import actor_for, roles_of
from ethics_review.engine.situation import Situation
from ethics_review.models import Case
from regulations.examine import examine
from regulations.move import Move
from regulations.refusal import Refusal
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Option:
    """One move as one person sees it now."""

    line: Move
    asks: Mapping[str, Any]
    refusals: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        return not self.refusals


@dataclass(frozen=True)
class Explained:
    """The case at this instant for this person: the situation, their roles, and every move with its refusals."""

    situation: Situation
    roles: frozenset[Role]
    options: tuple[Option, ...]

    @property
    def allowed(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.allowed)


def explain(*, case: Case, user: User, now: datetime) -> Explained:
    """Every move of the case's pack for `user`, each allowed or with all that stands in its way."""
    return explain_in(file=CaseFile(case, now), user=user)


def explain_in(*, file: CaseFile, user: User) -> Explained:
    """The same from a file that is being read."""
    situation = situation_in(file)
    actor = actor_for(user, situation.people)
    pack = pack_of(file.case)
    options = tuple(
        Option(line, schema_of(pack, line), examine(line, situation.facts, actor)) for line in pack.moves.values()
    )
    return Explained(situation, roles_of(user.pk, situation.people), options)
