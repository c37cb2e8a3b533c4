"""What a move would bring about: it is made, looked at, and taken back before anybody else can see it (ADR 29).

So what is shown beforehand is what the door would write, and nothing describes it a second time. The case is held for
as long as the look takes. Messages are rows and nudges hang on the commit: nobody is told, and nothing leaves.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User
from ethics_review.models import Case
from ethics_review.operations import make_move

Seen = TypeVar("Seen")


def try_move(
    *,
    number: str,
    move: str,
    user: User,
    data: Mapping[str, Any],
    now: datetime,
    look: Callable[[Case], Seen],
    version: int | None = None,
) -> Seen:
    """What `look` sees of the case once `move` is made. Leaves nothing written or told; raises what `make_move` raises.

    What is seen must be plain by then: of a row that was taken back nothing more can be read.
    """
    with transaction.atomic():
        seen = look(make_move(number=number, move=move, user=user, data=data, now=now, version=version))
        transaction.set_rollback(True)
    return seen
