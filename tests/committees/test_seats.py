"""Setting up a body, appointing to it and ending a seat early."""

import hashlib
from datetime import date, datetime, timedelta

import pytest

from committees import operations
from committees.models import Committee, Seat
from committees.queries import seats_on
from ledger.models import Entry
from regulations.clocks import SHANGHAI
from regulations.vocabulary import Category, CommitteeKind, Position

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
ONE_DAY = timedelta(days=1)


def end(seat, ended_on, secretary, reason="工作调动", **changed):
    return operations.end_seat(**({"seat": seat, "ended_on": ended_on, "reason": reason} | secretary | changed))


def test_establish_writes_the_body_and_its_first_entry(institution, today, secretary):
    charter = {"institution": institution, "kind": CommitteeKind.ETHICS, "name": "委员会", "name_en": "Committee"}

    committee, entry = operations.establish(
        **charter, pack_id="ai-2026", established_on=today, house={"meeting.video": True}, **secretary
    )

    assert Committee.objects.get() == committee
    assert (committee.kind, committee.pack_id, committee.house) == ("ethics", "ai-2026", {"meeting.video": True})
    assert (entry.stream, entry.seq, entry.action) == (f"committee:{committee.pk}", 0, "committee.established")
    assert entry.data == {
        "institution": institution.pk,
        "kind": "ethics",
        "pack": "ai-2026",
        "established_on": "2026-06-10",
        "house": {"meeting.video": True},
        "subject": "",
    }


def test_establish_refuses_a_name_the_institution_has_given(body, refused):
    body(name="委员会")

    with refused() as outcome:
        body(name="委员会")

    assert outcome.reasons == [("committee.name_taken", "house")]


def test_register_records_number_and_instant(committee, secretary, last_entry):
    recorded = operations.register(committee=committee, number="川伦登〔2026〕7号", **secretary)

    stored = Committee.objects.get(pk=committee.pk)
    assert (stored.registration_number, stored.registered_at) == ("川伦登〔2026〕7号", secretary["at"])
    assert last_entry(committee.stream) == ("committee.registered", {"number": "川伦登〔2026〕7号"}, "secretary")
    assert recorded.entry.seq == 1


def test_register_may_be_done_again_after_a_change(committee, secretary):
    operations.register(committee=committee, number="旧号", **secretary)

    operations.register(committee=committee, number="新号", **secretary)

    assert Committee.objects.get(pk=committee.pk).registration_number == "新号"
    assert Entry.objects.filter(stream=committee.stream, action="committee.registered").count() == 2


def test_appoint_writes_the_seat_and_its_entry(committee, letter, last_entry):
    words = letter(categories=("law", "ethics"), external=True)

    seat, entry = operations.appoint(**words)

    assert Seat.objects.get() == seat
    assert last_entry(committee.stream) == (entry.action, entry.data, "secretary")
    assert (entry.action, entry.data) == (
        "seat.appointed",
        {
            "seat": seat.pk,
            "person": words["person"].pk,
            "position": "member",
            "categories": ["ethics", "law"],
            "external": True,
            "starts_on": "2024-01-01",
            "ends_on": "2028-12-31",
        },
    )


