"""Before a meeting (会前): changed, called off, answered; and whether on the answers so far it can decide.

Each operation examines what the actor is to the body, then calls the one operation below that does it. Whoever may
not know the meeting gets `DoesNotExist`, as if there were none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from committees import operations as committees
from committees import queries
from committees.locks import lock_meeting, lock_meeting_if_free
from committees.models import AgendaItem, Answer, Meeting, Seat
from committees.operations.invitations import next_look, tell
from committees.terms import day_of
from ethics_review.engine.facts import rules_of_body
from ethics_review.engine.forecast import forecasts
from ethics_review.engine.missing import not_found, people_exist
from ethics_review.operations.sittings import keeper, roles_in
from ethics_review.queries import sittings
from ledger import operations as ledger
from ledger.channels import URGENT
from ledger.models import Entry
from regulations.convening import reminders
from regulations.forecast import Forecast
from regulations.vocabulary import Position, Role

IN_DOUBT, REMINDER = "meeting_in_doubt", "meeting_reminder"
WARNED = frozenset({Position.SECRETARY, Position.CHAIR})


@dataclass(frozen=True)
class Wish:
    """What is to be different at the meeting; `presider` is a person's id."""

    starts_at: datetime | None = None
    mode: str | None = None
    place: str | None = None
    presider: int | None = None


def change(*, meeting: int, wish: Wish, user: User, now: datetime) -> Meeting:
    """Move the meeting or hold it otherwise. By the secretary, the chair or whoever presides.

    Raises `Meeting.DoesNotExist`, `InputInvalid` for a presider who does not exist, and `Refused`.
    """
    with transaction.atomic():
        sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
        by = keeper(sitting=sitting, user=user, now=now)
        named = people_exist("presider", [wish.presider])[wish.presider] if wish.presider is not None else None
        changed = committees.change_meeting(
            meeting=sitting,
            change=committees.Change(wish.starts_at, wish.mode, wish.place, named),
            rules=rules_of_body(sitting.committee),
            **by,
            at=now,
            by_chair=Role.CHAIR in roles_in(body=sitting.committee, user=user, now=now),
        )
        _judge(changed, now)
    return changed


def cancel(*, meeting: int, reason: str, user: User, now: datetime) -> Meeting:
    """Call the meeting off. By the secretary, the chair or whoever presides."""
    sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
    by = keeper(sitting=sitting, user=user, now=now)
    return committees.cancel_meeting(meeting=sitting, reason=reason, **by, at=now)


def put_off(*, meeting: int, item: int, user: User, now: datetime) -> AgendaItem:
    """Take a matter off the agenda before the meeting. By the secretary, the chair or whoever presides.

    Raises `InputInvalid` for an item there is not.
    """
    matter, by = _matter(meeting, item, user, now)
    return committees.take_off_agenda(item=matter, **by, at=now)


def reorder(*, meeting: int, item: int, later: bool, user: User, now: datetime) -> AgendaItem:
    """Exchange a matter with its neighbour on the agenda. By the secretary, the chair or whoever presides.

    Raises `InputInvalid` for an item there is not.
    """
    matter, by = _matter(meeting, item, user, now)
    return committees.move_item(item=matter, later=later, **by, at=now)


def place(*, meeting: int, item: int, onto: int, user: User, now: datetime) -> AgendaItem:
    """Put a matter in the place of another on the agenda. By the secretary, the chair or whoever presides.

    Raises `InputInvalid` for an item there is not.
    """
    matter, by = _matter(meeting, item, user, now)
    other, _ = _matter(meeting, onto, user, now)
    return committees.place_item(item=matter, onto=other, **by, at=now)


def _matter(meeting: int, item: int, user: User, now: datetime) -> tuple[AgendaItem, dict[str, Any]]:
    """An item of a meeting the user may see, and in which role they keep it."""
    sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
    by = keeper(sitting=sitting, user=user, now=now)
    matter = sitting.items.filter(pk=item).first()
    if matter is None:
        raise not_found("item", item)
    return matter, by


def answer(*, meeting: int, choice: str, reason: str, user: User, now: datetime) -> Answer:
    """Answer an invitation for oneself, or anew. The office is warned at once where it leaves no way to decide."""
    with transaction.atomic():
        sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
        has = roles_in(body=sitting.committee, user=user, now=now)
        given = committees.answer(
            meeting=sitting,
            person=user,
            choice=choice,
            reason=reason.strip(),
            rules=rules_of_body(sitting.committee),
            role=min(has, default=Role.MEMBER),
            at=now,
        )
        _judge(lock_meeting(sitting.pk), now)
    return given


