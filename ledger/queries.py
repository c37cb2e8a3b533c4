"""What may be asked of the ledger. Nothing here writes, and nothing here knows who may see what: callers scope it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from ledger.models import Deadline, Delivery, Digest, Entry, Message, Webhook


def history(*, stream: str) -> QuerySet[Entry]:
    """The entries of one subject in order, with their actors."""
    return Entry.objects.filter(stream=stream).select_related("actor").order_by("seq")


def running(*, stream: str) -> QuerySet[Deadline]:
    """The unsettled deadlines of one subject, paused and missed ones included, soonest first."""
    return Deadline.objects.filter(stream=stream, settled_at__isnull=True).order_by("due_at", "pk")


def standing(*, stream: str) -> tuple[Entry | None, list[Deadline]]:
    """The last entry of one subject, with its actor, and what `running` gives. One statement.

    A time limit was started by an entry of the same subject: those entries are read with what they started.
    """
    last = Entry.objects.filter(stream=stream).order_by("-seq").values("seq")[:1]
    unsettled = Q(deadlines_started__settled_at__isnull=True)
    entries = Entry.objects.filter(stream=stream).annotate(
        clock=FilteredRelation("deadlines_started", condition=unsettled)
    )
    asked = entries.filter(Q(seq=Subquery(last)) | Q(clock__isnull=False)).select_related("actor", "clock")  # type: ignore[misc] # joined by name
    rows = list(asked.order_by("seq", "clock__pk"))
    return (rows[-1] if rows else None), started(rows)


def started(entries: Iterable[Entry]) -> list[Deadline]:
    """The time limits joined to the entries under `clock`, soonest first."""
    found = {entry.clock.pk: entry.clock for entry in entries if hasattr(entry, "clock")}
    return sorted(found.values(), key=lambda deadline: (deadline.due_at, deadline.pk))


def running_by_stream(*, streams: Collection[str]) -> dict[str, list[Deadline]]:
    """The unsettled deadlines of many subjects in one query, soonest first; a subject without any is absent."""
    found: dict[str, list[Deadline]] = {}
    for deadline in Deadline.objects.filter(stream__in=streams, settled_at__isnull=True).order_by("due_at", "pk"):
        found.setdefault(deadline.stream, []).append(deadline)
    return found


class Waiting(NamedTuple):
    """A deadline somebody must look at, and its subject."""

    deadline: int
    stream: str


def due(*, now: datetime, limit: int, stream: str = "") -> list[Waiting]:
    """The deadlines the sweeper must look at, longest waiting first, of the one subject if one is named.

    Read without a lock: lock the subject, read the deadline again, then act.
    """
    waiting = Deadline.objects.filter(settled_at__isnull=True, next_at__lt=now).order_by("next_at", "pk")
    waiting = waiting.filter(stream=stream) if stream else waiting
    return [Waiting(*row) for row in waiting.values_list("pk", "stream")[:limit]]


def provisional(*, years: Collection[int], limit: int, stream: str = "") -> list[tuple[int, str]]:
    """Id and stream of the deadlines whose end was counted without the notice of its year, which is one of `years`.

    What stands still is left out: it is counted again when it is resumed. Read without a lock, like `due`.
    """
    waiting = Deadline.objects.filter(settled_at__isnull=True, paused_at__isnull=True, provisional=True)
    waiting = waiting.filter(stream=stream) if stream else waiting
    return list(waiting.filter(due_on__year__in=years).order_by("pk").values_list("pk", "stream")[:limit])


def unsent(*, now: datetime, limit: int) -> QuerySet[Message]:
    """Messages whose mail is to be tried now: not claimed by a relay, nor held back after a failure."""
    return Message.objects.filter(_free(now), mail=Message.Mail.WAITING).order_by("pk")[:limit]


def unsent_digests(*, now: datetime, limit: int) -> QuerySet[Digest]:
    """Digests that are to be tried now, as `unsent`."""
    return Digest.objects.filter(_free(now), mail=Digest.Mail.WAITING).order_by("pk")[:limit]


def _free(now: datetime) -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)


def to_fan_out(*, limit: int) -> QuerySet[Message]:
    """Messages whose recipients' webhooks have no delivery of them yet, in the order in which they were posted."""
    return Message.objects.filter(fanned_out=False).order_by("pk")[:limit]


def undelivered(*, now: datetime, limit: int) -> QuerySet[Delivery]:
    """Deliveries to be tried now, with all that is told: what waits for its first try, then what waits longest."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    waiting = Delivery.objects.filter(free, fate=Delivery.Fate.WAITING)
    related = waiting.select_related("webhook__owner", "message__entry", "message__recipient")
    return related.order_by(F("claimed_until").asc(nulls_first=True), "pk")[:limit]


def webhooks_of(*, user: User) -> QuerySet[Webhook]:
    """The user's own subscriptions that have not ended, latest first."""
    return Webhook.objects.filter(owner=user, ended_at__isnull=True).select_related("owner").order_by("-pk")


def deliveries_of(*, webhook: Webhook) -> QuerySet[Delivery]:
    """What went, or did not go, to the address, latest first, with the entries it tells of."""
    return Delivery.objects.filter(webhook=webhook).select_related("message__entry").order_by("-pk")


def unread(*, user: User) -> QuerySet[Message]:
    """The recipient's inbox, latest first, without what the recipient may no longer see."""
    mine = Message.objects.filter(recipient=user, read_at__isnull=True)
    return mine.exclude(mail=Message.Mail.SET_ASIDE).select_related("entry").order_by("-pk")


def heads() -> QuerySet[Entry, tuple[str, int, str]]:
    """Stream, seq and hash of the last entry of every stream, by stream: what a checkpoint commits to."""
    later = Entry.objects.filter(stream=OuterRef("stream"), seq=OuterRef("seq") + 1)
    return Entry.objects.filter(~Exists(later)).order_by("stream").values_list("stream", "seq", "hash")
