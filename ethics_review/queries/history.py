"""The case's record as rows for a reader, blinded for that reader.

The applicant learns what was done and by which role, not which reviewer did it nor how anyone voted. Members see who
acted; nobody sees another's single vote or worksheet before the ballot opened, and the ledger never holds them.
That somebody keeps out is told to every reader; why is personal, and told to that person, to the office and to the
authority that oversees the matter, who also learn the name. A digest is kept back with the words: few words can be
guessed from it. Which finding of a reviewer turned a simplified review into a general one is for the office alone until
the round is decided.
"""

import json
from collections.abc import Iterable, Mapping
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
INTERESTS = frozenset({"declare_interest", "member_recused"})
"""Acts whose reasons are personal."""
BARE = frozenset({"from", "to", "version"})
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
    inside, office, over = bool(roles & INSIDERS), bool(roles & OFFICE), Role.AUTHORITY in roles
    decided = max((entry.seq for entry in entries if entry.action == "issue_decision"), default=0)
    shown = []
    for entry in entries:
        body = json.loads(entry.body)
        own = person in {entry.actor_id, *body.get("recused", ())}
        kept_out = entry.action in INTERESTS and _keeps_out(body)
        row = _row(entry, body, words.get(entry.pk, {}), inside=inside, own=own or (over and kept_out))
        if entry.action in INTERESTS:
            shown.append(row if office or own or (over and kept_out) else _without_reasons(row, body))
        else:
            shown.append(row if office or own else _without_the_offices(row, decided=entry.seq < decided))
    return shown


def _keeps_out(body: Mapping[str, Any]) -> bool:
    """Whether the entry keeps somebody out, and does not say that they keep no interest."""
    return bool(body.get("conflict") or body.get("recused"))


def _without_reasons(row: Row, body: Mapping[str, Any]) -> Row:
    """That there is an interest, and nothing by which to learn what it is."""
    told = {key: value for key, value in row.body.items() if not key.endswith("_sha256")}
    return replace(row, body=told | {key: body[key] for key in ("conflict",) if key in body}, words={})


def _without_the_offices(row: Row, *, decided: bool) -> Row:
    """Without what only the chair and the secretary need to know."""
    if row.action == "convert_to_general" and not decided:
        return replace(row, body={key: value for key, value in row.body.items() if key != "trigger"})
    return row


def _words(entries: Iterable[Entry]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for statement in Statement.objects.filter(entry__in=[entry.pk for entry in entries]):
        found.setdefault(statement.entry_id, {})[statement.name] = statement.text
    return found


def _row(entry: Entry, body: dict[str, Any], words: dict[str, str], *, inside: bool, own: bool) -> Row:
    open_to_reader = inside or own
    if not open_to_reader:
        body = {key: value for key, value in body.items() if key not in PERSONAL}
    if not open_to_reader and entry.action in CONFIDENTIAL:
        body, words = {key: body[key] for key in BARE if key in body}, {}
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
