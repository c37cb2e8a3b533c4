"""Deadlines that ran before they remembered how they are counted: filled in so that each keeps the end it has."""

from importlib import import_module

import pytest

from ledger.models import Deadline
from regulations import clocks as counting
from regulations.calendar import built_in

migration = import_module("ledger.migrations.0003_how_deadlines_are_counted")


@pytest.mark.parametrize(
    ("name", "amount", "unit", "filled"),
    [
        ("decision", 30, counting.Unit.DAYS, (30, "days")),
        ("acceptance", 5, counting.Unit.WORKING_DAYS, (5, "working_days")),
        ("follow_up", 12, counting.Unit.MONTHS, (365, "days")),
        ("decision_emergency", 72, counting.Unit.HOURS, (72, "hours")),
    ],
)
def test_what_ran_before_keeps_its_end(start, clock, name, amount, unit, filled):
    deadline = start(clock(name, amount, unit))
    Deadline.objects.update(amount=0, unit="days", counted_from=deadline.due_at)

    class Apps:
        get_model = staticmethod(lambda *_: Deadline)

    migration.remember(Apps, None)

    kept = Deadline.objects.get()
    assert (kept.amount, kept.unit, kept.counted_from) == (*filled, kept.started_at)
    due = counting.due(start=kept.counted_from, clock=kept.length, calendar=built_in(), roll_last_day=kept.rolls)
    assert due.due_at == kept.due_at
