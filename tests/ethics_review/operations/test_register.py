"""People and institutions are entered and changed with an entry that says by whom, and holds no name of a person."""

import pytest

from accounts.models import Institution, User
from ethics_review.operations import register
from ledger.models import Entry
from tests.world import MORNING


@pytest.fixture
def by(world):
    return {"actor": world.manager, "now": MORNING}


def last(subject):
    return Entry.objects.filter(stream=subject.stream).latest("seq")


def test_an_institution_is_entered_and_changed_with_what_it_is(world, by, chain_holds):
    unit = register.enter_institution(institution=Institution(kind="unit", name="新单位", region="5103"), **by)
    entered = last(unit)
    unit.region, unit.name = "51", "改名而不在其列"
    register.change_institution(institution=unit, changed=["region"], **by)

    assert (entered.action, entered.actor, entered.role, entered.moment) == (
        "institution.entered",
        world.manager,
        "operator",
        MORNING,
    )
    assert entered.data == {"kind": "unit", "name": "新单位", "name_en": "", "region": "5103"}
    assert (last(unit).action, last(unit).data["changed"], last(unit).data["region"]) == (
        "institution.changed",
        ["region"],
        "51",
    )
    unit.refresh_from_db()
    assert (unit.region, unit.name) == ("51", "新单位")
    assert chain_holds()


def test_a_person_is_entered_and_changed_without_a_name_on_record(world, by, chain_holds):
    person = User(username="zhang.san", name="张三", name_en="Zhang San", email="z@example.org", institution=world.unit)
    register.enter_person(person=person, **by)
    entered = last(person)
    person.is_active, person.name = False, "张三丰"
    register.change_person(person=person, changed=["name", "is_active"], **by)

    standing = {"person": person.pk, "institution": world.unit.pk, "is_staff": False, "is_superuser": False}
    assert (entered.action, entered.role, entered.data) == (
        "person.entered",
        "operator",
        standing | {"is_active": True},
    )
    assert (last(person).action, last(person).data) == (
        "person.changed",
        standing | {"is_active": False, "changed": ["is_active", "name"]},
    )
    told = "".join(Entry.objects.filter(stream=person.stream).values_list("body", flat=True))
    assert not any(word in told for word in ("张三", "Zhang", "zhang", "example"))
    assert chain_holds()


def test_the_first_person_enters_themselves(db):
    first = User(username="operator", is_superuser=True)
    register.enter_person(person=first, actor=first, now=MORNING)

    assert (last(first).actor, last(first).data["is_superuser"]) == (first, True)


def test_a_change_writes_its_columns_alone(world, by):
    """Somebody else changed the language meanwhile."""
    mine = User.objects.get(pk=world.stranger.pk)
    User.objects.filter(pk=mine.pk).update(language="en")
    mine.is_active = False
    register.change_person(person=mine, changed=["is_active"], **by)

    mine.refresh_from_db()
    assert (mine.is_active, mine.language) == (False, "en")
