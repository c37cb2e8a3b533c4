"""Bodies and their meetings as far as a person may see them.

Committees and centres are public among those who sign in, as their registration is; a panel of experts is known to
its own experts only. A meeting is seen by the people seated on its body.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import InstitutionRole, User
from committees.models import AgendaItem, Ballot, Committee, Meeting, Recusal, Seat
from committees.terms import in_term_on, is_in_term
from ethics_review.models import Case
from ethics_review.relations import Relations, relations_of
from ledger.models import Deadline, Entry
from regulations.clocks import local
from regulations.telling import URGENT_CLOCKS
from regulations.vocabulary import VOTING_POSITIONS, CommitteeKind, Position, Procedure, State

OFFICE = (Position.SECRETARY, Position.CHAIR)
PRESIDING = (Position.CHAIR, Position.VICE_CHAIR)
MOST_PEOPLE = 500
"""So many people at most are offered in one list."""


def bodies(*, user: User, now: datetime) -> QuerySet[Committee]:
    """The bodies `user` may look up, with their unit and the number of seats in term (`seated`)."""
    day = local(now).date()
    mine = Seat.objects.filter(in_term_on(day), person=user).values("committee")
    in_term = Q(seats__starts_on__lte=day, seats__ends_on__gte=day) & (
        Q(seats__ended_on__isnull=True) | Q(seats__ended_on__gt=day)
    )
    shown = Committee.objects.filter(~Q(kind=CommitteeKind.EXPERT_PANEL) | Q(pk__in=mine))
    return shown.select_related("institution").annotate(seated=Count("seats", filter=in_term)).order_by("kind", "name")


def seats_held(*, user: User, now: datetime) -> list[Seat]:
    """The person's own seats in term, with their bodies. One statement."""
    held = Seat.objects.filter(in_term_on(local(now).date()), person=user).select_related("committee")
    return list(held.order_by("committee__name"))


def seated(*, committee: Committee, now: datetime) -> list[Seat]:
    """The body's seats in term, with their people. One statement."""
    held = committee.seats.filter(in_term_on(local(now).date())).select_related("person")
    return list(held.order_by("starts_on", "pk"))


def offices_held(*, user: User, now: datetime) -> list[InstitutionRole]:
    """What the person does for institutions now. One statement."""
    day = local(now).date()
    in_office = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return list(InstitutionRole.objects.filter(in_office, user=user).select_related("institution"))


def meetings(*, user: User, now: datetime) -> QuerySet[Meeting]:
    """The meetings of the bodies the person sits on, with body and presider, latest first."""
    mine = Seat.objects.filter(in_term_on(local(now).date()), person=user).values("committee")
    return (
        Meeting.objects.filter(committee__in=mine)
        .select_related("committee__institution", "presider")
        .annotate(matters=Count("items"))
        .order_by("-starts_at", "-pk")
    )


def coming(*, user: User, now: datetime, limit: int) -> list[Meeting]:
    """The person's meetings that have not ended, soonest first. One statement."""
    return list(meetings(user=user, now=now).filter(ended_at__isnull=True).order_by("starts_at", "pk")[:limit])


def agenda(*, meeting: Meeting) -> list[AgendaItem]:
    """The matters in their order. One statement."""
    return list(meeting.items.order_by("order"))


def latest_on_agenda(*, meeting: int, subject: str) -> AgendaItem | None:
    """The item under which the subject stands on the agenda of that meeting last. One statement."""
    return AgendaItem.objects.filter(meeting=meeting, subject=subject).order_by("-order").first()


def told_up_to(*, meeting: Meeting) -> int:
    """The latest entry about the meeting or a matter on its agenda; 0 where there is none. One statement."""
    about = Q(stream=meeting.stream) | Q(stream__in=meeting.items.values("subject"))
    return Entry.objects.filter(about).aggregate(last=Max("pk"))["last"] or 0


def hears_urgent(*, meeting: Meeting) -> bool:
    """Whether a time limit of hours runs on a matter that is still to be heard there. One statement."""
    subjects = meeting.items.filter(closed_at__isnull=True).values("subject")
    return Deadline.objects.filter(stream__in=subjects, settled_at__isnull=True, clock__in=URGENT_CLOCKS).exists()


def recused(*, items: list[AgendaItem]) -> dict[str, list[Recusal]]:
    """Who keeps out of which matter, by its subject. One statement."""
    found: dict[str, list[Recusal]] = {}
    rows = Recusal.objects.filter(subject__in=[item.subject for item in items]).select_related("person")
    for recusal in rows.order_by("recused_at", "pk"):
        found.setdefault(recusal.subject, []).append(recusal)
    return found


def ballots(*, items: list[AgendaItem]) -> dict[int, Ballot]:
    """The latest ballot at each item, with how many stand on its roll and how many have voted. One statement."""
    rows = Ballot.objects.filter(item__in=items).exclude(status=Ballot.Status.VOID)
    counted = rows.annotate(entitled=Count("roll", distinct=True), voted=Count("roll__vote", distinct=True))
    counted = counted.select_related("set_aside_by")
    return {ballot.item_id: ballot for ballot in counted.order_by("pk") if ballot.item_id}


