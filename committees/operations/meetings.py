"""Meetings (会议): convened, ended, their agenda, and who was in the room minute by minute (签到).

Each operation locks the meeting (scheduling locks the body, for the number), refuses with every reason at once,
writes its rows and one entry to `meeting:<id>`. Who counts in a quorum is not said here.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from committees.locks import lock_committee, lock_meeting
from committees.models import AgendaItem, Attendance, Ballot, BallotSeat, Committee, Meeting, Seat
from committees.operations.ballots import void_ballot
from committees.operations.invitations import CHANGED, INVITED, announce, mark_changed, next_look
from committees.queries import acting_on, invited, serving, still_seated
from committees.refusals import Code, refusal, refuse_any, refused_on_conflict, when
from committees.terms import day_of, in_term_on
from ledger.models import Entry
from ledger.operations import append
from regulations.chairing import RULES as CHAIR_RULES
from regulations.chairing import chair_of, convened_on
from regulations.pack import Rules
from regulations.refusal import Refusal
from regulations.vocabulary import VOTING_POSITIONS, Category, ChairGround


def schedule_meeting(  # noqa: PLR0913 -- keyword-only: everything a convocation says
    *,
    committee: Committee,
    starts_at: datetime,
    mode: str,
    place: str,
    presider: User,
    rules: Rules,
    actor: User | None,
    role: str,
    at: datetime,
    by_chair: bool = False,
    out: AbstractSet[int] = frozenset(),
    told: AbstractSet[int] = frozenset(),
) -> Meeting:
    """Convene the body's next meeting under the next number; `by_chair` says that its chair does. Everybody seated on
    it is invited but those who are `told` otherwise.

    Refuses a presider who will not be chair or vice-chair on that day, a vice-chair the able chair has not named, and
    anything but a meeting in person unless the body's own rule `meeting.video` permits it. Who keeps `out` of the
    matter for which it is called presides over nothing.
    """
    with transaction.atomic():
        committee = lock_committee(committee.pk)
        seats = acting_on(committee=committee, on=day_of(starts_at))
        ground, found = presiding_ground(presider=presider, seats=seats, rules=rules, by_chair=by_chair, out=out)
        refuse_any(*found, remote_refused(mode=mode, rules=rules))
        ground = cast("ChairGround", ground)  # None was refused above
        highest = committee.meetings.aggregate(number=Max("number"))["number"] or 0
        meeting = Meeting(
            committee=committee,
            number=highest + 1,
            starts_at=starts_at,
            mode=mode,
            place=place,
            presider=presider,
            presider_ground=ground.value,
            changed_at=at,
            looked_at=at,
        )
        meeting.next_at = next_look(meeting=meeting, now=at)
        meeting.save(force_insert=True)
        body = {
            "committee": committee.pk,
            "number": meeting.number,
            "starts_at": starts_at,
            "mode": meeting.mode,
            "presider": presider.pk,
            "presider_ground": ground,
            "presider_rule": str(rules.source(CHAIR_RULES[ground]).cite),
        }
        entry = append(stream=meeting.stream, action="meeting.scheduled", body=body, actor=actor, role=role, at=at)
        if not meeting.has_begun(now=at):
            people = {seat.person_id for seat in still_seated(seats=seats, at=at)}
            announce(meeting=meeting, entry=entry, notice=INVITED, people=people, told=told)
    return meeting


def presiding_ground(
    *, presider: User, seats: Iterable[Seat], rules: Rules, by_chair: bool, out: AbstractSet[int] = frozenset()
) -> tuple[ChairGround | None, list[Refusal | None]]:
    """The ground on which `presider` may preside on the day of these `seats`, or why not."""
    chair = chair_of(serving(seats), out)
    ground = convened_on(presider.pk, chair, by_chair=by_chair)
    able, source = presider.pk in chair.able, rules.source("meeting.chair")
    if able and ground is None:
        names = _names(chair.holders)
        return ground, [when(able, Code.MEETING_PRESIDER_NOT_NAMED, source, person=presider.pk, names=names)]
    return ground, [when(not able, Code.MEETING_PRESIDER, source, person=presider.pk)]


def remote_refused(*, mode: str, rules: Rules) -> Refusal | None:
    """Why the body does not meet in this form."""
    remote = Meeting.Mode(mode) is not Meeting.Mode.IN_PERSON and not rules.flag("meeting.video")
    return when(remote, Code.MEETING_VIDEO, rules.source("meeting.video"))


def _names(people: AbstractSet[int]) -> list[str]:
    return [str(person) for person in User.objects.filter(pk__in=people).order_by("pk")]


def end_meeting(
    *, meeting: Meeting, actor: User | None, role: str, at: datetime, stranded: Iterable[Ballot] = ()
) -> Meeting:
    """Close the meeting: whoever is still in the room leaves it, and what was not reached may go on another agenda.

    An open ballot that is `stranded`, since nobody who could close it is left in the room, becomes void. Refuses a
    meeting already ended, another ballot still open, and an end before somebody's recorded arrival.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        voided = [void_ballot(ballot=ballot, reason="meeting_ended", at=at) for ballot in stranded]
        in_room = meeting.attendances.filter(left_at__isnull=True)
        unreached = meeting.items.filter(closed_at__isnull=True)
        refuse_any(
            over(meeting),
            _ballot_open(Q(item__meeting=meeting)),
            when(in_room.filter(arrived_at__gt=at).exists(), Code.ATTENDANCE_BEFORE_ARRIVAL),
        )
        body = {"unreached": sorted(unreached.values_list("pk", flat=True))}
        if voided:
            body["voided"] = sorted(ballot.pk for ballot in voided)
        in_room.update(left_at=at)
        unreached.update(closed_at=at)
        meeting.ended_at = at
        meeting.save(update_fields=["ended_at"])
        append(stream=meeting.stream, action="meeting.ended", body=body, actor=actor, role=role, at=at)
    return meeting


