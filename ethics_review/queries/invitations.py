"""How an invitation was answered (参会答复), as far as a reader may know: by name for office and presider only."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from committees import queries
from committees.models import Answer, Meeting, Seat
from ethics_review.queries import sittings


@dataclass(frozen=True)
class Answered:
    """`counts` by what was answered; `people` is None where the reader may not know who answered what.

    `comes` says of everybody who has answered whether they take part: to count with, not to be shown.
    """

    invited: list[Seat]
    counts: dict[str, int]
    silent: int
    mine: Answer | None
    asked: bool
    people: dict[int, Answer] | None
    comes: dict[int, bool]


def answered(*, meeting: Meeting, user: User, now: datetime, held: Collection[Seat] | None = None) -> Answered:
    """The answers to the invitation as it stands. Two statements, one where every seat of the body `held` is known."""
    held = queries.every_seat(committee=meeting.committee) if held is None else held
    seats = queries.invited_among(meeting=meeting, seats=held, at=now)
    people = {seat.person_id for seat in seats}
    said = queries.answers_to(meeting=meeting)
    given = {one.person_id: one for one in said if one.person_id in people}
    tally = Counter(one.choice for one in given.values())
    keeps = sittings.keeps_among(meeting=meeting, user=user, seats=held, now=now)
    return Answered(
        invited=list({seat.person_id: seat for seat in seats}.values()),
        counts={choice: tally[choice] for choice in Answer.Choice.values},
        silent=len(people) - len(given),
        mine=given.get(user.pk),
        asked=user.pk in people,
        people=given if keeps else None,
        comes={one.person_id: one.comes for one in said},
    )
