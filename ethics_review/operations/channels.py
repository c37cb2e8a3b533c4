"""Choosing how one is told (告知方式). What the law has told at once is not for anybody to choose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction

import regulations
from accounts import channels
from accounts.models import Channels, User
from ledger import deliveries
from ledger.tasks import nudge
from regulations.refusal import Refusal, Refused
from regulations.telling import LEGAL, Topic, Way


@dataclass(frozen=True)
class Chosen:
    """What a person wishes: a way for each topic, the way of legal notices, and the hours, in Shanghai."""

    ways: Mapping[Topic, Way]
    digest_at: time
    quiet_from: time
    quiet_until: time
    legal: Way = Way.AT_ONCE


def choose(*, user: User, chosen: Chosen) -> Channels:
    """Keep what the user has chosen, and let what waits by an earlier choice be looked at again.

    Raises `Refused` with `channels.legal` for each notice that must be told at once, where it should be otherwise.
    """
    if chosen.legal is not Way.AT_ONCE:
        raise Refused(tuple(_legal()))
    with transaction.atomic():
        kept = channels.choose(
            user=user,
            ways=chosen.ways,
            digest_at=chosen.digest_at,
            quiet_from=chosen.quiet_from,
            quiet_until=chosen.quiet_until,
        )
        if deliveries.reconsider(recipient=user):
            nudge()
    return kept


def _legal() -> Iterator[Refusal]:
    """Every notice that must be told, by the rule it stands on."""
    pack = regulations.newest()
    for kind, telling in LEGAL.items():
        yield Refusal("channels.legal", pack.rules[telling.rule].source, {"notice": kind})
