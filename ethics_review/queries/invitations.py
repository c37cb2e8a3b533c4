"""How an invitation was answered (参会答复), as far as a reader may know: by name for office and presider only."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from committees import queries
from committees.models import Answer, Meeting, Seat
from ethics_review.queries import sittings


@dataclass(frozen=True)
class Answered:
    """`counts` by what was answered; `people` is None where the reader may not know who answered what."""

    invited: list[Seat]
    counts: dict[str, int]
    silent: int
    mine: Answer | None
    asked: bool
    people: dict[int, Answer] | None


def answered(*, meeting: Meeting, user: User, now: datetime) -> Answered:
    """The answers to the invitation as it stands. Three statements."""
    seats = queries.invited(meeting=meeting, at=now)
    people = {seat.person_id for seat in seats}
    given = {one.person_id: one for one in queries.answers_to(meeting=meeting) if one.person_id in people}
    tally = Counter(one.choice for one in given.values())
    keeps = sittings.keeps(meeting=meeting, user=user, now=now)
    return Answered(
        invited=list({seat.person_id: seat for seat in seats}.values()),
        counts={choice: tally[choice] for choice in Answer.Choice.values},
        silent=len(people) - len(given),
        mine=given.get(user.pk),
        asked=user.pk in people,
        people=given if keeps else None,
    )
