"""A case as one reader may see it at one instant: explained once, then blinded part by part.

Reviewers, votes and worksheets are the committee's own; a ballot tells who has voted and, until it has closed, nothing
else; another's worksheet stays unseen until independence can no longer be lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from committees.models import Ballot
from ethics_review.api.readers import Reader
from ethics_review.api.shapes.cases import CaseShape, deadline_json, move_json
from ethics_review.engine import Explained, explain
from ethics_review.engine.facts import pack_of
from ethics_review.models import Assignment, Case
from ethics_review.queries import case_record, sittings
from ethics_review.queries.rolls import rolls
from ledger.models import Deadline
from regulations.checklists import Applied, applying
from regulations.vocabulary import CommitteeKind, Procedure

PLAIN = (
    "number",
    "version",
    "title_zh",
    "title_en",
    "state",
    "procedure",
    "ground",
    "listed",
    "committee",
    "institution",
    "applicant",
    "amends",
    "round",
    "created_at",
    "submitted_at",
    "accepted_at",
    "decided_at",
)


@dataclass(frozen=True)
class Asked:
    """Who reads which case, when, and in which language."""

    case: Case
    user: User
    now: datetime
    language: str


def case_json(asked: Asked) -> dict[str, Any]:
    """The whole case. The number of statements does not depend on how much the case has left behind."""
    case = asked.case
    explained = explain(case=case, user=asked.user, now=asked.now)
    reader = Reader(asked.user.pk, explained.roles)
    values = {name: getattr(case, name) for name in PLAIN}
    values |= _standing(case, explained, asked.now)
    values |= _record(case)
    values |= _inside(case, reader)
    values["people"] = _people(explained, reader)
    values["chair_ground"] = explained.situation.facts.body.chair.ground
    values["roles"] = sorted(explained.roles)
    values["moves"] = [move_json(option, asked.language, reader.shown) for option in explained.options]
    data: dict[str, Any] = CaseShape(values).data
    return data


def _standing(case: Case, explained: Explained, now: datetime) -> dict[str, Any]:
    deadlines, pack = case_record.deadlines(case=case), pack_of(case)
    running = [deadline for deadline in deadlines if deadline.settled_at is None and not deadline.has_closed(now=now)]
    filing = explained.situation.rows.filing_for(explained.roles)
    return {
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "digest": case.pack_digest if case.pinned_at else pack.digest,
            "pinned_at": case.pinned_at,
        },
        "exempt": explained.situation.facts.case.exempt,
        "filing": filing,
        "catalogues": [_applied(one) for one in applying(filing.body)],
        "deadlines": [deadline_json(deadline, now) for deadline in deadlines],
        "next_due_at": min((deadline.due_at for deadline in running), default=None),
        "overdue": any(_ran_out(deadline, now) for deadline in running),
    }


def _applied(applied: Applied) -> dict[str, Any]:
    named = {name: getattr(applied.catalogue, name) for name in ("key", "version", "sha256")}
    return named | {name: [one.key for one in getattr(applied, name)] for name in ("grades", "entries")}


def _ran_out(deadline: Deadline, now: datetime) -> bool:
    return deadline.paused_at is None and deadline.is_overdue(now=now)


def _record(case: Case) -> dict[str, Any]:
    """What everybody who sees the case sees."""
    return {
        "review": case_record.review(case=case),
        "exemption": case_record.exemption(case=case),
        "completion_notices": case_record.notices(case=case),
        "decisions": case_record.decisions(case=case),
        "re_examination": case_record.re_examination(case=case),
        "registration": case_record.registration(case=case),
    }


def _people(explained: Explained, reader: Reader) -> dict[str, list[User]]:
    """Who holds each role that this reader may know of."""
    known = {role: ids for role, ids in explained.situation.people.items() if reader.knows(role)}
    people = sittings.people(ids=frozenset[int]().union(*known.values()))
    return {role.value: [people[one] for one in sorted(ids) if one in people] for role, ids in known.items()}


def _inside(case: Case, reader: Reader) -> dict[str, Any]:
    """What is known to the committee alone, or to the panel of its own ballot."""
    ballots = case_record.ballots(case=case)
    assignments = case_record.assignments(case=case) if reader.inside else []
    ballot = next((one for one in ballots if _belongs(one, reader)), None)
    return {
        "reviewers": [_reviewer(one) for one in assignments] if reader.inside else None,
        "worksheets": list(worksheets_for(case, assignments, reader)),
        "recused": [one.person for one in case_record.recusals(case=case)] if reader.inside else None,
        "ballot": ballot_json(ballot, rolls(ballots=[ballot])[ballot.pk]) if ballot is not None else None,
    }


def _belongs(ballot: Ballot, reader: Reader) -> bool:
    """The panel's ballot is the panel's, the committee's the committee's."""
    return reader.on_panel if ballot.committee.kind == CommitteeKind.EXPERT_PANEL else reader.inside


def _reviewer(assignment: Assignment) -> dict[str, Any]:
    submitted = hasattr(assignment, "worksheet")
    return {"person": assignment.person, "assigned_at": assignment.assigned_at, "submitted": submitted}


def worksheets_for(case: Case, assignments: Sequence[Assignment], reader: Reader) -> Iterable[dict[str, Any]]:
    """One's own, and all once a ballot of the committee has opened; in the simplified procedure once all are in."""
    filed = [assignment for assignment in assignments if hasattr(assignment, "worksheet")]
    opened = any(assignment.opened for assignment in assignments)  # type: ignore[attr-defined] # annotated by the query
    settled = case.procedure == Procedure.SIMPLIFIED and len(filed) == len(assignments)
    for assignment in filed:
        if opened or settled or assignment.person_id == reader.person:
            sheet = assignment.worksheet
            names = ("focuses", "recommendation", "doubt", "asks_general", "comment", "sha256", "submitted_at")
            yield {"reviewer": assignment.person} | {name: getattr(sheet, name) for name in names}


def ballot_json(ballot: Ballot, roll: Sequence[Any]) -> dict[str, Any]:
    """A ballot for its own body: who has voted, what it came to once it has closed, and whether that was set aside.

    Never who voted how.
    """
    names = ("status", "options", "share", "of_all", "opened_at", "closed_at", "set_aside_by")
    closed = ballot.status == Ballot.Status.CLOSED
    return {name: getattr(ballot, name) for name in names} | {
        "id": ballot.pk,
        "roll": [{"person": seat.person, "voted": seat.cast_at is not None} for seat in roll],
        "tally": ballot.tally if closed else None,
        "result": ballot.result if closed else None,
    }
