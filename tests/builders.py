"""What the stories, the commands and the HTTP walk are told with: the demo's people on a stage, made by operations."""

from datetime import datetime
from types import SimpleNamespace

from django.core.management import call_command

from ethics_review import dossier
from ethics_review.demo import cast, direction, script
from ethics_review.demo.matters import Matter
from ledger.models import Deadline, Entry
from regulations.clocks import local

BEGIN = "2026-01-05 09:00"


def stage():
    """Everybody of the demo, and the four bodies registered under the AI measures. No case yet."""
    made = cast.enter(now=script.instant(BEGIN))
    direction.perform(made, cast.set_up())
    return made


class Told(Matter):
    """A matter told step by step, with the dossier's own expectation beside it."""

    @property
    def expect(self):
        return dossier.read(script.DOSSIERS / f"{self.name}.yaml").expect

    def at(self, text):
        """The story goes on at that instant."""
        self.stage.now = script.instant(text)
        return self

    @property
    def stream(self):
        return f"case:{self.number}"

    def clock(self, name):
        """The latest deadline of that name, running or not."""
        return Deadline.objects.filter(stream=self.stream, clock=name).latest("pk")

    def running(self):
        rows = Deadline.objects.filter(stream=self.stream, settled_at__isnull=True)
        return sorted(rows.values_list("clock", flat=True))

    def actions(self):
        return list(Entry.objects.filter(stream=self.stream).order_by("seq").values_list("action", flat=True))


def months_between(start, due_on):
    """Whole months from the day a deadline started on to the day it is due; only a corresponding day counts."""
    day = local(start).date()
    assert day.day == due_on.day
    return (due_on.year - day.year) * 12 + due_on.month - day.month


def ledger_is_sound():
    """`verify_ledger` finds nothing; it raises where it does."""
    call_command("verify_ledger", stdout=SimpleNamespace(write=lambda _: None))
    return True


def instant(text) -> datetime:
    return script.instant(text)
