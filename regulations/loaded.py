"""Arrangements an operator loads (另行载入的放假安排): one file a year in a folder beside those of the product.

A process asks the folder each time it counts, so that a year loaded by one is known to all at once. What a file says is
read again only when the file has changed.
"""

from functools import lru_cache
from pathlib import Path

from regulations.arrangement_words import wrong
from regulations.calendar import Arrangement, Calendar, CalendarError, load, shipped, use
from regulations.words import Words

Print = tuple[tuple[Path, int, int], ...]
"""Which files there are, each with when it was written and how large it is."""


def look_in(folder: Path) -> None:
    """Count by the product's arrangements and those in `folder`, whenever they appear there."""
    use(lambda: _with(_seen(folder)))


def file_of(folder: Path, year: int) -> Path:
    """Where the arrangement of a year is kept in the folder."""
    return folder / f"cn_{year}.toml"


def flawed(folder: Path) -> tuple[CalendarError, ...]:
    """What is wrong with the files in the folder. They are left out: their years stay unknown and are told as such."""
    return tuple(found for path, *_ in _seen(folder) if isinstance(found := _read(path), CalendarError))


def contradictions(new: Arrangement, known: Calendar) -> tuple[Words, ...]:
    """What does not go together with its year and the others: a day off that is worked there, a document of another."""
    others = [one for one in known.arrangements if one.year != new.year]
    found = []
    for other in others:
        days = (new.days_off.keys() & other.workdays) | (other.days_off.keys() & new.workdays)
        found += [wrong("", "other_year", day=day, year=new.year, other=other.year) for day in sorted(days)]
        if other.document == new.document:
            found.append(wrong("document", "document", document=new.document, year=other.year))
    if new.issued_on.year not in {new.year - 1, new.year}:
        found.append(wrong("issued_on", "issued", year=new.year, day=new.issued_on))
    return tuple(found)


def _seen(folder: Path) -> Print:
    paths = sorted(folder.glob("cn_*.toml")) if folder.is_dir() else []
    return tuple(_print(path) for path in paths)


def _print(path: Path) -> tuple[Path, int, int]:
    """A file that has gone this instant is one nobody can read."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return path, 0, 0
    return path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _with(seen: Print) -> Calendar:
    """The product's own notice of a year goes before the operator's."""
    known = shipped()
    read = (_read(path) for path, *_ in seen)
    more = {one.year: one for one in read if isinstance(one, Arrangement) and not known.covers(one.year)}
    return known.with_years(*more.values())


def _read(path: Path) -> Arrangement | CalendarError:
    try:
        return load(path)
    except CalendarError as error:
        return error
