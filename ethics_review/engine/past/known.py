"""What was known when an entry was written: seats, rooms, mandates, offices and days off as the record had them then.

A row tells of its whole life. What was recorded after the entry, though it may say when it came about, nobody knew
when the rules were asked. Where no entry tells of a row it is taken as known. Who is active is not recorded: people
who have gone since count as there.
"""

import copy
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from accounts.models import InstitutionRole
from committees.models import Attendance, Mandate, Meeting, Seat
from committees.terms import is_in_term
from ethics_review.engine.past.reading import CALENDAR, Shelf, Told
from ethics_review.relations import is_over
from regulations import calendar
from regulations.calendar import Calendar
from regulations.clocks import local
from regulations.replay.limits import RECOUNTED
from regulations.vocabulary import VOTING_POSITIONS


class Known:
    """The shelf as it stood when the entry `before` was about to be written, at `at`."""

    def __init__(self, shelf: Shelf, before: int, at: datetime) -> None:
        self.shelf, self.before, self.at = shelf, before, local(at)

    @property
    def day(self) -> date:
        return self.at.date()

    def seats(self, committee: int, before: int | None = None) -> tuple[Seat, ...]:
        """Every seat of the body appointed by then, as it stood; `before` is an earlier entry to stand before."""
        horizon = self.before if before is None else before
        entries = self.shelf.entries.get(f"committee:{committee}", [])
        found = (_seat(seat, entries, horizon) for seat in self.shelf.seats.get(committee, []))
        return tuple(seat for seat in found if seat is not None)

    def acting(self, committee: int, before: int | None = None) -> tuple[Seat, ...]:
        """The seats in term on the day, each with `since` its holder votes there."""
        seats = self.seats(committee, before)
        acting = [seat for seat in seats if is_in_term(seat, self.day)]
        for seat in acting:
            seat.since = _since(seat, seats)  # type: ignore[attr-defined] # as the query annotates it
        return tuple(acting)

    def room(self, meeting: Meeting) -> list[Attendance]:
        """Everybody in the room, as far as their coming and going had been recorded."""
        entries = [one for one in self.shelf.entries.get(meeting.stream, []) if one.pk < self.before]
        came = {_moment(one, "arrived_at") for one in entries if one.action == "attendance.arrived"}
        left = {_moment(one, "left_at") for one in entries if one.action == "attendance.left"}
        ended = any(one.action == "meeting.ended" for one in entries)
        stays = [stay for stay in self.shelf.stays.get(meeting.pk, []) if stay.arrived_at <= self.at]
        return [
            stay
            for stay in stays
            if (stay.person_id, stay.arrived_at) in came
            and not ended
            and (stay.left_at is None or stay.left_at > self.at or (stay.person_id, stay.left_at) not in left)
        ]

    def has_ended(self, meeting: Meeting) -> bool:
        entries = self.shelf.entries.get(meeting.stream, [])
        return any(one.action == "meeting.ended" and one.pk < self.before for one in entries)

    def mandated(self, *, centre: int, institution: int | None, person: int | None) -> bool:
        """Whether a mandate to review covers the day and had been given."""
        given = self._recorded(f"committee:{centre}", "mandate.given", "mandate")
        return any(
            mandate.institution_id == institution
            and mandate.person_id == person
            and mandate.scope == Mandate.Scope.REVIEW
            and mandate.signed_on <= self.day
            and mandate.starts_on <= self.day <= mandate.ends_on
            and given.get(mandate.pk, 0) < self.before
            for mandate in self.shelf.mandates.get(centre, [])
        )

    def offices(self, *, unit: int | None, region: str) -> tuple[InstitutionRole, ...]:
        """The managers of the unit and the officers whose region covers it, in office on the day."""
        return tuple(office for office in self.shelf.offices if self._in_office(office, unit, region))

    def _in_office(self, office: InstitutionRole, unit: int | None, region: str) -> bool:
        granted = self._recorded(office.institution.stream, "office.granted", "office").get(office.pk, 0)
        held = office.starts_on <= self.day and (office.ends_on is None or office.ends_on >= self.day)
        return granted < self.before and held and is_over(office, (unit, region))

    def _recorded(self, stream: str, action: str, name: str) -> dict[int, int]:
        """By row, the entry that tells of it."""
        return {one.body[name]: one.pk for one in self.shelf.entries.get(stream, []) if one.action == action}

    def calendar(self, stream: str) -> Calendar:
        """The days off as they were known: without the years that were loaded since.

        A year that came with a release has no entry of its own. That it was not known then is shown by the ends in the
        record of `stream` that were provisional for want of it: until they were counted again, or settled, or still.
        """
        known = calendar.built_in()
        later = {year for year, until in self._unknown(stream) if self.before <= until}
        if not later & set(known.years):
            return known
        return Calendar(tuple(one for one in known.arrangements if one.year not in later))

    def _unknown(self, stream: str) -> Iterator[tuple[int, int]]:
        """Years, each with the last entry before which it was not known: of several counted again by it, the first."""
        for other, entries in self.shelf.entries.items():
            if other.startswith(CALENDAR):
                yield int(other.removeprefix(CALENDAR)), entries[0].pk - 1
        counted = [entry for entry in self.shelf.entries.get(stream, []) if entry.action == RECOUNTED]
        yield from {date.fromisoformat(one.body["was_due_on"]).year: one.pk - 1 for one in reversed(counted)}.items()
        for row in self.shelf.deadlines.get(stream, []):
            if row.provisional:
                yield row.due_on.year, row.settled_by_id or sys.maxsize


def _seat(seat: Seat, entries: Iterable[Told], before: int) -> Seat | None:
    """The seat as its entries before `before` left it; None where it had not been given."""
    found = copy.copy(seat)
    found.ended_on = seat.ended_on if not _later(entries, "seat.ended", seat.pk, before) else None
    for one in entries:
        if one.action == "panel.seated":
            if one.pk >= before and seat.pk in [given["seat"] for given in one.body["seated"]]:
                return None
            if one.pk >= before and seat.pk in [left["seat"] for left in one.body["left"]]:
                found.ended_on = None
    if _later(entries, "seat.appointed", seat.pk, before):
        return None
    if _later(entries, "seat.statements_signed", seat.pk, before):
        _as_signed(found, entries, before)
    return found


def _later(entries: Iterable[Told], action: str, seat: int, before: int) -> bool:
    return any(one.action == action and one.body.get("seat") == seat and one.pk >= before for one in entries)


def _as_signed(seat: Seat, entries: Iterable[Told], before: int) -> None:
    """The statements as they were signed by then, if they were."""
    seat.secrecy_signed_on = seat.interests_signed_on = None
    for one in entries:
        if one.action == "seat.statements_signed" and one.body["seat"] == seat.pk and one.pk < before:
            seat.secrecy_signed_on = date.fromisoformat(one.body["secrecy_on"])
            seat.interests_signed_on = date.fromisoformat(one.body["interests_on"])


def _since(seat: Seat, seats: Iterable[Seat]) -> date | None:
    """The first day on which the holder voted on the body, in whichever term."""
    terms = (
        one.starts_on
        for one in seats
        if one.person_id == seat.person_id
        and one.position in VOTING_POSITIONS
        and (one.ended_on is None or one.ended_on > one.starts_on)
    )
    return min(terms, default=None)


def _moment(entry: Told, name: str) -> tuple[int, Any]:
    return entry.body["person"], datetime.fromisoformat(entry.body[name])
