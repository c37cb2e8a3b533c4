"""One line of the doctor: how something stands and, where it stands badly, why that matters and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from regulations.words import Words


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


LEVELS = {
    Level.OK: Words("正常", "ok"),
    Level.WARNING: Words("注意", "warning"),
    Level.BROKEN: Words("故障", "broken"),
}
NOTHING = Words("", "")


@dataclass(frozen=True)
class Finding:
    """`area` is a code for programs; `why` and `remedy` are empty where nothing is wrong."""

    area: str
    level: Level
    what: Words
    why: Words = NOTHING
    remedy: Words = NOTHING


def fine(area: str, zh: str, en: str) -> Finding:
    return Finding(area, Level.OK, Words(zh, en))


def warning(area: str, what: Words, *, why: Words, remedy: Words) -> Finding:
    """It works, and something will go wrong or is not as it should be."""
    return Finding(area, Level.WARNING, what, why, remedy)


def broken(area: str, what: Words, *, why: Words, remedy: Words) -> Finding:
    """Something does not work now."""
    return Finding(area, Level.BROKEN, what, why, remedy)
