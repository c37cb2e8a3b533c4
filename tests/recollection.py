"""What the story-tellers did once they need not do again: a step taken from the same state leaves the same rows.

Most tests begin where another began: a case accepted, reviewed, decided. The first time in a process such a step is
taken through the operations, and what it wrote is kept; whenever the same step is taken from the very same state of
the database, the same statements are executed again. The triggers and constraints of the database see them as before.

The state is the chain of everything that was written since the test began with an empty database, so nothing can be
written unnoticed in between; to it belong the settings, the packs and the days off that are in force, and whoever
exists in memory. Only `step`s are recalled, never the act a test is about (`Story.does`).

A step that is recalled writes its rows and nothing else. Whoever watches more of it takes every step for real: a story
of a class of its own, a test that replaces a part of the product (by any MonkeyPatch), counts statements, listens to
the log or to what follows the commit, or lets others see the rows (transactional tests). `test_recollection` holds
each of these against it.
"""

import hashlib
import json
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, wraps
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

import regulations
from regulations import calendar

STORES = ("accounts", "ledger", "committees", "ethics_review")
SEQUENCES = f"^({'|'.join(STORES)})_"
"""How the names of those begin that give rows their numbers."""
READS = ("SELECT", "BEGIN", "PRAGMA")
ROWS = ("INSERT", "UPDATE", "DELETE")
HARMLESS = {"MEDIA_ROOT"}
"""Settings a test may change without changing what a step writes."""
LISTENING = frozenset({"caplog", "capfd", "capsys", "django_capture_on_commit_callbacks", "mailoutbox"})
"""By asking for one of these a test says that it watches more than rows."""

PLAIN = {type(None), str, bytes, bool, int, float, date, datetime, timedelta}
"""What tells itself apart by how it is written."""

Statement = tuple[str, Any]
UNKNOWN = object()


@dataclass
class Recording:
    """What one step wrote, and what it left behind in memory. `whole` unless something cannot be done again."""

    statements: list[Statement] = field(default_factory=list)
    whole: bool = True
    left: bytes = b""
    state: str = ""


