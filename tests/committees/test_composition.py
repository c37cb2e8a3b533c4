"""Whether a body is composed as it must be on a given day."""

from datetime import date, timedelta

from committees import operations
from committees.queries import composition, seats_on
from regulations import pack
from regulations.vocabulary import Category, CommitteeKind, Position

ONE_DAY = timedelta(days=1)
LAST = date(2028, 12, 31)


def lacks(committee, on, rules):
    found = composition(committee=committee, on=on, rules=rules)
    return [(reason.code, str(reason.source.cite), dict(reason.figures)) for reason in found.refusals]


def replace(seats, number, appoint, secretary, today, **changed):
    """End one seat today and appoint somebody else to it from today, with what is to be different."""
    old = seats[number]
    operations.end_seat(seat=old, ended_on=today, reason="改聘", **secretary)
    words = {
        "position": old.position,
        "categories": old.categories,
        "sex": old.sex,
        "external": old.external,
        "starts_on": today,
        "ends_on": LAST,
    }
    return appoint(**(words | changed))


def test_seven_of_four_fields_both_sexes_one_external_one_chair_lack_nothing(committee, seven, today, rules):
    found = composition(committee=committee, on=today, rules=rules)

    assert (found.refusals, found.lawful, found.on) == ((), True, today)
    assert [seat.pk for seat in found.seats] == [seat.pk for seat in seven]


def test_the_seventh_member_counts_through_the_last_day_of_the_term(committee, seven, appoint, today, rules, secretary):
    last = date(2026, 9, 30)
    replace(seven, 6, appoint, secretary, today, ends_on=last)

    assert lacks(committee, last, rules) == []
    assert lacks(committee, last + ONE_DAY, rules) == [("committee.too_few", "general-2023#7", {"need": 7, "have": 6})]


def test_the_seventh_member_counts_from_the_first_day_of_the_term(committee, seven, appoint, today, rules, secretary):
    operations.end_seat(seat=seven[6], ended_on=today, reason="改聘", **secretary)
    appoint(starts_on=today + ONE_DAY)

    assert lacks(committee, today, rules) == [("committee.too_few", "general-2023#7", {"need": 7, "have": 6})]
    assert lacks(committee, today + ONE_DAY, rules) == []


def test_a_seat_ended_early_stops_counting_on_that_day(committee, seven, today, rules, secretary):
    operations.end_seat(seat=seven[6], ended_on=today + ONE_DAY, reason="辞任", **secretary)

    assert lacks(committee, today, rules) == []
    assert lacks(committee, today + ONE_DAY, rules) == [("committee.too_few", "general-2023#7", {"need": 7, "have": 6})]


def test_secretary_and_adviser_are_seats_but_not_members(committee, seven, appoint, today, rules, secretary):
    operations.end_seat(seat=seven[6], ended_on=today, reason="改聘", **secretary)
    appoint(position=Position.SECRETARY)
    appoint(position=Position.ADVISER, categories=(Category.FIELD,))

    assert len(seats_on(committee=committee, on=today)) == 8
    assert lacks(committee, today, rules) == [("committee.too_few", "general-2023#7", {"need": 7, "have": 6})]


def test_a_field_nobody_brings_is_named(committee, seven, appoint, today, rules, secretary):
    replace(seven, 3, appoint, secretary, today, categories=("ethics",))

    assert lacks(committee, today - ONE_DAY, rules) == []
    assert lacks(committee, today, rules) == [("committee.categories", "ai-2026#10", {"missing": ["law"]})]


def test_one_member_may_bring_two_fields(committee, seven, appoint, today, rules, secretary):
    replace(seven, 3, appoint, secretary, today, categories=("ethics",))
    replace(seven, 4, appoint, secretary, today, categories=("ai_technology", "law"))

    assert lacks(committee, today, rules) == []


def test_one_sex_alone_is_not_enough(committee, seven, appoint, today, rules, secretary):
    replace(seven, 1, appoint, secretary, today, sex="female")

    assert lacks(committee, today, rules) == [("committee.one_sex", "general-2023#7", {"female": 7, "male": 0})]


def test_somebody_comes_from_outside(committee, seven, appoint, today, rules, secretary):
    replace(seven, 2, appoint, secretary, today, external=False)

    assert lacks(committee, today, rules) == [("committee.too_few_external", "general-2023#7", {"need": 1, "have": 0})]


def test_a_committee_has_a_chair(committee, seven, appoint, today, rules, secretary):
    replace(seven, 0, appoint, secretary, today, position=Position.MEMBER)

    assert lacks(committee, today, rules) == [("committee.chair_count", "general-2023#7", {"need": 1, "have": 0})]


def test_an_empty_body_lacks_everything_at_once(committee, today, rules):
    assert [code for code, _, _ in lacks(committee, today, rules)] == [
        "committee.too_few",
        "committee.categories",
        "committee.one_sex",
        "committee.too_few_external",
        "committee.chair_count",
    ]


def test_the_rules_handed_in_decide_which_fields_are_needed(committee, seven, today):
    parent = pack("general-2023").rules_for(house={})

    assert lacks(committee, today, parent) == [("committee.categories", "general-2023#7", {"missing": ["science"]})]


def test_a_service_centre_is_composed_like_a_committee(body, today, rules):
    centre = body(CommitteeKind.SERVICE_CENTRE)

    assert "committee.chair_count" in {code for code, _, _ in lacks(centre, today, rules)}


def test_a_panel_needs_five_experts_of_three_fields_and_nothing_else(body, appoint, today, rules):
    panel = body(CommitteeKind.EXPERT_PANEL, subject="case:2026-0001")
    fields = (Category.FIELD, Category.ETHICS, Category.ETHICS, Category.FIELD)
    for category in fields:
        appoint(committee=panel, position=Position.EXPERT, categories=(category,))
    before = lacks(panel, today, rules)

    appoint(committee=panel, position=Position.EXPERT, categories=(Category.LAW,))

    assert before == [
        ("panel.too_few", "ai-2026#23?", {"need": 5, "have": 4}),
        ("panel.categories", "general-2023#28", {"missing": ["law"]}),
    ]
    assert lacks(panel, today, rules) == []
