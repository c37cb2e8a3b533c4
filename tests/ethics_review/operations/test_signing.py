"""Statements of secrecy and interest: recorded by whoever holds the seat, or by the body's office, with an entry."""

from datetime import date, timedelta

import pytest

from committees.models import Committee, Seat
from ethics_review.engine import InputInvalid
from ethics_review.operations.signing import Signatures, sign_statements, signable
from ledger.models import Entry
from tests.unwritten import everything
from tests.world import MORNING, Story

TODAY = MORNING.date()
BOTH = Signatures(secrecy_signed_on=date(2026, 6, 1), interests_signed_on=date(2026, 6, 2))


def signs(world, user, of, *, signed=BOTH, body=None):
    seat = world.seat(of, body).pk
    return sign_statements(committee=(body or world.body).pk, seat=seat, signed=signed, user=user, now=MORNING)


@pytest.mark.parametrize(
    ("who", "role"), [("secretary", "secretary"), ("chair", "chair"), ("member", "member"), ("vice", "member")]
)
def test_the_office_records_it_for_everybody_and_everybody_for_themselves(world, who, role):
    user = world.members[3] if who == "member" else getattr(world, who)
    of = user if role == "member" else world.members[4]
    signs(world, user, of)

    seat = world.seat(of)
    assert (seat.secrecy_signed_on, seat.interests_signed_on) == (BOTH.secrecy_signed_on, BOTH.interests_signed_on)
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert (entry.action, entry.actor, entry.role) == ("seat.statements_signed", user, role)
    assert entry.data == {
        "seat": seat.pk,
        "person": of.pk,
        "secrecy_on": "2026-06-01",
        "interests_on": "2026-06-02",
    }


def test_the_secretary_and_the_chair_sign_their_own(world):
    for user, role in ((world.secretary, "secretary"), (world.chair, "chair")):
        signs(world, user, user)
        assert Entry.objects.filter(stream=world.body.stream).latest("seq").role == role


@pytest.mark.parametrize("who", ["vice", "manager", "officer", "applicant", "centre_secretary", "stranger"])
def test_nobody_else_signs_for_another(world, refused, who):
    with refused(("role.not_yours", "ai-2026#10")):
        signs(world, getattr(world, who), world.members[4])


def test_whoever_has_gone_signs_nothing_any_more(world, refused):
    member = world.members[3]
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    member.refresh_from_db()

    with refused(("role.not_yours", "ai-2026#10")):
        signs(world, member, member)


@pytest.mark.parametrize("which", ["secrecy_signed_on", "interests_signed_on"])
@pytest.mark.parametrize(("days", "may"), [(0, True), (1, False)])
def test_a_day_to_come_is_refused(world, refused, which, days, may):
    signed = Signatures(**{**vars(BOTH), which: TODAY + timedelta(days=days)})
    if may:
        signs(world, world.secretary, world.chair, signed=signed)
        assert getattr(world.seat(world.chair), which) == TODAY
        return
    with refused(("seat.signed_in_future", "house")):
        signs(world, world.secretary, world.chair, signed=signed)


def test_a_seat_of_another_body_is_none_of_this(world):
    elsewhere, before = world.seat(world.centre_members[0], world.centre).pk, everything()

    for seat in (elsewhere, 10**9):
        with pytest.raises(InputInvalid) as caught:
            sign_statements(committee=world.body.pk, seat=seat, signed=BOTH, user=world.secretary, now=MORNING)
        assert [(one.path, one.code) for one in caught.value.problems] == [("seat", "input.not_found")]
    assert everything() == before


def test_a_panel_is_unknown_to_whoever_does_not_sit_on_it(world):
    panel = Story(world).applied().panelled().case.re_examinations.get().panel

    with pytest.raises(Committee.DoesNotExist):
        signs(world, world.secretary, world.experts[0], body=panel)
    signs(world, world.experts[0], world.experts[0], body=panel)
    assert world.seat(world.experts[0], panel).secrecy_signed_on == BOTH.secrecy_signed_on


def test_what_may_be_recorded_is_all_seats_for_the_office_and_the_own_for_others(world, statements):
    def of(user):
        return {seat.person for seat in signable(committee=world.body, user=user, now=MORNING)}

    assert of(world.secretary) == of(world.chair) == {world.secretary, *world.members}
    assert of(world.vice) == {world.vice}
    assert of(world.centre_secretary) == of(world.applicant) == set()
    world.end_seat(world.members[8], on=TODAY, at=MORNING)
    assert of(world.secretary) == {world.secretary, *world.members[:8]}
    assert Seat.objects.filter(committee=world.body).count() == 10
    assert statements(signable, committee=world.body, user=world.secretary, now=MORNING) == 1
