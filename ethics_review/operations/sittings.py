"""Meetings as people run them: convened, attended, left, ended; recusals; what the office records about its body.

Each operation examines what the actor is to the body on that day, then calls the one operation below that does it.
A meeting or a body the actor may not know raises `DoesNotExist`, as if there were none.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

import regulations
from accounts.models import User
from committees import operations as committees
from committees import queries
from committees.models import AgendaItem, Attendance, Ballot, Committee, Meeting, Recusal, Seat
from committees.refusals import Code, refuse_any, when
from ethics_review.engine.facts import gather, rules_of_body
from ethics_review.engine.missing import not_found, people_exist
from ethics_review.engine.situation import Situation
from ethics_review.locks import lock_case
from ethics_review.models import Case, Statement
from ethics_review.operations import bodies, undoing, worksheets
from ethics_review.queries import sittings
from ledger import operations as ledger
from ledger.models import Entry
from regulations.clocks import local
from regulations.facts import Actor, Facts
from regulations.guards import filing
from regulations.pack import Resolved
from regulations.refusal import Refusal, Refused
from regulations.vocabulary import VOTING_POSITIONS, Category, Position, Role

OFFICE = frozenset({Role.SECRETARY, Role.CHAIR})
PRESIDING = frozenset({Role.CHAIR})
SECRETARY = frozenset({Role.SECRETARY})


@dataclass(frozen=True)
class Arrival:
    """One line of the attendance sheet (签到)."""

    kind: str
    by_video: bool = False
    categories: Iterable[str] = ()


def schedule(
    *, committee: int, starts_at: datetime, mode: str, place: str, presider: int, user: User, now: datetime
) -> Meeting:
    """Convene the body's next meeting, as its secretary or chair.

    Raises `Committee.DoesNotExist`, `InputInvalid` for a presider who does not exist, and `Refused`.
    """
    with transaction.atomic():
        body = sittings.bodies(user=user, now=now).get(pk=committee)
        roles = roles_in(body=body, user=user, now=now)
        role = _one_of(OFFICE, roles, body)
        return committees.schedule_meeting(
            committee=body,
            starts_at=starts_at,
            mode=mode,
            place=place,
            presider=people_exist("presider", [presider])[presider],
            rules=rules_of_body(body),
            actor=user,
            role=role,
            at=now,
            by_chair=Role.CHAIR in roles,
        )


def arrive(*, meeting: int, person: int, arrival: Arrival, user: User, at: datetime, now: datetime) -> Attendance:
    """Record that `person` came into the room at `at`. By the secretary, the chair or whoever presides."""
    sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
    return committees.arrive(
        meeting=sitting,
        person=people_exist("person", [person])[person],
        kind=arrival.kind,
        by_video=arrival.by_video,
        categories=[Category(category) for category in arrival.categories],
        rules=rules_of_body(sitting.committee),
        **keeper(sitting=sitting, user=user, now=now),
        at=at,
        now=now,
    )


def leave(*, meeting: int, person: int, user: User, at: datetime, now: datetime) -> Attendance:
    """Record that `person` left the room at `at`. By the secretary, the chair or whoever presides."""
    sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
    who = people_exist("person", [person])[person]
    return committees.leave(meeting=sitting, person=who, **keeper(sitting=sitting, user=user, now=now), at=at, now=now)


def end(*, meeting: int, user: User, now: datetime) -> Meeting:
    """Close the meeting. By the secretary, the chair or whoever presides.

    A vote that is open there must be closed first, unless nobody who could is left in the room: then it becomes void,
    and an entry on its case says so. The cases are locked before the meeting, in the order of their numbers.
    """
    with transaction.atomic():
        sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
        by = keeper(sitting=sitting, user=user, now=now)
        stranded = [one for one in _voting_at(sitting, now) if not _may_be_closed(one)]
        named = [(one, undoing.named(one.rows.ballot)) for one in stranded]
        ballots = [one.rows.ballot for one in stranded if one.rows.ballot is not None]
        ended = committees.end_meeting(meeting=sitting, **by, at=now, stranded=ballots)
        for one, told in named:
            _append(one.rows.case, "ballot_voided", {"meeting": sitting.pk, **told}, user, by["role"], now)
    return ended


def _voting_at(sitting: Meeting, now: datetime) -> list[Situation]:
    """The cases of which a vote is open at the meeting, locked."""
    voting = sitting.items.filter(ballots__status=Ballot.Status.OPEN).order_by("subject")
    return [gather(lock_case(item.subject.partition(":")[2]), now) for item in voting]


def _may_be_closed(situation: Situation) -> bool:
    """Whether somebody who may close the open vote is in the room, or it has been closed meanwhile."""
    facts = situation.facts
    if facts.ballot is None or not facts.ballot.open or facts.meeting is None:
        return True
    return bool(facts.presiding & facts.meeting.room)


def recuse(*, meeting: int, item: int, person: int, reason: str, user: User, now: datetime) -> Recusal:
    """Keep a member out of the matter of one item (回避), as the one who presides and has no part in it.

    Writes, in order: the recusal (which voids an open ballot with the member on its roll), the case's version, an
    entry on the case, the mark on a closed ballot of that roll. What the member has kept of a worksheet is deleted.
    The case is locked before the meeting. Raises `InputInvalid` for an item or a member there is not, and `Refused`.
    """
    with transaction.atomic():
        sitting = sittings.meetings(user=user, now=now).get(pk=meeting)
        matter = sitting.items.filter(pk=item).first()
        if matter is None:
            raise not_found("item", item)
        case = lock_case(matter.subject.partition(":")[2])
        _refuse_closed(matter)
        situation = gather(case, now)
        role = _role_of_presider(sitting, situation.facts, user, now)
        member = _member(sitting.committee, person, now)
        ballot = undoing.undone_by(situation=situation, person=member.pk)
        recusal = committees.recuse(subject=matter.subject, item=matter, person=member, reason=reason, at=now)
        undoing.mark(ballot=ballot, entry=_record(case, recusal, undoing.named(ballot), user, role, now))
        worksheets.forget(case=case)
    return recusal


def _refuse_closed(matter: AgendaItem) -> None:
    """Read again under the lock: over what has been closed meanwhile nobody presides, and that is what is told."""
    matter.refresh_from_db()
    refuse_any(when(matter.closed_at, Code.AGENDA_ITEM_CLOSED, item=matter.pk))


def _member(body: Committee, person: int, now: datetime) -> User:
    seats = queries.acting_on(committee=body, on=local(now).date())
    found = next((seat.person for seat in seats if seat.person_id == person and seat.votes), None)
    if found is None:
        raise not_found("person", person)
    return found


def _record(case: Case, recusal: Recusal, more: Mapping[str, Any], user: User, role: Role, now: datetime) -> Entry:
    body = {
        "meeting": recusal.item.meeting_id if recusal.item is not None else None,
        "item": recusal.item_id,
        "recused": [recusal.person_id],
        "reason_sha256": hashlib.sha256(recusal.reason.encode()).hexdigest(),
        **more,
    }
    entry = _append(case, "member_recused", body, user, role, now)
    Statement.objects.create(entry=entry, name="reason", text=recusal.reason)
    return entry


def _append(case: Case, action: str, body: Mapping[str, Any], user: User, role: Role, now: datetime) -> Entry:
    """An entry on the case about what happened to it in the meeting, under the case's next version."""
    case.version += 1
    case.save(update_fields=["version"])
    told = {"version": case.version, **body}
    return ledger.append(stream=case.stream, action=action, body=told, actor=user, role=role, at=now)


