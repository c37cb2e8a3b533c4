"""What a body looks like: seats, composition, the room, rolls and votes. Each query costs a fixed number of statements.

Nothing is decided here; the pure functions of `composition` and of the room of the law are.
"""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Institution, User
from committees.composition import Composition, examine
from committees.models import (
    AgendaItem,
    Answer,
    Attendance,
    Ballot,
    BallotSeat,
    Committee,
    Declaration,
    Mandate,
    Meeting,
    Recusal,
    Seat,
    Vote,
)
from committees.terms import day_of, in_term_on, is_in_term
from regulations import quorum
from regulations.chairing import Serving
from regulations.pack import Rules
from regulations.quorum import SeatFact, Share
from regulations.vocabulary import VOTING_POSITIONS, Category, CommitteeKind, Position


def share_of(ballot: Ballot) -> Share:
    """The share of the roll that carries an option of the ballot."""
    numerator, denominator = ballot.share.split("/")
    return Share(int(numerator), int(denominator))


def needed(*, ballot: Ballot, of: int) -> int:
    """How many must agree with `of` people on the ballot's roll."""
    return quorum.needed(share_of(ballot), of)


def seats_on(*, committee: Committee, on: date) -> list[Seat]:
    """The seats in term on the day, of every position, with their people and `since` they vote here. One statement."""
    seats = committee.seats.filter(in_term_on(on)).select_related("person").annotate(since=served_since())
    return list(seats.order_by("starts_on", "pk"))


def every_seat(*, committee: Committee) -> list[Seat]:
    """As `seats_on`, whenever they were held. One statement."""
    seats = committee.seats.select_related("person").annotate(since=served_since())
    return list(seats.order_by("starts_on", "pk"))


def served_since() -> Subquery:
    """Of a seat: the first day on which its holder voted on its body, in whichever term."""
    counted = Q(ended_on__isnull=True) | Q(ended_on__gt=F("starts_on"))
    terms = Seat.objects.filter(counted, committee=OuterRef("committee"), person=OuterRef("person"))
    return Subquery(terms.filter(position__in=VOTING_POSITIONS).order_by("starts_on").values("starts_on")[:1])


def acting_on(*, committee: Committee, on: date) -> list[Seat]:
    """The seats in term on the day whose holders can act: whoever has gone counts nowhere. One statement."""
    return acting(seats=seats_on(committee=committee, on=on), on=on)


def acting(*, seats: Iterable[Seat], on: date) -> list[Seat]:
    """Those of the seats that are in term on the day and whose holders can act."""
    return [seat for seat in seats if is_in_term(seat, on) and seat.person.is_active]


def serving(seats: Iterable[Seat]) -> tuple[Serving, ...]:
    """Those of `acting_on` who vote, as the law on the chair asks for them."""
    return tuple(
        Serving(
            person=seat.person_id,
            position=Position(seat.position),
            since=seat.since,  # type: ignore[attr-defined] # annotated by the query
        )
        for seat in seats
        if seat.votes
    )


def composition(*, committee: Committee, on: date, rules: Rules) -> Composition:
    """What the body lacks on the day, every reason at once, and the seats counted. One statement."""
    seats = seats_on(committee=committee, on=on)
    return examine(kind=CommitteeKind(committee.kind), seats=seats, on=on, rules=rules)


def mandate_in_force(
    *, centre: Committee, institution: Institution | None, person: User | None, scope: str, on: date
) -> Mandate | None:
    """The giver's mandate to the centre that covers the day and was signed by then. One statement."""
    return mandates(centre=centre, institution=institution, person=person, scope=scope, on=on).first()


def mandates(
    *, centre: Committee, institution: Institution | None, person: User | None, scope: str, on: date
) -> QuerySet[Mandate]:
    """All such mandates, the one that counts first."""
    given = Mandate.objects.filter(centre=centre, institution=institution, person=person, scope=scope)
    return given.filter(signed_on__lte=on, starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "-pk")


