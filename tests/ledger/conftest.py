"""People, streams and wordings for the tests of the ledger."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from django.db import connection

from accounts.models import User
from ledger import append_only, operations
from ledger.models import Deadline
from regulations import clocks as counting
from regulations.calendar import built_in
from regulations.citation import Cite, Source
from regulations.ladder import Rung, ordered
from regulations.units import Unit
from regulations.vocabulary import Basis, Role
from regulations.words import Words

ABOVE = (Role.UNIT, Role.AUTHORITY)


def ladder(reminders, unit, escalate):
    """So many units before the end, at the end, and after it no more, so that a test adds what it is about."""
    counted = Unit.HOURS if unit is Unit.HOURS else Unit.DAYS
    rungs = [Rung(-amount, counted) for amount in reminders]
    return ordered([*rungs, Rung(0, counted, escalate)] if escalate else rungs)


@pytest.fixture
def noon():
    """Wednesday 2026-06-10, 12:00 in Shanghai."""
    return datetime(2026, 6, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def person(db):
    return User.objects.create(username="lin", name="林静", email="lin@example.org")


@pytest.fixture
def people(db):
    """Makes so many people with an address each."""

    def make(count):
        return [User.objects.create(username=f"p{i}", email=f"p{i}@example.org") for i in range(count)]

    return make


@pytest.fixture
def append(person, noon):
    """Appends an entry of an invented case; every value can be replaced."""

    def make(**changed):
        values = {
            "stream": "case:2026-0001",
            "action": "case.submit",
            "body": {"revision": 1},
            "actor": person,
            "role": Role.APPLICANT,
            "at": noon,
        }
        return operations.append(**(values | changed))

    return make


@pytest.fixture
def clock():
    """A limit of thirty days as a pack would state it; every value can be replaced."""

    def make(name="decision", amount=30, unit=counting.Unit.DAYS, **changed):
        values = {
            "source": Source(Cite("general-2023", 17), Basis.READ),
            "label": Words("审查期限", "Review period"),
            "owner": Role.CHAIR,
            "ladder": ladder(changed.pop("reminders", (7, 3, 1)), unit, changed.pop("escalate", ABOVE)),
            "extendable": True,
            "pausable": True,
        }
        return counting.Clock(name, amount, unit, **values | changed)

    return make


@pytest.fixture
def emergency(clock):
    """The 72 hours of the emergency procedure."""
    return clock(amount=72, unit=counting.Unit.HOURS, reminders=(24, 6, 1))


@pytest.fixture
def start(append, noon):
    """Starts one clock at noon by a new entry and returns its deadline."""

    def make(clock, **changed):
        due = counting.due(start=noon, clock=clock, calendar=built_in())
        (deadline,) = operations.start(entry=append(**changed), clocks=[(clock, due)], at=noon)
        return deadline

    return make


@pytest.fixture
def stated():
    """The end of a deadline as somebody states it: on that day."""

    def make(deadline, on, **changed):
        unit = deadline.length.unit
        due = counting.ending(start=deadline.counted_from, day=on, unit=unit, calendar=built_in())
        return replace(due, **changed)

    return make


@pytest.fixture
def resumed():
    """Lets a paused deadline run on at that instant, to the end that the law's function gives it."""

    def make(deadline, entry, at):
        due = counting.resumed(
            start=deadline.counted_from,
            length=deadline.length,
            stopped_at=deadline.paused_at,
            resumed_at=at,
            calendar=built_in(),
        )
        return operations.resume(deadline=deadline, due=due, entry=entry, at=at)

    return make


@pytest.fixture
def day():
    return timedelta(days=1)


@pytest.fixture
def unguarded(db):
    """The triggers are off until the test ends, as if the owner of the database had dropped them."""

    def lift():
        connection.check_constraints()  # PostgreSQL alters no table with deferred checks pending
        append_only.remove(connection)

    return lift


@pytest.fixture
def installed_as(monkeypatch):
    """Makes an object importable for a setting that names it by its path; returns the path."""

    def make(thing):
        module = ModuleType("installed_for_a_test")
        module.thing = thing
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return f"{module.__name__}.thing"

    return make


@pytest.fixture
def refused():
    """Runs an operation on a deadline, which must be refused and must have written nothing."""

    def attempt(deadline, operation, **arguments):
        row = Deadline.objects.filter(pk=deadline.pk)
        before = row.values().get()
        with pytest.raises(operations.NotRunning) as refusal:
            operation(deadline=row.get(), **arguments)
        assert row.values().get() == before
        return str(refusal.value)

    return attempt
