"""What the minutes of a meeting are assembled from. Who may read them is the caller's; nobody's vote is read here."""

from collections.abc import Collection

from committees.models import AgendaItem, Ballot, Declaration
from ethics_review.models import Decision


def ballots_at(*, items: Collection[AgendaItem]) -> dict[int, list[Ballot]]:
    """Every ballot at each item, void ones included, in order. One statement."""
    found: dict[int, list[Ballot]] = {item.pk: [] for item in items}
    rows = Ballot.objects.filter(item__in=items).select_related("set_aside_by", "opened_by")
    for ballot in rows.order_by("opened_at", "pk"):
        found[ballot.item_id or 0].append(ballot)
    return found


def declared_at(*, items: Collection[AgendaItem]) -> dict[int, list[Declaration]]:
    """Who has declared at each item that they keep no interest, in order. One statement."""
    found: dict[int, list[Declaration]] = {item.pk: [] for item in items}
    rows = Declaration.objects.filter(item__in=items, conflict=False).select_related("person")
    for declaration in rows.order_by("declared_at", "pk"):
        found[declaration.item_id or 0].append(declaration)
    return found


def decided_by(*, ballots: Collection[Ballot]) -> dict[int, Decision]:
    """The decision that rests on each ballot, with who signed it. One statement."""
    rows = Decision.objects.filter(ballot__in=ballots).select_related("signed_by")
    return {decision.ballot_id: decision for decision in rows.order_by("pk") if decision.ballot_id}
