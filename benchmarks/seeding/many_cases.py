"""Ten thousand cases in the time of a few dozen: rows in bulk, under a ledger whose every link is true.

For benchmarks alone. The product writes through its one door; here the same rows are laid down as the door would have
left them: number, filing, review, assignments, entries chained by `ledger.chain`, deadlines by the pack's own clocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

import regulations
from accounts.models import User
from committees.models import Committee
from ethics_review.models import Assignment, Case, CaseNumber, Filing, Review
from ledger import chain
from ledger.models import Deadline, Entry
from regulations import calendar, clocks

BATCH = 1_000
PATHS = {
    "submitted": ("create", "submit"),
    "in_review": ("create", "submit", "accept", "determine_list", "assign_reviewers"),
    "active": (
        "create",
        "submit",
        "accept",
        "determine_list",
        "assign_reviewers",
        "convene",
        "open_ballot",
        "close_ballot",
        "issue_decision",
    ),
    "rejected": (
        "create",
        "submit",
        "accept",
        "determine_list",
        "assign_reviewers",
        "convene",
        "open_ballot",
        "close_ballot",
        "issue_decision",
    ),
}
SHARES = ("active",) * 13 + ("in_review",) * 3 + ("submitted",) * 2 + ("rejected",) * 2
"""Of twenty cases, how many stand where."""
CLOCK = {"submitted": "acceptance", "in_review": "decision", "active": "follow_up", "rejected": "appeal_window"}
STARTED_BY = {"submitted": 1, "in_review": 2, "active": 8, "rejected": 8}


@dataclass(frozen=True)
class Ground:
    """Where the cases lie: the bodies with their applicants and secretaries, and what is filed."""

    bodies: Sequence[tuple[Committee, User, User]]
    filing: dict[str, Any]
    begin: datetime
    year: int


def seed(ground: Ground, count: int) -> int:
    """Lay `count` cases down, batch by batch; how many entries of the ledger they have."""
    numbers, made = iter(range(1, count + 1)), 0
    while batch := list(islice(numbers, BATCH)):
        with transaction.atomic():
            made += _lay(ground, batch)
    CaseNumber.objects.update_or_create(year=ground.year, defaults={"last": count})
    return made


def reviewed_by(person: User, count: int, at: datetime) -> int:
    """Name `person` a reviewer of the first `count` matters in review that lie before the first body."""
    reviews = Review.objects.filter(case__state="in_review", case__committee__seats__person=person)[:count]
    made = Assignment.objects.bulk_create(
        Assignment(review=review, person=person, assigned_at=at) for review in reviews
    )
    return len(made)


def _lay(ground: Ground, numbers: Sequence[int]) -> int:
    cases = Case.objects.bulk_create(_case(ground, number) for number in numbers)
    Filing.objects.bulk_create(_filing(ground, case) for case in cases)
    accepted = [case for case in cases if case.state != "submitted"]
    Review.objects.bulk_create(
        Review(
            case=case,
            round=1,
            procedure="general",
            reason="适用一般程序",
            scope=["life_health"],
            opened_at=case.accepted_at,
        )
        for case in accepted
    )
    entries = Entry.objects.bulk_create(entry for case in cases for entry in _chained(ground, case))
    started = {(entry.stream, entry.seq): entry for entry in entries}
    Deadline.objects.bulk_create(_deadline(case, started[case.stream, STARTED_BY[case.state]]) for case in cases)
    return len(entries)


def _case(ground: Ground, number: int) -> Case:
    committee, applicant, _ = ground.bodies[number % len(ground.bodies)]
    state, at = SHARES[number // len(ground.bodies) % len(SHARES)], ground.begin + timedelta(minutes=number)
    pack = regulations.pack(committee.pack_id)
    later = {"procedure": "general", "accepted_at": at, "pinned_at": at, "listed": []} if state != "submitted" else {}
    return Case(
        number=f"{ground.year}-{number:04}",
        title_zh=f"{ground.filing['title']['zh']} {number}",
        title_en=f"{ground.filing['title']['en']} {number}",
        committee=committee,
        institution=applicant.institution,
        applicant=applicant,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_digest=pack.digest,
        state=state,
        version=len(PATHS[state]),
        created_at=at,
        submitted_at=at,
        **later,
    )


def _filing(ground: Ground, case: Case) -> Filing:
    return Filing(
        case=case,
        revision=1,
        body=ground.filing,
        sha256="0" * 64,
        created_at=case.created_at,
        created_by=case.applicant,
        submitted_at=case.submitted_at,
    )


def _chained(ground: Ground, case: Case) -> Iterator[Entry]:
    """The entries of one stream, each sealed with the one before."""
    prev, secretary = chain.GENESIS, next(who for body, _, who in ground.bodies if body == case.committee)
    for seq, action in enumerate(PATHS[case.state]):
        own = action in {"create", "submit"}
        values = {
            "stream": case.stream,
            "seq": seq,
            "action": action,
            "body": chain.canonical({"pack": case.pack_id, "digest": case.pack_digest, "version": seq + 1}),
            "actor_id": case.applicant_id if own else secretary.pk,
            "role": "applicant" if own else "secretary",
            "at": chain.moment_text(case.created_at + timedelta(seconds=seq)),
            "prev": prev,
        }
        prev = chain.link(**values)
        yield Entry(**values, hash=prev)


def _deadline(case: Case, entry: Entry) -> Deadline:
    clock = regulations.pack(case.pack_id).clocks[CLOCK[case.state]]
    due = clocks.due(start=entry.moment, clock=clock, calendar=calendar.built_in())
    return Deadline(
        stream=case.stream,
        clock=clock.name,
        started_by=entry,
        started_at=entry.moment,
        due_at=due.due_at,
        due_on=due.due_on,
        original_due_at=due.due_at,
        provisional=due.provisional,
        exact=False,
        counted_from=due.started_at,
        amount=due.length.amount,
        unit=due.length.unit.value,
        rolls=clock.roll_last_day,
        instrument=clock.source.cite.instrument,
        article=clock.source.cite.article,
        certain=clock.source.cite.certain,
        basis=clock.source.basis.value,
        owner=clock.owner.value,
        escalate=[role.value for role in clock.escalate],
        extendable=clock.extendable,
        pausable=clock.pausable,
        next_at=due.due_at,
    )
