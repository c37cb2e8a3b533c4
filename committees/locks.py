"""The row locks of this storey, in the order in which they may be taken.

Person, institution, committee, meeting, ballot. Whoever locks a matter of the upper storey locks it first. A lock is
asked for without its key (`no_key`), so that a row that merely points at the locked one can still be written. SQLite
has no row locks: there the transaction is IMMEDIATE and the whole file is one lock.
"""

from django.db import transaction
from django.db.models import Model

from accounts.models import Institution, User
from committees.models import Ballot, Committee, Meeting
from ledger.operations import OutsideTransaction


def require_transaction(model: type[Model]) -> None:
    """Refuse to run where a later failure could leave half of the act behind."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(
            f"{model.__name__} is written with the entry that records it: open transaction.atomic()"
        )


def lock_person(pk: int) -> User:
    """Held while an operator changes the person's row: the entries of it are one chain."""
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def lock_institution(pk: int) -> Institution:
    """Held while a body is set up: its name is one of its institution's."""
    return Institution.objects.select_for_update(no_key=True).get(pk=pk)


def lock_committee(pk: int) -> Committee:
    """Held while the body changes: its seats, its mandates, its meetings' numbers, a roll drawn from it."""
    return Committee.objects.select_for_update(no_key=True).get(pk=pk)


def lock_meeting(pk: int) -> Meeting:
    """Held while the meeting changes: when it is, who comes, who is in the room, what is on the agenda, and a ballot
    that rests on both. With its body.
    """
    return Meeting.objects.select_related("committee").select_for_update(no_key=True, of=("self",)).get(pk=pk)


def lock_meeting_if_free(pk: int) -> Meeting | None:
    """A meeting for the sweeper, without waiting: None where somebody else holds it."""
    rows = Meeting.objects.select_related("committee").select_for_update(no_key=True, of=("self",), skip_locked=True)
    return rows.filter(pk=pk).first()


def lock_sitting(ballot: Ballot) -> None:
    """Lock the meeting in which the ballot is held; a ballot without an item is held in none."""
    if ballot.item_id is not None:
        Meeting.objects.select_for_update(no_key=True, of=("self",)).get(items=ballot.item_id)


def lock_ballot(pk: int) -> Ballot:
    """Held while a vote is cast or the votes are counted."""
    return Ballot.objects.select_for_update(no_key=True).get(pk=pk)


def lock_open_ballot(*, subject: str, person: User) -> Ballot | None:
    """The subject's open ballot on whose roll `person` stands; None where there is none once the lock is held."""
    rows = Ballot.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(subject=subject, status=Ballot.Status.OPEN, roll__person=person).first()
