"""The records of cases as a replay reads them, with what each move was given as far as it was recorded."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import regulations
from committees.models import BallotSeat
from ethics_review.engine.past.facts import Before, worksheet_of
from ethics_review.engine.past.folding import Past, after
from ethics_review.engine.past.known import Known
from ethics_review.engine.past.reading import Shelf, Told, read
from ethics_review.models import Case
from regulations.facts import Actor
from regulations.move import Move
from regulations.pack import Resolved
from regulations.quorum import RollSeat
from regulations.replay import Moment, Record, RecordedBallot, RecordedLimit
from regulations.vocabulary import Outcome, Role, State

SAID = "…"
"""Stands for free text: the record shows that something was said, and a replay has no need to read what."""


def records(cases: Sequence[Case]) -> list[Record]:
    """The record of each case. `cases` come with committee, its institution, institution, applicant and `amends`.

    The number of statements does not grow with the cases.
    """
    shelf = read(cases)
    return [_record(case, shelf) for case in cases]


def _record(case: Case, shelf: Shelf) -> Record:
    entries = shelf.entries.get(case.stream, [])
    gone = next((pack for pack in _packs(entries) if _known(case, pack) is None), "")
    return Record(
        number=case.number,
        committee=case.committee_id,
        house=case.committee.house,
        moments=() if gone else tuple(_moments(case, shelf, entries)),
        limits=tuple(_limits(case, shelf, entries)),
        gone=gone,
    )


def _packs(entries: Sequence[Told]) -> list[str]:
    return list(dict.fromkeys(entry.body["pack"] for entry in entries if "pack" in entry.body))


def _known(case: Case, name: str) -> Resolved | None:
    """The pack of that name as it bound the case; None where it, or the version the case is pinned to, is not here."""
    found = next((pack for pack in regulations.all_packs() if pack.id == name), None)
    if found is not None and case.pinned_at is not None and name == case.pack_id:
        return found if found.version == case.pack_version else None
    return found


def _limits(case: Case, shelf: Shelf, entries: Sequence[Told]) -> Iterator[RecordedLimit]:
    seq = {entry.pk: entry.seq for entry in entries}
    for row in shelf.deadlines.get(case.stream, []):
        yield RecordedLimit(
            clock=row.clock,
            item=row.item,
            started_by=seq[row.started_by_id],
            original_due_at=row.original_due_at,
            due_at=row.due_at,
            provisional=row.provisional,
            settled_by=seq[row.settled_by_id] if row.settled_by_id is not None else None,
        )


def _moments(case: Case, shelf: Shelf, entries: Sequence[Told]) -> Iterator[Moment]:
    past, previous, pack = Past(), 0, regulations.pack(entries[0].body["pack"])
    for entry in entries:
        pack = regulations.pack(entry.body.get("pack", pack.id))
        known = Known(shelf, entry.pk, datetime.fromisoformat(entry.at))
        yield _moment(Before(case, past, known, shelf, pack, previous), entry)
        past, previous = after(past, entry), entry.pk


def _moment(before: Before, entry: Told) -> Moment:
    """One entry. What is no move of the procedure (a document added, an end missed) is not asked about."""
    line = before.pack.moves.get(entry.action)
    return Moment(
        seq=entry.seq,
        at=before.known.at,
        action=entry.action,
        pack=before.pack,
        actor=_actor(entry),
        recorded=entry.body,
        calendar=before.known.calendar(before.case.stream),
        destination=State(entry.body["to"]) if "to" in entry.body else before.past.state,
        data=_given(before, line, entry) if line is not None else {},
        before=before if line is not None else None,
        ballot=_ballot(before, entry) if entry.action == "close_ballot" else None,
        conditions=_conditions(before, entry),
    )


def _actor(entry: Told) -> Actor:
    """Whoever acted, in the role in which they did: the record shows no other."""
    if entry.actor is None:
        return Actor.system()
    return Actor(entry.actor, str(entry.actor), frozenset({Role(entry.role)}))


def _given(before: Before, line: Move, entry: Told) -> dict[str, Any]:
    """What the move was given. A vote and a worksheet are sealed in the entry: their own rows tell."""
    if entry.action == "cast_vote":
        return _vote(before, entry)
    if entry.action == "submit_worksheet":
        return _worksheet(before, entry)
    given = {ask.name: entry.body[ask.name] for ask in line.asks if ask.name in entry.body}
    said = {ask.name: SAID for ask in line.asks if f"{ask.name}_sha256" in entry.body}
    return given | said | _said_of_each(entry)


def _said_of_each(entry: Told) -> dict[str, Any]:
    """What was said of several things at once: of each, the rest the entry holds beside its words."""
    found: dict[str, Any] = {}
    if "evidenced" in entry.body:
        found["evidence"] = [{"condition": number, "text": SAID} for number in entry.body["evidenced"]]
    if "conditions" in entry.body:
        days = [one["due_on"] for one in entry.body["conditions"]]
        found["conditions"] = [{"text": SAID} | ({"due_on": day} if day else {}) for day in days]
    return found


def _conditions(before: Before, entry: Told) -> tuple[str, ...]:
    """The days of the conditions that run from here on: the approval took effect."""
    if entry.action == "confirm_modifications":
        return before.past.round.conditions
    if entry.action == "issue_decision" and entry.body["outcome"] == Outcome.APPROVE:
        return after(before.past, entry).round.conditions
    return ()


def _vote(before: Before, entry: Told) -> dict[str, Any]:
    roll = before.shelf.rolls[entry.body["ballot"]]
    vote = next(seat.vote for seat in roll if seat.person_id == entry.actor)
    return {"position": vote.position} | ({"reason": SAID} if vote.reason.strip() else {})


def _worksheet(before: Before, entry: Told) -> dict[str, Any]:
    found = worksheet_of(before.shelf, before.case, before.past.number, entry.actor or 0)
    return {"focuses": found.focuses, "recommendation": found.recommendation} if found is not None else {"focuses": {}}


def _ballot(before: Before, entry: Told) -> RecordedBallot:
    row = before.shelf.ballots[entry.body["ballot"]]
    return RecordedBallot(
        key=row.pk,
        on_panel=before.past.state is State.RE_EXAMINATION,
        options=tuple(row.options),
        roll=tuple(
            RollSeat(seat.person_id, frozenset(seat.categories), _position(seat)) for seat in before.shelf.rolls[row.pk]
        ),
        tally=entry.body["tally"],
        result=entry.body["result"],
    )


def _position(seat: BallotSeat) -> str | None:
    """How the holder voted; None where they did not."""
    vote = getattr(seat, "vote", None)
    return vote.position if vote is not None else None
