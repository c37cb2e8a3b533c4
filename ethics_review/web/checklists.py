"""The catalogues an application is shown, on the form and beside the worksheet, each with where it comes from."""

from dataclasses import dataclass
from datetime import date

from ethics_review import wording
from ethics_review.web.shown import Ground
from regulations.catalogue import FOCUSES, RISKS, Catalogue
from regulations.checklists import Applied, applying


@dataclass(frozen=True)
class Part:
    """The lines under one heading: a layer of risks or a grade; "" for what holds throughout."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Checklist:
    """One catalogue. `asks` is false where it only gives words, as the kinds of risk do."""

    key: str
    title: str
    issued_on: date
    version: str
    ground: Ground
    asks: bool
    parts: tuple[Part, ...]


def checklists_of(filing: object, language: str) -> list[Checklist]:
    """What applies to a filing. The focuses are left out: the worksheet asks them one by one."""
    found = (applied for applied in applying(filing) if applied.catalogue.key != FOCUSES)
    return [_checklist(applied, language) for applied in found]


def _checklist(applied: Applied, language: str) -> Checklist:
    catalogue = applied.catalogue
    return Checklist(
        catalogue.key,
        catalogue.title.in_language(language),
        catalogue.issued_on,
        catalogue.version,
        _ground(catalogue, language),
        catalogue.key != RISKS,
        _parts(applied, language),
    )


def _ground(catalogue: Catalogue, language: str) -> Ground:
    document = catalogue.document.in_language(language)
    meaning = wording.basis_explanation(catalogue.basis, language)
    return Ground(document, document, catalogue.basis.value, wording.label(catalogue.basis, language), meaning)


def _parts(applied: Applied, language: str) -> tuple[Part, ...]:
    titles = {grade.key: grade.title.in_language(language) for grade in applied.grades}
    found: dict[str, list[str]] = {}
    for entry in applied.entries:
        found.setdefault(entry.group, []).append(entry.words.in_language(language))
    return tuple(Part(_heading(group, titles, language), tuple(lines)) for group, lines in found.items())


def _heading(group: str, titles: dict[str, str], language: str) -> str:
    """A grade by its title, a layer of risks as the register calls it."""
    return titles.get(group) or (wording.filing_value("layer", group, language) if group else "")
