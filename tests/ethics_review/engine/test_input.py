"""The shape of what a move is given: every problem at once, by path, and nothing written."""

import pytest

from tests.world import acceptance, worksheet

HUGE = 10**30


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({}, [("procedure", "input.required"), ("reason", "input.required"), ("scope", "input.required")]),
        (acceptance(procedure="fast"), [("procedure", "input.enum")]),
        (acceptance(procedure=7), [("procedure", "input.enum")]),
        (acceptance(reason="   "), [("reason", "input.required")]),
        (acceptance(reason="长" * 20001), [("reason", "input.too_long")]),
        (acceptance(reason="甲\x00乙"), [("reason", "input.character")]),
        (acceptance(reason="\ud800"), [("reason", "input.character")]),
        (acceptance(reason=float("nan")), [("reason", "input.not_a_number")]),
        (acceptance(scope=[]), [("scope", "input.too_short")]),
        (acceptance(scope=["life_health", "life_health"]), [("scope", "input.format")]),
        (acceptance(scope=["weather"]), [("scope.0", "input.enum")]),
        (acceptance(scope="life_health"), [("scope", "input.type")]),
        (acceptance(colour="red"), [("colour", "input.unknown_field")]),
        (acceptance(scope=[[[[[[[[[["deep"]]]]]]]]]]), [("scope.0.0.0.0.0.0.0", "input.too_deep")]),
    ],
)
def test_input_names_every_problem(story, invalid, data, problems):
    story.submitted()

    with invalid(*problems):
        story.does(story.secretary, "accept", **data)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("next week", "input.format"),
        ("2026-06-10", "input.format"),
        ("2026-06-10T09:00:00", "input.format"),
        ("2026-02-30T09:00:00+08:00", "input.format"),
        ("0001-01-01T00:00:00+14:00", "input.format"),
        ("9999-12-31T23:59:59-12:00", "input.format"),
        (1781053200, "input.type"),
    ],
)
def test_an_instant_names_its_zone_and_exists_in_shanghai(story, invalid, value, code):
    story.in_review()

    with invalid(("starts_at", code)):
        story.does(story.secretary, "convene", starts_at=value)


@pytest.mark.parametrize("value", ["2026-6-1", "20260601", "2026-02-30", "2026-06-01T00:00:00"])
def test_a_date_is_a_day_of_the_calendar(story, invalid, value):
    story.accepted()

    with invalid(("new_date", "input.format")):
        story.does(story.secretary, "extend", clock="decision", new_date=value, reasons="节假日")


@pytest.mark.parametrize(("months", "code"), [(0, "input.too_short"), (-1, "input.too_short"), (6.0, "input.type")])
def test_a_whole_number_is_whole_and_at_least_one(story, invalid, months, code):
    story.in_review().reviewed().found()

    with invalid(("follow_up_months", code)):
        story.issued(follow_up_months=months)


@pytest.mark.parametrize(("length", "told"), [(200, []), (201, [("place", "input.too_long")])])
def test_a_place_is_as_long_as_its_column(story, invalid, length, told):
    story.in_review()
    if not told:
        assert story.convened(place="厅" * length).meeting.place == "厅" * length
        return

    with invalid(*told):
        story.convened(place="厅" * length)


def test_a_number_no_column_can_hold_is_said_to_be_none(story, invalid):
    story.in_review()

    with invalid(("meeting", "input.not_a_number")):
        story.does(story.secretary, "convene", meeting=HUGE)


def test_an_answer_to_a_focus_is_yes_no_or_not_applicable(story, invalid):
    story.in_review()

    with invalid(("focuses.fairness.answer", "input.enum"), ("focuses.luck", "input.unknown_field")):
        data = worksheet()
        data["focuses"] |= {"fairness": {"answer": "maybe"}, "luck": {"answer": "yes"}}
        story.does(story.members[2], "submit_worksheet", **data)


def test_the_wrong_role_is_told_before_the_input_is_looked_at(story, refused):
    story.submitted()

    with refused(("role.not_yours", "ai-2026#13")) as outcome:
        story.does(story.applicant, "accept", procedure="fast")
    assert outcome.figures == [{"needs": ["secretary", "chair"], "has": ["applicant"]}]
