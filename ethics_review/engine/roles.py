"""What a person is to one case at this moment: relations, not groups. Recusal and one's own matter take roles away."""

from collections.abc import Collection, Mapping

from accounts.models import InstitutionRole, User
from committees.models import Seat
from ethics_review.models import Case
from regulations.facts import Actor
from regulations.vocabulary import Position, Role

COMMITTEE_ROLES = frozenset({Role.CHAIR, Role.MEMBER, Role.REVIEWER, Role.SECRETARY, Role.EXPERT, Role.ADVISER})


def roles_of(person: int, people: Mapping[Role, frozenset[int]]) -> frozenset[Role]:
    """The roles in which the person may act. Nobody is both applicant and part of the body that reviews."""
    roles = frozenset(role for role, holders in people.items() if person in holders)
    return roles - COMMITTEE_ROLES if Role.APPLICANT in roles else roles


def actor_for(user: User, people: Mapping[Role, frozenset[int]]) -> Actor:
    """Whoever acts, in their roles; somebody who has gone acts in none, not even in their own matter."""
    return Actor(user.pk, str(user), roles_of(user.pk, people) if user.is_active else frozenset())


def people_of(
    *,
    case: Case,
    seats: Collection[Seat],
    chairs: frozenset[int],
    recused: frozenset[int],
    reviewers: frozenset[int],
    experts: frozenset[int],
    heard: frozenset[int],
    side: frozenset[int],
    offices: tuple[InstitutionRole, ...],
) -> dict[Role, frozenset[int]]:
    """Who holds each role; who only presides is not of the `chairs`. The recused hold no other role, nor the applicant.

    Whoever has been heard as an expert, in any round, does not act for the committee. Nobody acts for the authority
    who sits on the body, manages the unit, or is of the reviewing `side` otherwise; nor gives an opinion as an expert.
    A person without a unit is their own.
    """
    own = {case.applicant_id}
    out = recused | own
    out_of_committee = out | heard
    managers = _holders(offices, InstitutionRole.Kind.MANAGER)
    seated = frozenset(seat.person_id for seat in seats)
    return {
        Role.APPLICANT: frozenset(own),
        Role.UNIT: managers if case.institution_id else frozenset(own),
        Role.SECRETARY: _seated(seats, Position.SECRETARY) - out_of_committee,
        Role.CHAIR: chairs,
        Role.MEMBER: frozenset(seat.person_id for seat in seats if seat.votes) - out_of_committee,
        Role.REVIEWER: reviewers - out_of_committee,
        Role.AUTHORITY: _holders(offices, InstitutionRole.Kind.OFFICER) - seated - managers - side - own,
        Role.EXPERT: experts - out - side,
    }


def _holders(roles: tuple[InstitutionRole, ...], kind: str) -> frozenset[int]:
    return frozenset(role.user_id for role in roles if role.kind == kind)


def _seated(seats: Collection[Seat], position: Position) -> frozenset[int]:
    return frozenset(seat.person_id for seat in seats if seat.position == position)
