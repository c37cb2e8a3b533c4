"""What happened: the next entry of a stream, chained to the one before."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from ledger import chain
from ledger.models import Entry
from ledger.operations.writing import Head, open_batch, require_transaction


def append(
    *, stream: str, action: str, body: Mapping[str, object], actor: User | None, role: str, at: datetime
) -> Entry:
    """Write the next entry of `stream`. One select for the head, one insert; inside `together`, neither.

    `actor` is None for the system, whose role is "system". If another entry took the same place meanwhile, because
    the subject was not locked, the database refuses with IntegrityError and this transaction is lost.
    """
    require_transaction("append")
    batch = open_batch()
    head = batch.heads[stream] if batch is not None else _head(stream)
    entry = Entry(
        stream=stream,
        seq=head[0] + 1 if head else 0,
        action=action,
        body=chain.canonical(body),
        actor=actor,
        role=str(role),
        at=chain.moment_text(at),
        prev=head[1] if head else chain.GENESIS,
    )
    entry.hash = chain.link(
        stream=entry.stream,
        seq=entry.seq,
        action=entry.action,
        body=entry.body,
        actor_id=entry.actor_id,
        role=entry.role,
        at=entry.at,
        prev=entry.prev,
    )
    if batch is None:
        entry.save(force_insert=True)
    else:
        batch.entries.append(entry)
        batch.heads[stream] = (entry.seq, entry.hash)
    return entry


def _head(stream: str) -> Head | None:
    return Entry.objects.filter(stream=stream).order_by("-seq").values_list("seq", "hash").first()