def register_committee(*, committee: int, number: str, user: User, now: datetime) -> Committee:
    """Record that the platform registered the body (登记), as its secretary. The clock that ran for it ends."""
    body = sittings.bodies(user=user, now=now).get(pk=committee)
    role = _one_of(SECRETARY, roles_in(body=body, user=user, now=now), body)
    return bodies.register(committee=body, number=number, actor=user, role=role, now=now)


def adopt_instrument(*, committee: int, pack: str, user: User, now: datetime) -> Committee:
    """Put the body under another instrument, as its secretary or chair. It binds what is accepted from now on, what
    lies before the body included; what was accepted before stays under its own.

    Its registration is owed anew. Raises `Committee.DoesNotExist`, `InputInvalid` for an instrument there is none of,
    and `Refused`.
    """
    body, day = sittings.bodies(user=user, now=now).get(pk=committee), local(now).date()
    role = _one_of(OFFICE, roles_in(body=body, user=user, now=now), body)
    wanted = _known(pack)
    bodies.in_force(wanted, on=day)
    if pack != body.pack_id:
        _not_superseded(wanted, day)
    return bodies.adopt(committee=body, pack_id=pack, actor=user, role=role, now=now)


def _known(pack: str) -> Resolved:
    wanted = next((one for one in regulations.all_packs() if one.id == pack), None)
    if wanted is None:
        raise not_found("pack", pack)
    return wanted


