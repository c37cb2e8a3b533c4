"""An invitation and what becomes of it (会议的召集、变更、取消、答复), until the meeting begins.

Each operation locks the meeting, refuses with every reason at once, writes its rows and one entry to `meeting:<id>`,
and tells everybody invited. What an invited person gives as a reason stays in the answer, apart from the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from committees.locks import lock_committee, lock_meeting
from committees.models import AgendaItem, Answer, Meeting
from committees.operations.invitations import CANCELLED, CHANGED, announce, mark_changed
from committees.operations.meetings import close_item, over, presiding_ground, remote_refused
from committees.queries import acting_on, invited
from committees.refusals import Code, refuse_any, when
from committees.terms import day_of
from ledger.operations import append
from regulations.chairing import LASTING
from regulations.pack import Rules
from regulations.refusal import Refusal
from regulations.vocabulary import ChairGround

FIELDS = ("starts_at", "mode", "place", "presider")


@dataclass(frozen=True)
class Change:
    """What is to be different from now on; what is None stays as it is."""

    starts_at: datetime | None = None
    mode: str | None = None
    place: str | None = None
    presider: User | None = None

    def of(self, meeting: Meeting) -> dict[str, Any]:
        """What it changes in the meeting, by field."""
        wanted = {name: getattr(self, name) for name in FIELDS}
        return {name: value for name, value in wanted.items() if value is not None and value != getattr(meeting, name)}


def change_meeting(
    *, meeting: Meeting, change: Change, rules: Rules, actor: User | None, role: str, at: datetime, by_chair: bool
) -> Meeting:
    """Move the meeting, or hold it otherwise; everybody invited, before or now, is told.

    Answers given for another time count no more. Refuses a meeting that has begun or is over, a time that has passed,
    a change of nothing, and what would be refused of a new meeting. The body is locked before the meeting.
    """
    with transaction.atomic():
        committee = lock_committee(meeting.committee_id)
        meeting = lock_meeting(meeting.pk)
        meeting.committee = committee
        changed = change.of(meeting)
        before = {seat.person_id for seat in invited(meeting=meeting, at=at)}
        was = {name: _recorded(getattr(meeting, name)) for name in changed if name != "place"}
        starts_at = changed.get("starts_at", meeting.starts_at)
        refuse_any(
            _not_to_come(meeting, at) or when(starts_at <= at, Code.MEETING_IN_PAST, given=starts_at.isoformat()),
            when(not changed, Code.MEETING_UNCHANGED, meeting=meeting.number),
        )
        for name, value in changed.items():
            setattr(meeting, name, value)
        ground = _ground(meeting, changed, rules, by_chair=by_chair)
        meeting.presider_ground = ground.value
        if "starts_at" in changed:
            meeting.looked_at = at
        mark_changed(meeting=meeting, at=at, fields=[*changed, "presider_ground", "looked_at"])
        now = {name: _recorded(value) for name, value in changed.items() if name != "place"}
        body = {"sequence": meeting.sequence, "changed": sorted(changed), "was": was, "now": now}
        entry = append(stream=meeting.stream, action="meeting.changed", body=body, actor=actor, role=role, at=at)
        people = before | {seat.person_id for seat in invited(meeting=meeting, at=at)}
        announce(meeting=meeting, entry=entry, notice=CHANGED, people=people)
    return meeting


def _recorded(value: Any) -> Any:
    return value.pk if isinstance(value, User) else value


def _ground(meeting: Meeting, changed: Mapping[str, Any], rules: Rules, *, by_chair: bool) -> ChairGround:
    """The ground on which the presider presides from now on; refuses a presider and a form that cannot be.

    Who presided because the chair had to keep out of a matter still does, while they have a voting seat on the day.
    """
    seats = acting_on(committee=meeting.committee, on=day_of(meeting.starts_at))
    ground = ChairGround(meeting.presider_ground)
    stays = "presider" not in changed
    if stays and ground not in LASTING and any(seat.votes and seat.person_id == meeting.presider_id for seat in seats):
        found: list[Refusal | None] = []
    else:
        named = by_chair or (stays and ground is ChairGround.NAMED)
        new, found = presiding_ground(presider=meeting.presider, seats=seats, rules=rules, by_chair=named)
        ground = new or ground
    refuse_any(*found, remote_refused(mode=meeting.mode, rules=rules))
    return ground


def cancel_meeting(*, meeting: Meeting, reason: str, actor: User | None, role: str, at: datetime) -> Meeting:
    """Call the meeting off: it is over, its matters may go on another agenda, everybody invited is told why.

    Refuses a meeting that has begun or is over.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        refuse_any(_not_to_come(meeting, at))
        waiting = meeting.items.filter(closed_at__isnull=True)
        body = {"unreached": sorted(waiting.values_list("pk", flat=True)), "sequence": meeting.sequence + 1}
        people = {seat.person_id for seat in invited(meeting=meeting, at=at)}
        waiting.update(closed_at=at)
        meeting.cancelled_at = meeting.ended_at = at
        meeting.cancel_reason = reason
        mark_changed(meeting=meeting, at=at, fields=["cancelled_at", "ended_at", "cancel_reason"])
        entry = append(stream=meeting.stream, action="meeting.cancelled", body=body, actor=actor, role=role, at=at)
        announce(meeting=meeting, entry=entry, notice=CANCELLED, people=people)
    return meeting


