"""What only some provinces ask of a committee: an odd number of members, and their signed statements."""

from datetime import date, timedelta

import pytest

import regulations
from committees import operations
from committees.models import Seat
from committees.queries import composition
from ledger.models import Entry
from regulations.overlay import lay
from regulations.refusal import Refused
from tests.regulations.overlays import LOCAL, known

SIGNED_ON = date(2026, 6, 1)
ODD, SIGNED = "ai-2026+sichuan#7?", "ai-2026+sichuan#8?"


@pytest.fixture(scope="module")
def province():
    """The rules of the measures under those of the province."""
    return lay(LOCAL / "sichuan.toml", known).rules_for(house={})


@pytest.fixture
def sign(secretary):
    def both(seat, **changed):
        words = {"seat": seat, "secrecy_on": SIGNED_ON, "interests_on": SIGNED_ON} | secretary | changed
        return operations.sign_statements(**words)

    return both


def lacks(committee, on, rules):
    found = composition(committee=committee, on=on, rules=rules)
    return [(reason.code, str(reason.source.cite), dict(reason.figures)) for reason in found.refusals]


def test_seven_who_have_signed_are_lawful_and_eight_are_not(committee, seven, appoint, sign, today, province):
    for seat in seven:
        sign(seat)
    assert lacks(committee, today, province) == []

    sign(appoint())
    assert lacks(committee, today, province) == [("committee.even", ODD, {"have": 8})]

    sign(appoint())
    assert lacks(committee, today, province) == []


def test_each_member_signs_both_statements(committee, seven, sign, today, province):
    assert lacks(committee, today, province) == [("committee.unsigned", SIGNED, {"unsigned": 7})]
    for seat in seven[:6]:
        sign(seat)
    assert lacks(committee, today, province) == [("committee.unsigned", SIGNED, {"unsigned": 1})]

    for lacking in ("secrecy_signed_on", "interests_signed_on"):
        sign(seven[6])
        assert lacks(committee, today, province) == []
        Seat.objects.filter(pk=seven[6].pk).update(**{lacking: None})
        assert lacks(committee, today, province) == [("committee.unsigned", SIGNED, {"unsigned": 1})]


def test_the_measures_alone_ask_for_neither(committee, seven, appoint, today, rules):
    appoint()

    assert lacks(committee, today, rules) == []
    assert not {"committee.odd_members", "committee.signed_statements"} & regulations.pack("ai-2026").rules.keys()


def test_a_signature_is_recorded_with_an_entry(seven, sign, today):
    seat, entry = sign(seven[0], interests_on=today)

    assert (seat.secrecy_signed_on, seat.interests_signed_on) == (SIGNED_ON, today)
    assert (entry.action, entry.role) == ("seat.statements_signed", "secretary")
    assert entry.data == {
        "seat": seat.pk,
        "person": seat.person_id,
        "secrecy_on": "2026-06-01",
        "interests_on": today.isoformat(),
    }


@pytest.mark.parametrize("which", ["secrecy_on", "interests_on"])
def test_nobody_signs_tomorrow(seven, sign, today, which):
    before = Entry.objects.count()
    assert sign(seven[0], **{which: today}).row.pk == seven[0].pk

    with pytest.raises(Refused) as caught:
        sign(seven[0], **{which: today + timedelta(days=1)})

    (refusal,) = caught.value.refusals
    assert (refusal.code, dict(refusal.figures)) == ("seat.signed_in_future", {"today": today.isoformat()})
    assert Entry.objects.count() == before + 1


def test_a_seat_that_has_ended_is_signed_for_no_more(seven, sign, today, secretary):
    operations.end_seat(seat=seven[0], ended_on=today, reason="辞任", **secretary)

    with pytest.raises(Refused) as caught:
        sign(seven[0])

    assert [refusal.code for refusal in caught.value.refusals] == ["seat.ended"]
    assert Seat.objects.get(pk=seven[0].pk).secrecy_signed_on is None
