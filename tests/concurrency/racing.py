"""Acts pressed at the same instant, each in a thread and on a connection of its own, and what must hold afterwards.

No test here measures time. Whatever is neither a success nor an answer to whoever came second (a deadlock, a broken
constraint, a lock waited for in vain) is raised in the test itself.
"""

from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import User
from committees.models import Vote
from committees.operations import commitment
from ethics_review import operations
from ethics_review.engine import Stale
from ethics_review.models import Case
from ledger.models import Entry
from ledger.queries import history
from regulations.refusal import Refused
from tests.world import MINUTE, Story

PATIENCE = 60
MOMENT = 0.2
ANSWERS = (Refused, Stale)
WRITES = ("INSERT", "UPDATE", "DELETE")
Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """Run the acts side by side: what each returned, or the `Refused` or `Stale` it was answered with, in order.

    Each waits at its first write until the others are at theirs, or for a moment: whoever a lock keeps away does not
    come. Without the lock they would all write on what they had read before.
    """
    start, writing = Barrier(len(acts)), Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(place: int, act: Act) -> None:
        try:
            start.wait(PATIENCE)
            with connection.execute_wrapper(_waiting_once(writing)):
                outcomes[place] = act()
        except BaseException as error:  # noqa: BLE001 -- it is the outcome
            outcomes[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "the acts wait for each other"
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, ANSWERS):
            raise outcome
    return outcomes


def _waiting_once(writing: Barrier) -> Callable[..., Any]:
    """A wrapper of statements that holds the thread's first write back until all are about to write, or a moment."""
    held = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        if not held and sql.startswith(WRITES):
            held.append(sql)
            with suppress(BrokenBarrierError):
                writing.wait(MOMENT)
        return execute(sql, params, many, context)

    return wrapper


def press(story: Story, who: User, move: str, *, version: int | None = None, **data: Any) -> Act:
    """The act of making a move a minute after the last thing that happened, with the version the person has seen."""
    number, now = story.number, story.now + MINUTE
    return lambda: operations.make_move(number=number, move=move, user=who, data=data, now=now, version=version)


def won(outcomes: list[Any]) -> list[int]:
    """The places of those who succeeded."""
    return [place for place, outcome in enumerate(outcomes) if not isinstance(outcome, ANSWERS)]


def codes(outcome: Any) -> list[str]:
    """Why an act was refused; nothing of one that succeeded."""
    return [refusal.code for refusal in outcome.refusals] if isinstance(outcome, Refused) else []


def told(outcome: Refused) -> tuple[str, str, str]:
    """What whoever came second is told of the one who came first: the act, the person and the role."""
    latest = outcome.refusals[0].figures["latest"]
    return latest["action"], latest["actor"], latest["role"]


def actions(story: Story) -> list[str]:
    return [action for action, _ in story.entries()]


def assert_sound(story: Story) -> None:
    """The ledger verifies; every write to the case has one entry, every vote one commitment, every step its place."""
    call_command("verify_ledger", stdout=StringIO())
    case, entries = Case.objects.get(number=story.number), list(history(stream=story.stream))
    written = [entry.data["version"] for entry in entries if "version" in entry.data]
    assert written == list(range(1, case.version + 1))
    steps = [(entry.data["from"], entry.data["to"]) for entry in entries if "to" in entry.data]
    assert [source for source, _ in steps] == ["draft", *(target for _, target in steps[:-1])][: len(steps)]
    assert case.state == (steps[-1][1] if steps else "draft")
    assert _committed(entries) == sorted(commitment(vote) for vote in _votes(story))


def _committed(entries: list[Entry]) -> list[str]:
    return sorted(entry.data["vote"] for entry in entries if entry.action == "cast_vote")


def _votes(story: Story) -> list[Vote]:
    return list(Vote.objects.filter(seat__ballot__subject=story.stream))
