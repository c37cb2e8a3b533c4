"""Looks an installation over, part by part, and says in plain words what is wrong and what to do. Changes nothing.

An examination that itself fails is a finding. No finding repeats a secret: passwords, keys and tokens are told as set
or not set.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ethics_review.discretion import name_of
from ethics_review.operating.doctor import database, law, mail, record, setting, storage, work
from ethics_review.operating.doctor.finding import Finding, Level, broken
from regulations.words import Words

__all__ = ["Finding", "Level", "Wishes", "examine"]


@dataclass(frozen=True)
class Wishes:
    """What the operator asked for: a letter to this address, every chain of the ledger, how long to wait for a task."""

    mail: str = ""
    ledger: bool = False
    patience: float = 20.0


def examine(*, now: datetime, wishes: Wishes) -> Iterator[Finding]:
    """Every finding, in the order in which things depend on each other. Without a database little else can be asked."""
    yield from _apart("settings", setting.examine)
    reachable = True
    for found in _apart("database", database.examine):
        reachable &= found.area != "database" or found.level is not Level.BROKEN
        yield found
    yield from _apart("mail", lambda: mail.examine(address=wishes.mail))
    if not reachable:
        return
    yield from _apart("law", lambda: law.examine(now=now))
    yield from _apart("storage", storage.examine)
    yield from _apart("work", lambda: work.examine(now=now, patience=wishes.patience))
    yield from _apart("ledger", lambda: record.examine(full=wishes.ledger))


def _apart(area: str, examination: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from examination()
    except Exception as error:  # noqa: BLE001 -- the other parts are examined all the same
        name = name_of(error)
        yield broken(
            area,
            Words(f"检查中断：{name}", f"The examination itself failed: {name}"),
            why=Words("这一部分的状况因此不明。", "How this part stands is therefore unknown."),
            remedy=Words("先处理前面所列的故障，再检查一次。", "Mend what is broken above, then look again."),
        )
