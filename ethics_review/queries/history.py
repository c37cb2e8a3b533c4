"""The case's record as rows for a reader, blinded for that reader.

The applicant learns what was done and by which role, not which reviewer did it nor how anyone voted. Members see who
acted; nobody sees another's single vote or worksheet before the ballot opened, and the ledger never holds them.
That somebody keeps out is told to every reader; why is personal, and told to that person, to the office and to the
authority that oversees the matter, who also learn the name. A digest is kept back with the words: few words can be
guessed from it. Which finding of a reviewer turned a simplified review into a general one is for the office alone until
the round is decided.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import FilteredRelation

from ethics_review.models import Case
from ledger.models import Deadline, Entry
from ledger.queries import history, started
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


@dataclass(frozen=True)
class Record:
    """The record of one case as it is kept, for nobody's eyes yet: entries in order, what was said, the time limits."""

    entries: list[Entry]
    words: Mapping[int, Mapping[str, str]]
    deadlines: list[Deadline]
    """Every time limit the case has had, soonest due first."""


def record_of(*, case: Case) -> Record:
    """One statement: every row is an entry, with one of the things said in it and one of the time limits it started."""
    joined = history(stream=case.stream).annotate(
        said=FilteredRelation("statements"), clock=FilteredRelation("deadlines_started")
    )
    found = list(joined.select_related("said", "clock").order_by("seq", "said__pk", "clock__pk"))  # type: ignore[misc] # joined by name
    words: dict[int, dict[str, str]] = {}
    for entry in found:
        if hasattr(entry, "said"):
            words.setdefault(entry.pk, {})[entry.said.name] = entry.said.text
    return Record(list({entry.pk: entry for entry in found}.values()), words, started(found))


def rows(*, case: Case, roles: frozenset[Role], person: int) -> list[Row]:
    """The whole record for a reader in `roles`. One statement."""
    return shown(record=record_of(case=case), roles=roles, person=person)


def shown(*, record: Record, roles: frozenset[Role], person: int) -> list[Row]:
    """The record as it may be seen by a reader in `roles`."""
    entries, words = record.entries, record.words
    inside, office, over = bool(roles & INSIDERS), bool(roles & OFFICE), Role.AUTHORITY in roles
    decided = max((entry.seq for entry in entries if entry.action == "issue_decision"), default=0)
    told = []
    for entry in entries:
        body = json.loads(entry.body)
        own = person in {entry.actor_id, *body.get("recused", ())}
        kept_out = entry.action in INTERESTS and _keeps_out(body)
        row = _row(entry, body, words.get(entry.pk, {}), inside=inside, own=own or (over and kept_out))
        if entry.action in INTERESTS:
            told.append(row if office or own or (over and kept_out) else _without_reasons(row, body))
        else:
            told.append(row if office or own else _without_the_offices(row, decided=entry.seq < decided))
    return told


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


def _row(entry: Entry, body: dict[str, Any], words: Mapping[str, str], *, inside: bool, own: bool) -> Row:
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
        words=dict(words),
        hash=entry.hash,
        blinded=blinded,
    )
