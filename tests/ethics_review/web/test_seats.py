"""Seats given, renewed and ended by the unit: what comes of it is told first, and nobody else knows of the page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from committees.models import Seat
from ledger.models import Deadline, Entry
from tests.world import MORNING, TERM, someone

LETTER = {
    "position": "member",
    "categories": ["law"],
    "sex": "female",
    "starts_on": "2026-06-10",
    "ends_on": "2031-06-09",
}


@pytest.fixture
def newcomer(world):
    return someone("新委员", world.unit)


@pytest.fixture
def new(browse, at, world, newcomer):
    """What comes of the form for a new seat."""

    def send(by=None, language="en", query="", **data):
        with at(MORNING):
            path = reverse("seat-new", args=[world.body.pk]) + query
            return browse(by or world.manager, language).post(path, {"person": newcomer.pk} | LETTER | data)

    return send


@pytest.fixture
def ending(browse, at, world):
    """What comes of the form that ends the seat of a member."""

    def send(member, person=None, **data):
        with at(MORNING):
            path = reverse("seat-end", args=[world.body.pk, world.seat(member).pk])
            return browse(person or world.manager).post(path, {"ended_on": "2026-06-11", "reason": "调离"} | data)

    return send


@pytest.mark.parametrize("who", ["applicant", "secretary", "chair", "officer", "bare_manager", "stranger"])
def test_nobody_but_the_units_manager_knows_of_the_pages(browse, at, world, new, ending, unchanged, who):
    person, seat = getattr(world, who), world.seat(world.members[4])
    with unchanged(), at(MORNING):
        shown = [
            browse(person).get(path).status_code
            for path in (
                reverse("seat-new", args=[world.body.pk]),
                reverse("seat-new", args=[world.body.pk]) + f"?renew={seat.pk}",
                reverse("seat-end", args=[world.body.pk, seat.pk]),
            )
        ]
        sent = [new(person, confirmed="yes").status_code, ending(world.members[4], person, confirmed="yes").status_code]

    assert [*shown, *sent] == [404] * 5


def test_a_manager_who_has_left_office_is_nobody(browse, at, world, new, unchanged):
    world.manager.institution_roles.update(ends_on=MORNING.date() - timedelta(days=1))

    with unchanged():
        assert new(confirmed="yes").status_code == 404


def test_the_links_are_offered_to_the_manager_alone(browse, at, world):
    path, seat = reverse("committee", args=[world.body.pk]), world.seat(world.members[4])
    links = (reverse("seat-new", args=[world.body.pk]), reverse("seat-end", args=[world.body.pk, seat.pk]))

    with at(MORNING):
        pages = {who: browse(getattr(world, who)).get(path).content.decode() for who in ("manager", "chair")}

    assert [f'href="{link}"' in pages["manager"] for link in links] == [True, True]
    assert [link in pages["chair"] for link in links] == [False, False]


def test_before_a_seat_is_given_the_page_tells_what_comes_of_it(new, read, unchanged):
    with unchanged():
        answer = new()

    words = read(answer)
    assert answer.status_code == 200
    assert "Person 新委员" in words
    assert "From outside of the unit itself" in words
    assert "The body on 2026-06-10" in words
    assert "As things stand lawfully composed 9 voting members" in words
    assert "With this lawfully composed 10 voting members" in words


def test_a_seat_is_given_with_its_entry_and_its_clocks(new, world, newcomer, chain_holds):
    answer = new(confirmed="yes")

    seat = Seat.objects.get(person=newcomer)
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert (answer.status_code, answer["Location"]) == (302, reverse("committee", args=[world.body.pk]))
    assert (seat.position, seat.categories, seat.external) == ("member", ["law"], False)
    assert (seat.starts_on, seat.ends_on) == (date(2026, 6, 10), date(2031, 6, 9))
    assert (entry.action, entry.actor, entry.role) == ("seat.appointed", world.manager, "unit")
    clocks = {one.clock: one.due_on for one in Deadline.objects.filter(stream=world.body.stream, settled_at=None)}
    assert clocks["member_term"] in {TERM[1], date(2031, 6, 9)}
    assert "committee_registration" in clocks
    assert chain_holds()


@pytest.mark.parametrize(("unit", "external"), [("unit", False), ("bare_unit", True), (None, True)])
def test_whoever_belongs_elsewhere_is_from_outside(new, world, newcomer, unit, external):
    newcomer.institution = getattr(world, unit) if unit else None
    newcomer.save()

    new(confirmed="yes")

    assert Seat.objects.get(person=newcomer).external is external


@pytest.mark.parametrize("last", ["2031-06-10", "2031-06-11"])
def test_a_term_over_five_years_is_refused_with_its_article_on_either_step(new, read, everything, last):
    before = everything()
    answers = [new(ends_on=last, **step) for step in ({}, {"confirmed": "yes"})]

    if last == "2031-06-10":
        assert [answer.status_code for answer in answers] == [200, 302]
    else:
        assert [answer.status_code for answer in answers] == [409, 409]
        assert "at most 5 year" in read(answers[0])
        assert "Art. 7" in answers[0].content.decode()
        assert everything() == before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"position": "chair"}, "chair"),
        ({"person": "member"}, "seat"),
    ],
)
def test_a_second_chair_and_a_second_seat_are_refused(new, world, read, unchanged, changed, told):
    given = {"person": world.members[3].pk} if "person" in changed else changed
    with unchanged():
        answer = new(confirmed="yes", **given)

    assert answer.status_code == 409
    assert "This was refused; nothing was written" in read(answer)
    assert told in read(answer)


def test_experts_are_not_seated_on_a_committee(new, unchanged):
    with unchanged():
        assert new(position="expert", confirmed="yes").status_code == 422


def test_a_person_there_is_not_is_told_in_the_form(new, unchanged):
    with unchanged():
        assert new(person=2**40, confirmed="yes").status_code == 422


def test_what_was_chosen_can_be_changed_before_it_is_sent(new, newcomer, unchanged):
    with unchanged():
        whole = new(change="yes").content.decode()

    assert f'<option value="{newcomer.pk}" selected>' in whole
    assert "confirmed" not in whole


def test_a_further_term_begins_the_day_after_the_last(browse, at, world):
    seat = world.seat(world.members[4])
    with at(MORNING):
        whole = browse(world.manager).get(reverse("seat-new", args=[world.body.pk]), renew=seat.pk).content.decode()

    assert "A further term for 委员5" in whole
    assert 'value="2029-01-01"' in whole
    assert 'value="2033-12-31"' in whole
    assert f'<option value="{seat.person_id}" selected>' in whole


def test_a_further_term_is_given_beside_the_one_that_runs(new, world):
    member = world.members[4]
    letter = {"person": member.pk, "starts_on": "2029-01-01", "ends_on": "2033-12-31"}

    answer = new(query=f"?renew={world.seat(member).pk}", confirmed="yes", **letter)

    assert answer.status_code == 302
    assert list(Seat.objects.filter(person=member).order_by("pk").values_list("ends_on", flat=True)) == [
        TERM[1],
        date(2033, 12, 31),
    ]


@pytest.mark.parametrize("renew", ["x", "-1", "9" * 30, "9" * 5000, "\x00", "1000000"])
def test_a_seat_there_is_not_cannot_be_renewed(browse, at, world, renew):
    with at(MORNING):
        assert browse(world.manager).get(reverse("seat-new", args=[world.body.pk]), renew=renew).status_code == 404


def test_a_seat_of_another_body_is_not_found_under_this_one(browse, at, world, unchanged):
    other = world.seat(world.centre_members[3], world.centre)
    with unchanged(), at(MORNING):
        path = reverse("seat-end", args=[world.body.pk, other.pk])
        answer = browse(world.manager).post(path, {"ended_on": "2026-06-11", "reason": "x", "confirmed": "yes"})

    assert answer.status_code == 404


def test_before_the_last_seat_of_a_field_ends_the_page_tells_what_would_be_missing(ending, world, read, unchanged):
    world.end_seat(world.members[7], on=MORNING.date(), at=MORNING)
    with unchanged():
        answer = ending(world.members[3])  # the other one of law

    words = read(answer)
    assert "With this the body would not be lawfully composed on 2026-06-11" in words
    assert "As things stand lawfully composed 8 voting members" in words
    assert "With this not lawfully composed 7 voting members" in words
    assert "Art. 10" in answer.content.decode()


def test_a_seat_is_ended_with_its_reason_kept_apart_from_the_ledger(ending, world):
    member = world.members[5]
    answer = ending(member, confirmed="yes")

    seat = world.seat(member)
    entry = Entry.objects.filter(stream=world.body.stream).latest("seq")
    assert answer.status_code == 302
    assert (seat.ended_on, seat.end_reason) == (date(2026, 6, 11), "调离")
    assert (entry.action, entry.role) == ("seat.ended", "unit")
    assert "调离" not in str(entry.body)


@pytest.mark.parametrize(("day", "status"), [("2026-06-09", 409), ("2026-06-10", 302), ("2029-01-01", 409)])
def test_a_seat_ends_within_its_term_and_not_in_the_past(ending, world, day, status):
    assert ending(world.members[5], ended_on=day, confirmed="yes").status_code == status


def test_a_seat_that_ends_early_is_told_beside_its_term(browse, at, world, ending, read):
    ending(world.members[5], ended_on="2026-07-01", confirmed="yes")

    with at(MORNING):
        shown = read(browse(world.applicant).get(reverse("committee", args=[world.body.pk])))

    assert "2024-01-01 – 2028-12-31 ends early, on 2026-07-01" in shown


def test_the_pages_cost_the_same_for_one_person_and_three(browse, at, world, statements):
    path = reverse("seat-new", args=[world.body.pk])
    with at(MORNING):
        browser = browse(world.manager)
        one = statements(browser.get, path)
        for number in range(3):
            someone(f"人员{number}", world.unit)
        three = statements(browser.get, path)

    assert one == three <= 15


@pytest.mark.parametrize("day", ["9999-12-31", "9999-01-01", "3000-01-01"])
def test_a_term_beyond_the_calendar_is_corrected_and_breaks_nothing(new, read, unchanged, day):
    with unchanged():
        answers = [new(confirmed="yes", starts_on=day, ends_on="9999-12-31"), new(confirmed="yes", ends_on=day)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "less than or equal to 2999-12-31" in read(answers[0])
