"""The case's record as rows for a reader, blinded for that reader.

The applicant learns what was done and by which role, not which reviewer did it nor how anyone voted. Members see who
acted; nobody sees another's single vote or worksheet before the ballot opened, and the ledger never holds them.
Two things are for the office alone: what interest somebody declared, and, until the round is decided, which finding of
a reviewer turned a simplified review into a general one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ethics_review.models import Case, Statement
from ledger.models import Entry
from ledger.queries import history
from regulations.vocabulary import Role

INSIDERS = frozenset({Role.SECRETARY, Role.CHAIR, Role.MEMBER, Role.REVIEWER})
OFFICE = frozenset({Role.SECRETARY, Role.CHAIR})
BLINDED_ROLES = frozenset({Role.MEMBER, Role.REVIEWER, Role.EXPERT})
CONFIDENTIAL = frozenset(
    {
        "declare_interest",
        "member_recused",
        "assign_reviewers",
        "submit_worksheet",
        "cast_vote",
        "open_ballot",
        "internal_document_added",
    }
)
"""Acts of which an outsider learns that they happened, and nothing more."""
PERSONAL = frozenset({"roll", "reviewers", "experts", "recused", "presider"})


@dataclass(frozen=True)
class Row:
    """One entry as this reader may see it."""

    seq: int
    at: str
    action: str
    actor: str
    role: str
    body: dict[str, Any]
    words: dict[str, str]
    hash: str
    blinded: bool


def rows(*, case: Case, roles: frozenset[Role], person: int) -> list[Row]:
    """The whole record for a reader in `roles`. Two statements."""
    entries = list(history(stream=case.stream))
    words = _words(entries)
    inside, office = bool(roles & INSIDERS), bool(roles & OFFICE)
    decided = max((entry.seq for entry in entries if entry.action == "issue_decision"), default=0)
    shown = []
    for entry in entries:
        own = entry.actor_id == person
        row = _row(entry, words.get(entry.pk, {}), inside=inside, own=own)
        shown.append(row if office or own else _without_the_offices(row, decided=entry.seq < decided))
    return shown


def _without_the_offices(row: Row, *, decided: bool) -> Row:
    """Without what only the chair and the secretary need to know."""
    if row.action == "declare_interest":
        return replace(row, words={})
    if row.action == "convert_to_general" and not decided:
        return replace(row, body={key: value for key, value in row.body.items() if key != "trigger"})
    return row


def _words(entries: Iterable[Entry]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for statement in Statement.objects.filter(entry__in=[entry.pk for entry in entries]):
        found.setdefault(statement.entry_id, {})[statement.name] = statement.text
    return found


def _row(entry: Entry, words: dict[str, str], *, inside: bool, own: bool) -> Row:
    body = json.loads(entry.body)
    open_to_reader = inside or own
    if not open_to_reader:
        body = {key: value for key, value in body.items() if key not in PERSONAL}
    if not open_to_reader and entry.action in CONFIDENTIAL:
        body, words = {key: body[key] for key in ("from", "to", "version") if key in body}, {}
    blinded = not open_to_reader and entry.role in BLINDED_ROLES
    return Row(
        seq=entry.seq,
        at=entry.at,
        action=entry.action,
        actor="" if blinded or entry.actor is None else str(entry.actor),
        role=entry.role,
        body=body,
        words=words,
        hash=entry.hash,
        blinded=blinded,
    )
