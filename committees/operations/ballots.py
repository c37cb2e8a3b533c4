"""Ballots (表决): a roll frozen at the opening, one vote for each person on it, a result by whole numbers.

Nothing here writes to the ledger: the door through which the matter is handled does, in the transaction it must have
opened, and commits to each vote by `commitment`. A vote once cast is never changed; a void ballot keeps its votes.
Who is entitled, and when a ballot closes, is the caller's to say.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import cast

from django.db.models import Q

from accounts.models import User
from committees.locks import lock_ballot, lock_committee, lock_meeting, lock_sitting, require_transaction
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Recusal, Seat, Vote
from committees.queries import share_of
from committees.refusals import Code, refuse_any, refused_on_conflict, when
from committees.terms import day_of, is_in_term
from ledger.models import Entry
from regulations.quorum import RollSeat, Share, count
from regulations.refusal import Refusal

SALT_BYTES = 16


def open_ballot(  # noqa: PLR0913 -- keyword-only: everything that is put to the vote
    *,
    committee: Committee,
    item: AgendaItem | None,
    subject: str,
    round: int,  # noqa: A002 -- the record's own word: a round of review
    label: str,
    options: Sequence[str],
    share: Share,
    of_all: bool,
    seats: Iterable[Seat],
    opened_by: User,
    at: datetime,
) -> Ballot:
    """Put `subject` to the vote of exactly the holders of `seats`: who comes later is not on the roll.

    Refuses a second open ballot on the subject, an empty roll, a seat of another body, without a vote, out of term,
    held by somebody who has left the room or by a recused person, and an agenda item or meeting that is closed.
    """
    require_transaction(Ballot)
    if not options or len(set(options)) != len(options):
        raise ValueError(f"the options of a ballot are distinct and at least one, not {list(options)}")
    lock_committee(committee.pk)
    entitled = _as_they_stand(seats)
    refuse_any(
        *_sitting_over(item, entitled, at),
        when(Ballot.objects.filter(subject=subject, status=Ballot.Status.OPEN).exists(), Code.BALLOT_OPEN),
        *_unfit(entitled, committee, subject, at),
    )
    with refused_on_conflict(Code.BALLOT_OPEN):
        ballot = Ballot.objects.create(
            committee=committee,
            item=item,
            subject=subject,
            round=round,
            label=label,
            options=list(options),
            share=str(share),
            of_all=of_all,
            opened_at=at,
            opened_by=opened_by,
        )
    BallotSeat.objects.bulk_create(
        BallotSeat(
            ballot=ballot,
            seat=seat,
            person_id=seat.person_id,
            position=seat.position,
            categories=seat.categories,
        )
        for seat in entitled
    )
    return ballot


def _as_they_stand(seats: Iterable[Seat]) -> list[Seat]:
    """The same seats, read again under the lock of their body: one may have ended since the caller read it."""
    named = [seat.pk for seat in seats]
    found = Seat.objects.in_bulk(named)
    return [found[pk] for pk in named]


def _sitting_over(item: AgendaItem | None, seats: Sequence[Seat], at: datetime) -> tuple[Refusal | None, ...]:
    """An item is voted on in its meeting by who is still there; the lock keeps both from changing meanwhile."""
    if item is None:
        return ()
    meeting = lock_meeting(item.meeting_id)
    closed = AgendaItem.objects.filter(pk=item.pk, closed_at__isnull=False).exists()
    gone = _gone(item.pk, [seat.person_id for seat in seats], at)
    return (
        when(meeting.ended_at, Code.MEETING_ENDED, meeting=meeting.number),
        when(closed, Code.AGENDA_ITEM_CLOSED, item=item.pk),
        when(gone and not meeting.ended_at, Code.BALLOT_LEFT_ROOM, people=sorted(gone)),
    )


def _gone(item: int, people: Iterable[int], at: datetime) -> set[int]:
    """Which of the people came as members to the item's meeting and were out of the room at `at`."""
    stays = Attendance.objects.filter(meeting__items=item, person__in=people, kind=Attendance.Kind.MEMBER)
    rows = list(stays.values_list("person_id", "arrived_at", "left_at"))
    there = {person for person, arrived, left in rows if arrived <= at and (left is None or left > at)}
    return {person for person, _, _ in rows} - there


def _unfit(seats: Sequence[Seat], committee: Committee, subject: str, at: datetime) -> tuple[Refusal | None, ...]:
    people = [seat.person_id for seat in seats]
    day = day_of(at)
    strangers = sorted(
        seat.person_id
        for seat in seats
        if seat.committee_id != committee.pk
        or not seat.votes
        or not is_in_term(seat, day)
        or people.count(seat.person_id) > 1
    )
    recused = sorted(Recusal.objects.filter(subject=subject, person__in=people).values_list("person_id", flat=True))
    return (
        when(not seats, Code.BALLOT_EMPTY_ROLL),
        when(strangers, Code.BALLOT_NOT_ENTITLED, people=strangers),
        when(recused, Code.INTEREST_RECUSED, people=recused),
    )


