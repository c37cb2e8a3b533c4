"""Letters to issue (待发文书): of what waits on the desk, the cases whose next act is a letter.

As the desk, it looks at rows alone: whose step it is, and whether a finding is there to be written down. What else
stands in the way is the door's to examine, and is told on the form of the act.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from committees.models import Recusal
from ethics_review.models import Case, Filing
from ethics_review.queries.case_filters import STREAM
from ethics_review.queries.findings import with_finding
from ethics_review.queries.queues import FAR, SOON, held_roles, holding, owes, with_next_due
from ethics_review.relations import Relations
from ledger.models import Deadline, Entry
from ledger.queries import running_by_stream
from regulations.owners import OWNER
from regulations.vocabulary import Role, State

WRITERS = (Role.SECRETARY, Role.CHAIR, Role.AUTHORITY)
"""Whose acts become letters."""
ANSWERED = (*FAR, "change_assessment")
"""Clocks that end with the opinion on the follow-up."""
AT_ONCE = frozenset({State.SUBMITTED, State.SUSPENDED, State.UNDER_APPEAL})
"""States that wait for a letter and for nothing before it."""
FOUND = frozenset({State.IN_REVIEW, State.RE_EXAMINATION, State.OPINION_RETURNED})
"""States that wait for one as soon as something has been found."""
BRINGING = ("submit", "resubmit", "suspend", "conclude_follow_up", "appeal", "rule_on_appeal")
"""Acts that bring a case where a letter is awaited at once."""


@dataclass(frozen=True)
class ToIssue:
    """One case whose next act is a letter, since when that is so, and the limit that runs for whoever writes it.

    `finding` is the outcome to be written down, where one was found; `exempt` says that a filing stands in for the
    experts. `filing` is what lies before the office, where it is still to be accepted.
    """

    case: Case
    since: datetime
    deadline: Deadline | None
    finding: str
    exempt: bool
    filing: Mapping[str, Any] | None


def issues_letters(*, me: Relations) -> bool:
    """Whether anything could ever wait: for whoever sits on a body, or is of an authority. No statement."""
    return bool(me.committees or me.regions)


def to_issue(*, me: Relations, now: datetime, limit: int) -> list[ToIssue]:
    """Up to `limit` cases in which a letter is awaited from this person, soonest due first. Three statements."""
    seen = with_finding(cases=with_next_due(Case.objects.seen_by(me), now=now), now=now)
    brought = Entry.objects.filter(stream=STREAM, action__in=BRINGING).order_by("-seq").values("at")[:1]
    recused = Recusal.objects.filter(subject=STREAM, person=me.person)
    mine = seen.annotate(brought_at=Subquery(brought)).filter(_awaited(me, now)).exclude(Exists(recused))
    related = mine.select_related("committee", "institution", "applicant")
    rows = list(related.order_by(F("next_due_at").asc(nulls_last=True), "pk")[:limit])
    clocks = running_by_stream(streams=[case.stream for case in rows])
    filings = _before_the_office(rows)
    return [_row(case, _watching(case, clocks.get(case.stream, ()), now), filings.get(case.pk)) for case in rows]


def _awaited(me: Relations, now: datetime) -> Q:
    """By whoever owns the state, as on the desk; but where nobody can preside, no unit writes in the chair's place."""
    holds = holding(me=me, now=now) | {Role.CHAIR: held_roles(me=me, now=now)[Role.CHAIR]}
    awaited = Q(pk__in=[])
    for role in WRITERS:
        if role in holds:
            awaited |= holds[role] & _waits(role, now)
    return awaited


def _waits(role: Role, now: datetime) -> Q:
    own = {state for state, owner in OWNER.items() if owner is role}
    waits = Q(state__in=own & AT_ONCE) | (Q(state__in=own & FOUND) & ~Q(finding=""))
    return waits | (Q(state__in=own & {State.ACTIVE}) & Q(owes(role=role, now=now, clocks=ANSWERED)))


def _before_the_office(rows: Iterable[Case]) -> dict[int, Mapping[str, Any]]:
    """What was submitted last in each case that is still to be accepted. One statement."""
    waiting = [case.pk for case in rows if case.state == State.SUBMITTED]
    submitted = Filing.objects.filter(case=OuterRef("case"), submitted_at__isnull=False).order_by("-revision")
    latest = Filing.objects.filter(case__in=waiting, pk=Subquery(submitted.values("pk")[:1]))
    return dict(latest.values_list("case", "body"))


def _watching(case: Case, clocks: Iterable[Deadline], now: datetime) -> Deadline | None:
    """The soonest limit of whoever writes; once the activity is in force, of those that the letter ends, if near."""
    owner, in_force = OWNER[State(case.state)], case.state in {State.ACTIVE, State.SUSPENDED}
    own = (clock for clock in clocks if clock.owner == owner and not clock.is_window)
    return next((clock for clock in own if not in_force or _answered(clock, now)), None)


def _answered(clock: Deadline, now: datetime) -> bool:
    return clock.clock in ANSWERED and (clock.clock not in FAR or clock.due_at <= now + SOON)


def _row(case: Case, deadline: Deadline | None, filing: Mapping[str, Any] | None) -> ToIssue:
    finding: str = case.finding if case.state in FOUND else ""  # type: ignore[attr-defined] # annotated by the query
    return ToIssue(case, _since(case, deadline), deadline, finding, case.exempt, filing)  # type: ignore[attr-defined] # as above


def _since(case: Case, deadline: Deadline | None) -> datetime:
    """When it was found, or brought here, or when what runs for months came near."""
    if case.state in FOUND:
        return case.found_at  # type: ignore[attr-defined, no-any-return] # annotated by the query
    if case.state in AT_ONCE:
        return datetime.fromisoformat(case.brought_at)  # type: ignore[attr-defined] # as above
    if deadline is None:
        return case.created_at
    return max(deadline.started_at, deadline.due_at - SOON) if deadline.clock in FAR else deadline.started_at
