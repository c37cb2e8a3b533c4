"""What the people of a body have signed and learnt, as its page tells those who may read it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from committees.models import Seat, Training
from ledger.models import Entry
from tests.world import MORNING

GIVEN = {"held_on": "2026-06-01", "subject": "科技伦理审查", "provider": "省科技伦理学会", "hours": "8"}


@pytest.fixture
def sending(browse, at, world):
    """What comes of the form that records a training."""

    def send(person, whose, language="en", **data):
        with at(MORNING):
            path = reverse("training-record", args=[world.body.pk])
            return browse(person, language).post(path, {"person": whose.pk} | GIVEN | data)

    return send


@pytest.fixture
def shown(browse, at, world, read):
    """What the page of training says."""

    def ask(person, on=MORNING, name="training", language="en"):
        with at(on):
            return read(browse(person, language).get(reverse(name, args=[world.body.pk])))

    return ask


@pytest.mark.parametrize("who", ["applicant", "officer", "bare_manager", "stranger", "centre_secretary"])
def test_whoever_is_not_of_the_body_knows_of_no_training(browse, at, world, sending, unchanged, who):
    sending(world.secretary, world.members[2])
    person, training = getattr(world, who), Training.objects.get()
    with unchanged(), at(MORNING):
        page = browse(person).get(reverse("training", args=[world.body.pk])).status_code
        body = browse(person).get(reverse("committee", args=[world.body.pk])).content.decode()
        strike = (
            browse(person)
            .post(reverse("training-strike", args=[world.body.pk, training.pk]), {"reason": "x"})
            .status_code
        )
        record = sending(person, world.members[2]).status_code

    assert [page, strike, record] == [404] * 3
    assert "科技伦理审查 · " not in body
    assert reverse("training", args=[world.body.pk]) not in body


def test_the_office_records_for_everybody_with_an_entry(sending, world, chain_holds):
    answer = sending(world.secretary, world.members[2], certificate="川伦培2026-0012")

    training = Training.objects.get()
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert (answer.status_code, answer["Location"]) == (302, reverse("training", args=[world.body.pk]))
    assert (training.person, training.held_on, training.hours) == (world.members[2], date(2026, 6, 1), Decimal(8))
    assert (entry.action, entry.actor, entry.role) == ("training.recorded", world.secretary, "secretary")
    assert entry.data["person"] == world.members[2].pk
    assert "川伦培2026-0012" not in str(entry.body)
    assert "省科技伦理学会" not in str(entry.body)
    assert chain_holds()


def test_members_record_their_own_and_nobody_elses(sending, world, unchanged):
    with unchanged():
        others = sending(world.members[3], world.members[2])

    own = sending(world.members[3], world.members[3])

    assert others.status_code == 422
    assert own.status_code == 302
    assert Entry.objects.filter(stream=world.body.stream).latest("seq").role == "member"


def test_the_manager_of_the_unit_reads_and_records_nothing(sending, shown, world, unchanged):
    with unchanged():
        assert sending(world.manager, world.members[2]).status_code == 422

    assert "No training of 10 people is on record." in shown(world.manager)
    assert "Record a training" not in shown(world.manager)


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"held_on": "2026-06-10"}, 302, ""),
        ({"held_on": "2026-06-11"}, 409, "Training is not recorded before it was held; today is 2026-06-10"),
        ({"hours": ""}, 409, "Neither hours nor a certificate show the training"),
        ({"hours": "", "certificate": "0012"}, 302, ""),
        ({"hours": "0"}, 422, ""),
        ({"subject": ""}, 422, ""),
        ({"hours": "8.3"}, 422, "multiple of step size 0.5"),
        ({"hours": "9" * 400}, 422, "less than or equal to 9999"),
        ({"hours": "1e999"}, 422, "less than or equal to 9999"),
        ({"hours": "1e9999999999"}, 422, "less than or equal to 9999"),
        ({"hours": "NaN"}, 422, "Enter a number"),
    ],
)
def test_what_shows_a_training_and_when_it_was_held(sending, world, read, everything, changed, status, told):
    before = everything()
    answer = sending(world.secretary, world.members[2], **changed)

    assert answer.status_code == status
    assert told in read(answer)
    assert (everything() == before) is (status != 302)


def test_whoever_has_none_and_whose_is_old_is_told(sending, shown, world):
    sending(world.secretary, world.members[2], held_on="2024-06-10")
    sending(world.secretary, world.members[3], held_on="2024-06-09")

    words = shown(world.chair)

    assert "No training of 8 people is on record." in words
    assert "The training of one person has lapsed." in words
    assert (
        "委员3 Member not on record due again by 2026-06-10 2024-06-10 · 科技伦理审查 · 省科技伦理学会 · 8 hours"
        in words
    )
    assert "委员4 Member not on record lapsed on 2026-06-09" in words
    assert "Training counts for 24 months here. No text fixes how long" in words


@pytest.mark.parametrize(("months", "lapsed"), [(23, True), (24, False)])
def test_how_long_it_counts_is_the_committees_own_setting(sending, shown, world, months, lapsed):
    world.body.house = {"training.months": months}
    world.body.save()
    sending(world.secretary, world.members[2], held_on="2024-06-10")

    assert ("The training of one person has lapsed." in shown(world.chair)) is lapsed


def test_the_bodys_own_page_tells_its_people_what_is_to_be_seen_to(sending, shown, world):
    sending(world.secretary, world.members[2])

    words = shown(world.members[4], name="committee")

    assert "Statements and training" in words
    assert "No training of 9 people is on record." in words
    assert "good through 2028-06-01" in words


@pytest.mark.parametrize(
    ("who", "signs", "records"), [("manager", False, False), ("chair", True, True), ("secretary", True, True)]
)
def test_only_whoever_may_record_is_led_to_where_it_is_recorded(browse, at, world, who, signs, records):
    with at(MORNING):
        source = browse(getattr(world, who)).get(reverse("committee", args=[world.body.pk])).content.decode()

    assert "are not on record" in source
    assert ('#signing"' in source) is signs is ('id="signing"' in source)
    assert ('#recording"' in source) is records


def test_the_renewal_of_the_statements_is_told_on_its_day(shown, world):
    Seat.objects.filter(person=world.members[2]).update(
        secrecy_signed_on=date(2025, 6, 10), interests_signed_on=date(2025, 8, 1)
    )

    on_the_day = shown(world.chair, on=MORNING)
    the_day_after = shown(world.chair, on=MORNING + timedelta(days=1))

    assert "委员3 Member due again by 2026-06-10 secrecy 2025-06-10, interests 2025-08-01" in on_the_day
    assert "lapsed on 2026-06-10" in the_day_after
    assert "The statements of one person are to be signed again." in the_day_after
    assert "The statements of 9 people are not on record." in the_day_after


def test_a_record_made_by_mistake_is_struck_and_stays(browse, at, sending, shown, world):
    sending(world.secretary, world.members[2])
    path = reverse("training-strike", args=[world.body.pk, Training.objects.get().pk])
    with at(MORNING):
        answer = browse(world.chair).post(path, {"reason": "姓名有误"})
        again = browse(world.chair).post(path, {"reason": "姓名有误"})

    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    words = shown(world.chair)
    assert (answer.status_code, again.status_code) == (302, 409)
    assert (entry.action, entry.role) == ("training.struck", "chair")
    assert "姓名有误" not in str(entry.body)
    assert "No training of 10 people is on record." in words
    assert "姓名有误" in words


def test_only_the_office_strikes(browse, at, sending, world, unchanged):
    sending(world.members[2], world.members[2])
    path = reverse("training-strike", args=[world.body.pk, Training.objects.get().pk])
    with unchanged(), at(MORNING):
        own = browse(world.members[2]).post(path, {"reason": "x"}).status_code
        silent = browse(world.secretary).post(path, {"reason": ""}).status_code
        absent = (
            browse(world.secretary)
            .post(reverse("training-strike", args=[world.body.pk, 10**6]), {"reason": "x"})
            .status_code
        )

    assert [own, silent, absent] == [409, 422, 404]


def test_an_empty_record_says_what_to_do(shown, world):
    assert "No training is on record. Record the first one with the form on this page." in shown(world.secretary)
    assert "Its holder or the body's secretary records it." in shown(world.manager)


def test_the_page_costs_the_same_for_one_record_and_three(browse, at, sending, world, statements):
    path = reverse("training", args=[world.body.pk])
    sending(world.secretary, world.members[2])
    with at(MORNING):
        browser = browse(world.secretary)
        one = statements(browser.get, path)
    for member in world.members[3:5]:
        sending(world.secretary, member)
    with at(MORNING):
        three = statements(browser.get, path)

    assert one == three <= 15
