"""What one reader may see of a case they may see at all: who is inside, and whose names and findings stay hidden.

Pure, given the roles. Seeing the case itself is for `visibility`; doing is for the door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from ethics_review.engine.facts import gather
from ethics_review.engine.roles import roles_of
from ethics_review.models import Case
from ethics_review.queries.history import BLINDED_ROLES, INSIDERS
from regulations.clocks import local
from regulations.refusal import Refusal
from regulations.vocabulary import Role

ON_PANEL = frozenset({Role.EXPERT, Role.AUTHORITY})
SHOWN_TO_ALL = frozenset({Role.APPLICANT, Role.UNIT, Role.SECRETARY, Role.CHAIR, Role.AUTHORITY})
"""Whoever signs or answers for a step is known to everybody; who reviewed, voted or opined is not."""


@dataclass(frozen=True)
class Reader:
    """A person with the roles held in one case now."""

    person: int
    roles: frozenset[Role]

    @property
    def inside(self) -> bool:
        """Part of the committee or its office, which knows its own reviewers."""
        return bool(self.roles & INSIDERS)

    @property
    def on_panel(self) -> bool:
        return bool(self.roles & ON_PANEL)

    def knows(self, role: Role) -> bool:
        """Whether this reader may know who holds `role` in the case."""
        return role in SHOWN_TO_ALL or self.inside or (role is Role.EXPERT and self.on_panel)

    def shown(self, refusal: Refusal) -> Refusal:
        """The refusal without the name of somebody this reader may not know. Who acted last is among its figures."""
        latest = refusal.figures.get("latest")
        if not isinstance(latest, Mapping):
            return refusal
        hidden = {} if self.inside or latest["role"] not in BLINDED_ROLES else {"actor": ""}
        shown = {**latest, **hidden, "at": told_at(str(latest["at"]))}
        return replace(refusal, figures={**refusal.figures, "latest": shown})


def told_at(moment: str) -> str:
    """An instant of the record as the API tells it: on the clocks of Shanghai."""
    return local(datetime.fromisoformat(moment)).isoformat()


def reader_of(*, case: Case, user: User, now: datetime) -> Reader:
    """`user` as a reader of `case` at `now`."""
    return Reader(user.pk, roles_of(user.pk, gather(case, now).people))
