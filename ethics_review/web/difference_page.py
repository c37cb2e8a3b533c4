"""Two revisions of a filing beside each other: every question answered otherwise, every file replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from ethics_review import wording
from ethics_review.document_terms import TERMS, Kind
from ethics_review.models import Case, Document, Filing
from ethics_review.queries.documents import documents_of
from ethics_review.queries.revisions import bodies_of, previous_of, revisions_of
from ethics_review.web.filing_page import cell, values
from regulations import filing_difference as compare
from regulations.filing_difference import Change, Difference, File, FileChange, Piece
from regulations.filing_fields import ordered
from regulations.vocabulary import Role

CHANGES = {Change.ADDED: "good", Change.REMOVED: "stopped", Change.CHANGED: "working"}
"""The tone in which what became of something is shown."""


@dataclass(frozen=True)
class Revision:
    """One revision as it can be chosen; `at` is when it was put before the body, else when it was written."""

    number: int
    at: datetime
    submitted: bool


@dataclass(frozen=True)
class Side:
    """What stood or stands there: pieces of text, one list for each value."""

    values: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Row:
    """One question, or one file: what became of it, what stood there and what stands there now."""

    label: str
    record: str
    change: str
    tone: str
    before: Side
    after: Side


@dataclass(frozen=True)
class DifferencePage:
    """What `after` says otherwise than `before`; both 0 where there are no two revisions this reader may read."""

    revisions: list[Revision]
    before: int
    after: int
    parts: list[tuple[str, list[Row]]]
    files: list[Row]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.parts) + len(self.files)


def difference_page(
    *, case: Case, roles: frozenset[Role], language: str, before: int | None = None, after: int | None = None
) -> DifferencePage | None:
    """The latest revision against the one before, unless others are asked for; None for one there is not.

    Three statements; one where there is a single revision.
    """
    known = {one.revision: one for one in revisions_of(case=case, roles=roles)}
    if len(known) <= 1 and before is None and after is None:
        return DifferencePage(_offered(known), 0, 0, [], [])
    after = max(known, default=0) if after is None else after
    before = max((number for number in known if number < after), default=0) if before is None else before
    if before not in known or after not in known:
        return None
    both = bodies_of(filings=[known[before], known[after]])
    papers = list(documents_of(case=case, roles=roles))
    latest = max(known)
    return _compared(both[before], both[after], papers, latest, _offered(known), language)


def since_previous(
    *, case: Case, roles: frozenset[Role], filing: Filing, papers: Sequence[Document], language: str
) -> DifferencePage | None:
    """What `filing`, the latest this reader may read, says otherwise than the one before it. One statement."""
    previous = previous_of(case=case, roles=roles, revision=filing.revision)
    if previous is None:
        return None
    return _compared(previous, filing, papers, filing.revision, [], language)


def _compared(
    before: Filing, after: Filing, papers: Sequence[Document], latest: int, offered: list[Revision], language: str
) -> DifferencePage:
    found = compare.differences(before.body, after.body)
    files = compare.difference_of_files(_files_at(papers, before, latest), _files_at(papers, after, latest))
    return DifferencePage(
        revisions=offered,
        before=before.revision,
        after=after.revision,
        parts=_parts(found, language),
        files=[_file_row(one, language) for one in files],
    )


def _offered(known: Mapping[int, Filing]) -> list[Revision]:
    return [Revision(number, _instant(one), one.submitted_at is not None) for number, one in known.items()]


def _instant(filing: Filing) -> datetime:
    return filing.submitted_at or filing.created_at


def _files_at(papers: Sequence[Document], filing: Filing, latest: int) -> list[File]:
    """The files that lay with a revision: those added before it was put before the body; with the latest all."""
    return [_file(one) for one in papers if filing.revision == latest or one.uploaded_at <= _instant(filing)]


def _file(document: Document) -> File:
    return File(document.name, document.kind, document.sha256)


def _parts(found: Sequence[Difference], language: str) -> list[tuple[str, list[Row]]]:
    """The questions under the part of the filing they belong to."""
    parts: dict[str, list[Row]] = {}
    for one in found:
        part = one.path.partition(".")[0]
        parts.setdefault(wording.field_label(part, language) or part, []).append(_row(one, language))
    return list(parts.items())


def _row(one: Difference, language: str) -> Row:
    before, after = _told(one.path, one.before, language), _told(one.path, one.after, language)
    return Row(
        label=wording.field_label(one.path, language) or one.path,
        record=one.record,
        change=change_word(one.change),
        tone=CHANGES[one.change],
        **_sides(before, after, one.change),
    )


def change_word(change: Change) -> str:
    """What became of something, in a word."""
    words = {Change.ADDED: gettext("added"), Change.REMOVED: gettext("removed"), Change.CHANGED: gettext("changed")}
    return words[change]


def _told(path: str, value: Any, language: str) -> tuple[str, ...]:
    """What was filed, value by value; of a record each answer with its name."""
    if isinstance(value, Mapping) and value:
        names = ordered(value, path)
        told = ((name, cell(f"{path}.{name}", value[name], language)) for name in names)
        return tuple(
            f"{wording.field_label(f'{path}.{name}', language) or name}: {text}" for name, text in told if text
        )
    return values(path, value, language)


def _sides(before: Sequence[str], after: Sequence[str], change: Change) -> dict[str, Side]:
    """One text against another is marked word by word, a list value by value; what is all new or gone, not at all."""
    if change is not Change.CHANGED:
        return {"before": _plain(before), "after": _plain(after)}
    if len(before) <= 1 and len(after) <= 1:
        old, new = compare.marked("".join(before), "".join(after))
        return {"before": Side((old,) if old else ()), "after": Side((new,) if new else ())}
    return {"before": _against(before, after), "after": _against(after, before)}


def _plain(told: Sequence[str]) -> Side:
    return Side(tuple((Piece(text, marked=False),) for text in told))


def _against(told: Sequence[str], other: Sequence[str]) -> Side:
    return Side(tuple((Piece(text, marked=text not in other),) for text in told))


def _file_row(one: FileChange, language: str) -> Row:
    file = one.after or one.before
    return Row(
        label=file.name if file else "",
        record=TERMS[Kind(file.kind)].label.in_language(language) if file else "",
        change=change_word(one.change),
        tone=CHANGES[one.change],
        before=_digest(one.before),
        after=_digest(one.after),
    )


def _digest(file: File | None) -> Side:
    return Side(((Piece(file.sha256, marked=False),),) if file else ())