@pytest.mark.parametrize(
    ("starts_on", "last_day"),
    [
        (date(2024, 1, 1), date(2029, 1, 1)),
        (date(2024, 3, 15), date(2029, 3, 15)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2023, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_term_lasts_exactly_five_years_at_most(letter, refused, starts_on, last_day):
    with refused() as outcome:
        operations.appoint(**letter(starts_on=starts_on, ends_on=last_day + ONE_DAY))
    operations.appoint(**letter(starts_on=starts_on, ends_on=last_day))

    assert outcome.reasons == [("seat.term_too_long", "general-2023#7")]
    assert outcome.figures == [{"years": 5, "longest": last_day.isoformat(), "given": (last_day + ONE_DAY).isoformat()}]


def test_a_term_of_one_day_is_lawful_and_one_that_ends_before_it_begins_is_not(letter, refused):
    with refused() as outcome:
        operations.appoint(**letter(starts_on=FIRST, ends_on=FIRST - ONE_DAY))
    seat = operations.appoint(**letter(starts_on=FIRST, ends_on=FIRST)).row

    assert outcome.reasons == [("seat.term_reversed", "house")]
    assert seat.ends_on == FIRST


def test_the_same_person_is_not_seated_twice_at_once(appoint, letter, refused):
    seat = appoint(starts_on=FIRST, ends_on=LAST)

    with refused() as outcome:
        operations.appoint(**letter(person=seat.person, starts_on=LAST, ends_on=LAST))
    renewed = appoint(person=seat.person, starts_on=LAST + ONE_DAY, ends_on=date(2033, 12, 31))

    assert outcome.reasons == [("seat.overlap", "house")]
    assert outcome.figures == [{"person": seat.person_id, "seat": seat.pk, "until": "2028-12-31"}]
    assert renewed.starts_on == date(2029, 1, 1)


def test_a_seat_before_the_present_one_may_end_the_day_before_it_begins(appoint, letter, refused):
    seat = appoint(starts_on=FIRST, ends_on=LAST)

    with refused() as outcome:
        operations.appoint(**letter(person=seat.person, starts_on=date(2020, 1, 1), ends_on=FIRST))
    earlier = appoint(person=seat.person, starts_on=date(2020, 1, 1), ends_on=FIRST - ONE_DAY)

    assert outcome.reasons == [("seat.overlap", "house")]
    assert earlier.ends_on == date(2023, 12, 31)


def test_the_same_person_may_sit_on_another_body(appoint, body):
    seat = appoint()

    other = appoint(committee=body(), person=seat.person)

    assert other.person == seat.person


def test_a_second_chair_at_the_same_time_is_refused(appoint, letter, refused):
    chair = appoint(position=Position.CHAIR, starts_on=FIRST, ends_on=LAST)

    with refused() as outcome:
        operations.appoint(**letter(position=Position.CHAIR, starts_on=LAST, ends_on=LAST))
    successor = appoint(position=Position.CHAIR, starts_on=LAST + ONE_DAY, ends_on=date(2033, 12, 31))
    vice = appoint(position=Position.VICE_CHAIR, starts_on=FIRST, ends_on=LAST)

    assert outcome.reasons == [("seat.second_chair", "general-2023#7")]
    assert outcome.figures == [{"most": 1, "people": [chair.person_id]}]
    assert (successor.position, vice.position) == ("chair", "vice_chair")


@pytest.mark.parametrize("kind", [CommitteeKind.ETHICS, CommitteeKind.SERVICE_CENTRE])
def test_an_expert_sits_on_a_panel_and_not_on_a_committee_or_centre(body, letter, refused, kind):
    committee, panel = body(kind), body(CommitteeKind.EXPERT_PANEL)

    with refused() as outcome:
        operations.appoint(**letter(committee=committee, position=Position.EXPERT))
    seat = operations.appoint(**letter(committee=panel, position=Position.EXPERT)).row

    assert outcome.reasons == [("seat.wrong_body", "general-2023#7")]
    assert outcome.figures == [{"position": "expert", "kind": kind.value}]
    assert seat.position == "expert"


@pytest.mark.parametrize("position", [one for one in Position if one is not Position.EXPERT])
def test_nobody_but_an_expert_sits_on_a_panel(body, letter, refused, position):
    with refused() as outcome:
        operations.appoint(**letter(committee=body(CommitteeKind.EXPERT_PANEL), position=position))
    seat = operations.appoint(**letter(position=position)).row

    assert outcome.reasons == [("seat.wrong_body", "general-2023#28")]
    assert outcome.figures == [{"position": position.value, "kind": "expert_panel"}]
    assert seat.position == position.value


def test_experts_are_seated_as_a_whole_on_a_panel_only(body, committee, person, rules, secretary, refused):
    experts = {person(): [Category.LAW]}

    with refused() as outcome:
        operations.seat_experts(panel=committee, experts=experts, rules=rules, **secretary)
    operations.seat_experts(panel=body(CommitteeKind.EXPERT_PANEL), experts=experts, rules=rules, **secretary)

    assert outcome.reasons == [("seat.wrong_body", "general-2023#7")]


def test_every_reason_against_an_appointment_is_given_at_once(appoint, letter, refused):
    chair = appoint(position=Position.CHAIR)

    with refused() as outcome:
        operations.appoint(**letter(person=chair.person, position=Position.CHAIR, ends_on=date(2040, 1, 1)))

    assert [code for code, _ in outcome.reasons] == ["seat.term_too_long", "seat.overlap", "seat.second_chair"]


def test_end_seat_takes_effect_at_the_start_of_the_day(committee, appoint, secretary, today, last_entry):
    seat = appoint()

    ended = end(seat, today + ONE_DAY, secretary).row

    assert ended.ended_on == date(2026, 6, 11)
    assert [one.pk for one in seats_on(committee=committee, on=today)] == [seat.pk]
    assert seats_on(committee=committee, on=today + ONE_DAY) == []
    assert last_entry(committee.stream) == (
        "seat.ended",
        {
            "seat": seat.pk,
            "person": seat.person_id,
            "ended_on": "2026-06-11",
            "reason_sha256": hashlib.sha256("工作调动".encode()).hexdigest(),
        },
        "secretary",
    )
    assert Seat.objects.get(pk=seat.pk).end_reason == "工作调动"


def test_a_seat_ended_today_leaves_room_for_another_today(appoint, secretary, today):
    chair = appoint(position=Position.CHAIR)
    end(chair, today, secretary)

    successor = appoint(position=Position.CHAIR, starts_on=today)
    again = appoint(person=chair.person, starts_on=today)

    assert (successor.starts_on, again.starts_on) == (today, today)


def test_a_seat_is_not_ended_twice(appoint, secretary, today, refused):
    seat = appoint()
    end(seat, today, secretary)

    with refused() as outcome:
        end(seat, today + ONE_DAY, secretary)

    assert outcome.reasons == [("seat.ended", "house")]


def test_a_seat_is_not_ended_on_a_day_that_is_past(appoint, secretary, today, refused):
    seat = appoint()

    with refused() as outcome:
        end(seat, today - ONE_DAY, secretary)

    assert outcome.reasons == [("seat.end_in_past", "house")]
    assert outcome.figures == [{"earliest": "2026-06-10"}]


def test_a_seat_is_ended_only_within_its_term(appoint, secretary, today, refused):
    seat = appoint(starts_on=today + ONE_DAY, ends_on=LAST)

    for outside in (today, LAST + ONE_DAY):
        with refused() as outcome:
            end(seat, outside, secretary)
        assert outcome.reasons == [("seat.end_outside_term", "house")]
    assert end(seat, LAST, secretary).row.ended_on == LAST


def test_a_seat_given_up_on_its_first_day_never_counts_and_may_be_given_again(
    committee, appoint, letter, secretary, today, refused
):
    given_up = appoint(starts_on=today, ends_on=LAST)
    end(given_up, today, secretary)
    empty = seats_on(committee=committee, on=today)

    again = appoint(person=given_up.person, starts_on=today, ends_on=LAST)
    with refused() as outcome:
        operations.appoint(**letter(person=given_up.person, starts_on=today))

    assert (empty, seats_on(committee=committee, on=today)) == ([], [again])
    assert outcome.reasons == [("seat.overlap", "house")]


def test_the_day_is_the_day_in_china(appoint, secretary, refused):
    seat = appoint()
    past_midnight = datetime(2026, 6, 10, 0, 30, tzinfo=SHANGHAI)  # still the ninth in UTC

    with refused() as outcome:
        end(seat, date(2026, 6, 9), secretary, at=past_midnight)

    assert outcome.reasons == [("seat.end_in_past", "house")]
