"""Bodies and what they owe: every change of one starts the clock that its registration (委员会登记) ends, and every
change of its members the clocks of their terms, of what they sign, and of the composition that hangs on them.

What a body is and who sits on it is for `committees.operations`; here only the clocks are added, in the same
transaction. Nothing is examined: whether a body may act is asked when it acts.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

import regulations
from accounts.models import User
from committees import operations as committees
from committees.models import Committee, Seat
from ethics_review.engine.facts import rules_of_body
from ethics_review.operations import rosters
from ledger import operations as ledger
from ledger.models import Entry
from ledger.queries import running
from regulations import calendar, clocks
from regulations.clocks import local
from regulations.convening import check_settings
from regulations.pack import Resolved
from regulations.packs.writing import HOUSE
from regulations.refusal import Refusal, Refused

CLOCK = "committee_registration"
Row = TypeVar("Row", Committee, Seat)


def establish(*, now: datetime, **charter: Any) -> Committee:
    """Set up a body; see `committees.operations.establish` for its charter. Its registration is owed from now on.

    Refuses an instrument that binds nobody; one yet to come into force may have its body ready. Raises KeyError for an
    unknown one.
    """
    pack = regulations.pack(charter["pack_id"])
    in_force(pack, on=max(local(now).date(), pack.in_force_on))
    return _changed(committees.establish, {"at": now, **charter}, now)


def appoint(*, now: datetime, **letter: Any) -> Seat:
    """Seat a person; see `committees.operations.appoint`. A body already registered registers again."""
    return _changed(committees.appoint, {"at": now, **letter}, now)


def end_seat(*, now: datetime, **letter: Any) -> Seat:
    """End a seat before its term; see `committees.operations.end_seat`. A body already registered registers again."""
    return _changed(committees.end_seat, {"at": now, **letter}, now)


def sign_statements(*, now: datetime, **letter: Any) -> Seat:
    """Record what a member signed; see `committees.operations.sign_statements`. It is to be signed again in time."""
    with transaction.atomic():
        row, entry = committees.sign_statements(**{"at": now, **letter})
        rosters.watch(body=row.committee, now=now, entry=entry)
    return row


def adopt(*, committee: Committee, pack_id: str, actor: User, role: str, now: datetime) -> Committee:
    """Go over to another instrument, for what is accepted from now on. A body already registered registers again.

    Raises KeyError for an unknown one, and `Refused` where the body is under it already, where it is not in force (a
    draft is compared, and never binds), or where what the body has set itself is not for a body under it to set.
    """
    pack = regulations.pack(pack_id)
    in_force(pack, on=local(now).date())
    _settings_fit(pack, committee)
    words = {"committee": committee, "pack_id": pack_id, "actor": actor, "role": role, "at": now}
    return _changed(committees.adopt, words, now)


def in_force(pack: Resolved, *, on: date) -> None:
    """Refuse an instrument under which nothing may be accepted on the day: a draft, one repealed, one yet to come."""
    if not pack.pinnable or pack.in_force_on > on:
        figures = {"pack": pack.id, "status": pack.status, "on": on.isoformat()}
        raise Refused((Refusal("pack.not_in_force", HOUSE, figures),))


def _settings_fit(pack: Resolved, committee: Committee) -> None:
    """Refuse (`pack.settings_unfit`) where the body's own settings are none, or out of bounds, under the pack."""
    unfit = sorted({problem.where for problem in check_settings(pack, committee.house)})
    if unfit:
        raise Refused((Refusal("pack.settings_unfit", HOUSE, {"pack": pack.id, "settings": unfit}),))


def register(*, committee: Committee, number: str, actor: User, role: str, now: datetime) -> Committee:
    """Record the registration under `number`; the clock that ran for it ends."""
    with transaction.atomic():
        row, entry = committees.register(committee=committee, number=number, actor=actor, role=role, at=now)
        ledger.settle(stream=row.stream, clocks=[CLOCK], entry=entry, at=now)
    return row


def _changed(act: Callable[..., committees.Recorded[Row]], words: dict[str, Any], now: datetime) -> Row:
    with transaction.atomic():
        row, entry = act(**words)
        body = row.committee if isinstance(row, Seat) else row
        _owe_registration(body, entry, now)
        if isinstance(row, Seat):
            rosters.watch(body=body, now=now, entry=entry)
    return row


def _owe_registration(body: Committee, entry: Entry, now: datetime) -> None:
    """One registration covers every change made until then: a clock that runs already runs on."""
    if running(stream=body.stream).filter(clock=CLOCK).exists():
        return
    clock = rules_of_body(body).clock(CLOCK)
    ledger.start(
        entry=entry, clocks=[(clock, clocks.due(start=now, clock=clock, calendar=calendar.built_in()))], at=now
    )
