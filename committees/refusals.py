"""The codes by which this storey refuses, and the few words it takes to say so.

A rule of the law is cited from the pack that is handed in; what only keeps the record true (nobody arrives twice)
stands on the house. No sentence is written here: the upper storey words every `Code`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from types import MappingProxyType

from django.db import IntegrityError, transaction

from regulations.citation import Cite, Source
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import Basis

HOUSE = Source(Cite("house"), Basis.HOUSE)


class Code(StrEnum):
    """Why not. A code shared with a guard of the pack means the same thing there."""

    COMMITTEE_NAME_TAKEN = "committee.name_taken"
    COMMITTEE_INSTRUMENT_ADOPTED = "committee.instrument_adopted"
    COMMITTEE_TOO_FEW = "committee.too_few"
    COMMITTEE_CATEGORIES = "committee.categories"
    COMMITTEE_ONE_SEX = "committee.one_sex"
    COMMITTEE_TOO_FEW_EXTERNAL = "committee.too_few_external"
    COMMITTEE_CHAIR_COUNT = "committee.chair_count"
    COMMITTEE_EVEN = "committee.even"
    COMMITTEE_UNSIGNED = "committee.unsigned"
    PANEL_TOO_FEW = "panel.too_few"
    PANEL_CATEGORIES = "panel.categories"
    SEAT_WRONG_BODY = "seat.wrong_body"
    SEAT_TERM_REVERSED = "seat.term_reversed"
    SEAT_TERM_TOO_LONG = "seat.term_too_long"
    SEAT_OVERLAP = "seat.overlap"
    SEAT_SECOND_CHAIR = "seat.second_chair"
    SEAT_ENDED = "seat.ended"
    SEAT_END_OUTSIDE_TERM = "seat.end_outside_term"
    SEAT_END_IN_PAST = "seat.end_in_past"
    SEAT_NOT_IN_TERM = "seat.not_in_term"
    SEAT_SIGNED_IN_FUTURE = "seat.signed_in_future"
    TRAINING_IN_FUTURE = "training.in_future"
    TRAINING_UNPROVED = "training.unproved"
    TRAINING_NOT_SEATED = "training.not_seated"
    TRAINING_STRUCK = "training.struck"
    MANDATE_NOT_A_CENTRE = "mandate.not_a_centre"
    MANDATE_GIVER = "mandate.giver"
    MANDATE_SCOPE_MISSING = "mandate.scope_missing"
    MANDATE_PERIOD_REVERSED = "mandate.period_reversed"
    MANDATE_SIGNED_IN_FUTURE = "mandate.signed_in_future"
    MEETING_PRESIDER = "meeting.presider"
    MEETING_PRESIDER_NOT_NAMED = "meeting.presider_not_named"
    MEETING_VIDEO = "meeting.video"
    MEETING_ENDED = "meeting.ended"
    MEETING_CANCELLED = "meeting.cancelled"
    MEETING_BEGUN = "meeting.begun"
    MEETING_IN_PAST = "meeting.in_past"
    MEETING_UNCHANGED = "meeting.unchanged"
    MEETING_NOT_INVITED = "meeting.not_invited"
    AGENDA_SUBJECT_OPEN = "agenda.subject_open"
    AGENDA_ITEM_CLOSED = "agenda.item_closed"
    ATTENDANCE_IN_FUTURE = "attendance.in_future"
    ATTENDANCE_ALREADY_IN_ROOM = "attendance.already_in_room"
    ATTENDANCE_NOT_IN_ROOM = "attendance.not_in_room"
    ATTENDANCE_BEFORE_ARRIVAL = "attendance.before_arrival"
    ATTENDANCE_NO_VOTING_SEAT = "attendance.no_voting_seat"
    ATTENDANCE_VOTED_SINCE = "attendance.voted_since"
    INTEREST_ALREADY_DECLARED = "interest.already_declared"
    INTEREST_CONFLICT_STANDS = "interest.conflict_stands"
    INTEREST_RECUSED = "interest.recused"
    BALLOT_OPEN = "ballot.open"
    BALLOT_EMPTY_ROLL = "ballot.empty_roll"
    BALLOT_NOT_ENTITLED = "ballot.not_entitled"
    BALLOT_NOT_OPEN = "ballot.not_open"
    BALLOT_NOT_CLOSED = "ballot.not_closed"
    BALLOT_NOT_ON_ROLL = "ballot.not_on_roll"
    BALLOT_ALREADY_VOTED = "ballot.already_voted"
    BALLOT_UNKNOWN_OPTION = "ballot.unknown_option"
    BALLOT_LEFT_ROOM = "ballot.left_room"


def refusal(code: Code, source: Source = HOUSE, **figures: object) -> Refusal:
    """One reason, with its figures."""
    return Refusal(code.value, source, MappingProxyType(figures))


def refuse_any(*found: Refusal | None) -> None:
    """Raise `Refused` with every reason found at once; return where there is none."""
    refusals = tuple(reason for reason in found if reason is not None)
    if refusals:
        raise Refused(refusals)


def when(condition: object, code: Code, source: Source = HOUSE, **figures: object) -> Refusal | None:
    """The reason where `condition` holds, else None."""
    return refusal(code, source, **figures) if condition else None


@contextmanager
def refused_on_conflict(code: Code, **figures: object) -> Iterator[None]:
    """Turn a unique constraint's veto into the refusal it stands for: the two who raced held different locks."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused((refusal(code, HOUSE, **figures),)) from error
