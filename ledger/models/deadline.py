"""What is owed (期限): one running time limit of one subject, with the rule it stands on.

A deadline remembers what its clock said when it started; a later pack does not change it. It is changed by the
operations alone, each time together with an entry that says why. Nothing is decided here by the passing of time.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from ledger.models.entry import Entry
from regulations import calendar, ladder
from regulations.clocks import Length, local
from regulations.ladder import Ladder, Occurrence
from regulations.units import Unit
from regulations.vocabulary import Basis

SECONDS_A_DAY = 86_400


class Deadline(models.Model):
    """One clock, started by one entry. `due_at` is the last instant in time; overdue is every instant after it.

    `amount` of `unit` from `counted_from` give the end: the limit from its start, or what was left of it from the
    instant it was resumed; `rolls` says whether a last day off moves it. An end can so be counted again.
    `exact` limits are counted in hours from an instant, the others in whole days that end at 24:00 in Shanghai.
    `missed_at` is when the sweeper found it overdue and stays when it is settled late. `next_at` is the instant
    after which the sweeper must look again: the next rung of its ladder or the end; null when nothing is left to watch.
    `rungs` is the ladder of the clock as it was: who is told how long before and after the end, until it is settled.
    `item` tells apart several obligations that one entry started under one clock, such as the conditions of a decision.
    """

    stream = models.CharField(max_length=80)
    clock = models.CharField(max_length=64)
    started_by = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deadlines_started")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_on = models.DateField()
    original_due_at = models.DateTimeField()
    provisional = models.BooleanField()
    exact = models.BooleanField()
    counted_from = models.DateTimeField()
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    rolls = models.BooleanField()
    instrument = models.CharField(max_length=64)
    article = models.PositiveIntegerField(null=True, blank=True)
    certain = models.BooleanField()
    basis = models.CharField(max_length=16)
    owner = models.CharField(max_length=32)
    escalate = models.JSONField(default=list)
    rungs = models.JSONField(default=list)
    item = models.PositiveIntegerField(default=0)
    extendable = models.BooleanField()
    pausable = models.BooleanField()
    extensions = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveBigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines_settled"
    )
    missed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(settled_at__isnull=True), name="deadline_next"),
            models.Index(
                fields=["due_on"], condition=Q(settled_at__isnull=True, provisional=True), name="deadline_provisional"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["stream", "clock", "started_by", "item"], name="deadline_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="deadline_settled_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | Q(settled_at__isnull=True, paused_at__isnull=True),
                name="deadline_watched_while_running",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(settled_at__isnull=True, pausable=True),
                name="deadline_paused_if_pausable",
            ),
            models.CheckConstraint(
                condition=Q(extensions=0) | Q(extendable=True), name="deadline_extended_if_extendable"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[basis.value for basis in Basis]), name="deadline_basis_known"
            ),
            models.CheckConstraint(condition=Q(unit__in=[unit.value for unit in Unit]), name="deadline_unit_known"),
            models.CheckConstraint(condition=Q(due_at__gte=models.F("started_at")), name="deadline_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.clock} {self.due_on}"

    @property
    def ladder(self) -> Ladder:
        """Who is told when, as the clock said when it was started."""
        return ladder.from_plain(self.rungs)

    @property
    def length(self) -> Length:
        """How long it runs from `counted_from`."""
        unit = Unit(self.unit)
        month_day = (self.due_on.month, self.due_on.day) if unit is Unit.FIXED_DATE else None
        return Length(self.amount, unit, month_day)

    @property
    def is_missed(self) -> bool:
        """Whether the present end was found to have passed; an extension after that gives a new end to miss."""
        return self.missed_at is not None and self.missed_at > self.due_at

    @property
    def is_window(self) -> bool:
        """Whether it limits a right and not a duty: nobody is told when it ends, because nobody has failed to act."""
        return not self.escalate

    def is_overdue(self, *, now: datetime) -> bool:
        """Whether the limit ran out unsettled, or was settled late. A pause keeps it from running out.

        A window is never overdue: it closes.
        """
        return not self.is_window and self._ran_out(now)

    def has_closed(self, *, now: datetime) -> bool:
        """Whether it is a window that ended unused: from its last instant on, not from when the sweeper comes by."""
        return self.is_window and self._ran_out(now)

    def _ran_out(self, now: datetime) -> bool:
        return (self.settled_at or self.paused_at or now) > self.due_at

    def gross_days(self, *, now: datetime) -> int:
        """Days of Shanghai from the day of its start, left out of the count, to `now` or to the day it was settled."""
        return (local(self.settled_at or now).date() - local(self.started_at).date()).days

    def net_days(self, *, now: datetime) -> int:
        """The same without the whole days on which it stood still."""
        return self.gross_days(now=now) - self.seconds_paused(until=now) // SECONDS_A_DAY

    def seconds_paused(self, *, until: datetime) -> int:
        """How long it has stood still by then, a pause that lasts included."""
        return self.paused_seconds + (max(0, int((until - self.paused_at).total_seconds())) if self.paused_at else 0)

    def next_look(self, *, now: datetime) -> datetime | None:
        """The instant after which the sweeper must look: the first rung not before `now`, and the end in any case.

        Once the end was found to have passed, only what is told after it is left.
        """
        if self.settled_at or self.paused_at:
            return None
        found = ladder.first_from(self.ladder, self.due_at, now, calendar.built_in())
        if self.is_missed:
            return found.moment if found else None
        return self.due_at if found is None or found.moment > self.due_at else found.moment

    def told_last(self, *, now: datetime) -> Occurrence | None:
        """The rung that has the present word on the limit: the latest whose moment came before `now`."""
        return ladder.latest(self.ladder, self.due_at, calendar.built_in(), until=now)

    def passed_over(self, *, now: datetime) -> list[Occurrence]:
        """The rungs nobody was told at: those since the sweeper should have looked, but for the latest."""
        if self.next_at is None:
            return []
        days = calendar.built_in()
        return list(ladder.between(self.ladder, self.due_at, days, since=self.next_at, until=now))[:-1]

    def rungs_until(self, *, now: datetime, until: datetime) -> list[Occurrence]:
        """What will be told from `now` on and before `until`, if nothing happens."""
        if self.settled_at or self.paused_at:
            return []
        days = calendar.built_in()
        return list(ladder.between(self.ladder, self.due_at, days, since=now, until=until))
