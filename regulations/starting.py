"""Which clocks a move starts, and when each ends, and which conditions it ends: the same for the move itself and for a
replay of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from regulations import clocks
from regulations.calendar import Calendar
from regulations.clocks import Clock, Due, local
from regulations.facts import CONDITION, Facts
from regulations.move import Move, Start
from regulations.vocabulary import FollowUpOutcome


def started(line: Move, facts: Facts, recorded: Mapping[str, object], *, calendar: Calendar) -> list[tuple[Clock, Due]]:
    """Every clock `line` starts, given the facts before the move and what it recorded, in the order of the line."""
    return [_counted(facts, start, recorded, calendar) for start in begun(line, facts, recorded)]


def begun(line: Move, facts: Facts, recorded: Mapping[str, object]) -> list[Start]:
    """Which of the line's clocks begin, not yet counted out."""
    return [start for start in line.starts if start.when is None or start.when(facts, recorded)]


def _counted(facts: Facts, start: Start, recorded: Mapping[str, object], calendar: Calendar) -> tuple[Clock, Due]:
    """The clock with its end: the one its length gives, or the day that the move recorded."""
    clock = facts.rules.clock(start.clock)
    until = recorded.get(start.until_from) if start.until_from else None
    if until:
        day = date.fromisoformat(str(until))
        stated = clocks.ending(start=facts.now, day=day, unit=clock.unit, calendar=calendar)
        return replace(clock, roll_last_day=False), stated
    months = recorded.get(start.months_from) if start.months_from else None
    if isinstance(months, int):
        clock = replace(clock, amount=months)
    return clock, clocks.due(start=facts.now, clock=clock, calendar=calendar)


def conditions(facts: Facts, days: Iterable[str], *, calendar: Calendar) -> list[tuple[Clock, Due]]:
    """The conditions of an approval that takes effect: each to the day it states, or as long as the house says.

    `days` are their days as written, empty where none is stated; one that has passed meanwhile is today.
    """
    return [_condition(facts, day, calendar) for day in days]


def _condition(facts: Facts, stated: str, calendar: Calendar) -> tuple[Clock, Due]:
    clock = facts.rules.clock(CONDITION)
    if not stated:
        return clock, clocks.due(start=facts.now, clock=clock, calendar=calendar)
    day = max(date.fromisoformat(stated), local(facts.now).date())
    due = clocks.ending(start=facts.now, day=day, unit=clock.unit, calendar=calendar)
    return replace(clock, roll_last_day=False), due


def conditions_ended(facts: Facts, recorded: Mapping[str, object]) -> frozenset[int]:
    """The numbers of those confirmed as met; of every open one where the approval they hang on is reviewed anew."""
    if recorded.get("outcome") == FollowUpOutcome.RE_REVIEW:
        return facts.open_conditions
    met = recorded.get("conditions_met")
    return frozenset(met) if isinstance(met, list | tuple) else frozenset()