def seat_facts(
    *,
    committee: Committee,
    item: AgendaItem | None,
    subject: str,
    round: int,  # noqa: A002 -- the record's own word: a round of review
    at: datetime,
) -> tuple[SeatFact, ...]:
    """One fact for everybody who holds or has held a voting seat of the body, as things stand at the instant.

    `present` is in the room of the item's meeting as a member (nobody is without an item); `declared` at this item,
    or in this round without one. Four statements, three without an item.
    """
    recused = frozenset(Recusal.objects.filter(subject=subject).values_list("person_id", flat=True))
    declared = frozenset(_declarations(item, subject, round).values_list("person_id", flat=True))
    present, day = _in_room(item, at), day_of(at)
    seats = _voting_seats_by(committee, day)
    return tuple(_seat_fact(seat, day, present, recused, declared) for seat in seats)


def facts_by_item(
    *,
    items: Collection[AgendaItem],
    seats: Iterable[Seat],
    stays: Iterable[Attendance],
    recused: Mapping[str, AbstractSet[int]],
    declared: Mapping[int, AbstractSet[int]],
    at: datetime,
) -> dict[int, tuple[SeatFact, ...]]:
    """The same for every item of a meeting, by the item's id, where `every_seat` of its body and its `stays` are known,
    who is `recused` from which subject, and who has `declared` at which item. No statement.
    """
    if not items:
        return {}
    day, nobody = day_of(at), frozenset[int]()
    members = (stay for stay in stays if stay.kind == Attendance.Kind.MEMBER)
    present = {stay.person_id for stay in members if stay.is_in_room(at=at)}
    voting = _latest_by_person([seat for seat in seats if seat.votes and seat.starts_on <= day], day)
    return {
        item.pk: tuple(
            _seat_fact(seat, day, present, recused.get(item.subject, nobody), declared[item.pk]) for seat in voting
        )
        for item in items
    }


def _seat_fact(
    seat: Seat, day: date, present: AbstractSet[int], recused: AbstractSet[int], declared: AbstractSet[int]
) -> SeatFact:
    return SeatFact(
        person=seat.person_id,
        name=str(seat.person),
        position=Position(seat.position),
        categories=frozenset(Category(category) for category in seat.categories),
        voting=seat.votes,
        in_term=is_in_term(seat, day),
        present=seat.person_id in present,
        recused=seat.person_id in recused,
        declared=seat.person_id in declared,
        sex=seat.sex,
        external=seat.external,
    )


def _voting_seats_by(committee: Committee, day: date) -> list[Seat]:
    """Each person's voting seat that had begun by the day: the one in term, else the latest. In the order of terms."""
    begun = committee.seats.filter(position__in=VOTING_POSITIONS, starts_on__lte=day)
    return _latest_by_person(list(begun.select_related("person")), day)


def _latest_by_person(begun: list[Seat], day: date) -> list[Seat]:
    seats = sorted(begun, key=lambda seat: (is_in_term(seat, day), seat.starts_on, seat.pk))
    latest = {seat.person_id: seat for seat in seats}
    return sorted(latest.values(), key=lambda seat: (seat.starts_on, seat.pk))


def _declarations(item: AgendaItem | None, subject: str, round_: int) -> QuerySet[Declaration]:
    if item is None:
        return Declaration.objects.filter(subject=subject, round=round_)
    return Declaration.objects.filter(item=item)


def _in_room(item: AgendaItem | None, at: datetime) -> frozenset[int]:
    if item is None:
        return frozenset()
    stays = Attendance.objects.filter(staying(at), meeting=item.meeting_id, kind=Attendance.Kind.MEMBER)
    return frozenset(stays.values_list("person_id", flat=True))