def look(*, meeting: int, now: datetime) -> list[str]:
    """The sweeper's look at one meeting to come: remind where a rung is due, warn where nothing can be decided.

    What it did, in words of the record; nothing where somebody else holds the meeting or has looked meanwhile.
    """
    with transaction.atomic():
        sitting = lock_meeting_if_free(meeting)
        if sitting is None or sitting.ended_at is not None or sitting.next_at is None or sitting.next_at >= now:
            return []
        acts = ["remind"] if remind(meeting=sitting, now=now) else []
        if not sitting.has_begun(now=now) and _judge(sitting, now):
            acts.append("warn")
        sitting.looked_at, sitting.next_at = now, next_look(meeting=sitting, now=now)
        sitting.save(update_fields=["looked_at", "next_at"])
    return acts


def due_rung(*, meeting: Meeting, now: datetime) -> datetime | None:
    """The latest reminder whose moment has come since the last look; none once the meeting has begun."""
    if meeting.has_begun(now=now) or meeting.looked_at is None:
        return None
    rungs = reminders(meeting.starts_at, meeting.committee.house)
    return max((rung for rung in rungs if meeting.looked_at < rung <= now), default=None)


def remind(*, meeting: Meeting, now: datetime) -> bool:
    """Remind of the rung that is due whoever comes and whoever has not answered; whether one was due.

    It hangs on the entry by which the meeting was called, under the time it is called for: whatever is looked at
    twice is told once, and a meeting that was moved reminds anew.
    """
    rung = due_rung(meeting=meeting, now=now)
    if rung is None:
        return False
    comes = queries.answered(meeting=meeting)
    people = [seat.person_id for seat in queries.invited(meeting=meeting, at=now) if comes.get(seat.person_id, True)]
    entry = Entry.objects.get(stream=meeting.stream, seq=0)
    suffix = f"{meeting.starts_at.isoformat()}:{rung.isoformat()}"
    more = _urgency(meeting)
    tell(meeting=meeting, entry=entry, notice=REMINDER, people=people, suffix=suffix, more=more, at=now)
    return True


def _urgency(meeting: Meeting) -> dict[str, object]:
    """What is told of a meeting on a matter of hours waits neither for the morning nor for a digest."""
    return {URGENT: True} if sittings.hears_urgent(meeting=meeting) else {}


def _judge(meeting: Meeting, now: datetime) -> list[AgendaItem]:
    """Mark the matters on which the answers leave no vote possible, and warn of those that have turned so just now."""
    if meeting.has_begun(now=now):
        return []
    items = list(meeting.items.filter(closed_at__isnull=True).order_by("order"))
    found = forecasts(meeting=meeting, items=items)
    turned = [item for item in items if item.doomed_at is None and item.pk in found and not found[item.pk].possible]
    saved = [item for item in items if item.doomed_at is not None and item.pk in found and found[item.pk].possible]
    for item in turned + saved:
        item.doomed_at = now if item in turned else None
    AgendaItem.objects.bulk_update(turned + saved, ["doomed_at"])
    if turned:
        _warn(meeting, [(item, found[item.pk]) for item in turned], now)
    return turned


def _warn(meeting: Meeting, turned: Iterable[tuple[AgendaItem, Forecast]], now: datetime) -> None:
    """The office is told, and whoever presides: by the place on the agenda, since not everybody may see the matter."""
    figures = [{"order": item.order, **figures_of(forecast=forecast)} for item, forecast in turned]
    body = {"items": figures, "starts_at": meeting.starts_at}
    entry = ledger.append(
        stream=meeting.stream, action="meeting.in_doubt", body=body, actor=None, role=Role.SYSTEM, at=now
    )
    seats = queries.acting_on(committee=meeting.committee, on=day_of(now))
    people = {meeting.presider_id, *_office(seats)}
    more = {"items": figures} | _urgency(meeting)
    tell(meeting=meeting, entry=entry, notice=IN_DOUBT, people=people, more=more)


def _office(seats: list[Seat]) -> list[int]:
    """The secretary and the chair; where there is neither, everybody who votes."""
    office = [seat.person_id for seat in seats if seat.position in WARNED]
    return office or [seat.person_id for seat in seats if seat.votes]


def figures_of(*, forecast: Forecast) -> dict[str, Any]:
    """A forecast as the record and the API tell it: numbers and fields, no people."""
    return {
        "need": forecast.need,
        "coming": forecast.coming,
        "silent": forecast.silent,
        "declined": forecast.declined,
        "missing": list(forecast.missing),
        "lost": list(forecast.lost),
        "presider": forecast.presider,
        "headless": forecast.headless,
        "assured": forecast.assured,
        "possible": forecast.possible,
    }
