"""What reviewers have in hand, and what a voter is shown of their own vote. Whose eyes it is for is the caller's."""

from collections.abc import Collection

from django.db.models import Count, F

from accounts.models import User
from committees.models import Vote
from ethics_review.models import Assignment, Case, WorksheetDraft
from ledger.models import Entry
from regulations.vocabulary import State

REVIEWING = (State.ACCEPTED, State.IN_REVIEW)


def loads(*, people: Collection[int]) -> dict[int, int]:
    """How many worksheets each person still owes, on any body; who owes none is absent. One statement."""
    owed = Assignment.objects.filter(
        person__in=people,
        released_at__isnull=True,
        worksheet__isnull=True,
        review__round=F("review__case__round"),
        review__case__state__in=REVIEWING,
    )
    return dict(owed.values("person").annotate(owed=Count("pk")).values_list("person", "owed"))


def own_vote(*, case: Case, user: User) -> tuple[Vote, Entry | None] | None:
    """The person's latest vote on the case with the entry that commits to it. Two statements, one without a vote."""
    cast = Vote.objects.filter(seat__ballot__subject=case.stream, seat__person=user)
    vote = cast.select_related("seat__ballot__committee").order_by("-pk").first()
    if vote is None:
        return None
    entries = Entry.objects.filter(stream=case.stream, action="cast_vote", actor=user).order_by("-seq")
    return vote, next((entry for entry in entries if entry.data.get("ballot") == vote.seat.ballot_id), None)


def own_draft(*, case: Case, user: User) -> WorksheetDraft | None:
    """What the person has kept of the worksheet of this round; nobody else's is ever looked up. One statement."""
    return WorksheetDraft.objects.filter(
        assignment__person=user,
        assignment__released_at__isnull=True,
        assignment__review__case=case,
        assignment__review__round=case.round,
    ).first()
