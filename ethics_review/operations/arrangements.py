"""Loading a year's arrangement of days off (载入放假安排): examined, put where every process finds it, and recorded."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ledger import operations as ledger
from regulations import calendar, loaded
from regulations.arrangement_words import wrong
from regulations.calendar import Arrangement, CalendarError
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Loaded:
    """The arrangement, and whether it was new to this installation."""

    arrangement: Arrangement
    fresh: bool


def load_arrangement(*, path: Path, folder: Path, now: datetime) -> Loaded:
    """Load the arrangement in the file at `path` into `folder`, from where every process counts by it at once.

    The same arrangement a second time changes nothing. Raises `CalendarError` for a file that contradicts itself or
    another year, and for a year that is loaded with other content; nothing is written then.
    """
    arrangement, known = calendar.load(path), calendar.built_in()
    there = next((one for one in known.arrangements if one.year == arrangement.year), None)
    if there == arrangement:
        return Loaded(arrangement, fresh=False)
    if there is not None:
        raise CalendarError(str(path), wrong("year", "loaded", year=arrangement.year))
    if told := loaded.contradictions(arrangement, known):
        raise CalendarError(str(path), *told)
    content = path.read_bytes()
    with transaction.atomic():
        body = {
            "year": arrangement.year,
            "document": arrangement.document,
            "issued_on": arrangement.issued_on,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        stream = f"calendar:{arrangement.year}"
        ledger.append(stream=stream, action="calendar.loaded", body=body, actor=None, role=Role.SYSTEM, at=now)
        _put(content, loaded.file_of(folder, arrangement.year))
    return Loaded(arrangement, fresh=True)


def _put(content: bytes, place: Path) -> None:
    """Whole or not at all, and never over what another process has put there meanwhile."""
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(content)
        os.link(fresh, place)
    except FileExistsError as error:
        raise CalendarError(str(place), wrong("", "file_there")) from error
    except OSError as error:
        raise CalendarError(str(place), wrong("", "unwritable", why=error.strerror)) from error
    finally:
        fresh.unlink(missing_ok=True)