def record_vote(*, ballot: Ballot, person: User, position: str, reason: str, at: datetime) -> Vote:
    """Cast the one vote of `person`. It stays.

    Refuses a ballot that is not open, somebody not on the roll, who has voted, whose seat is no longer in term or
    who has left the meeting, and an option that was not put to the vote.
    """
    require_transaction(Vote)
    lock_sitting(ballot)  # so that nobody is recorded as gone while the vote is being cast
    ballot = lock_ballot(ballot.pk)
    seat = ballot.roll.filter(person=person).select_related("seat", "vote").first()
    refuse_any(
        _not_open(ballot),
        when(seat is None, Code.BALLOT_NOT_ON_ROLL, person=person.pk),
        *(_spent(seat, ballot, at) if seat is not None else ()),
        when(position not in ballot.options, Code.BALLOT_UNKNOWN_OPTION, given=position, allowed=ballot.options),
    )
    seat = cast("BallotSeat", seat)  # None was refused above
    return Vote.objects.create(
        seat=seat, position=position, reason=reason, salt=secrets.token_hex(SALT_BYTES), cast_at=at
    )


def _spent(seat: BallotSeat, ballot: Ballot, at: datetime) -> tuple[Refusal | None, ...]:
    return (
        when(hasattr(seat, "vote"), Code.BALLOT_ALREADY_VOTED, person=seat.person_id),
        when(not is_in_term(seat.seat, day_of(at)), Code.SEAT_NOT_IN_TERM, person=seat.person_id),
        when(_has_left(seat, ballot, at), Code.BALLOT_LEFT_ROOM, person=seat.person_id),
    )


def _has_left(seat: BallotSeat, ballot: Ballot, at: datetime) -> bool:
    """Whether the voter is out of the room in which the item is heard. A ballot without an item has no room."""
    if ballot.item_id is None:
        return False
    stays = Attendance.objects.filter(
        meeting__items=ballot.item_id, person=seat.person_id, kind=Attendance.Kind.MEMBER, arrived_at__lte=at
    )
    return not stays.filter(Q(left_at__isnull=True) | Q(left_at__gt=at)).exists()


def commitment(vote: Vote) -> str:
    """What the ledger keeps of a vote: SHA-256 in hex over salt, position and reason.

    It binds the vote without revealing it: the salt stays in the vote's own row.
    """
    return hashlib.sha256(f"{vote.salt}|{vote.position}|{vote.reason}".encode()).hexdigest()


def close_ballot(
    *,
    ballot: Ballot,
    at: datetime,
    present: AbstractSet[int] | None,
    min_present: int | None,
    required: Iterable[str] = (),
) -> Ballot:
    """Count the votes over the frozen roll; `result` is the option that reached the share, or stays empty.

    Whoever is on the roll counts in the whole, voted or not. `present` are the people in the room now: if they and
    those who voted are fewer than `min_present`, or bring not all the fields `required`, the ballot has no result.
    Refuses a ballot that is not open.
    """
    require_transaction(Ballot)
    ballot = lock_ballot(ballot.pk)
    refuse_any(_not_open(ballot))
    found = count(
        roll=[
            RollSeat(person, frozenset(brought), position)
            for person, brought, position in ballot.roll.values_list("person_id", "categories", "vote__position")
        ],
        options=ballot.options,
        present=present or frozenset(),
        min_present=min_present,
        required=required,
        share=share_of(ballot),
    )
    ballot.tally, ballot.result = dict(found.tally), found.result
    ballot.status, ballot.closed_at = Ballot.Status.CLOSED, at
    ballot.save(update_fields=["tally", "result", "status", "closed_at"])
    return ballot


def void_ballot(*, ballot: Ballot, reason: str, at: datetime) -> Ballot:
    """Let an open ballot count for nothing; its votes stay as rows. Refuses a ballot that is not open."""
    require_transaction(Ballot)
    ballot = lock_ballot(ballot.pk)
    refuse_any(_not_open(ballot))
    ballot.status, ballot.closed_at, ballot.void_reason = Ballot.Status.VOID, at, reason
    ballot.save(update_fields=["status", "closed_at", "void_reason"])
    return ballot


def set_aside(*, ballot: Ballot, by: Entry) -> Ballot:
    """Mark a closed ballot as counting no more, by the entry that says why. Nothing that was counted changes.

    Refuses a ballot that is not closed. What was set aside before stays marked by the earlier entry.
    """
    require_transaction(Ballot)
    ballot = lock_ballot(ballot.pk)
    refuse_any(when(ballot.status != Ballot.Status.CLOSED, Code.BALLOT_NOT_CLOSED, status=ballot.status))
    if ballot.set_aside_by_id is None:
        ballot.set_aside_by = by
        ballot.save(update_fields=["set_aside_by"])
    return ballot


def _not_open(ballot: Ballot) -> Refusal | None:
    return when(ballot.status != Ballot.Status.OPEN, Code.BALLOT_NOT_OPEN, status=ballot.status)