def cases_on(*, items: list[AgendaItem], user: User, now: datetime, me: Relations | None = None) -> dict[str, Case]:
    """The cases on the agenda that `user` may see, by their stream. Three statements, one where `me` is known."""
    numbers = [item.subject.partition(":")[2] for item in items if item.subject.startswith("case:")]
    seen = Case.objects.seen_by(me or relations_of(user, now)).filter(number__in=numbers).select_related("committee")
    return {f"case:{case.number}": case for case in cast("QuerySet[Case]", seen)}


def awaiting_a_meeting(*, committee: int, me: Relations, limit: int) -> list[Case]:
    """Cases of the body that a meeting must decide and that wait on no agenda, those accepted first. One statement.

    What has been carried already is left out. Whether a case may be put on an agenda is examined at the door.
    """
    stream = Concat(Value("case:"), OuterRef("number"))
    on_agenda = AgendaItem.objects.filter(subject=stream, closed_at__isnull=True)
    carried = Ballot.objects.filter(
        subject=stream, committee=committee, round=OuterRef("round"), status=Ballot.Status.CLOSED, set_aside_by=None
    ).exclude(result="")
    undecided = Q(state=State.IN_REVIEW) & ~Q(procedure=Procedure.SIMPLIFIED) & ~Exists(carried)
    waiting = Case.objects.seen_by(me).filter(undecided | Q(state=State.OPINION_RETURNED), committee=committee)
    found = waiting.exclude(Exists(on_agenda)).order_by("accepted_at", "pk")[:limit]
    return list(cast("QuerySet[Case]", found))


def bodies_kept(*, user: User, now: datetime) -> list[Committee]:
    """The bodies whose office the person keeps, as secretary or chair. One statement."""
    day = local(now).date()
    office = Seat.objects.filter(in_term_on(day), person=user, position__in=OFFICE).values("committee")
    return list(Committee.objects.filter(pk__in=office).exclude(kind=CommitteeKind.EXPERT_PANEL).order_by("name"))


def keeps_office(*, committee: Committee, user: User, now: datetime) -> bool:
    """Whether the person keeps the body's office, as secretary or chair. One statement."""
    office = Seat.objects.filter(in_term_on(local(now).date()), person=user, position__in=OFFICE)
    return office.filter(committee=committee).exists()


def keeps(*, meeting: Meeting, user: User, now: datetime) -> bool:
    """Whether the person records what happens in the meeting: the body's office, or in the chair. One statement."""
    day = local(now).date()
    seats = Seat.objects.filter(in_term_on(day), committee=meeting.committee_id, person=user, position__in=OFFICE)
    return meeting.presider_id == user.pk or seats.exists()


def keeps_among(*, meeting: Meeting, user: User, seats: Iterable[Seat], now: datetime) -> bool:
    """The same where every seat of the body is known. No statement."""
    day = local(now).date()
    office = (seat for seat in seats if seat.person_id == user.pk and seat.position in OFFICE)
    return meeting.presider_id == user.pk or any(is_in_term(seat, day) for seat in office)


def presiders(*, bodies: list[Committee], now: datetime) -> list[Seat]:
    """Chairs and vice-chairs in term. One statement."""
    day = local(now).date()
    seats = Seat.objects.filter(in_term_on(day), committee__in=bodies, position__in=PRESIDING)
    return list(seats.select_related("person").order_by("committee", "position", "pk"))


def guests(*, meeting: Meeting) -> list[User]:
    """People who may be asked into the room besides the members. One statement."""
    seated = Seat.objects.filter(committee=meeting.committee_id, position__in=VOTING_POSITIONS).values("person")
    people = User.objects.filter(is_active=True, is_superuser=False).exclude(pk__in=seated)
    return list(people.order_by("name", "pk")[:MOST_PEOPLE])


def people(*, ids: Collection[int]) -> dict[int, User]:
    """People by id. One statement."""
    return User.objects.in_bulk(ids)


def open_meetings(*, committee: int) -> list[Meeting]:
    """The body's meetings that have not ended, soonest first. One statement."""
    return list(Meeting.objects.filter(committee=committee, ended_at__isnull=True).order_by("starts_at", "pk"))


def centres(*, besides: int) -> list[Committee]:
    """The service centres but one. One statement."""
    found = Committee.objects.filter(kind=CommitteeKind.SERVICE_CENTRE).exclude(pk=besides)
    return list(found.order_by("name"))


def possible_experts(*, unit: int | None, besides: Collection[int]) -> list[User]:
    """People who may be asked onto a panel: of another unit, in no office, none of those named. One statement."""
    people = User.objects.filter(is_active=True, is_superuser=False, institution_roles__isnull=True)
    people = people.exclude(pk__in=besides)
    people = people if unit is None else people.exclude(institution=unit)
    return list(people.select_related("institution").order_by("name", "pk")[:MOST_PEOPLE])