class Recollection:
    """Follows the statements of one connection; `known` holds by (state, step) what followed."""

    def __init__(self) -> None:
        self.known: dict[str, Recording] = {}
        self.running: list[Recording] = []
        self.forget(watched=lambda: True)

    def forget(self, *, watched: Callable[[], bool]) -> None:
        """A test begins: the database is empty, nothing has been written. `watched`: must steps be taken for real?"""
        self.watched = watched
        self.state: str | None = None
        self.lost = False
        self.savepoints: dict[str, Any] = {}

    def follow(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        """Django's wrapper of every statement."""
        word = sql.lstrip("( \n")[:9].split(" ", 1)[0].upper()
        if word == "SAVEPOINT":
            self.savepoints[sql.rsplit(maxsplit=1)[-1]] = self.state
        elif word == "RELEASE":
            self._released(sql.rsplit(maxsplit=1)[-1])
        elif word == "ROLLBACK":
            self._rolled_back(sql.rsplit(maxsplit=1)[-1])
        elif word not in READS:
            self._written(word, sql, params, many=many)
        return execute(sql, params, many, context)

    def _written(self, word: str, sql: str, params: Any, *, many: bool) -> None:
        if self.state is None:
            self.lost = True
        if self.lost:
            return
        try:
            self.state = chained(self.state, sql, digest(params))
        except TypeError:
            self.lost = True
        if self.running:
            sql = sys.intern(sql)  # the same statement is built anew each time, and kept once
        for recording in self.running:
            recording.statements.append((sql, params))
            recording.whole &= word in ROWS and not many

    def _rolled_back(self, name: str) -> None:
        """The rows are as they were; the numbers PostgreSQL has given out are not given again."""
        before = self.savepoints.get(name, UNKNOWN)
        self.lost |= before is UNKNOWN
        if before is None or connection.vendor == "sqlite":
            self.state = before
        elif self.state != before:
            self.state = chained(before, self.state)
        for recording in self.running:
            recording.whole = False

    def _released(self, name: str) -> None:
        """The savepoint and those inside it are gone."""
        while name in self.savepoints:
            self.savepoints.popitem()

    def mark(self) -> str | None:
        """What tells these rows from any others; the same again when writing was undone. None if it is not known."""
        return None if self.lost else self.state

    def can_recall(self) -> bool:
        """Whether the state is known. Counted statements are those of the operations, and must be executed."""
        if self.lost or self.watched() or not connection.in_atomic_block or connection.force_debug_cursor:
            return False
        if self.state is None:
            self.state = first_state()
        return True

    def take(self, key: tuple[object, ...], step: Callable[[], Any], left: Callable[[Any], Any]) -> Any:
        """What the step left in memory; the step itself is taken only if it never was from this state."""
        at = chained(self.state, changed_settings(), law(), key)
        if at in self.known:
            return self._recall(self.known[at])
        recording = Recording()
        self.running.append(recording)
        try:
            made = left(step())
        except BaseException:
            recording.whole = False
            raise
        finally:
            self.running.pop()
        if recording.whole and not self.lost and self.state is not None:
            recording.state, recording.left = self.state, pickle.dumps(made)
            self.known[at] = recording
        return made

    def _recall(self, recording: Recording) -> Any:
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for statement in recording.statements:
                cursor.cursor.execute(*statement)
        for outer in self.running:
            outer.statements += recording.statements
        self.state = recording.state
        return pickle.loads(recording.left)  # noqa: S301 -- written by this process


recollection = Recollection()


def chained(*links: object) -> str:
    """One link of a chain."""
    return hashlib.sha256(repr(links).encode()).hexdigest()


def first_state() -> str:
    """An empty database and the numbers its rows will get. PostgreSQL does not take numbers back: they begin anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            return chained(*cursor.fetchall())
        cursor.execute(
            "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S' AND relname ~ %s",
            [SEQUENCES],
        )
    return chained()


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back, and so are the numbers its rows were given: all is as between two tests."""
    state, numbers = recollection.state, numbers_given()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        give_anew(numbers)
        recollection.state = state


def numbers_given() -> list[tuple[int, int | None]]:
    """The last number of each sequence, None before the first. SQLite keeps them as rows, which are taken back."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S' AND relname ~ %s", [SEQUENCES]
        )
        return cursor.fetchall()


def give_anew(numbers: list[tuple[int, int | None]]) -> None:
    """Let each sequence go on after the number it had given then."""
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(oid::regclass, coalesce(last, 1), last IS NOT NULL)"
                " FROM unnest(%s::oid[], %s::bigint[]) AS given(oid, last)",
                [list(column) for column in zip(*numbers, strict=True)],
            )


def law() -> tuple[str, ...]:
    """The packs as they are laid out, and the days off, as they are known at the moment."""
    return *(pack.digest for pack in regulations.all_packs()), repr(calendar.built_in().arrangements)


def changed_settings() -> str:
    """The settings a test has changed."""
    found: dict[str, object] = {}
    holder: Any = settings._wrapped
    while hasattr(holder, "default_settings"):
        found = {name: value for name, value in vars(holder).items() if name.isupper()} | found
        holder = holder.default_settings
    return repr(sorted((name, repr(value)) for name, value in found.items() if name not in HARMLESS))


def digest(value: Any) -> object:
    """A value by which the same parameters are found the same. Raises TypeError for what has no such value.

    An instant told in another zone is another: whoever forgets to convert it writes another day.
    """
    if isinstance(value, Model):
        kept = vars(value)
        return value._meta.label, digest([kept.get(name) for name in columns(type(value))])
    if isinstance(value, Mapping):
        return tuple(value), digest(list(value.values()))
    if isinstance(value, list | tuple):
        plain = PLAIN.issuperset(map(type, value))
        return type(value).__name__, repr(value) if plain else tuple(map(digest, value))
    if hasattr(value, "dumps") and hasattr(value, "obj"):  # psycopg's wrapper of a JSON value
        return json.dumps(value.obj, sort_keys=True, default=str)
    if value is None or isinstance(value, str | bytes | int | float | date | datetime | timedelta):
        return type(value).__name__, repr(value)
    raise TypeError(f"{type(value).__name__} has no digest")


@cache
def columns(kind: type[Model]) -> tuple[str, ...]:
    """Under which names a row keeps its values."""
    return tuple(column.attname for column in kind._meta.concrete_fields)


def key_of(act: Callable[..., Any], *told: object) -> tuple[object, ...] | None:
    """The step and everything it was told; None where that cannot be compared."""
    try:
        return act.__qualname__, digest(told)
    except TypeError:
        return None


Act = TypeVar("Act", bound=Callable[..., Any])
Story = TypeVar("Story")


def set_up(build: Act) -> Act:
    """Recall what a function set up in an empty database, and the rows it returned."""

    @wraps(build)
    def recalled(**words: Any) -> Any:
        key = key_of(build, words) if recollection.can_recall() else None
        return recollection.take(key, lambda: build(**words), lambda made: made) if key else build(**words)

    return recalled  # type: ignore[return-value]


def recalls_its_steps(*, all_but: set[str]) -> Callable[[type[Story]], type[Story]]:
    """Make the verbs of a story steps: whatever returns the story itself, so that another may follow.

    Of a story of exactly this class: one that overrides a verb sees each of them taken.
    """

    def decorate(kind: type[Story]) -> type[Story]:
        for name, verb in list(vars(kind).items()):
            if getattr(verb, "__annotations__", {}).get("return") is Self and name not in all_but:
                setattr(kind, name, step(verb, kind))
        return kind

    return decorate


def step(act: Act, kind: type[Any]) -> Act:
    """Recall a verb of a story: what it wrote, and where it left the clock and the number of the case."""

    @wraps(act)
    def recalled(story: Any, *words: Any, **more: Any) -> Any:
        told = vars(story) | {"world": vars(story.world)}
        key = key_of(act, told, words, more) if type(story) is kind and recollection.can_recall() else None
        if key is None:
            return act(story, *words, **more)
        story.now, story.number = recollection.take(
            key, lambda: act(story, *words, **more), lambda _: (story.now, story.number)
        )
        return story

    return recalled  # type: ignore[return-value]
