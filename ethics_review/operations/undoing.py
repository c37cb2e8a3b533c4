"""What undoes a vote: an open ballot becomes void, a closed one is set aside.

Votes, tally and result stay as they were. The entry of the interest, or of what follows, names the ballot and what
became of it, and a closed ballot names that entry.
"""

from typing import Any

from committees import operations as committees
from committees.models import Ballot
from ethics_review.engine.act import Act
from ethics_review.engine.situation import Situation
from ledger.models import Entry

SET_ASIDE = "set_aside"


def undone_by(*, situation: Situation, person: int) -> Ballot | None:
    """The ballot of this stage that falls when `person` must keep out: they stand on its roll."""
    fact = situation.facts.ballot
    return situation.rows.ballot if fact is not None and person in fact.roll else None


def named(ballot: Ballot | None) -> dict[str, Any]:
    """What the entry tells of the ballot: which it is, and its status before and after."""
    if ballot is None:
        return {}
    return {
        "ballot": ballot.pk,
        "ballot_item": ballot.item_id,
        "ballot_before": ballot.status,
        "ballot_after": Ballot.Status.VOID.value if ballot.status == Ballot.Status.OPEN else SET_ASIDE,
    }


def supersede(*, act: Act) -> None:
    """Mark the result that fell because an expert came too near the activity, now that the panel begins anew.

    Nobody acts when an expert comes too near: the entry of the next step on the panel names the ballot.
    """
    fallen = act.rows.fallen
    if fallen is not None:
        act.recorded |= {"ballot_superseded": fallen.pk, "ballot_after": SET_ASIDE}
        act.with_entry.append(lambda entry: mark(ballot=fallen, entry=entry))


def mark(*, ballot: Ballot | None, entry: Entry) -> None:
    """Let a closed ballot name the entry by which it counts no more. An open one became void with the recusal."""
    if ballot is not None and ballot.status == Ballot.Status.CLOSED:
        committees.set_aside(ballot=ballot, by=entry)
