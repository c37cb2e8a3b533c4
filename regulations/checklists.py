"""Which catalogues an application is shown (核对表), by what it says of its fields of use.

They ask and remind; nothing is decided by them, so that a word too many does no harm and a word too few costs a
reminder. What was shown is told by version and digest, for the record of a submission.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from regulations.catalogue import Catalogue, CatalogueEntry, Grade, catalogues
from regulations.filing_fields import at

READ = (("title",), ("plan", "fields_of_use"), ("plan", "products"))
"""The parts of a filing in which the words of a catalogue are looked for."""


@dataclass(frozen=True)
class Applied:
    """A catalogue as one application is shown it: the grades that fit, and the entries of these and of none."""

    catalogue: Catalogue
    grades: tuple[Grade, ...]
    entries: tuple[CatalogueEntry, ...]


def applying(filing: object) -> tuple[Applied, ...]:
    """The catalogues that apply to a filing, in their order."""
    text = " ".join(part for path in READ for part in _texts(at(filing, *path))).casefold()
    return tuple(_applied(one, text) for one in catalogues() if not one.words or _stands(one.words, text))


def shown_with(filing: object) -> dict[str, dict[str, str]]:
    """The same for the record: each catalogue's version and digest by its key."""
    found = (applied.catalogue for applied in applying(filing))
    return {one.key: {"version": one.version, "sha256": one.sha256} for one in found}


def _applied(catalogue: Catalogue, text: str) -> Applied:
    fitting = tuple(grade for grade in catalogue.grades if _stands(grade.words, text)) or catalogue.grades
    keys = {grade.key for grade in fitting}
    entries = (one for one in catalogue.entries if not catalogue.grades or not one.group or one.group in keys)
    return Applied(catalogue, fitting, tuple(entries))


def _stands(words: tuple[str, ...], text: str) -> bool:
    return any(word.casefold() in text for word in words)


def _texts(value: object) -> Iterator[str]:
    """Every text in a value; what is of the wrong type says nothing."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
