"""The catalogues beside the packs: the focuses of a worksheet, the kinds of risk, the checklists of some fields."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from regulations.pack import Item
from regulations.vocabulary import Basis
from regulations.words import Words

FOLDER = Path(__file__).parent / "catalogues"

FOCUSES, RISKS, GOVERNMENT, DRIVING = "focuses", "risks", "government", "driving"
EARLIER = "earlier"


@dataclass(frozen=True)
class CatalogueEntry:
    """One line of a catalogue: a question, or a kind of risk. `group` is its layer or grade, "" where it has none."""

    key: str
    words: Words
    group: str = ""
    questions: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Grade:
    """A part of a checklist that is shown only where its own words stand in the application."""

    key: str
    title: Words
    words: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """A list beside the packs with where it comes from. Without `words` it is shown to every application."""

    key: str
    version: str
    title: Words
    document: Words
    issued_on: date
    basis: Basis
    sha256: str
    entries: tuple[CatalogueEntry, ...]
    words: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def content_of(*files: str) -> dict[str, str]:
    """SHA-256 of each file by its name, so that a pack's digest covers what its guards read through the facts."""
    return {name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in files}


def focuses() -> tuple[Item, ...]:
    """The focuses of the 2026 measures with their sub-questions."""
    return tuple(
        Item(
            focus["key"],
            Words(focus["zh"], focus["en"]),
            tuple(Words(question["zh"], question["en"]) for question in focus["questions"]),
        )
        for focus in _read("focuses")["focus"]
    )


@cache
def catalogues() -> tuple[Catalogue, ...]:
    """Every catalogue an application or a worksheet may show, the ones for all applications first."""
    return tuple(_catalogue(key) for key in (FOCUSES, RISKS, GOVERNMENT, DRIVING))


def closed(key: str, sha256: str) -> Catalogue | None:
    """The catalogue as it read under that digest, in force or put by; None where it never did.

    What a submission closed stays legible: a changed catalogue has a new version, and the file of the one before is
    put by in `catalogues/earlier`.
    """
    names = [key, *(f"{EARLIER}/{path.stem}" for path in sorted((FOLDER / EARLIER).glob(f"{key}-*.toml")))]
    return next((one for one in (_catalogue(key, name) for name in names) if one.sha256 == sha256), None)


def risks() -> tuple[CatalogueEntry, ...]:
    """The kinds of risk an entry of a risk register may name."""
    return next(one.entries for one in catalogues() if one.key == RISKS)


def _catalogue(key: str, name: str = "") -> Catalogue:
    """The catalogue of that key, from the file of another name where it was put by."""
    file = name or key
    raw = _read(file)
    return Catalogue(
        key,
        raw["version"],
        Words(raw["zh"], raw["en"]),
        Words(raw["document"], raw["document_en"]),
        raw["issued_on"],
        Basis(raw["basis"]),
        content_of(f"{file}.toml")[f"{file}.toml"],
        tuple(_entry(entry) for entry in raw.get("entries", raw.get("focus", ()))),
        tuple(raw.get("words", ())),
        tuple(Grade(one["key"], Words(one["zh"], one["en"]), tuple(one["words"])) for one in raw.get("grades", ())),
    )


def _entry(raw: dict[str, Any]) -> CatalogueEntry:
    asked = tuple(Words(question["zh"], question["en"]) for question in raw.get("questions", ()))
    return CatalogueEntry(raw["key"], Words(raw["zh"], raw["en"]), raw.get("group", ""), asked)