def take_off_agenda(
    *,
    item: AgendaItem,
    actor: User | None,
    role: str,
    at: datetime,
) -> AgendaItem:
    """Put a matter off before its meeting: it waits on no agenda, and everybody invited is told.

    Refuses a matter dealt with already, and a meeting that has begun: there a matter is voted on, or not reached.
    """
    with transaction.atomic():
        meeting = lock_meeting(item.meeting_id)
        refuse_any(_not_to_come(meeting, at))
        return close_item(item=item, actor=actor, role=role, at=at)


def move_item(*, item: AgendaItem, later: bool, actor: User | None, role: str, at: datetime) -> AgendaItem:
    """Exchange a matter with its neighbour among those that wait: the next one if `later`, else the one before.

    Nobody is told: the invitation stands, and who comes finds the agenda as it is then. Where there is no neighbour
    nothing is written. Refuses a matter dealt with already, and a meeting that is over.
    """
    with transaction.atomic():
        meeting = lock_meeting(item.meeting_id)
        item = meeting.items.get(pk=item.pk)
        refuse_any(over(meeting), _closed(item))
        other = _neighbour(item, later=later)
        return item if other is None else _put(item, other, actor=actor, role=role, at=at)


def place_item(*, item: AgendaItem, onto: AgendaItem, actor: User | None, role: str, at: datetime) -> AgendaItem:
    """Put a matter in the place of another that waits; those between the two move by one. Else as `move_item`."""
    with transaction.atomic():
        meeting = lock_meeting(item.meeting_id)
        item, onto = meeting.items.get(pk=item.pk), meeting.items.get(pk=onto.pk)
        refuse_any(over(meeting), _closed(item), _closed(onto))
        return item if item == onto else _put(item, onto, actor=actor, role=role, at=at)


def _closed(item: AgendaItem) -> Refusal | None:
    return when(item.closed_at, Code.AGENDA_ITEM_CLOSED, item=item.pk)


def _put(item: AgendaItem, onto: AgendaItem, *, actor: User | None, role: str, at: datetime) -> AgendaItem:
    """Give the item the place of `onto`, and each of those it passes the place beside its own."""
    meeting, ends = item.meeting, sorted((item.order, onto.order))
    rows = list(meeting.items.filter(closed_at__isnull=True, order__range=ends).order_by("order"))
    places = [row.order for row in rows]
    passed = [row for row in rows if row != item]
    moved = [item, *passed] if onto.order < item.order else [*passed, item]
    last = meeting.items.aggregate(last=Max("order"))["last"]
    for first in (last + 1, None):  # beyond the end before into place: no two are ever at one place
        for number, row in enumerate(moved):
            row.order = places[number] if first is None else first + number
            row.save(update_fields=["order"])
    body = {"item": item.pk, "order": item.order, "passed": [row.pk for row in passed]}
    append(stream=meeting.stream, action="agenda.moved", body=body, actor=actor, role=role, at=at)
    return item


def _neighbour(item: AgendaItem, *, later: bool) -> AgendaItem | None:
    waiting = AgendaItem.objects.filter(meeting=item.meeting_id, closed_at__isnull=True)
    if later:
        return waiting.filter(order__gt=item.order).order_by("order").first()
    return waiting.filter(order__lt=item.order).order_by("-order").first()


def answer(
    *, meeting: Meeting, person: User, choice: str, reason: str, rules: Rules, role: str, at: datetime
) -> Answer:
    """Record what `person` answers to the invitation, instead of what they answered before.

    The same answer once more writes nothing. Refuses whoever is not invited, video where `meeting.video` does not
    permit it, and a meeting that has begun or is over.
    """
    wanted = Answer.Choice(choice)
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        asked = any(seat.person_id == person.pk for seat in invited(meeting=meeting, at=at))
        by_video = wanted is Answer.Choice.BY_VIDEO and not rules.flag("meeting.video")
        refuse_any(
            over(meeting) or _begun(meeting, at),
            when(not asked, Code.MEETING_NOT_INVITED, meeting=meeting.number),
            when(by_video, Code.MEETING_VIDEO, rules.source("meeting.video")),
        )
        given = meeting.answers.filter(person=person).first() or Answer(meeting=meeting, person=person)
        said = (given.choice, given.reason, given.for_start)
        given.choice, given.reason, given.for_start = wanted.value, reason, meeting.starts_at
        if said == (given.choice, given.reason, given.for_start):
            return given
        given.answered_at = at
        given.save()
        body = {"person": person.pk, "answer": wanted.value, "for_start": meeting.starts_at}
        append(stream=meeting.stream, action="meeting.answered", body=body, actor=person, role=role, at=at)
    return given


def _begun(meeting: Meeting, at: datetime) -> Refusal | None:
    starts_at = meeting.starts_at.isoformat()
    return when(meeting.starts_at <= at, Code.MEETING_BEGUN, meeting=meeting.number, starts_at=starts_at)


def _not_to_come(meeting: Meeting, at: datetime) -> Refusal | None:
    """Why an invitation is no longer to be changed: what it was for is over, or people have come."""
    number, starts_at = meeting.number, meeting.starts_at.isoformat()
    come = when(meeting.attendances.exists(), Code.MEETING_BEGUN, meeting=number, starts_at=starts_at)
    return over(meeting) or _begun(meeting, at) or come