def put_on_agenda(
    *,
    meeting: Meeting,
    subject: str,
    label: str,
    actor: User | None,
    role: str,
    at: datetime,
    told: AbstractSet[int] | None = None,
) -> AgendaItem:
    """Add one matter at the end of the agenda. Before the meeting everybody invited is told of it but those who are
    `told` otherwise; nobody is where that is None, since the meeting itself is being called.

    Refuses a meeting that has ended, and a matter that waits on this or another agenda already.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        waiting = AgendaItem.objects.filter(subject=subject, closed_at__isnull=True).exists()
        refuse_any(over(meeting), when(waiting, Code.AGENDA_SUBJECT_OPEN, subject=subject))
        order = (meeting.items.aggregate(order=Max("order"))["order"] or 0) + 1
        with refused_on_conflict(Code.AGENDA_SUBJECT_OPEN, subject=subject):
            item = AgendaItem.objects.create(meeting=meeting, subject=subject, label=label, order=order)
        body = {"item": item.pk, "subject": subject, "order": order}
        entry = append(stream=meeting.stream, action="agenda.added", body=body, actor=actor, role=role, at=at)
        if told is not None:
            _agenda_changed(meeting, entry, at=at, told=told)
    return item


def _agenda_changed(meeting: Meeting, entry: Entry, *, at: datetime, told: AbstractSet[int] = frozenset()) -> None:
    """Tell everybody invited. Once the meeting has begun they are in the room, and nobody is told by letter."""
    if meeting.has_begun(now=at):
        return
    mark_changed(meeting=meeting, at=at)
    people = {seat.person_id for seat in invited(meeting=meeting, at=at)}
    announce(meeting=meeting, entry=entry, notice=CHANGED, people=people, told=told)


def close_item(*, item: AgendaItem, actor: User | None, role: str, at: datetime) -> AgendaItem:
    """Take a matter off the agenda: dealt with, or put off; before the meeting everybody invited is told.

    Refuses one closed already or still being voted on.
    """
    with transaction.atomic(savepoint=False):
        meeting = lock_meeting(item.meeting_id)
        item = AgendaItem.objects.get(pk=item.pk)
        refuse_any(when(item.closed_at, Code.AGENDA_ITEM_CLOSED, item=item.pk), _ballot_open(Q(item=item)))
        item.closed_at = at
        item.save(update_fields=["closed_at"])
        body = {"item": item.pk, "subject": item.subject}
        entry = append(stream=meeting.stream, action="agenda.closed", body=body, actor=actor, role=role, at=at)
        _agenda_changed(meeting, entry, at=at)
    return item


def arrive(  # noqa: PLR0913 -- keyword-only: one line of the attendance sheet
    *,
    meeting: Meeting,
    person: User,
    kind: str,
    rules: Rules,
    actor: User | None,
    role: str,
    at: datetime,
    now: datetime,
    by_video: bool = False,
    categories: Iterable[Category] = (),
) -> Attendance:
    """Record that `person` came into the room at `at`, as known at `now`.

    A member brings the categories of the seat; an adviser (顾问专家) those given here, and never a vote. Refuses a
    member without a voting seat in term on that day, a second arrival, video where `meeting.video` does not permit
    it, an instant still to come, and a meeting that has ended.
    """
    kind = Attendance.Kind(kind)
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        seat = _voting_seat(meeting, person, at) if kind is Attendance.Kind.MEMBER else None
        stays = meeting.attendances.filter(Q(left_at__isnull=True) | Q(left_at__gt=at), person=person)
        refuse_any(
            *_unrecordable(meeting, at, now),
            when(
                kind is Attendance.Kind.MEMBER and seat is None,
                Code.ATTENDANCE_NO_VOTING_SEAT,
                person=person.pk,
                on=day_of(at).isoformat(),
            ),
            when(stays.exists(), Code.ATTENDANCE_ALREADY_IN_ROOM, person=person.pk),
            when(by_video and not rules.flag("meeting.video"), Code.MEETING_VIDEO, rules.source("meeting.video")),
        )
        attendance = Attendance.objects.create(
            meeting=meeting,
            person=person,
            kind=kind,
            categories=seat.categories if seat else sorted(Category(category).value for category in categories),
            by_video=by_video,
            arrived_at=at,
        )
        body = {"person": person.pk, "kind": kind.value, "by_video": by_video, "arrived_at": at}
        append(stream=meeting.stream, action="attendance.arrived", body=body, actor=actor, role=role, at=now)
    return attendance


def leave(*, meeting: Meeting, person: User, actor: User | None, role: str, at: datetime, now: datetime) -> Attendance:
    """Record that `person` left the room at `at`, as known at `now`; coming back is a new arrival.

    Refuses somebody not in the room, a departure before the arrival, one the record contradicts (a roll opened or a
    vote cast by that person later on), an instant still to come, and a meeting that has ended.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting.pk)
        stay = meeting.attendances.filter(person=person, left_at__isnull=True).first()
        refuse_any(
            *_unrecordable(meeting, at, now),
            when(stay is None, Code.ATTENDANCE_NOT_IN_ROOM, person=person.pk),
            when(stay and stay.arrived_at > at, Code.ATTENDANCE_BEFORE_ARRIVAL, person=person.pk),
            when(_took_part_after(meeting, person, at), Code.ATTENDANCE_VOTED_SINCE, person=person.pk),
        )
        stay = cast("Attendance", stay)  # None was refused above
        stay.left_at = at
        stay.save(update_fields=["left_at"])
        body = {"person": person.pk, "left_at": at}
        append(stream=meeting.stream, action="attendance.left", body=body, actor=actor, role=role, at=now)
    return stay


