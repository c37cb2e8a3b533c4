"""Seats and training over the API: by the same people, with the same reasons, as by page."""

import pytest

from committees.models import Seat, Training
from ledger.models import Entry
from tests.world import MORNING, someone

LETTER = {
    "position": "member",
    "sex": "female",
    "categories": ["law"],
    "starts_on": "2026-06-10",
    "ends_on": "2031-06-09",
}
TAUGHT = {"held_on": "2026-06-01", "subject": "科技伦理审查", "provider": "省科技伦理学会", "hours": 8}


@pytest.fixture
def asks(calls, at):
    def ask(who, path, data):
        with at(MORNING):
            return calls(who).post(path, data)

    return ask


@pytest.fixture
def body(world):
    return f"committees/{world.body.pk}/"


def test_the_manager_seats_a_person_and_ends_the_seat(world, asks, body):
    newcomer = someone("新委员", world.bare_unit)
    made = asks(world.manager, f"{body}seats/", {"person": newcomer.pk} | LETTER)
    seat = made.json()["id"]
    ended = asks(world.manager, f"{body}seats/{seat}/end/", {"ended_on": "2026-07-01", "reason": "调离"})

    assert made.status_code == 201
    assert {name: made.json()[name] for name in ("position", "external", "categories")} == {
        "position": "member",
        "external": True,
        "categories": ["law"],
    }
    assert ended.status_code == 200
    assert Seat.objects.get(pk=seat).ended_on.isoformat() == "2026-07-01"
    assert list(Entry.objects.filter(stream=world.body.stream).order_by("-seq").values_list("action", "role")[:2]) == [
        ("seat.ended", "unit"),
        ("seat.appointed", "unit"),
    ]


@pytest.mark.parametrize("who", ["secretary", "chair", "applicant", "officer", "bare_manager", "stranger"])
def test_to_anybody_else_there_are_no_seats_to_give(world, asks, body, unchanged, who):
    person, seat = getattr(world, who), world.seat(world.members[4]).pk
    with unchanged():
        given = asks(person, f"{body}seats/", {"person": world.stranger.pk} | LETTER).status_code
        unread = asks(person, f"{body}seats/", {"nonsense": 1}).status_code
        ended = asks(person, f"{body}seats/{seat}/end/", {"ended_on": "2026-07-01", "reason": "x"}).status_code

    assert [given, unread, ended] == [404] * 3


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"ends_on": "2031-06-11"}, 409, "seat.term_too_long"),
        ({"position": "chair"}, 409, "seat.second_chair"),
        ({"starts_on": "2026-06-11", "ends_on": "2026-06-10"}, 409, "seat.term_reversed"),
        ({"position": "expert"}, 422, "input.enum"),
        ({"person": 10**9}, 422, "input.not_found"),
        ({"external": True}, 422, "input.unknown_field"),
        ({"categories": ["magic"]}, 422, "input.enum"),
        ({"starts_on": "9999-12-31"}, 422, "input.too_long"),
        ({"ends_on": "3000-01-01"}, 422, "input.too_long"),
    ],
)
def test_what_cannot_be_given_is_refused_with_its_code(world, asks, body, unchanged, changed, status, code):
    with unchanged():
        answer = asks(world.manager, f"{body}seats/", {"person": world.stranger.pk} | LETTER | changed)

    told = answer.json()
    assert answer.status_code == status
    assert [one["code"] for one in told.get("refusals", told.get("errors"))] == [code]


def test_whoever_runs_the_product_sits_nowhere(world, asks, body, unchanged):
    operator = someone("运维", world.unit)
    operator.is_superuser = True
    operator.save()
    with unchanged():
        answer = asks(world.manager, f"{body}seats/", {"person": operator.pk} | LETTER)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "input.not_found")


def test_a_seat_of_another_body_is_not_ended_here(world, asks, body, unchanged):
    other = world.seat(world.centre_members[3], world.centre).pk
    with unchanged():
        answer = asks(world.manager, f"{body}seats/{other}/end/", {"ended_on": "2026-07-01", "reason": "x"})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "input.not_found")


def test_training_is_recorded_listed_and_struck(world, asks, calls, at, body):
    made = asks(world.secretary, f"{body}training/", {"person": world.members[2].pk} | TAUGHT)
    with at(MORNING):
        listed = calls(world.members[5]).get(f"{body}training/").json()["results"]
    struck = asks(world.chair, f"{body}training/{made.json()['id']}/strike/", {"reason": "姓名有误"})

    assert made.status_code == 201
    assert [(one["person"]["name"], one["hours"], one["counts_through"]) for one in listed] == [
        ("委员3", 8.0, "2028-06-01")
    ]
    assert (struck.status_code, struck.json()["strike_reason"]) == (200, "姓名有误")


@pytest.mark.parametrize("who", ["applicant", "officer", "bare_manager", "stranger", "centre_secretary"])
def test_to_anybody_else_there_is_no_training(world, asks, calls, at, body, unchanged, who):
    asks(world.secretary, f"{body}training/", {"person": world.members[2].pk} | TAUGHT)
    person, item = getattr(world, who), Training.objects.get().pk
    with unchanged():
        made = asks(person, f"{body}training/", {"person": world.members[2].pk} | TAUGHT).status_code
        struck = asks(person, f"{body}training/{item}/strike/", {"reason": "x"}).status_code
        with at(MORNING):
            listed = calls(person).get(f"{body}training/").status_code

    assert [made, struck, listed] == [404] * 3


def test_members_record_their_own_only_and_managers_none(world, asks, body, unchanged):
    other = {"person": world.members[2].pk} | TAUGHT
    with unchanged():
        refused = [asks(person, f"{body}training/", other) for person in (world.members[3], world.manager)]

    assert [(one.status_code, one.json()["refusals"][0]["code"]) for one in refused] == [(409, "role.not_yours")] * 2
    assert asks(world.members[2], f"{body}training/", other).status_code == 201


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"held_on": "2026-06-11"}, 409, "training.in_future"),
        ({"hours": 0}, 422, "input.too_short"),
        ({"hours": 8.3}, 422, "input.format"),
        ({"person": 10**9}, 422, "input.not_found"),
    ],
)
def test_what_cannot_be_recorded_is_told_with_its_code(world, asks, body, unchanged, changed, status, code):
    with unchanged():
        answer = asks(world.secretary, f"{body}training/", {"person": world.members[2].pk} | TAUGHT | changed)

    told = answer.json()
    assert answer.status_code == status
    assert [one["code"] for one in told.get("refusals", told.get("errors"))] == [code]


def test_training_that_nothing_shows_is_refused(world, asks, body, unchanged):
    words = {name: value for name, value in TAUGHT.items() if name != "hours"}
    with unchanged():
        answer = asks(world.secretary, f"{body}training/", {"person": world.members[2].pk} | words)

    assert answer.json()["refusals"][0]["code"] == "training.unproved"


def test_the_list_costs_the_same_for_one_row_and_three(world, asks, calls, at, body, statements):
    def cost():
        with at(MORNING):
            caller = calls(world.secretary)
            caller.get("me/")
            return statements(caller.get, f"{body}training/")

    asks(world.secretary, f"{body}training/", {"person": world.members[2].pk} | TAUGHT)
    one = cost()
    for person in world.members[3:5]:
        asks(world.secretary, f"{body}training/", {"person": person.pk} | TAUGHT)

    assert cost() == one <= 8
