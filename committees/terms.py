"""When a seat (委员席位) is in term. Days are days in China: an instant belongs to the day it falls on there.

A seat is in term from `starts_on` through `ends_on`, both included. An earlier end takes effect at the start of
`ended_on`: on that day the seat no longer counts.
"""

from datetime import date, datetime

from django.db.models import Q

from committees.models import Seat
from regulations.clocks import MONTHS_A_YEAR, add_months, local


def day_of(at: datetime) -> date:
    """The day in China on which the instant `at` falls."""
    return local(at).date()


def in_term_on(day: date) -> Q:
    """The condition on `Seat` that it is in term on `day`."""
    return Q(starts_on__lte=day, ends_on__gte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))


def is_in_term(seat: Seat, day: date) -> bool:
    """The same condition on one seat already read."""
    return seat.starts_on <= day <= seat.ends_on and (seat.ended_on is None or day < seat.ended_on)


def overlaps(seat: Seat, starts_on: date, ends_on: date) -> bool:
    """Whether the seat is in term on any day from `starts_on` through `ends_on`."""
    first = max(seat.starts_on, starts_on)
    return first <= ends_on and is_in_term(seat, first)


def longest_term_ends_on(starts_on: date, years: int) -> date:
    """The last day of a term of `years`: the corresponding day, as the Civil Code counts years (art. 201, 202)."""
    return add_months(starts_on, years * MONTHS_A_YEAR)