def _unrecordable(meeting: Meeting, at: datetime, now: datetime) -> Iterator[Refusal | None]:
    yield over(meeting)
    yield when(at > now, Code.ATTENDANCE_IN_FUTURE, given=at.isoformat())


def over(meeting: Meeting) -> Refusal | None:
    """Why nothing is done at the meeting any more."""
    if meeting.cancelled_at is not None:
        return refusal(Code.MEETING_CANCELLED, meeting=meeting.number)
    return when(meeting.ended_at, Code.MEETING_ENDED, meeting=meeting.number)


def _ballot_open(condition: Q) -> Refusal | None:
    return when(Ballot.objects.filter(condition, status=Ballot.Status.OPEN).exists(), Code.BALLOT_OPEN)


def _voting_seat(meeting: Meeting, person: User, at: datetime) -> Seat | None:
    seats = Seat.objects.filter(in_term_on(day_of(at)), committee=meeting.committee_id, person=person)
    return seats.filter(position__in=VOTING_POSITIONS).first()


def _took_part_after(meeting: Meeting, person: User, at: datetime) -> bool:
    """Whether from `at` on a ballot that counts was opened here with the person on its roll, or voted in by them.

    At the instant itself too: whoever leaves at an instant is no longer in the room at it.
    """
    entitled = BallotSeat.objects.filter(ballot__item__meeting=meeting, person=person)
    counting = entitled.exclude(ballot__status=Ballot.Status.VOID)
    return counting.filter(Q(ballot__opened_at__gte=at) | Q(vote__cast_at__gte=at)).exists()