def _not_superseded(wanted: Resolved, day: date) -> None:
    """Refuse what applies only where a later instrument is silent: no case is taken from under that one."""
    binding = regulations.applicable(on=day, ai=True)
    if binding.id not in wanted.chain:
        figures = {"pack": wanted.id, "by": binding.id, "in_force_on": binding.in_force_on.isoformat()}
        source = binding.rules_for(house={}).source("parent.applies")
        raise Refused((Refusal("committee.instrument_superseded", source, figures),))


def adoptable(*, body: Committee, day: date) -> list[Resolved]:
    """The instruments the body may go over to on the day: the one that applies then, and what is laid over it."""
    binding = regulations.applicable(on=day, ai=True)
    open_then = [one for one in regulations.all_packs() if one.pinnable and one.in_force_on <= day]
    return [one for one in open_then if binding.id in one.chain and one.id != body.pack_id]


def office_role(*, body: Committee, user: User, now: datetime) -> Role:
    """The role in which the user keeps the body's office now. Raises `Refused` where they do not."""
    return _one_of(OFFICE, roles_in(body=body, user=user, now=now), body)


def keeper(*, sitting: Meeting, user: User, now: datetime) -> dict[str, Any]:
    """The actor of an entry about the meeting: of its office, or in the chair."""
    presiding = {Role.CHAIR} if sitting.presider_id == user.pk and user.is_active else set()
    has = roles_in(body=sitting.committee, user=user, now=now) | presiding
    return {"actor": user, "role": _one_of(OFFICE, has, sitting.committee)}


def _role_of_presider(sitting: Meeting, facts: Facts, user: User, now: datetime) -> Role:
    """The chair's role, which in a meeting only the one who presides has, and in their own matter nobody."""
    presides = user.pk in facts.presiding | ({sitting.presider_id} & facts.body.out)  # who must keep out is told why
    has = roles_in(body=sitting.committee, user=user, now=now) - {Role.CHAIR}
    role = _one_of(PRESIDING, has | ({Role.CHAIR} if presides else set()), sitting.committee)
    actor = Actor(user.pk, str(user), frozenset({role}))
    kept_out = filing.not_own_matter(facts, actor), filing.not_recused(facts, actor)
    if any(kept_out):
        raise Refused(tuple(refusal for refusal in kept_out if refusal is not None))
    return role


def _one_of(needs: frozenset[Role], has: set[Role], body: Committee) -> Role:
    """The role in which the user acts. Raises `Refused` where none of `needs` is held."""
    if needs & has:
        return min(needs & has)
    figures = {"needs": sorted(needs), "has": sorted(has)}
    raise Refused((Refusal("role.not_yours", rules_of_body(body).source("record.traceable"), figures),))


def roles_in(*, body: Committee, user: User, now: datetime) -> set[Role]:
    """What the user is to the body on the day."""
    seats = queries.acting_on(committee=body, on=local(now).date())
    return {role for seat in seats if seat.person_id == user.pk for role in roles_of(seat)}


def roles_of(seat: Seat) -> set[Role]:
    """What a seat makes of its holder."""
    match Position(seat.position):
        case Position.SECRETARY:
            return {Role.SECRETARY}
        case Position.CHAIR:
            return {Role.CHAIR, Role.MEMBER}
        case Position.ADVISER:
            return {Role.ADVISER}
    return {Role.MEMBER} if seat.position in VOTING_POSITIONS else set()
