"""Offices in institutions: given and ended by one door, told in the institution's own stream."""

from datetime import date

import pytest

from accounts.models import InstitutionRole
from ethics_review.operations import offices
from ethics_review.relations import relations_of
from ledger.models import Entry
from regulations.refusal import Refused
from tests.unwritten import everything
from tests.world import MORNING

TODAY = MORNING.date()


def give(world, **changed):
    letter = {"person": world.stranger, "institution": world.unit, "kind": "manager", "starts_on": TODAY}
    return offices.grant(**letter | changed, actor=world.chair, now=MORNING)


def test_an_office_is_told_with_whom_from_when_and_by_whom(world):
    office = give(world)

    (entry,) = Entry.objects.filter(stream=world.unit.stream)
    assert (entry.action, entry.actor, entry.role, entry.moment) == (
        "office.granted",
        world.chair,
        "operator",
        MORNING,
    )
    assert entry.data == {
        "office": office.pk,
        "person": world.stranger.pk,
        "kind": "manager",
        "starts_on": "2026-06-10",
        "ends_on": None,
    }
    assert relations_of(world.stranger, MORNING).managed == {world.unit.pk}


def test_an_office_ends_with_its_last_day(world):
    office = give(world)

    offices.end(office=office.pk, ends_on=date(2026, 6, 12), actor=world.manager, now=MORNING)

    last = Entry.objects.filter(stream=world.unit.stream).latest("seq")
    assert (last.action, last.actor, last.data["ends_on"]) == ("office.ended", world.manager, "2026-06-12")
    managed = [relations_of(world.stranger, MORNING.replace(day=day)).managed for day in (12, 13)]
    assert managed == [{world.unit.pk}, frozenset()]


@pytest.mark.parametrize(
    ("held", "wanted", "code"),
    [
        ((None, None), (date(2026, 6, 10), date(2026, 6, 9)), "office.period_reversed"),
        ((date(2026, 1, 1), None), (date(2026, 6, 10), None), "office.held_already"),
        ((date(2026, 1, 1), date(2026, 6, 10)), (date(2026, 6, 10), None), "office.held_already"),
        ((date(2026, 7, 1), None), (date(2026, 6, 10), date(2026, 7, 1)), "office.held_already"),
        ((date(2026, 1, 1), date(2026, 6, 9)), (date(2026, 6, 10), None), None),
        ((date(2026, 7, 1), None), (date(2026, 6, 10), date(2026, 6, 30)), None),
        ((None, None), (date(2026, 6, 10), date(2026, 6, 10)), None),
    ],
)
def test_nobody_holds_an_office_twice_on_one_day(world, held, wanted, code):
    if held[0]:
        give(world, starts_on=held[0], ends_on=held[1])
    before = everything()
    if code is None:
        assert give(world, starts_on=wanted[0], ends_on=wanted[1]).pk
        return

    with pytest.raises(Refused) as caught:
        give(world, starts_on=wanted[0], ends_on=wanted[1])

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.source.cite.instrument) == (code, "house")
    assert everything() == before


def test_another_office_of_the_same_person_is_another_matter(world):
    give(world)

    give(world, institution=world.bare_unit)
    give(world, institution=world.authority, kind="officer")

    assert InstitutionRole.objects.filter(user=world.stranger).count() == 3


def test_an_end_before_the_beginning_is_refused(world):
    office, before = give(world), everything()

    with pytest.raises(Refused) as caught:
        offices.end(office=office.pk, ends_on=date(2026, 6, 9), actor=world.chair, now=MORNING)

    assert [refusal.code for refusal in caught.value.refusals] == ["office.end_in_past", "office.period_reversed"]
    assert everything() == before


@pytest.mark.parametrize(
    ("ends_on", "code", "figures"),
    [
        (None, "office.end_missing", ["office"]),
        (date(2026, 6, 9), "office.end_in_past", ["earliest"]),
        (date(2026, 6, 10), None, []),
    ],
)
def test_an_office_ends_on_a_day_and_never_before_what_was_done_in_it(world, ends_on, code, figures):
    office = give(world, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    before = everything()
    if code is None:
        assert offices.end(office=office.pk, ends_on=ends_on, actor=world.chair, now=MORNING).ends_on == ends_on
        return

    with pytest.raises(Refused) as caught:
        offices.end(office=office.pk, ends_on=ends_on, actor=world.chair, now=MORNING)

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.source.cite.instrument, list(refusal.figures)) == (code, "house", figures)
    assert everything() == before


def test_a_unit_has_no_officers(world):
    before = everything()

    with pytest.raises(Refused) as caught:
        give(world, kind="officer")

    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.source.cite.instrument) == ("office.not_an_authority", "house")
    assert refusal.figures == {"institution": world.unit.pk, "kind": "unit"}
    assert everything() == before


def test_an_officer_a_unit_was_once_given_can_still_be_ended(world):
    office = InstitutionRole.objects.create(
        user=world.stranger, institution=world.unit, kind="officer", starts_on=date(2026, 1, 1)
    )

    assert offices.end(office=office.pk, ends_on=TODAY, actor=world.chair, now=MORNING).ends_on == TODAY
