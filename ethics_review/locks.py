"""The only place that locks a row of this storey, and the order in which locks are taken.

1. Lock the case first, then what hangs on it (ballot, deadlines): `case → review → ballot → deadlines`.
2. Lock one case in a transaction. Another case is read, never locked; only the end of a meeting locks every case of
   which a vote is open there, in the order of their streams, and the sweeper a handful of cases without ever waiting.
3. Whoever starts from a deadline or a message reads its stream unlocked, locks the case, and reads it again.

On SQLite the transaction itself is the lock: it begins IMMEDIATE.
"""

from collections.abc import Collection

from accounts.models import User
from committees.models import Committee
from ethics_review.models import Case, CaseNumber
from ledger.models import Webhook


def lock_case(number: str) -> Case:
    """The case, locked until the end of the transaction. Raises `Case.DoesNotExist`."""
    related = Case.objects.select_related("committee__institution", "institution", "applicant", "amends")
    return related.select_for_update(no_key=True, of=("self",)).get(number=number)


def lock_cases_if_free(numbers: Collection[str]) -> list[Case]:
    """Those of the cases that nobody else holds, without waiting. The sweeper comes back for the others later."""
    related = Case.objects.select_related("committee__institution", "institution", "applicant", "amends")
    free = related.select_for_update(no_key=True, of=("self",), skip_locked=True)
    return list(free.filter(number__in=numbers).order_by("number"))


def next_number(year: int) -> str:
    """The next case number of the year; numbers are contiguous and never given twice."""
    CaseNumber.objects.get_or_create(year=year)
    counter = CaseNumber.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter)


def lock_committee_if_free(pk: int) -> Committee | None:
    """A committee for the sweeper, without waiting: None where somebody else holds it."""
    rows = Committee.objects.select_related("institution").select_for_update(
        no_key=True, of=("self",), skip_locked=True
    )
    return rows.filter(pk=pk).first()


def lock_person(pk: int) -> User:
    """Held while somebody takes one of the few things a person may have several of."""
    return User.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def lock_webhook(*, owner: User, pk: int) -> Webhook:
    """One of the owner's own subscriptions. Raises `Webhook.DoesNotExist` for any other, and for one that has ended."""
    rows = Webhook.objects.select_related("owner").select_for_update(no_key=True, of=("self",))
    return rows.get(pk=pk, owner=owner, ended_at__isnull=True)
