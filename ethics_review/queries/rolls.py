"""Who is entitled at a ballot and who has voted; never how. For readers who belong to the body that votes."""

from collections.abc import Collection, Mapping

from django.db.models import F

from committees.models import Ballot, BallotSeat


def rolls(*, ballots: Collection[Ballot]) -> Mapping[int, list[BallotSeat]]:
    """The roll of each ballot in order, with people; each seat says when it voted (`cast_at`). One statement."""
    found: dict[int, list[BallotSeat]] = {ballot.pk: [] for ballot in ballots}
    seats = BallotSeat.objects.filter(ballot__in=found).select_related("person").annotate(cast_at=F("vote__cast_at"))
    for seat in seats.order_by("pk"):
        found[seat.ballot_id].append(seat)
    return found
