"""What those do of whom no window is open: the same acts through the same door, without a page.

A meeting takes five members and a panel five experts, who all press the same. In CI one or two of them are watched at
their pages, the rest act here; with EXHAUSTIVE=1 nobody does.
"""

from typing import Any

from django.utils import timezone

from accounts.models import User
from committees import operations as bodies
from committees.models import AgendaItem, Meeting
from ethics_review import operations
from regulations import pack
from regulations.vocabulary import Role
from tests.e2e_browser.tongue import PACK


def does(*, number: str, move: str, who: User, **data: Any) -> None:
    """One move at the present hour."""
    operations.make_move(number=number, move=move, user=who, data=data, now=timezone.now())


def worksheet(*, number: str, who: User, **data: Any) -> None:
    """Every focus found in order, and what else is said."""
    keys = pack(PACK).rules_for(house={}).items("review.focuses")
    does(number=number, move="submit_worksheet", who=who, focuses={key: {"answer": "yes"} for key in keys}, **data)


def arrives(*, number: str, who: User, secretary: User) -> None:
    """The secretary notes that the member has come."""
    meeting: Meeting = AgendaItem.objects.filter(subject=f"case:{number}").latest("pk").meeting
    now = timezone.now()
    bodies.arrive(
        meeting=meeting,
        person=who,
        kind="member",
        rules=pack(PACK).rules_for(house=meeting.committee.house),
        actor=secretary,
        role=Role.SECRETARY,
        at=now,
        now=now,
    )
