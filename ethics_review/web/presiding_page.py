"""One item of the agenda as whoever presides needs it: who takes part, who must leave and why, who has voted.

How anybody voted is not known here. Reasons to keep out are personal, and for the office alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from committees import queries
from committees.models import Attendance, Ballot, BallotSeat, Committee, Recusal
from ethics_review.models import Case
from ethics_review.web.heading import pack_shown
from ethics_review.web.terms import joined, word
from ethics_review.wording import counting
from regulations import quorum
from regulations.pack import Rules
from regulations.quorum import SeatFact


@dataclass(frozen=True)
class Taking:
    """Somebody at this item: what they are to it now, in the tone in which it is shown, and why or with what."""

    person: int
    name: str
    standing: str
    tone: str
    reason: str


def taking_part(
    *, facts: Iterable[SeatFact], recusals: Sequence[Recusal], guests: Sequence[Taking], office: bool
) -> list[Taking]:
    """Everybody who is in the room, or keeps out: who must leave first, then who must declare, then who counts.

    Whoever is there without a vote is one of the `guests`, and told as such.
    """
    why = {recusal.person_id: recusal.reason for recusal in recusals}
    without = {guest.person for guest in guests}
    here = [fact for fact in facts if fact.voting and fact.in_term and (fact.present or fact.recused)]
    told = [_taking(fact, why.get(fact.person, "") if office else "") for fact in here if fact.person not in without]
    return sorted([*told, *guests], key=lambda one: ORDER.index(one.tone))


def guests_at(
    *, stays: Iterable[Attendance], at: datetime, applicant: int | None, out: Collection[int], tongue: str
) -> list[Taking]:
    """Who is in the room without a vote: advisers, applicants, who takes the minutes. Some are `out` of the item.

    `applicant` is whose matter it is, as far as the reader may know; they are heard on it, recused or not.
    """
    here = [stay for stay in stays if stay.kind != Attendance.Kind.MEMBER and stay.is_in_room(at=at)]
    return [_guest(stay, applicant, out, tongue) for stay in here]


def _guest(stay: Attendance, applicant: int | None, out: Collection[int], tongue: str) -> Taking:
    standing, tone = _standing_of_guest(stay, applicant, out)
    brings = joined((word(category, tongue) for category in stay.categories), tongue)
    told = " · ".join(filter(None, [word(stay.kind, tongue), brings, gettext("by video") if stay.by_video else ""]))
    return Taking(stay.person_id, str(stay.person), standing, tone, told)


def _standing_of_guest(stay: Attendance, applicant: int | None, out: Collection[int]) -> tuple[str, str]:
    if stay.kind == Attendance.Kind.APPLICANT and stay.person_id == applicant:
        return gettext("heard on their own matter, no vote"), "working"
    if stay.person_id in out:
        return gettext("must leave the room"), "stopped"
    if stay.kind == Attendance.Kind.APPLICANT and applicant is not None:
        return gettext("has no part in this item"), "waiting"
    return gettext("in the room, no vote"), "working"


ORDER = ("stopped", "waiting", "good", "working", "quiet")


def _taking(fact: SeatFact, reason: str) -> Taking:
    standing, tone = _standing(fact)
    return Taking(fact.person, fact.name, standing, tone, reason_told(reason))


def _standing(fact: SeatFact) -> tuple[str, str]:
    if fact.recused:
        return (gettext("must leave the room"), "stopped") if fact.present else (gettext("keeps out"), "quiet")
    return (gettext("counts"), "good") if fact.declared else (gettext("must declare first"), "waiting")


def reason_told(reason: str) -> str:
    """Why somebody keeps out, in words where the product wrote it itself."""
    known = {"declared": gettext("declared an interest"), "applicant": gettext("their own matter")}
    return known.get(reason, reason)


def voters(roll: Iterable[BallotSeat]) -> tuple[list[str], list[str]]:
    """The names of who has voted, and of who is awaited."""
    seats = list(roll)
    return (
        [str(seat.person) for seat in seats if seat.cast_at is not None],  # type: ignore[attr-defined] # annotated
        [str(seat.person) for seat in seats if seat.cast_at is None],  # type: ignore[attr-defined] # as above
    )


def rules_of_item(*, body: Committee, case: Case | None, tongue: str) -> tuple[Rules | None, str]:
    """The pack that binds the case, under the body's own settings; else why there is none."""
    pack, gone = pack_shown(case or body, tongue)
    return pack.rules_for(house=body.house) if pack else None, gone


def arithmetic_told(
    *, ballot: Ballot, roll: int, stays: Iterable[Attendance], recusals: Iterable[Recusal], tongue: str
) -> str:
    """The sum of a closed ballot, written out; "" while it is open or where it is void."""
    if ballot.status != Ballot.Status.CLOSED:
        return ""
    sum_ = quorum.arithmetic(
        room=_members_at(stays, ballot.opened_at),
        recused={one.person_id for one in recusals if one.recused_at <= ballot.opened_at},
        roll=roll,
        tally=ballot.tally,
        share=queries.share_of(ballot),
        result=ballot.result,
    )
    return counting.arithmetic(sum_, tongue)


def _members_at(stays: Iterable[Attendance], at: datetime) -> set[int]:
    """The members in the room at an instant."""
    members = (stay for stay in stays if stay.kind == Attendance.Kind.MEMBER)
    return {stay.person_id for stay in members if stay.is_in_room(at=at)}