def staying(at: datetime, stay: str = "") -> Q:
    """In the room at the instant: from the arrival, included, to the departure, not included.

    A condition on `Attendance`, or on what leads to it by the name `stay`.
    """
    arrived, left = Q((f"{stay}arrived_at__lte", at)), Q((f"{stay}left_at__isnull", True))
    return arrived & (left | Q((f"{stay}left_at__gt", at)))


def in_room(*, meeting: Meeting, at: datetime) -> list[Attendance]:
    """Everybody in the room at the instant, members and others, with their people. One statement."""
    return list(meeting.attendances.filter(staying(at)).select_related("person").order_by("arrived_at", "pk"))


def attendance_of(*, meeting: Meeting) -> list[Attendance]:
    """Every stay of the meeting in the order of arrival, with its person. One statement."""
    return list(meeting.attendances.select_related("person").order_by("arrived_at", "pk"))


def upcoming(*, committee: Committee, at: datetime) -> list[Meeting]:
    """The meetings not ended at the instant, the one under way first, with body and presider. One statement."""
    meetings = committee.meetings.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    return list(meetings.select_related("committee", "presider").order_by("starts_at", "number"))


def answers_to(*, meeting: Meeting) -> list[Answer]:
    """What has been answered to the invitation as it stands; an answer for another time counts no more.

    One statement.
    """
    return list(meeting.answers.filter(for_start=meeting.starts_at).select_related("person").order_by("person"))


def answered(*, meeting: Meeting) -> dict[int, bool]:
    """Of everybody who has answered, whether they come. One statement."""
    given = meeting.answers.filter(for_start=meeting.starts_at)
    return {person: choice != Answer.Choice.DOES_NOT_COME for person, choice in given.values_list("person", "choice")}


def invited(*, meeting: Meeting, at: datetime) -> list[Seat]:
    """The seats, of every position, whose holders sit on the body now and on the day of the meeting. One statement."""
    return invited_among(
        meeting=meeting, seats=seats_on(committee=meeting.committee, on=day_of(meeting.starts_at)), at=at
    )


def invited_among(*, meeting: Meeting, seats: Iterable[Seat], at: datetime) -> list[Seat]:
    """The same where the body's seats are known. No statement."""
    return still_seated(seats=acting(seats=seats, on=day_of(meeting.starts_at)), at=at)


def still_seated(*, seats: Iterable[Seat], at: datetime) -> list[Seat]:
    """Those in term at the instant, too: whoever is to be seated later is told then."""
    return [seat for seat in seats if is_in_term(seat, day_of(at))]


def to_look_at(*, now: datetime) -> QuerySet[Meeting]:
    """The meetings to come that the sweeper must look at, longest waiting first. Read without a lock."""
    return Meeting.objects.filter(ended_at__isnull=True, next_at__lt=now).order_by("next_at", "pk")


def open_ballot_on(*, subject: str) -> Ballot | None:
    """The one ballot open on the subject, if any. One statement."""
    return Ballot.objects.filter(subject=subject, status=Ballot.Status.OPEN).first()


def roll(ballot: Ballot) -> list[BallotSeat]:
    """Everybody entitled (到会名册), in the order of the roll, with their people. One statement."""
    return list(ballot.roll.select_related("person").order_by("pk"))


def positions_by_person(ballot: Ballot) -> dict[int, str]:
    """Who voted how. One statement. Not for the eyes of those to whom single votes are blinded."""
    return dict(Vote.objects.filter(seat__ballot=ballot).values_list("seat__person_id", "position"))


def tally(ballot: Ballot) -> dict[str, int]:
    """The votes each option has now, in the order of the options. One statement."""
    return quorum.tally(positions_by_person(ballot), ballot.options)


def voted(ballot: Ballot) -> frozenset[int]:
    """The people who have voted. One statement."""
    return frozenset(Vote.objects.filter(seat__ballot=ballot).values_list("seat__person_id", flat=True))


def all_voted(ballot: Ballot) -> bool:
    """Whether the last vote of the roll has been cast. One statement."""
    return not ballot.roll.filter(vote__isnull=True).exists()
